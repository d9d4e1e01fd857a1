//! District IX knows nothing of district VIII.

use domain::{
    Error,
    cases::{ListQuery, Whose},
};
use services::cases;
use testkit::on_both_databases;

use crate::support::*;

on_both_databases! {
    async fn a_foreign_number_answers_like_one_that_does_not_exist(world: World) {
        let foreign = world.register(WORKER, "Шевченко", "Олена").await;
        for account in [NEIGHBOUR, NEIGHBOUR_SUPERVISOR] {
            let mut answers = Vec::new();
            let mut left = Vec::new();
            for number in [&foreign, &nobodys_number()] {
                world.actor(account).await;
                let (answer, events) = events_of(&world, async {
                    (
                        read(&world, account, number).await,
                        open(&world, account, number, "identity").await,
                        open(&world, account, number, "no_such_form").await,
                        save(&world, account, number, "identity", 1, &[("sex", "male")]).await,
                        save(&world, account, number, "identity", 0, &[("no_such", "1")]).await,
                        history(&world, account, number).await,
                        search(&world, account, number.as_str()).await.unwrap().hits,
                    )
                })
                .await;
                assert_eq!(answer.0, Err(Error::NotFound));
                answers.push(format!("{answer:?}").replace(number.as_str(), "NUMBER"));
                let mut traces: Vec<_> = events
                    .into_iter()
                    .map(|event| (event.action, event.case_id))
                    .collect();
                traces.sort();
                left.push(traces);
            }
            assert_eq!(answers[0], answers[1]);
            assert_eq!(
                left[0], left[1],
                "the audit of district IX tells nothing either"
            );
            assert!(!answers[0].contains("Ok(Case"), "{}", answers[0]);
        }
    }

    async fn lists_totals_and_searches_count_only_the_own_district(world: World) {
        world.register(WORKER, "Шевченко", "Олена").await;
        world.register(HELPDESK, "Шевченко", "Ірина").await;
        let own = world.register(NEIGHBOUR, "Шевченко", "Петро").await;
        for account in [NEIGHBOUR, NEIGHBOUR_SUPERVISOR] {
            let all = list(&world, account, Whose::All).await.unwrap();
            assert_eq!((exactly(&all), all.cases.len()), (Some(1), 1));
            assert_eq!(all.cases[0].number, own);
            assert_eq!(
                exactly(&list(&world, account, Whose::Nobodys).await.unwrap()),
                Some(0)
            );
            let found = search(&world, account, "шевченко").await.unwrap();
            assert_eq!(found.hits.len(), 1);
            assert!(!found.more);
        }
    }

    async fn a_cursor_of_another_district_is_as_good_as_none(world: World) {
        let foreign = world.register(WORKER, "Шевченко", "Олена").await;
        world.clock.advance(chrono::TimeDelta::seconds(1));
        world.register(NEIGHBOUR, "Коваль", "Петро").await;
        for number in [foreign, nobodys_number()] {
            let request = ListQuery {
                after: Some(number),
                ..ListQuery::default()
            };
            let page = world
                .run(NEIGHBOUR, |unit| async move {
                    cases::list_cases(&unit, &request).await
                })
                .await
                .unwrap();
            assert_eq!(page.cases.len(), 1);
        }
    }
}
