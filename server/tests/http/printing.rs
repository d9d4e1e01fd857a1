//! What is printed: cases with their answers, and empty forms in two languages.

use testkit::on_both_databases;

use crate::{client::*, people::*};

on_both_databases! {
    async fn a_case_is_printed_as_far_as_it_may_be_read(world: World) {
        let router = application(&world);
        let mut browser = Browser::signed_in(&router, WORKER).await;
        let number = register(&world, WORKER, "Kovács", "Anna").await;
        let contact = [
            ("phone", "+380671234567"), ("preferred_language", "ukrainian"), ("interpreter_needed", "no"),
            ("safe_to_call", "no"), ("safe_contact_note", "Only through her sister"),
        ];
        assert_eq!(save(&mut browser, &number, "contact", 0, &contact).await.status, 200);
        let path = format!("/cases/{number}/print");
        let text = browser.page(&path).await.text();
        assert!(text.contains("Kovács Anna") && text.contains("Only through her sister"), "{text}");
        let text = browser.page(&format!("/cases/{number}/contact/print")).await.text();
        assert!(text.contains("+380671234567") || text.contains("+380 67"), "{text}");

        let mut shelter = Browser::signed_in(&router, SHELTER).await;
        let text = shelter.page(&path).await.text();
        assert!(text.contains("Kovács Anna") && !text.contains("sister"), "{text}");
        let closed = shelter.get(&format!("/cases/{number}/health/print")).await;
        assert_eq!(closed.status, 404);
        let mut neighbour = Browser::signed_in(&router, NEIGHBOUR).await;
        let hidden = neighbour.get(&path).await;
        let nothing = neighbour.get(&format!("/cases/{}/print", number_of_nobody())).await;
        assert_eq!((hidden.status, nothing.status), (404, 404));
        let printed = world.database.texts(
            "SELECT actor_name FROM audit_events WHERE action = 'case_read' ORDER BY actor_name"
        ).await;
        assert!(printed.contains(&WORKER.to_owned()) && printed.contains(&SHELTER.to_owned()), "{printed:?}");
    }

    async fn every_form_is_printed_empty_in_each_pair_of_languages(world: World) {
        let mut browser = Browser::signed_in(&application(&world), WORKER).await;
        for (first, second) in [("hu", "uk"), ("uk", "en"), ("en", "hu")] {
            browser.cookies.insert("lanchid_language".to_owned(), first.to_owned());
            for form in &testkit::config().forms {
                let path = format!("/forms/{}/print?with={second}", form.form);
                let page = browser.page(&path).await;
                for language in [first, second] {
                    let title = match language {
                        "hu" => &form.title.hu,
                        "uk" => &form.title.uk,
                        _ => &form.title.en,
                    };
                    let stands = page.tags.iter().any(|tag| {
                        tag.get("lang") == Some(language) && tag.text.trim() == title
                    });
                    assert!(stands, "{path}: {title}");
                }
            }
        }
        assert_eq!(browser.get("/forms/nothing/print").await.status, 404);
    }

    async fn an_empty_form_shows_no_question_that_is_closed_to_the_role(world: World) {
        let mut helpdesk = Browser::signed_in(&application(&world), HELPDESK).await;
        let page = helpdesk.page("/forms/arrival/print").await;
        let form = testkit::config().forms.iter().find(|form| form.form == "arrival").unwrap();
        let closed = form.field("protection_note").unwrap();
        let open = form.field("arrival_date").unwrap();
        let text = page.text();
        assert!(text.contains(&open.label.en) && !text.contains(&closed.label.en));
        let mut shelter = Browser::signed_in(&application(&world), SHELTER).await;
        assert_eq!(shelter.get("/forms/health/print").await.status, 404);
    }
}
