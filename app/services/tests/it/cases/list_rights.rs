//! What is hidden can neither be filtered, nor sorted by, nor shown.

use domain::{
    Error, ProblemCode, Result,
    cases::{CaseList, ListQuery, list::ListFrame},
};
use testkit::{World, on_both_databases};

use crate::support::*;

async fn frame(world: &World, account: &str, address: &str) -> Result<ListFrame> {
    let query = ListQuery::parse(address).expect(address);
    world
        .run(account, |unit| async move {
            services::cases::list_frame(&unit, &query).await
        })
        .await
}

/// Why a list is not shown, without the name that was asked for.
fn refusal<T: core::fmt::Debug>(answer: Result<T>) -> ProblemCode {
    match answer {
        Err(Error::Invalid { problems }) => problems[0].code.clone(),
        other => panic!("{other:?}"),
    }
}

on_both_databases! {
    async fn hidden_questions_are_like_questions_that_do_not_exist(world: World) {
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        // The help desk sees nothing sensitive, the shelter no other forms than two.
        for (account, field) in [
            (HELPDESK, "health/wg_seeing"),
            (HELPDESK, "health/nothing"),
            (HELPDESK, "follow_up/visits.visit_place"),
            (HELPDESK, "protection/concerns"),
            (SHELTER, "housing/housing_type"),
            (SHELTER, "nothing/at_all"),
            (WORKER, "contact/safe_contact_note"),
        ] {
            for address in [
                format!("{field}=x"),
                format!("{field}:none=1"),
                format!("sort={field}"),
                format!("column={field}"),
            ] {
                let list: Result<CaseList> = list_of(&world, account, &address).await;
                assert_eq!(refusal(list), ProblemCode::UnknownField, "{account} {address}");
                let around = frame(&world, account, &address).await;
                if !address.starts_with("sort") {
                    assert_eq!(refusal(around), ProblemCode::UnknownField, "{account} {address}");
                }
            }
            let panel = frame(&world, account, &format!("panel={field}")).await;
            assert_eq!(refusal(panel), ProblemCode::UnknownField, "{account} {field}");
        }
        let list = list_of(&world, WORKER, "whose=all").await.unwrap();
        assert_eq!(list.cases[0].number, number);
    }

    async fn panels_offer_only_what_the_actor_may_see(world: World) {
        for (account, hidden, shown) in [
            (HELPDESK, "health", "identity"),
            (SHELTER, "housing", "contact"),
        ] {
            for panel in ["panel=filters", "panel=columns"] {
                let told = serde_json::to_string(&frame(&world, account, panel).await.unwrap()).unwrap();
                assert!(!told.contains(&format!("\"form\":\"{hidden}\"")), "{account} {panel}");
                assert!(told.contains(&format!("\"form\":\"{shown}\"")), "{account} {panel}");
            }
        }
        let told = serde_json::to_string(&frame(&world, WORKER, "panel=filters").await.unwrap()).unwrap();
        assert!(told.contains("\"field\":\"visits.visit_place\""));
    }

    async fn owners_and_teams_of_other_districts_are_not_named(world: World) {
        let neighbour = world.actor(NEIGHBOUR).await;
        let services::Caller::Actor(neighbour) = neighbour else { panic!("an actor") };
        let address = format!("owner={}&panel=owner", neighbour.user);
        let told = serde_json::to_string(&frame(&world, SUPERVISOR, &address).await.unwrap()).unwrap();
        assert!(!told.contains(NEIGHBOUR), "{told}");
        assert!(told.contains(WORKER));
        assert!(list_of(&world, SUPERVISOR, &address).await.unwrap().cases.is_empty());
        let teams = frame(&world, SUPERVISOR, "panel=team").await.unwrap();
        assert!(serde_json::to_string(&teams).unwrap().contains("\"family\""));
    }
}
