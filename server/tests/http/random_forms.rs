//! Whatever a configuration check accepts can be opened, filled in, read and printed.

use domain::forms::FormDefinition;
use parity::{Random, Trial, other_form, random_inputs};
use services::Catalog;
use testkit::{config, on_both_databases};

use crate::{client::*, people::*};

/// How many random forms are looked at, on each database.
const FORMS: u64 = 24;
/// The place of the first of them in the task list.
const ORDER: i32 = 1000;

/// Random forms, and the form that their rules ask.
fn random_forms() -> Vec<FormDefinition> {
    let trials = (0..FORMS).map(|seed| {
        let mut form = Trial::of(seed).form;
        form.form = format!("trial_{seed}");
        form.order = ORDER + i32::try_from(seed).unwrap();
        form
    });
    let mut other = other_form();
    other.order = ORDER - 1;
    trials.chain([other]).collect()
}

/// What somebody might send for a form, in a browser that posts it by itself.
fn posted(case: &str, form: &FormDefinition, seed: u64) -> String {
    let typed = random_inputs(&mut Random::new(seed), form);
    let mut pairs = vec![
        ("case".to_owned(), case.to_owned()),
        ("form".to_owned(), form.form.clone()),
        ("version".to_owned(), "0".to_owned()),
    ];
    // A name without a path is no form at all.
    for (path, values) in typed.iter().filter(|(path, _)| !path.is_empty()) {
        let name = format!("answers[{path}][]");
        pairs.extend(values.iter().map(|value| (name.clone(), value.clone())));
    }
    encoded_all(&pairs)
}

on_both_databases! {
    async fn every_accepted_form_can_be_filled_in_and_read(world: World) {
        let forms = random_forms();
        let every = config().forms.iter().chain(&forms).cloned().collect();
        let world = world.with_catalog(Catalog::new(every, config().roles.clone())).await;
        let mut browser = Browser::signed_in(&application(&world), WORKER).await;
        let number = register(&world, WORKER, "Шевченко", "Олена").await;
        let mut saved = 0;
        for (form, seed) in forms.iter().zip(0_u64..) {
            let language = ["hu", "uk", "en"][usize::try_from(seed % 3).unwrap()];
            browser.cookies.insert("lanchid_language".to_owned(), language.to_owned());
            let edit = format!("/cases/{number}/{}/edit", form.form);
            let page = browser.page(&edit).await;
            assert!(page.title().contains("Олена"), "{edit}");
            let answer = browser
                .post("/api/cases/save_answers", &posted(&number, form, seed))
                .await;
            saved += u32::from(answer.location() != edit);
            browser.follow(&answer).await;
            browser.page(&edit).await;
            browser.page(&format!("/cases/{number}/{}/print", form.form)).await;
            browser.page(&format!("/forms/{}/print", form.form)).await;
            let answer = browser
                .call("/api/cases/save_answers", &posted(&number, form, seed + FORMS))
                .await;
            assert!([200, 409, 422].contains(&answer.status), "{edit}: {answer:?}");
        }
        assert!(saved > 0, "some of it must have been right");
        browser.page(&format!("/cases/{number}")).await;
        browser.page(&format!("/cases/{number}/history")).await;
        browser.page(&format!("/cases/{number}/print")).await;
    }
}
