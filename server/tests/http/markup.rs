//! What a person types stays text, wherever it is shown.

use testkit::on_both_databases;

use crate::{
    client::{Browser, application, encoded, percent},
    html::Page,
    people::{ARRIVAL, COLLEAGUE, WORKER, register, save},
};

const LONG: &str = "one </textarea><script>alert(1)</script> & \"two\" 'three' <!-- </section>";
const NAME: &str = "</title><script>alert(1)</script><b x=\"'";
const CONTACT: [(&str, &str); 3] = [
    ("preferred_language", "other"),
    ("interpreter_needed", "no"),
    ("safe_to_call", "no"),
];

/// Looks at the bytes themselves, and at what a parser makes of them.
fn stays_text(html: &str, shown: &str, times: usize, what: &str) {
    for markup in [
        "<script>alert",
        "</textarea><script",
        "</title><script",
        "<b x",
    ] {
        assert!(!html.contains(markup), "{what}: {markup}");
    }
    let page = Page::read(html);
    assert!(page.tags.iter().all(|tag| tag.name != "b"), "{what}");
    let stray = page
        .all("script")
        .into_iter()
        .find(|tag| tag.get("nonce").is_none() && !tag.text.is_empty());
    assert!(stray.is_none(), "{what}: {stray:?}");
    assert_eq!(page.all("title").len(), 1, "{what}");
    let in_texts = page
        .tags
        .iter()
        .filter(|tag| tag.name != "script" && tag.text.contains(shown));
    let values = page.tags.iter().filter(|tag| {
        tag.attributes
            .iter()
            .any(|(_, value)| value.contains(shown))
    });
    let found = in_texts.count() + values.count();
    assert!(
        found >= times,
        "{what}: shown {found} times\n{}",
        page.text()
    );
}

on_both_databases! {
    async fn in_the_form_on_the_case_and_in_the_history(world: World) {
        let router = application(&world);
        let mut browser = Browser::signed_in(&router, WORKER).await;
        let number = register(&world, WORKER, NAME, "Anna").await;
        let answers = [
            CONTACT.as_slice(),
            &[
                ("address_note", LONG),
                ("other_language", NAME),
                ("safe_contact_note", LONG),
            ],
        ]
        .concat();
        assert_eq!(
            save(&mut browser, &number, "contact", 0, &answers)
                .await
                .status,
            200
        );
        assert_eq!(
            save(
                &mut browser,
                &number,
                "arrival",
                0,
                &[ARRIVAL.as_slice(), &[("protection_note", LONG)]].concat()
            )
            .await
            .status,
            200
        );
        let case = format!("/cases/{number}");
        for (path, shown, times) in [
            (format!("{case}/contact/edit"), LONG, 2),
            (format!("{case}/arrival/edit"), LONG, 1),
            (format!("{case}/identity/edit"), NAME, 3),
            (case.clone(), LONG, 3),
            (case.clone(), NAME, 3),
            (format!("{case}/history"), LONG, 3),
            (format!("{case}/history"), NAME, 3),
            ("/cases".to_owned(), NAME, 1),
            (format!("/persons?query={number}"), NAME, 1),
        ] {
            stays_text(&browser.get(&path).await.body, shown, times, &path);
        }
        let form = browser
            .page(&format!("{case}/contact/edit"))
            .await
            .form("/api/cases/save_answers");
        assert_eq!(form.answer("address_note"), [LONG]);
        assert_eq!(form.answer("other_language"), [NAME]);
    }

    async fn in_drafts_and_in_conflicts(world: World) {
        let router = application(&world);
        let mut mine = Browser::signed_in(&router, WORKER).await;
        let mut theirs = Browser::signed_in(&router, COLLEAGUE).await;
        let number = register(&world, WORKER, "Kovács", "Anna").await;
        let path = format!("/cases/{number}/contact/edit");
        save(
            &mut mine,
            &number,
            "contact",
            0,
            &[CONTACT.as_slice(), &[("other_language", "x")]].concat(),
        )
        .await;
        let mut form = mine.page(&path).await.form("/api/cases/save_answers");
        save(&mut theirs, &number, "contact", 1, &[("address_note", LONG)]).await;
        form.fill("address_note", &format!("mine {LONG}"));
        mine.submit(&form, "case").await;
        stays_text(&mine.get(&path).await.body, LONG, 3, "a conflict");
        form.fill("phone", NAME);
        mine.submit(&form, "case").await;
        stays_text(&mine.get(&path).await.body, NAME, 1, "a draft");
    }

    async fn in_what_the_address_and_the_cookies_hold(world: World) {
        let router = application(&world);
        let mut browser = Browser::signed_in(&router, WORKER).await;
        for text in [NAME, LONG] {
            let sign = percent(text);
            for path in [
                format!("/persons?query={sign}"),
                format!("/persons/register?searched={sign}"),
            ] {
                stays_text(
                    &browser.get(&path).await.body,
                    text,
                    usize::from(path.contains("query")),
                    &path,
                );
            }
            for path in [
                format!("/cases?whose={sign}&stage={sign}&after={sign}"),
                format!("/{sign}"),
                format!("/cases/{sign}"),
                format!("/cases/{sign}/{sign}/edit"),
            ] {
                stays_text(&browser.get(&path).await.body, text, 0, &path);
            }
            let mut stranger = Browser::new(&router);
            let path = format!("/sign-in?problem={sign}&minutes={sign}&to=%2F{sign}");
            stays_text(&stranger.get(&path).await.body, text, 1, &path);
            stranger.sign_in(text, "not the password", "/").await;
            stays_text(
                &stranger.get("/sign-in?problem=wrong").await.body,
                text,
                1,
                "the typed account",
            );
        }
    }

    async fn in_errors(world: World) {
        let mut browser = Browser::signed_in(&application(&world), WORKER).await;
        let body = encoded(&[(NAME, "x")]);
        let answer = browser.post("/api/cases/list", &body).await;
        assert_eq!(answer.status, 422);
        stays_text(&answer.body, NAME, 0, "an unknown argument");
        assert_eq!(
            browser
                .call("/api/cases/list", &body)
                .await
                .header("content-type"),
            "application/json"
        );
    }
}
