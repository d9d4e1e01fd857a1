//! Whatever district VIII does, every answer to district IX stays the same to the byte.

use chrono::TimeDelta;
use domain::{
    cases::{CaseNumber, Whose},
    transitions::TypedRequest,
};
use proptest::{collection::vec, prelude::*};
use serde::Serialize;
use services::{
    cases::{open_registration, read_path},
    forms::{DraftOf, keep_draft},
    notifications::inbox,
    transitions::{ask_request, read_queue},
    users,
};
use testkit::{Kind, PASSWORD, World, inputs};

use crate::{
    support::*,
    transitions::{THIRD, refer, request, shared_with, third},
};

const NAMES: [&str; 3] = ["Шевченко", "Kovács", "Коваль"];
const ACTORS: [&str; 4] = [WORKER, COLLEAGUE, SUPERVISOR, HELPDESK];

/// What somebody in district VIII does.
#[derive(Clone, Debug)]
enum Action {
    Register(usize, usize),
    Save(usize, usize, i32),
    Search(usize, usize),
    Read(usize, usize),
    List(usize),
    KeepDraft(usize, usize),
    SignIn(usize, bool),
    SignOutEverywhere(usize),
    KnockAt(usize),
    Refer(usize),
    BeAskedFor(usize),
    AskElsewhere(usize),
}

fn action() -> impl Strategy<Value = Action> {
    let (actor, name) = (0..ACTORS.len(), 0..NAMES.len());
    prop_oneof![
        4 => (actor.clone(), name.clone()).prop_map(|(who, name)| Action::Register(who, name)),
        4 => (actor.clone(), 0..9_usize, 0..3).prop_map(|(who, case, version)| Action::Save(who, case, version)),
        1 => (actor.clone(), name).prop_map(|(who, name)| Action::Search(who, name)),
        1 => (actor.clone(), 0..9_usize).prop_map(|(who, case)| Action::Read(who, case)),
        1 => actor.clone().prop_map(Action::List),
        1 => (actor.clone(), 0..9_usize).prop_map(|(who, case)| Action::KeepDraft(who, case)),
        1 => (actor.clone(), any::<bool>()).prop_map(|(who, right)| Action::SignIn(who, right)),
        1 => actor.clone().prop_map(Action::SignOutEverywhere),
        2 => (0..9_usize).prop_map(Action::Refer),
        1 => (0..9_usize).prop_map(Action::BeAskedFor),
        1 => actor.clone().prop_map(Action::AskElsewhere),
        1 => actor.prop_map(Action::KnockAt),
    ]
}

/// Does it; whether it succeeds is of no interest.
async fn act(world: &World, cases: &mut Vec<CaseNumber>, own: &CaseNumber, action: &Action) {
    let of =
        |cases: &[CaseNumber], place: usize| cases.get(place).unwrap_or(&nobodys_number()).clone();
    match *action {
        Action::Register(who, name) => {
            cases.push(world.register(ACTORS[who], NAMES[name], "Олена").await);
        }
        Action::Save(who, case, version) => {
            let typed = [("patronymic", "Іванівна"), ("family_name", NAMES[case % 3])];
            let _ = save(
                world,
                ACTORS[who],
                &of(cases, case),
                "identity",
                version,
                &typed,
            )
            .await;
        }
        Action::Search(who, name) => drop(search(world, ACTORS[who], NAMES[name]).await),
        Action::Read(who, case) => drop(read(world, ACTORS[who], &of(cases, case)).await),
        Action::List(who) => drop(list(world, ACTORS[who], Whose::All).await),
        Action::KeepDraft(who, case) => {
            let number = of(cases, case);
            let draft = services::forms::Draft {
                inputs: inputs(&[("sex", "female")]),
                version: 1,
                conflict: None,
                refused: true,
            };
            let kept = world.run(ACTORS[who], |unit| async move {
                keep_draft(&unit, &DraftOf::form(&number, "identity"), &draft).await
            });
            let _ = kept.await;
        }
        Action::SignIn(who, right) => {
            let password = if right { PASSWORD } else { "not the password" };
            let _ = world.sign_in(ACTORS[who], password, Some("10.8.0.1")).await;
        }
        Action::SignOutEverywhere(who) => {
            let out = world.run(ACTORS[who], |unit| async move {
                users::sign_out_everywhere(&unit).await
            });
            let _ = out.await;
        }
        Action::Refer(case) => refer(world, &of(cases, case), THIRD).await,
        Action::BeAskedFor(case) => {
            let _ = request(world, THIRD, of(cases, case).as_str()).await;
        }
        Action::AskElsewhere(who) => {
            let elsewhere = world.register(THIRD, "Шевченко", "Олена").await;
            let _ = request(world, ACTORS[who], elsewhere.as_str()).await;
        }
        Action::KnockAt(who) => {
            let _ = read(world, ACTORS[who], own).await;
            let _ = save(world, ACTORS[who], own, "identity", 1, &[("sex", "male")]).await;
            let _ = history(world, ACTORS[who], own).await;
        }
    }
}

/// An answer as it goes out, but for the key of what is to be sent next: that is random.
fn text<T: Serialize>(answer: &T) -> String {
    let mut answer = serde_json::to_value(answer).unwrap();
    if let Some(key) = answer.pointer_mut("/Ok/key") {
        *key = serde_json::Value::Null;
    }
    answer.to_string()
}

/// Everything that district IX gets to see.
async fn view_of_the_neighbours(
    world: &World,
    own: &CaseNumber,
    cases: &[CaseNumber],
) -> Vec<String> {
    let mut seen = Vec::new();
    for account in [NEIGHBOUR, NEIGHBOUR_SUPERVISOR, "helpdesk.d09"] {
        for whose in Whose::ALL {
            seen.push(text(&list(world, account, whose).await));
        }
        for query in NAMES
            .into_iter()
            .chain(["Олена", own.as_str(), "1990-01-01", "+36301234567"])
        {
            seen.push(text(&search(world, account, query).await));
        }
        seen.push(text(&read(world, account, own).await));
        seen.push(text(&history(world, account, own).await));
        seen.push(text(&open(world, account, own, "identity").await));
        let (of, nobodys) = (own.clone(), TypedRequest::default());
        let path = world.read(account, |unit| async move { read_path(&unit, &of).await });
        seen.push(text(&path.await));
        let queue = world.read(account, |unit| async move {
            read_queue(&unit, None, None).await
        });
        seen.push(text(&queue.await));
        let told = world.read(account, |unit| async move { inbox(&unit, None).await });
        seen.push(text(&told.await));
        let asked = world.run(
            account,
            |unit| async move { ask_request(&unit, &nobodys).await },
        );
        seen.push(text(&asked.await));
        let profile = world.run(account, |unit| async move { users::profile(&unit).await });
        seen.push(text(&profile.await));
        let registration = world.run(account, |unit| async move {
            open_registration(&unit, "Коваль").await
        });
        seen.push(text(&registration.await));
        for number in cases {
            assert_eq!(
                text(&read(world, account, number).await),
                r#"{"Err":{"kind":"not_found"}}"#
            );
            assert_eq!(
                text(&search(world, account, number.as_str()).await),
                r#"{"Ok":{"hits":[],"may_register":true,"more":false}}"#
            );
        }
    }
    seen
}

async fn stays_the_same(world: World, actions: Vec<Action>) {
    let own = world.register(NEIGHBOUR, "Шевченко", "Олена").await;
    world.register("helpdesk.d09", "Kovács", "Anna").await;
    third(&world).await;
    // What one case shows to the neighbours does not depend on what is done with others.
    shared_with(&world, WORKER, NEIGHBOUR).await;
    let before = view_of_the_neighbours(&world, &own, &[]).await;
    let mut cases = Vec::new();
    for action in &actions {
        world.clock.advance(TimeDelta::seconds(20));
        act(&world, &mut cases, &own, action).await;
    }
    let after = view_of_the_neighbours(&world, &own, &cases).await;
    assert_eq!(before, after);
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 6,
        failure_persistence: None,
        max_shrink_iters: 30,
        ..ProptestConfig::default()
    })]

    #[test]
    fn nothing_that_a_district_does_shows_in_another_sqlite(actions in vec(action(), 1..14)) {
        testkit::run(Kind::Sqlite, |world| stays_the_same(world, actions));
    }

    #[test]
    fn nothing_that_a_district_does_shows_in_another_postgres(actions in vec(action(), 1..14)) {
        testkit::run(Kind::Postgres, |world| stays_the_same(world, actions));
    }
}
