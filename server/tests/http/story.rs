//! The main job without JavaScript: search, register, list, read, edit, history.

use testkit::on_both_databases;

use crate::{
    client::{Browser, application, percent},
    people::{COLLEAGUE, HELPDESK, WORKER, register},
};

const REGISTER: &str = "/api/cases/register_person";
const SAVE: &str = "/api/cases/save_answers";

on_both_databases! {
    async fn a_person_is_looked_for_registered_found_and_read(world: World) {
        let mut browser = Browser::signed_in(&application(&world), WORKER).await;
        let page = browser
            .page(&format!("/persons?query={}", percent("Шевченко Олена")))
            .await;
        let way = page
            .links()
            .into_iter()
            .find(|link| link.starts_with("/persons/register?"))
            .unwrap();
        let page = browser.page(way).await;
        let mut form = page.form(REGISTER);
        assert_eq!(form.answer("family_name"), ["Шевченко"]);
        assert_eq!(form.answer("given_name"), ["Олена"]);

        let persons = world.database.snapshot().await.count("persons");
        form.fill("birth_date", "2199-01-01");
        form.fill("patronymic", "Іванівна \"<b>&amp;");
        let answer = browser.submit(&form, "next").await;
        assert_eq!(
            answer.location(),
            format!("/persons/register?searched={}", percent("Шевченко Олена"))
        );
        let page = browser.follow(&answer).await;
        let mut form = page.form(REGISTER);
        assert_eq!(form.answer("family_name"), ["Шевченко"]);
        assert_eq!(form.answer("birth_date"), ["01/01/2199"]);
        assert_eq!(form.answer("patronymic"), ["Іванівна \"<b>&amp;"]);
        let text = page.text();
        assert!(
            text.contains("There is a problem") || text.contains("problems"),
            "{text}"
        );
        for id in ["error-birth_date", "error-sex", "error-citizenship"] {
            assert!(
                page.tags.iter().any(|tag| tag.get("id") == Some(id)),
                "{id}"
            );
        }
        assert_eq!(world.database.snapshot().await.count("persons"), persons);

        form.fill("birth_date", "1989-04-27");
        form.fill("sex", "female");
        form.fill("citizenship", "ukrainian");
        let answer = browser.submit(&form, "next").await;
        let number = answer.location().split('/').nth(2).unwrap().to_owned();
        assert_eq!(answer.location(), format!("/cases/{number}/contact/edit"));
        assert_eq!(
            world.database.snapshot().await.count("persons"),
            persons + 1
        );
        assert_eq!(world.database.snapshot().await.count("drafts"), 0);

        for path in [
            "/cases",
            "/persons?query=shevchenko",
            "/persons?query=27.04.1989",
            &format!("/persons?query={number}"),
        ] {
            let page = browser.page(path).await;
            assert!(
                page.text().contains("Шевченко Олена"),
                "{path}: {}",
                page.text()
            );
            assert!(
                page.links().contains(&format!("/cases/{number}").as_str()),
                "{path}"
            );
        }
        let page = browser.page(&format!("/cases/{number}")).await;
        assert!(
            page.title().starts_with("Шевченко Олена"),
            "{}",
            page.title()
        );
        assert!(
            page.text().contains("Іванівна \"<b>&amp;"),
            "{}",
            page.text()
        );
    }

    async fn a_form_is_saved_after_it_was_put_right_and_the_history_tells(world: World) {
        let mut browser = Browser::signed_in(&application(&world), WORKER).await;
        let number = register(&world, WORKER, "Kovács", "Anna").await;
        let path = format!("/cases/{number}/contact/edit");
        let mut form = browser.page(&path).await.form(SAVE);
        form.fill("phone", "067 123 4567");
        form.fill("address_note", "1083 Budapest,\nBokay János u. 5.");
        let before = world.database.snapshot().await;
        let answer = browser.submit(&form, "case").await;
        assert_eq!(answer.location(), path);
        let after = world.database.snapshot().await;
        let unchanged = ["drafts", "audit_events"];
        assert_eq!(
            after.clone().without(&unchanged),
            before.without(&unchanged)
        );
        let page = browser.follow(&answer).await;
        let mut form = page.form(SAVE);
        assert_eq!(form.answer("phone"), ["067 123 4567"]);
        assert_eq!(
            form.answer("address_note"),
            ["1083 Budapest,\nBokay János u. 5."]
        );
        for id in [
            "error-phone",
            "error-preferred_language",
            "error-interpreter_needed",
        ] {
            assert!(
                page.tags.iter().any(|tag| tag.get("id") == Some(id)),
                "{id}: {}",
                page.text()
            );
        }

        form.fill("phone", "+380 67 123 4567");
        form.fill("preferred_language", "ukrainian");
        form.fill("interpreter_needed", "yes");
        let answer = browser.submit(&form, "case").await;
        assert_eq!(answer.location(), format!("/cases/{number}"));
        let text = browser.follow(&answer).await.text();
        assert!(
            text.contains("+380671234567") && text.contains("Bokay János"),
            "{text}"
        );

        let text = browser
            .page(&format!("/cases/{number}/history"))
            .await
            .text();
        for word in ["+380671234567", "Bokay János", WORKER, "Contact"] {
            assert!(text.contains(word), "{word}: {text}");
        }
        assert_eq!(world.database.snapshot().await.count("drafts"), 0);
    }

    async fn the_buttons_lead_on_or_back(world: World) {
        let mut browser = Browser::signed_in(&application(&world), WORKER).await;
        let number = register(&world, WORKER, "Kovács", "Anna").await;
        for (button, end) in [("next", "/contact/edit"), ("case", "")] {
            let form = browser
                .page(&format!("/cases/{number}/identity/edit"))
                .await
                .form(SAVE);
            let answer = browser.submit(&form, button).await;
            assert_eq!(answer.location(), format!("/cases/{number}{end}"));
        }
    }

    async fn an_answer_can_be_taken_back(world: World) {
        let mut browser = Browser::signed_in(&application(&world), WORKER).await;
        let number = register(&world, WORKER, "Kovács", "Anna").await;
        let path = format!("/cases/{number}/contact/edit");
        let mut form = browser.page(&path).await.form(SAVE);
        for (field, value) in [
            ("preferred_language", "hungarian"),
            ("interpreter_needed", "no"),
            ("email", "anna@example.hu"),
            ("languages", "hungarian"),
            ("safe_to_call", "no"),
        ] {
            form.fill(field, value);
        }
        browser.submit(&form, "case").await;
        let mut form = browser.page(&path).await.form(SAVE);
        assert_eq!(form.answer("safe_to_call"), ["no"]);
        form.fill("email", "");
        form.fill("languages", "");
        form.fill("safe_to_call", "");
        assert_eq!(
            browser.submit(&form, "case").await.location(),
            format!("/cases/{number}")
        );
        let form = browser.page(&path).await.form(SAVE);
        for field in ["email", "languages", "safe_to_call"] {
            assert_eq!(form.answer(field), Vec::<&str>::new(), "{field}");
        }
        assert_eq!(form.answer("preferred_language"), ["hungarian"]);
    }

    async fn the_help_desk_hands_a_registration_to_the_team_that_finds_it(world: World) {
        let router = application(&world);
        let mut browser = Browser::signed_in(&router, HELPDESK).await;
        let mut form = browser.page("/persons/register").await.form(REGISTER);
        for (field, value) in [
            ("family_name", "Tóth"),
            ("given_name", "Béla"),
            ("sex", "male"),
            ("citizenship", "hungarian"),
        ] {
            form.fill(field, value);
        }
        let answer = browser.submit(&form, "next").await;
        let number = answer.location().split('/').nth(2).unwrap().to_owned();
        let mut worker = Browser::signed_in(&router, COLLEAGUE).await;
        let page = worker.page("/persons?query=toth").await;
        assert!(page.text().contains("Tóth Béla"), "{}", page.text());
        assert!(
            browser
                .page(&format!("/cases/{number}"))
                .await
                .text()
                .contains("Tóth Béla")
        );
    }
}
