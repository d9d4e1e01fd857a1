//! Searches for persons, as programs make them.

use domain::access::TokenScope;
use serde_json::json;
use testkit::on_both_databases;

use super::program::{Program, wrong};
use crate::{
    client::application,
    people::{CALL_CENTRE, DPO, NEIGHBOUR, WORKER, register},
};

on_both_databases! {
    async fn a_search_finds_whom_the_page_finds(world: World) {
        let router = application(&world);
        let number = register(&world, WORKER, "Шевченко", "Олена").await;
        let mut program = Program::of(&world, &router, WORKER).await;
        for query in ["shevchenko", "%D0%9E%D0%BB%D0%B5%D0%BD%D0%B0", &number] {
            let found = program.value(&format!("/persons?query={query}")).await;
            let person = &found["items"][0];
            assert_eq!((&person["name"], &person["case"]), (&json!("Шевченко Олена"), &json!(number)), "{query}");
            assert_eq!(found["more"], false);
        }
        assert_eq!(program.value("/persons?query=").await["items"], json!([]));
        assert_eq!(wrong(&program.get("/persons").await), ["query required"]);
        assert_eq!(wrong(&program.get("/persons?query=a&query=b").await), ["query more_than_one"]);
        assert_eq!(wrong(&program.get("/persons?query=a&name=b").await), ["name unknown_parameter"]);
    }

    async fn whoever_may_not_open_cases_is_told_no_number(world: World) {
        let router = application(&world);
        register(&world, WORKER, "Шевченко", "Олена").await;
        let mut narrow = Program::with_scopes(&world, &router, WORKER, &[TokenScope::PersonsRead]).await;
        let mut agent = Program::of(&world, &router, CALL_CENTRE).await;
        for program in [&mut narrow, &mut agent] {
            let found = program.value("/persons?query=shevchenko").await;
            assert_eq!(found["items"][0]["case"], json!(null));
        }
        let mut neighbour = Program::of(&world, &router, NEIGHBOUR).await;
        assert_eq!(neighbour.value("/persons?query=shevchenko").await["items"], json!([]));
        let mut officer = Program::of(&world, &router, DPO).await;
        assert_eq!(officer.get("/persons?query=shevchenko").await.status, 403);
    }
}
