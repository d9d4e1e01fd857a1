//! Filling in: rows without our code, drafts, limits, and texts that a language lacks.

use domain::forms::{FieldType, FormDefinition};
use services::Catalog;
use testkit::{config, on_both_databases};

use crate::{client::*, html::Page, people::*};

const SAVE: &str = "/api/cases/save_answers";

fn has_id(page: &Page, id: &str) -> bool {
    page.tags.iter().any(|tag| tag.get("id") == Some(id))
}

/// The usual forms, of which one was changed.
fn with_form(id: &str, change: impl Fn(&mut FormDefinition)) -> Catalog {
    let mut forms = config().forms.clone();
    change(forms.iter_mut().find(|form| form.form == id).unwrap());
    Catalog::new(forms, config().roles.clone())
}

/// A body with so many rows of other telephone numbers.
fn rows(number: &str, count: usize) -> String {
    let mut pairs = vec![
        ("case".to_owned(), number.to_owned()),
        ("form".to_owned(), "contact".to_owned()),
        ("version".to_owned(), "0".to_owned()),
        (
            "answers[preferred_language][]".to_owned(),
            "ukrainian".to_owned(),
        ),
        ("answers[interpreter_needed][]".to_owned(), "no".to_owned()),
    ];
    for row in 0..count {
        let path = |field: &str| format!("answers[other_phones.{row}.{field}][]");
        pairs.push((path("other_phone"), "+380 67 123 4567".to_owned()));
        pairs.push((path("other_phone_whose"), "own".to_owned()));
    }
    encoded_all(&pairs)
}

on_both_databases! {
    async fn rows_are_added_and_taken_away_without_our_code(world: World) {
        let mut browser = Browser::signed_in(&application(&world), WORKER).await;
        let number = register(&world, WORKER, "Kovács", "Anna").await;
        let path = format!("/cases/{number}/family/edit");
        let mut form = browser.page(&path).await.form(SAVE);
        form.fill("members.0.member_name", "Kovács Bence");
        let answer = browser.submit(&form, "add_row:members.1.member_name").await;
        assert_eq!(answer.location(), format!("{path}#row-members-1"));
        let page = browser.page(&path).await;
        assert!(has_id(&page, "row-members-1") && has_id(&page, "row-members-0"));
        assert!(!has_id(&page, "error-summary"), "nobody tried to save");
        let mut form = page.form(SAVE);
        assert_eq!(form.answer("members.0.member_name"), ["Kovács Bence"]);
        form.fill("members.1.member_name", "Kovács Csilla");
        let answer = browser.submit(&form, "remove_row:members.0").await;
        assert_eq!(answer.location(), format!("{path}#field-members"));
        let page = browser.page(&path).await;
        assert!(!page.text().contains("Bence"));
        let mut form = page.form(SAVE);
        assert_eq!(form.answer("members.1.member_name"), ["Kovács Csilla"]);
        form.fill("members.1.member_relation", "sibling");
        form.fill("members.1.member_where", "with_person");
        let answer = browser.submit(&form, "case").await;
        assert_eq!(answer.location(), format!("/cases/{number}"));
        let text = browser.follow(&answer).await.text();
        assert!(text.contains("Kovács Csilla") && !text.contains("Bence"), "{text}");
    }

    async fn a_draft_is_kept_while_somebody_types(world: World) {
        let mut browser = Browser::signed_in(&application(&world), WORKER).await;
        let number = register(&world, WORKER, "Kovács", "Anna").await;
        let body = [
            ("case", number.as_str()), ("form", "contact"), ("version", "0"),
            ("answers[phone][]", "067"), ("answers[email][]", ""),
        ];
        let kept = browser.value("/api/forms/keep_draft", &body).await;
        assert!(kept.as_str().unwrap().starts_with("20"), "{kept}");
        let page = browser.page(&format!("/cases/{number}/contact/edit")).await;
        assert_eq!(page.form(SAVE).answer("phone"), ["067"]);
        assert!(page.text().contains("not saved yet") && !has_id(&page, "error-phone"));
        for (case, form, status) in [
            ("222-2222-2", "contact", 404), (number.as_str(), "nothing", 404), (number.as_str(), "no/form", 404),
        ] {
            let body = encoded(&[("case", case), ("form", form), ("version", "0"), ("answers[phone][]", "1")]);
            let answer = browser.call("/api/forms/keep_draft", &body).await;
            assert!(answer.status == status || case == "222-2222-2", "{case} {form}: {answer:?}");
        }
    }

    async fn what_is_too_much_is_refused_within_limits_that_are_told(world: World) {
        let mut browser = Browser::signed_in(&application(&world), WORKER).await;
        let number = register(&world, WORKER, "Kovács", "Anna").await;
        let before = world.database.snapshot().await;
        let unchanged = ["audit_events", "drafts"];

        let answer = browser.call(SAVE, &rows(&number, 1000)).await;
        assert_eq!(answer.status, 422, "{answer:?}");
        let problems = answer.json()["problems"].to_string();
        assert!(problems.contains("other_phones"), "{problems}");
        let answer = browser.post(SAVE, &rows(&number, 1000)).await;
        assert_eq!(answer.location(), format!("/cases/{number}/contact/edit"));
        let page = browser.follow(&answer).await;
        assert!(page.text().contains("There are too many"), "told in words");

        let long = "а".repeat(1_000_000);
        let body = encoded(&[
            ("case", &number), ("form", "contact"), ("version", "0"), ("answers[address_note][]", &long),
        ]);
        let answer = browser.call(SAVE, &body).await;
        assert_eq!((answer.status, &answer.json()["kind"]), (413, &"too_large".into()));

        let half = "a".repeat(1_500_000);
        let body = encoded(&[
            ("case", &number), ("form", "contact"), ("version", "0"), ("answers[address_note][]", &half),
        ]);
        let answer = browser.call(SAVE, &body).await;
        assert_eq!(answer.status, 422, "told at the field: {answer:?}");
        let deep = format!("answers[{}][]=x", "a.".repeat(100_000));
        let body = format!("case={number}&form=contact&version=0&{deep}");
        let answer = browser.call(SAVE, &body).await;
        assert_eq!(answer.status, 422, "{}", answer.status);
        let nested = format!("answers{}=x", "[a]".repeat(50_000));
        let body = format!("case={number}&form=contact&version=0&{nested}");
        let answer = browser.call(SAVE, &body).await;
        assert!((400..500).contains(&answer.status), "{}", answer.status);
        assert_eq!(
            world.database.snapshot().await.without(&unchanged),
            before.without(&unchanged)
        );

        let answer = browser.call(SAVE, &rows(&number, 8)).await;
        assert_eq!(answer.status, 200, "{answer:?}");
    }

    async fn a_text_that_a_language_lacks_falls_back_and_is_marked(world: World) {
        let catalog = with_form("contact", |form| {
            for field in &mut form.fields {
                field.label.uk.clear();
                if let Some(help) = &mut field.help {
                    "  ".clone_into(&mut help.uk);
                }
                if let FieldType::OneChoice { choices } = &mut field.kind {
                    for choice in choices {
                        choice.label.uk.clear();
                    }
                }
            }
            form.title.uk.clear();
        });
        let world = world.with_catalog(catalog).await;
        let mut browser = Browser::signed_in(&application(&world), WORKER).await;
        let number = register(&world, WORKER, "Kovács", "Anna").await;
        let contact = [
            ("phone", "+380671234567"), ("preferred_language", "ukrainian"), ("interpreter_needed", "no"),
        ];
        assert_eq!(save(&mut browser, &number, "contact", 0, &contact).await.status, 200);
        browser.cookies.insert("lanchid_language".to_owned(), "uk".to_owned());
        for path in [
            format!("/cases/{number}"),
            format!("/cases/{number}/contact/edit"),
            format!("/cases/{number}/history"),
            format!("/cases/{number}/print"),
            "/forms/contact/print".to_owned(),
            "/forms".to_owned(),
        ] {
            let answer = browser.get(&path).await;
            assert_eq!(answer.status, 200, "{path}");
            let page = answer.page();
            let marked = page.tags.iter().any(|tag| tag.get("class") == Some("untranslated"));
            assert!(marked, "{path}: the missing translation is marked");
            let stands_in = page.tags.iter().any(|tag| {
                !tag.closing && tag.get("lang").is_some_and(|lang| lang != "uk") && !tag.text.trim().is_empty()
            });
            assert!(stands_in, "{path}: another language stands in, and says which");
        }
    }
}
