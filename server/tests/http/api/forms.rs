//! Forms, lookups and districts, as programs read them.

use serde_json::{Value, json};
use testkit::on_both_databases;

use super::program::Program;
use crate::{
    client::application,
    people::{ADMIN, HELPDESK, SHELTER, WORKER},
};

fn ids<'a>(list: &'a Value, name: &str) -> Vec<&'a str> {
    let items = list.as_array().unwrap().iter();
    items.map(|item| item[name].as_str().unwrap()).collect()
}

on_both_databases! {
    async fn a_form_has_the_fields_that_the_user_may_see(world: World) {
        let router = application(&world);
        let mut worker = Program::of(&world, &router, WORKER).await;
        let mut shelter = Program::of(&world, &router, SHELTER).await;
        let all = worker.value("/forms").await;
        assert_eq!(ids(&all["items"], "form")[0], "identity");
        assert_eq!(ids(&shelter.value("/forms").await["items"], "form"), ["identity", "contact", "family"]);
        for form in ids(&all["items"], "form") {
            worker.value(&format!("/forms/{form}")).await;
        }
        let seen = worker.value("/forms/contact").await;
        let fields = ids(&seen["fields"], "id");
        assert!(fields.contains(&"safe_to_call") && fields.contains(&"phone"), "{fields:?}");
        let seen = shelter.value("/forms/contact").await;
        let fields = ids(&seen["fields"], "id");
        assert!(!fields.contains(&"safe_to_call") && fields.contains(&"phone"), "{fields:?}");
        assert!(seen["fields"].as_array().unwrap().iter().all(|field| field["access"] == "read"));
        let hidden = shelter.get("/forms/arrival").await;
        let none = shelter.get("/forms/nothing").await;
        assert_eq!((hidden.status, hidden.body), (404, none.body));
    }

    async fn a_lookup_is_there_for_whoever_sees_a_field_with_it(world: World) {
        let router = application(&world);
        let mut worker = Program::of(&world, &router, WORKER).await;
        let listed = worker.value("/lookups").await;
        let listed = ids(&listed["items"], "lookup");
        assert!(listed.contains(&"countries") && listed.contains(&"languages"), "{listed:?}");
        for lookup in listed {
            let body = worker.value(&format!("/lookups/{lookup}")).await;
            assert!(body["items"].as_array().unwrap().len() >= 2, "{lookup}");
        }
        assert_eq!(worker.get("/lookups/nothing").await.status, 404);
        let mut helpdesk = Program::of(&world, &router, HELPDESK).await;
        assert_eq!(helpdesk.get("/lookups/languages").await.status, 200);
        let mut shelter = Program::of(&world, &router, SHELTER).await;
        assert_eq!(shelter.get("/lookups/services").await.status, 404);
        let mut admin = Program::of(&world, &router, ADMIN).await;
        assert_eq!(admin.value("/lookups").await["items"], json!([]));
        assert_eq!(admin.get("/lookups/countries").await.status, 404);
    }

    async fn the_districts_are_listed_by_number(world: World) {
        let router = application(&world);
        let mut program = Program::of(&world, &router, ADMIN).await;
        let districts = program.value("/districts").await;
        let items = districts["items"].as_array().unwrap();
        let numbers: Vec<i64> = items.iter().map(|item| item["number"].as_i64().unwrap()).collect();
        assert_eq!(numbers, (0..=23).collect::<Vec<i64>>());
    }
}
