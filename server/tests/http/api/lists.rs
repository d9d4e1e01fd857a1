//! Lists of cases, walked along by programs.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use testkit::on_both_databases;

use super::program::{Program, wrong};
use crate::{
    client::{Browser, application},
    people::{HELPDESK, NEIGHBOUR, SHELTER, WORKER, number_of_nobody, register, save},
};

/// Every page of a list, one after the other.
async fn walked(program: &mut Program, path: &str) -> Vec<Vec<String>> {
    let mut pages = Vec::new();
    let mut after = String::new();
    loop {
        let page = program.value(&format!("{path}{after}")).await;
        let items = page["items"].as_array().unwrap().iter();
        pages.push(
            items
                .map(|item| item["number"].as_str().unwrap().to_owned())
                .collect(),
        );
        let behind = !after.is_empty() || path.contains("after=");
        assert_eq!(page["total"].is_null(), behind);
        match &page["next"] {
            Value::String(next) => after = format!("&after={next}"),
            _ => return pages,
        }
        assert!(pages.len() < 100);
    }
}

on_both_databases! {
    async fn a_walk_meets_every_case_once(world: World) {
        let router = application(&world);
        let mut all = BTreeSet::new();
        for place in 0..7 {
            all.insert(register(&world, WORKER, "Kovács", &format!("Anna{place}")).await);
        }
        register(&world, NEIGHBOUR, "Kovács", "Béla").await;
        let mut program = Program::of(&world, &router, WORKER).await;
        for sort in ["", "&sort=opened", "&sort=-opened", "&sort=name", "&sort=-changed"] {
            for limit in [1, 3, 7, 50] {
                let pages = walked(&mut program, &format!("/cases?limit={limit}{sort}")).await;
                assert!(pages.iter().all(|page| page.len() <= limit), "{pages:?}");
                let met = pages.concat();
                assert_eq!(met.len(), 7, "{sort} {limit}");
                assert_eq!(met.into_iter().collect::<BTreeSet<_>>(), all);
            }
        }
        let first = program.get("/cases?limit=5&sort=name&fields=name").await;
        let next = first.json()["next"].as_str().unwrap().to_owned();
        assert_eq!(
            first.header("link"),
            format!("</api/v1/cases?sort=name&limit=5&fields=name&after={next}>; rel=\"next\"")
        );
        assert_eq!(first.json()["total"], json!({"count": 7, "or_more": false}));
    }

    async fn a_case_that_changes_on_the_way_changes_nothing(world: World) {
        let router = application(&world);
        for place in 0..6 {
            register(&world, WORKER, "Kovács", &format!("Anna{place}")).await;
        }
        let mut program = Program::of(&world, &router, WORKER).await;
        let whole = walked(&mut program, "/cases?limit=50").await.concat();
        let first = program.value("/cases?limit=2").await;
        let mut browser = Browser::signed_in(&router, WORKER).await;
        for number in &whole[..2] {
            save(&mut browser, number, "identity", 1, &[("patronymic", "Іванівна")]).await;
        }
        let next = first["next"].as_str().unwrap();
        let rest = walked(&mut program, &format!("/cases?limit=50&after={next}")).await;
        assert_eq!(rest.concat(), whole[2..]);
    }

    async fn nothing_begins_behind_a_case_out_of_reach(world: World) {
        let router = application(&world);
        let own = register(&world, WORKER, "Kovács", "Anna").await;
        let foreign = register(&world, NEIGHBOUR, "Kovács", "Béla").await;
        let mut program = Program::of(&world, &router, WORKER).await;
        for whose in ["all", "mine", "shared"] {
            let mut answers = Vec::new();
            for after in [&foreign, &number_of_nobody(), "x"] {
                let answer = program.get(&format!("/cases?whose={whose}&after={after}")).await;
                assert_eq!(wrong(&answer), ["after not_a_choice"]);
                answers.push(answer.bytes_without(&[]));
            }
            assert!(answers.iter().all(|answer| *answer == answers[0]));
        }
        let behind = program.value(&format!("/cases?after={own}")).await;
        assert_eq!((&behind["items"], &behind["next"]), (&json!([]), &json!(null)));
    }

    async fn filters_are_those_of_the_page(world: World) {
        let router = application(&world);
        let number = register(&world, WORKER, "Kovács", "Anna").await;
        register(&world, WORKER, "Орос", "Марія").await;
        let mut browser = Browser::signed_in(&router, WORKER).await;
        let contact = [("preferred_language", "ukrainian"), ("interpreter_needed", "yes")];
        save(&mut browser, &number, "contact", 0, &contact).await;
        let mut program = Program::of(&world, &router, WORKER).await;
        for (query, expected) in [
            ("", 2),
            ("identity/family_name=Kov%C3%A1cs", 1),
            ("contact/preferred_language=ukrainian", 1),
            ("contact/preferred_language=ukrainian&contact/preferred_language=hungarian", 1),
            ("contact/preferred_language:none=1", 1),
            ("opened:from=2020-01-01&stage=new", 2),
            ("stage=closed", 0),
            ("whose=nobodys", 0),
            ("whose=mine", 2),
            ("owner:none=1", 0),
        ] {
            let list = program.value(&format!("/cases?{query}")).await;
            assert_eq!(list["items"].as_array().unwrap().len(), expected, "{query}");
        }
        for (query, expected) in [
            ("housing/dragons=1", "housing/dragons unknown_field"),
            ("identity/patronymic=x", "identity/patronymic unknown_field"),
            ("dragons=1", "dragons unknown_parameter"),
            ("panel=filters", "panel unknown_parameter"),
            ("column=team", "column unknown_parameter"),
            ("whose=dragons", "whose not_a_choice"),
            ("stage=Dragon%00", "stage not_a_choice"),
            ("sort=dragons", "sort not_a_choice"),
            ("limit=0", "limit too_small"),
            ("limit=51", "limit too_large"),
            ("limit=x", "limit not_an_integer"),
            ("limit=1&limit=2", "limit more_than_one"),
            ("fields=dragons", "fields unknown_field"),
            ("fields=identity/dragons", "fields unknown_field"),
            ("opened:from=yesterday", "opened not_a_date"),
        ] {
            let answer = program.get(&format!("/cases?{query}")).await;
            assert_eq!((answer.status, wrong(&answer)), (422, vec![expected.to_owned()]), "{query}");
        }
    }

    async fn a_case_has_the_members_that_are_asked_for(world: World) {
        let router = application(&world);
        let number = register(&world, WORKER, "Kovács", "Anna").await;
        let mut program = Program::of(&world, &router, WORKER).await;
        let usual = program.value("/cases").await["items"][0].clone();
        let names: Vec<&str> = usual.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(
            names,
            ["birth_date", "changed", "latin_name", "name", "number", "opened", "owner", "stage", "team"]
        );
        assert!(usual["team"]["hu"].as_str().is_some_and(|team| !team.is_empty()));
        for (fields, expected) in [
            ("number", json!({"number": number})),
            ("name,stage", json!({"number": number, "name": "Kovács Anna", "stage": "new"})),
            (
                "identity/family_name,identity/sex",
                json!({"number": number, "answers": {"identity/family_name": "Kovács", "identity/sex": "female"}}),
            ),
        ] {
            let list = program.value(&format!("/cases?fields={fields}")).await;
            assert_eq!(list["items"][0], expected, "{fields}");
        }
    }

    async fn a_hidden_field_neither_filters_nor_sorts_nor_shows(world: World) {
        let router = application(&world);
        register(&world, WORKER, "Kovács", "Anna").await;
        for (account, hidden) in [(SHELTER, "arrival/arrival_date"), (HELPDESK, "protection/safe_now"), (HELPDESK, "protection/urgency")] {
            let mut program = Program::of(&world, &router, account).await;
            let (form, field) = hidden.split_once('/').unwrap();
            let unknown = format!("{form}/{}", field.replace('_', "x"));
            for query in ["X=x", "X:none=1", "X:from=1", "sort=X", "fields=X"] {
                let seen = program.get(&format!("/cases?{}", query.replace('X', hidden))).await;
                let none = program.get(&format!("/cases?{}", query.replace('X', &unknown))).await;
                assert_eq!(seen.status, 422, "{account} {query} {hidden}");
                assert_eq!(seen.body.replace(hidden, "X"), none.body.replace(&unknown, "X"));
            }
        }
    }
}
