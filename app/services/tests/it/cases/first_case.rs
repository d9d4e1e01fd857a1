//! From the door to the history of a case.

use domain::{
    Error,
    audit::AuditAction,
    cases::{CASES_PER_PAGE, ListQuery, Stage, Whose},
    forms::Answer,
};
use services::cases;
use testkit::{inputs, on_both_databases};

use crate::support::*;

on_both_databases! {
    async fn a_caseworker_registers_finds_lists_reads_edits_and_sees_what_happened(world: World) {
        let typed = inputs(&[
            ("family_name", "Шевченко"),
            ("given_name", "Олена"),
            ("latin_family_name", "Shevchenko"),
            ("birth_date", "1990-03-07"),
            ("sex", "female"),
            ("citizenship", "ukrainian"),
        ]);
        let registered = register(&world, WORKER, typed).await.unwrap();
        let number = registered.number;
        assert_eq!(registered.next_form.as_deref(), Some("contact"));

        for query in [
            "shevchenko",
            "олена шевч",
            "Olena",
            "1990-03-07",
            number.as_str(),
        ] {
            let found = search(&world, WORKER, query).await.unwrap();
            assert_eq!(found.hits.len(), 1, "{query}");
            assert_eq!(found.hits[0].number.as_ref(), Some(&number), "{query}");
            assert_eq!(found.hits[0].owner.as_deref(), Some(WORKER));
            assert_eq!(found.hits[0].district, "VIII. Józsefváros");
        }
        assert!(
            search(&world, WORKER, "kovalenko")
                .await
                .unwrap()
                .hits
                .is_empty()
        );

        let listed = list(&world, WORKER, Whose::Mine).await.unwrap();
        assert_eq!((exactly(&listed), listed.cases.len()), (Some(1), 1));
        assert_eq!(listed.cases[0].name, "Шевченко Олена");
        assert_eq!(listed.cases[0].latin_name, "Shevchenko Olena");
        assert_eq!(listed.cases[0].stage, Some(Stage::NEW));

        world.clock.advance(chrono::TimeDelta::hours(1));
        let saved = save(&world, WORKER, &number, "contact", 0, &CONTACT)
            .await
            .unwrap();
        assert_eq!(
            (saved.version, saved.next_form.as_deref()),
            (1, Some("arrival"))
        );

        let seen = read(&world, WORKER, &number).await.unwrap();
        assert_eq!(seen.name, "Шевченко Олена");
        let contact = seen
            .forms
            .iter()
            .find(|form| form.definition.form == "contact")
            .unwrap();
        assert_eq!(
            contact.answers.get("phone"),
            Some(&Answer::Text("+380671234567".into()))
        );
        assert_eq!(contact.saved.as_ref().unwrap().1, WORKER);
        assert_eq!(contact.progress.missing, 0);
        assert!(seen.may_see_history);

        let happened = history(&world, WORKER, &number).await.unwrap();
        let actions: Vec<_> = happened.entries.iter().map(|entry| entry.action).collect();
        assert_eq!(
            actions,
            [AuditAction::AnswersSaved, AuditAction::CaseRegistered]
        );
        let phone = happened.entries[0]
            .changes
            .iter()
            .find(|change| change.field.id == "phone");
        let phone = phone.unwrap();
        assert_eq!(phone.before, None);
        assert_eq!(phone.after, Some(Answer::Text("+380671234567".into())));
        assert_eq!(happened.entries[0].hidden_changes, 0);
    }

    async fn a_person_is_found_by_telephone_and_under_their_new_name_alone(world: World) {
        let number = world.register(WORKER, "Коваль", "Марія").await;
        save(&world, WORKER, &number, "contact", 0, &CONTACT)
            .await
            .unwrap();
        for query in ["+380671234567", "067 123 4567", "0671234567"] {
            assert_eq!(
                search(&world, WORKER, query).await.unwrap().hits.len(),
                1,
                "{query}"
            );
        }
        save(
            &world,
            WORKER,
            &number,
            "identity",
            1,
            &[("family_name", "Бондар")],
        )
        .await
        .unwrap();
        assert_eq!(
            search(&world, WORKER, "бондар").await.unwrap().hits.len(),
            1
        );
        assert_eq!(
            search(&world, WORKER, "bondar mariia")
                .await
                .unwrap()
                .hits
                .len(),
            1
        );
        assert!(
            search(&world, WORKER, "коваль")
                .await
                .unwrap()
                .hits
                .is_empty()
        );
    }

    async fn signs_of_a_search_pattern_find_nothing_by_themselves(world: World) {
        world.register(WORKER, "Коваль", "Марія").await;
        for query in ["%", "_", "%%%", "к_валь", "ко%", "\\", "' OR 1=1 --"] {
            assert!(
                search(&world, WORKER, query).await.unwrap().hits.len() <= 1,
                "{query}"
            );
        }
        assert!(search(&world, WORKER, "%").await.unwrap().hits.is_empty());
        assert!(
            search(&world, WORKER, "к_валь")
                .await
                .unwrap()
                .hits
                .is_empty()
        );
        assert!(
            search(&world, WORKER, "' OR 1=1 --")
                .await
                .unwrap()
                .hits
                .is_empty()
        );
    }

    async fn a_long_list_is_read_page_by_page_without_gap_or_repetition(world: World) {
        let count = CASES_PER_PAGE + 7;
        let mut registered = Vec::new();
        for place in 0..count {
            // Some share the time of their last change.
            world
                .clock
                .advance(chrono::TimeDelta::seconds(i64::from(place % 3 == 0)));
            registered.push(world.register(WORKER, "Коваль", "Марія").await);
        }
        let mut seen = Vec::new();
        let mut after = None;
        loop {
            let request = ListQuery {
                after,
                ..ListQuery::default()
            };
            let page = world
                .run(WORKER, |unit| async move {
                    cases::list_cases(&unit, &request).await
                })
                .await
                .unwrap();
            assert_eq!(exactly(&page), Some(count));
            seen.extend(page.cases.into_iter().map(|case| case.number));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        seen.sort();
        registered.sort();
        assert_eq!(seen, registered);
    }

    async fn a_list_narrows_to_a_stage(world: World) {
        world.register(WORKER, "Коваль", "Марія").await;
        let total = async |stage: Stage| {
            let address = format!("stage={}", stage.code());
            Ok::<_, Error>(exactly(&list_of(&world, WORKER, &address).await?))
        };
        assert_eq!(total(Stage::NEW).await, Ok(Some(1)));
        assert_eq!(total(Stage::CLOSED).await, Ok(Some(0)));
    }

    async fn a_search_begins_the_registration(world: World) {
        let opened = world
            .run(WORKER, |unit| async move {
                cases::open_registration(&unit, "Шевченко Олена Іванівна").await
            })
            .await
            .unwrap();
        assert_eq!(opened.inputs["family_name"], ["Шевченко"]);
        assert_eq!(opened.inputs["given_name"], ["Олена Іванівна"]);
        assert!(!opened.draft);
    }

    async fn what_the_helpdesk_registers_waits_for_the_families_team(world: World) {
        let number = world.register(HELPDESK, "Шевченко", "Олена").await;
        for caseworker in [WORKER, COLLEAGUE] {
            let waiting = list(&world, caseworker, Whose::Nobodys).await.unwrap();
            assert_eq!((exactly(&waiting), &waiting.cases[0].number), (Some(1), &number));
            assert_eq!(waiting.cases[0].owner, None);
            assert_eq!(
                exactly(&list(&world, caseworker, Whose::Mine).await.unwrap()),
                Some(0)
            );
            let seen = read(&world, caseworker, &number).await.unwrap();
            assert_eq!(seen.team.en, "Family support team");
            assert_eq!(seen.owner, None);
        }
    }

    async fn who_may_not_do_a_thing_is_refused(world: World) {
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        let refused = |answer: Option<Error>| {
            matches!(
                answer,
                Some(Error::Refused {
                    reason: domain::Refusal::PermissionMissing
                })
            )
        };
        assert!(refused(register(&world, SHELTER, inputs(&[])).await.err()));
        assert!(refused(
            save(&world, SHELTER, &number, "identity", 1, &[])
                .await
                .err()
        ));
        assert!(refused(history(&world, HELPDESK, &number).await.err()));
        assert!(refused(history(&world, SHELTER, &number).await.err()));
        for account in [ADMIN, "programme", "dpo"] {
            assert!(
                refused(list(&world, account, Whose::All).await.err()),
                "{account}"
            );
            assert!(
                refused(read(&world, account, &number).await.err()),
                "{account}"
            );
            assert!(
                refused(search(&world, account, "shev").await.err()),
                "{account}"
            );
            assert!(
                refused(open(&world, account, &number, "identity").await.err()),
                "{account}"
            );
        }
        assert!(refused(read(&world, CALL_CENTRE, &number).await.err()));
    }

    async fn without_a_signed_in_user_nothing_is_answered(world: World) {
        for caller in [services::Caller::Door, services::Caller::System] {
            let answer = world.store.unit(caller, "test", |unit| async move {
                cases::search_persons(&unit, "shevchenko").await
            });
            assert_eq!(answer.await, Err(Error::SignInNeeded));
        }
    }
}
