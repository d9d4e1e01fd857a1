//! Who has a case open at the same time.

use chrono::TimeDelta;
use domain::{
    Error, Result,
    cases::{CaseNumber, CasePresence},
};
use services::{
    Caller,
    cases::{OpenPage, case_presence, close_page, how_cases_stand, keep_pages_open, open_page},
};
use testkit::{World, on_both_databases};

use crate::{
    support::*,
    transitions::{THIRD, offered, refer, step, third},
};

async fn opens(world: &World, account: &str, number: &CaseNumber) -> Result<OpenPage> {
    let number = number.clone();
    let opened = world.run(
        account,
        |unit| async move { open_page(&unit, &number).await },
    );
    opened.await
}

async fn presence(world: &World, account: &str, number: &CaseNumber) -> Result<CasePresence> {
    let number = number.clone();
    let read = world.read(account, |unit| async move {
        case_presence(&unit, &number).await
    });
    read.await
}

async fn here(world: &World, account: &str, number: &CaseNumber) -> Vec<String> {
    presence(world, account, number).await.unwrap().here
}

async fn keeps(world: &World, page: OpenPage) {
    let kept = world
        .store
        .unit(Caller::System, "test", move |unit| async move {
            keep_pages_open(&unit, &[page]).await
        });
    kept.await.unwrap();
}

const NOBODY: [&str; 0] = [];

on_both_databases! {
    async fn each_sees_the_others_until_they_close_their_page(world: World) {
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        opens(&world, WORKER, &number).await.unwrap();
        assert_eq!(here(&world, WORKER, &number).await, NOBODY, "not oneself");
        let page = opens(&world, COLLEAGUE, &number).await.unwrap();
        let second = opens(&world, COLLEAGUE, &number).await.unwrap();
        assert_eq!(here(&world, WORKER, &number).await, [COLLEAGUE], "once, however many pages");
        assert_eq!(here(&world, COLLEAGUE, &number).await, [WORKER]);
        assert_eq!(here(&world, SUPERVISOR, &number).await, [WORKER, COLLEAGUE]);
        let shown = read(&world, WORKER, &number).await.unwrap().presence.unwrap();
        assert_eq!(shown, presence(&world, WORKER, &number).await.unwrap());
        assert_eq!(open(&world, WORKER, &number, "contact").await.unwrap().here, [COLLEAGUE]);
        for (page, left) in [(page, &[COLLEAGUE][..]), (second, &NOBODY[..])] {
            let closed = world.store.unit(Caller::System, "test", move |unit| async move {
                close_page(&unit, page).await
            });
            closed.await.unwrap();
            assert_eq!(here(&world, WORKER, &number).await, left);
        }
    }

    async fn a_page_that_nobody_keeps_open_is_forgotten(world: World) {
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        let mine = opens(&world, WORKER, &number).await.unwrap();
        opens(&world, COLLEAGUE, &number).await.unwrap();
        world.clock.advance(TimeDelta::seconds(30));
        keeps(&world, mine).await;
        assert_eq!(here(&world, WORKER, &number).await, [COLLEAGUE]);
        world.clock.advance(TimeDelta::seconds(15));
        assert_eq!(here(&world, WORKER, &number).await, NOBODY);
        assert_eq!(here(&world, COLLEAGUE, &number).await, [WORKER]);
        let rows = "SELECT 'row' FROM presence";
        assert_eq!(world.database.texts(rows).await.len(), 2);
        keeps(&world, mine).await;
        assert_eq!(world.database.texts(rows).await.len(), 1, "and swept away");
    }

    async fn it_is_neither_history_nor_audit(world: World) {
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        world.actor(COLLEAGUE).await;
        let before = world.database.snapshot().await;
        let page = opens(&world, COLLEAGUE, &number).await.unwrap();
        presence(&world, COLLEAGUE, &number).await.unwrap();
        keeps(&world, page).await;
        let after = world.database.snapshot().await;
        assert_eq!(after.without(&["presence"]), before.without(&["presence"]));
    }

    async fn to_others_the_case_does_not_exist(world: World) {
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        opens(&world, WORKER, &number).await.unwrap();
        for account in [NEIGHBOUR, NEIGHBOUR_SUPERVISOR] {
            for number in [&number, &nobodys_number()] {
                assert_eq!(opens(&world, account, number).await, Err(Error::NotFound));
                assert_eq!(presence(&world, account, number).await, Err(Error::NotFound));
            }
        }
        for account in [ADMIN, CALL_CENTRE] {
            assert!(matches!(opens(&world, account, &number).await, Err(Error::Refused { .. })));
        }
        assert_eq!(here(&world, WORKER, &number).await, NOBODY);
    }

    async fn a_grant_does_not_open_who_works_on_the_case(world: World) {
        third(&world).await;
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        refer(&world, &number, THIRD).await;
        opens(&world, WORKER, &number).await.unwrap();
        let shown = read(&world, THIRD, &number).await.unwrap();
        assert!(shown.shared.is_some() && shown.presence.is_none());
        assert_eq!(opens(&world, THIRD, &number).await, Err(Error::NotFound));
        assert_eq!(presence(&world, THIRD, &number).await, Err(Error::NotFound));
    }

    async fn a_case_that_moves_leaves_those_behind_who_had_it_open(world: World) {
        use domain::transitions::TransferEvent;
        let (number, id) = offered(&world).await;
        opens(&world, WORKER, &number).await.unwrap();
        step(&world, NEIGHBOUR_SUPERVISOR, id, TransferEvent::Accept, Some(NEIGHBOUR)).await.unwrap();
        assert_eq!(presence(&world, WORKER, &number).await, Err(Error::NotFound));
        assert_eq!(here(&world, NEIGHBOUR, &number).await, NOBODY);
    }

    async fn what_was_saved_is_told_as_far_as_the_forms_are_open_to_the_reader(world: World) {
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        save(&world, COLLEAGUE, &number, "contact", 0, &CONTACT).await.unwrap();
        let arrival = [("status", "refugee"), ("travelled_alone", "yes")];
        save(&world, WORKER, &number, "arrival", 0, &arrival).await.unwrap();
        let told = presence(&world, WORKER, &number).await.unwrap();
        let saved: Vec<_> = told.saved.iter().map(|one| (one.form.as_str(), one.version, one.by.as_str())).collect();
        assert_eq!(saved, [("arrival", 1, WORKER), ("contact", 1, COLLEAGUE), ("identity", 1, WORKER)]);
        for account in [HELPDESK, SHELTER] {
            let told = presence(&world, account, &number).await.unwrap().saved;
            let shown = read(&world, account, &number).await.unwrap().forms;
            let shown: Vec<_> = shown.iter().filter(|form| form.saved.is_some()).map(|form| form.progress.form.as_str()).collect();
            let mut told: Vec<_> = told.iter().map(|one| one.form.as_str()).collect();
            told.sort_by_key(|form| shown.iter().position(|other| other == form));
            assert_eq!(told, shown, "{account}");
        }
    }

    async fn a_process_learns_what_moved_from_the_database_alone(world: World) {
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        let page = opens(&world, WORKER, &number).await.unwrap();
        let stands = async || {
            let asked = [page.case].into();
            let read = world.store.reading(Caller::System, "test", move |unit| async move {
                how_cases_stand(&unit, &asked).await
            });
            read.await.unwrap()
        };
        let before = stands().await;
        assert_eq!(stands().await, before);
        opens(&world, COLLEAGUE, &number).await.unwrap();
        let joined = stands().await;
        assert_ne!(joined, before);
        world.clock.advance(TimeDelta::seconds(1));
        save(&world, COLLEAGUE, &number, "contact", 0, &CONTACT).await.unwrap();
        let saved = stands().await;
        assert_ne!(saved, joined);
        world.clock.advance(TimeDelta::minutes(1));
        assert_ne!(stands().await, saved, "nobody kept the pages open");
    }
}
