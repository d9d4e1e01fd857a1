//! The demonstration city.

use std::collections::BTreeSet;

use domain::{
    access::FieldAccess,
    cases::CaseNumber,
    forms::{Answers, Setting, edit},
};
use sea_orm::EntityTrait;
use services::{
    demo::{DEMO_PASSWORD, DemoRequest, seed_demo},
    forms::answers_row,
    wall_clock::wall_day,
};
use testkit::{Kind, World, config, on_both_databases};

use crate::support::*;

const PERSONS: u32 = 300;

/// An empty database seeded with the demonstration.
pub(crate) async fn seed(world: &World, seed: u64, persons: u32) -> domain::Result<bool> {
    let request = DemoRequest {
        persons,
        seed,
        districts: config().districts.clone(),
        city: "Budapest Főváros".to_owned(),
    };
    seed_demo(&world.store, request, |_| ()).await
}

pub(crate) async fn clear(world: &World) {
    for table in [
        "audit_events",
        "answer_index",
        "list_views",
        "answers",
        "cases",
        "person_words",
        "person_keys",
        "search_sounds",
        "search_words",
        "persons",
        "drafts",
        "sessions",
        "sign_in_attempts",
        "user_roles",
        "team_members",
        "users",
        "teams",
        "districts",
        "settings",
    ] {
        world
            .database
            .execute(&format!("DELETE FROM {table}"))
            .await;
    }
}

/// Who lives in the city, by the numbers of their cases.
async fn people(world: &World) -> Vec<String> {
    world
        .database
        .texts(
            "SELECT c.number || ' ' || p.family_name || ' ' || p.given_name || ' ' || d.roman \
             FROM cases AS c JOIN persons AS p ON p.id = c.person_id \
             JOIN districts AS d ON d.id = c.district_id ORDER BY 1",
        )
        .await
}

on_both_databases! {
    async fn the_same_seed_gives_the_same_city_and_another_seed_another(world: World) {
        let mut cities = Vec::new();
        for number in [2026, 2026, 7] {
            clear(&world).await;
            assert_eq!(seed(&world, number, 60).await, Ok(true));
            cities.push(people(&world).await);
        }
        assert_eq!(cities[0].len(), 60);
        assert_eq!(cities[0], cities[1]);
        assert_ne!(cities[0], cities[2]);
    }

    async fn every_district_has_cases_and_every_answer_fits_its_form(world: World) {
        clear(&world).await;
        seed(&world, 2026, PERSONS).await.unwrap();
        let districts = world.database.texts(
            "SELECT DISTINCT d.roman FROM cases AS c JOIN districts AS d ON d.id = c.district_id",
        );
        assert_eq!(districts.await.len(), 23);
        let numbers: BTreeSet<_> = world
            .database
            .texts("SELECT number FROM cases")
            .await
            .into_iter()
            .collect();
        assert_eq!(numbers.len(), PERSONS as usize);
        assert!(
            numbers
                .iter()
                .all(|number| CaseNumber::parse(number).is_some())
        );
        let rows = answers_row::Entity::find()
            .all(&world.database.owner)
            .await
            .unwrap();
        assert!(rows.len() > PERSONS as usize);
        let today = wall_day(services::source::Clock::now(&*world.clock));
        for row in rows {
            let form = world.store.catalog().form(&row.form).unwrap();
            let answers = Answers::from_json(form, &row.document);
            assert_eq!(answers.to_json(), row.document);
            let typed = answers.to_inputs();
            let setting = Setting::on(today);
            let none = Answers::default();
            let edited = edit(form, &setting, &none, &typed, |_| FieldAccess::Write);
            assert_eq!(edited.problems, []);
            assert_eq!(edited.answers, answers);
        }
    }

    async fn seeding_a_second_time_changes_nothing(world: World) {
        clear(&world).await;
        assert_eq!(seed(&world, 2026, 60).await, Ok(true));
        let before = world.database.snapshot().await;
        assert_eq!(seed(&world, 7, 60).await, Ok(false));
        assert_eq!(world.database.snapshot().await, before);
    }

    async fn the_people_of_the_demonstration_sign_in_and_find_their_cases(world: World) {
        clear(&world).await;
        seed(&world, 2026, PERSONS).await.unwrap();
        for account in [
            "caseworker1.d08",
            "supervisor2.d23",
            "helpdesk.d01",
            "admin.d08",
            "dpo",
            "admin",
        ] {
            world.sign_in(account, DEMO_PASSWORD, None).await.unwrap();
        }
        let token = world
            .sign_in(SUPERVISOR, DEMO_PASSWORD, None)
            .await
            .unwrap();
        let caller = world.caller(&token).await.unwrap();
        let listed = world.store.unit(caller, "test", |unit| async move {
            let request = domain::cases::ListQuery {
                whose: domain::cases::Whose::All,
                ..Default::default()
            };
            let page = services::cases::list_cases(&unit, &request).await?;
            for case in page.cases.iter().take(3) {
                services::cases::read_case(&unit, &case.number).await?;
                services::cases::read_history(&unit, &case.number).await?;
            }
            Ok(crate::support::exactly(&page).unwrap_or_default())
        });
        let there = world.database.texts(
            "SELECT c.number FROM cases AS c JOIN districts AS d ON d.id = c.district_id WHERE d.number = 8",
        );
        assert_eq!(listed.await.unwrap(), there.await.len() as u64);
    }
}

#[test]
fn a_large_city_has_a_number_for_everybody() {
    testkit::run(Kind::Sqlite, |world| async move {
        clear(&world).await;
        assert_eq!(seed(&world, 2026, 12_000).await, Ok(true));
        assert_eq!(people(&world).await.len(), 12_000);
    });
}
