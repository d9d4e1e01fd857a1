//! Nothing that was typed is lost: switching the language, conflicts, drafts.

use testkit::on_both_databases;

use crate::{
    client::{Browser, application},
    people::{COLLEAGUE, WORKER, register, save},
};

const SAVE: &str = "/api/cases/save_answers";
const REGISTER: &str = "/api/cases/register_person";
const DISCARD: &str = "/api/forms/discard_draft";

const COMPLETE: [(&str, &str); 2] = [
    ("preferred_language", "ukrainian"),
    ("interpreter_needed", "yes"),
];

on_both_databases! {
    async fn switching_the_language_keeps_what_stands_in_the_form(world: World) {
        let mut browser = Browser::signed_in(&application(&world), WORKER).await;
        let number = register(&world, WORKER, "Kovács", "Anna").await;
        let path = format!("/cases/{number}/contact/edit");
        let mut form = browser.page(&path).await.form(SAVE);
        form.fill("phone", "no phone");
        form.fill("address_note", "  </textarea>\nsecond line");
        form.fill("interpreter_needed", "no");
        let before = world.database.snapshot().await;
        for (language, title, words) in [
            ("uk", "Зв’язок", "Яка"),
            ("hu", "Kapcsolattartás", "Melyik"),
            ("en", "Contact", "Which"),
        ] {
            let answer = browser.submit(&form, language).await;
            assert_eq!(answer.location(), path);
            let page = browser.follow(&answer).await;
            assert_eq!(page.language(), language);
            assert!(page.title().starts_with(title), "{}", page.title());
            assert!(page.text().contains(words), "{}", page.text());
            form = page.form(SAVE);
            assert_eq!(form.answer("phone"), ["no phone"]);
            assert_eq!(form.answer("address_note"), ["  </textarea>\nsecond line"]);
            assert_eq!(form.answer("interpreter_needed"), ["no"]);
        }
        let unchanged = ["drafts", "audit_events"];
        assert_eq!(
            world.database.snapshot().await.without(&unchanged),
            before.without(&unchanged)
        );
    }

    async fn switching_the_language_keeps_a_registration_too(world: World) {
        let mut browser = Browser::signed_in(&application(&world), WORKER).await;
        let mut form = browser.page("/persons/register").await.form(REGISTER);
        form.fill("family_name", "Орос");
        let answer = browser.submit(&form, "hu").await;
        assert_eq!(answer.location(), "/persons/register");
        let page = browser.follow(&answer).await;
        assert_eq!(
            (page.language(), page.form(REGISTER).answer("family_name")),
            ("hu", vec!["Орос"])
        );
    }

    async fn switching_the_language_stays_on_the_page(world: World) {
        let mut browser = Browser::signed_in(&application(&world), WORKER).await;
        for path in [
            "/cases?whose=all&stage=new",
            "/persons?query=%D0%9E%D1%80%D0%BE%D1%81%20%22%3C",
        ] {
            let form = browser.page(path).await.form("/api/forms/switch_language");
            let answer = browser.submit(&form, "uk").await;
            assert_eq!(answer.location(), path);
            assert_eq!(browser.follow(&answer).await.language(), "uk");
        }
        let mut stranger = Browser::new(&application(&world));
        let path = "/sign-in?problem=wrong&to=%2Fpersons%3Fquery%3D%25D0%259E";
        let form = stranger.page(path).await.form("/api/forms/switch_language");
        let answer = stranger.submit(&form, "uk").await;
        let page = stranger.follow(&answer).await;
        assert_eq!(page.language(), "uk");
        assert_eq!(
            page.form("/api/users/sign_in").value("to"),
            "/persons?query=%D0%9E"
        );
    }

    async fn switching_the_language_never_leads_to_another_host(world: World) {
        let mut browser = Browser::signed_in(&application(&world), WORKER).await;
        let answer = browser
            .post(
                "/api/forms/switch_language",
                "language=hu&to=%2F%2Fevil.example",
            )
            .await;
        assert_eq!(answer.location(), "/");
    }

    async fn two_workers_see_both_values_and_save_knowingly(world: World) {
        let router = application(&world);
        let number = register(&world, WORKER, "Kovács", "Anna").await;
        let mut mine = Browser::signed_in(&router, WORKER).await;
        let mut theirs = Browser::signed_in(&router, COLLEAGUE).await;
        let path = format!("/cases/{number}/contact/edit");
        save(
            &mut mine,
            &number,
            "contact",
            0,
            &[COMPLETE[0], COMPLETE[1], ("email", "first@example.hu")],
        )
        .await;

        let mut form = mine.page(&path).await.form(SAVE);
        let saved = save(
            &mut theirs,
            &number,
            "contact",
            1,
            &[("email", "theirs@example.hu")],
        )
        .await;
        assert_eq!(saved.status, 200, "{saved:?}");
        form.fill("email", "mine@example.hu");
        let answer = mine.submit(&form, "case").await;
        assert_eq!(answer.location(), path);
        let page = mine.follow(&answer).await;
        let text = page.text();
        for word in ["theirs@example.hu", "mine@example.hu", COLLEAGUE] {
            assert!(text.contains(word), "{word}: {text}");
        }
        let stored = theirs.page(&format!("/cases/{number}")).await.text();
        assert!(stored.contains("theirs@example.hu") && !stored.contains("mine@example.hu"));

        let form = page.form(SAVE);
        assert_eq!(form.answer("email"), ["mine@example.hu"]);
        let answer = mine.submit(&form, "case").await;
        assert_eq!(answer.location(), format!("/cases/{number}"));
        assert!(
            mine.follow(&answer)
                .await
                .text()
                .contains("mine@example.hu")
        );
    }

    async fn a_conflict_outlives_a_switch_of_the_language(world: World) {
        let router = application(&world);
        let number = register(&world, WORKER, "Kovács", "Anna").await;
        let mut mine = Browser::signed_in(&router, WORKER).await;
        let mut theirs = Browser::signed_in(&router, COLLEAGUE).await;
        save(&mut mine, &number, "contact", 0, &COMPLETE).await;
        let mut form = mine
            .page(&format!("/cases/{number}/contact/edit"))
            .await
            .form(SAVE);
        save(
            &mut theirs,
            &number,
            "contact",
            1,
            &[("email", "theirs@example.hu")],
        )
        .await;
        form.fill("email", "mine@example.hu");
        let answer = mine.submit(&form, "case").await;
        let form = mine.follow(&answer).await.form(SAVE);
        let answer = mine.submit(&form, "hu").await;
        let text = mine.follow(&answer).await.text();
        assert!(text.contains("theirs@example.hu"), "{text}");
    }

    async fn to_our_own_code_a_conflict_is_409_with_their_values(world: World) {
        let router = application(&world);
        let number = register(&world, WORKER, "Kovács", "Anna").await;
        let mut mine = Browser::signed_in(&router, WORKER).await;
        let mut theirs = Browser::signed_in(&router, COLLEAGUE).await;
        save(
            &mut theirs,
            &number,
            "contact",
            0,
            &[COMPLETE[0], COMPLETE[1], ("email", "theirs@example.hu")],
        )
        .await;
        let before = world.database.snapshot().await;
        let answer = save(
            &mut mine,
            &number,
            "contact",
            0,
            &[COMPLETE[0], COMPLETE[1], ("email", "mine@example.hu")],
        )
        .await;
        assert_eq!(answer.status, 409);
        let json = answer.json();
        assert_eq!(json["kind"], "conflict");
        assert_eq!(json["conflict"]["version"], 1);
        assert_eq!(json["conflict"]["by"], COLLEAGUE);
        assert_eq!(
            json["conflict"]["theirs"],
            serde_json::json!({"email": ["theirs@example.hu"]})
        );
        assert_eq!(json["title"], "Somebody else changed this");
        // What was typed is kept, and that theirs was shown; else nothing is written.
        let after = world.database.snapshot().await;
        assert_eq!((before.count("drafts"), after.count("drafts")), (0, 1));
        let told = after.clone().without(&["drafts"]).since(&before);
        assert!(told.len() == 1 && told[0].contains("form_opened"), "{told:?}");
        let both = ["drafts", "audit_events"];
        assert_eq!(after.without(&both), before.without(&both));
    }

    async fn a_draft_is_its_owners_alone_and_can_be_thrown_away(world: World) {
        let router = application(&world);
        let number = register(&world, WORKER, "Kovács", "Anna").await;
        let path = format!("/cases/{number}/identity/edit");
        let mut mine = Browser::signed_in(&router, WORKER).await;
        let mut form = mine.page(&path).await.form(SAVE);
        form.fill("given_name", "");
        form.fill("family_name", "Draft-Kovács");
        mine.submit(&form, "case").await;
        let page = mine.page(&path).await;
        assert_eq!(page.form(SAVE).answer("family_name"), ["Draft-Kovács"]);
        let mut theirs = Browser::signed_in(&router, COLLEAGUE).await;
        let other = theirs.page(&path).await;
        assert_eq!(other.form(SAVE).answer("family_name"), ["Kovács"]);
        assert!(
            !other
                .tags
                .iter()
                .any(|tag| tag.get("action") == Some(DISCARD))
        );
        theirs
            .post(
                DISCARD,
                &crate::client::encoded(&[("case", &number), ("form", "identity")]),
            )
            .await;
        let page = mine.page(&path).await;
        assert_eq!(page.form(SAVE).answer("family_name"), ["Draft-Kovács"]);

        let answer = mine.submit(&page.form(DISCARD), "").await;
        assert_eq!(answer.location(), path);
        let page = mine.follow(&answer).await;
        assert_eq!(page.form(SAVE).answer("family_name"), ["Kovács"]);
        assert_eq!(world.database.snapshot().await.count("drafts"), 0);
    }
}
