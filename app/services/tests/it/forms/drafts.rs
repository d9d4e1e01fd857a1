//! What was typed and not saved is kept, for its author alone.

use domain::{
    Error, ProblemCode,
    cases::{CaseNumber, RegisterForm},
};
use services::{
    cases::open_registration,
    forms::{Draft, DraftOf, discard_draft, keep_draft},
};
use testkit::{World, inputs, on_both_databases};

use crate::support::*;

async fn keep(
    world: &World,
    account: &str,
    target: Option<(&CaseNumber, &str)>,
    typed: &[(&str, &str)],
) -> domain::Result<()> {
    let of = target.map_or_else(DraftOf::registration, |(number, form)| {
        DraftOf::form(number, form)
    });
    let draft = Draft {
        refused: true,
        ..as_typed(typed)
    };
    keep_of(world, account, of, draft).await
}

/// A draft that nobody tried to save.
fn as_typed(typed: &[(&str, &str)]) -> Draft {
    Draft {
        inputs: inputs(typed),
        version: 1,
        conflict: None,
        refused: false,
    }
}

async fn keep_of(world: &World, account: &str, of: DraftOf, draft: Draft) -> domain::Result<()> {
    world
        .run(account, |unit| async move {
            keep_draft(&unit, &of, &draft).await
        })
        .await
}

async fn registration(world: &World, account: &str, searched: &str) -> RegisterForm {
    let searched = searched.to_owned();
    let opening = world.run(account, |unit| async move {
        open_registration(&unit, &searched).await
    });
    opening.await.unwrap()
}

on_both_databases! {
    async fn a_draft_is_shown_with_its_problems_until_it_is_saved(world: World) {
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        let typed = [("birth_date", "yesterday"), ("patronymic", "Іванівна")];
        keep(&world, WORKER, Some((&number, "identity")), &typed)
            .await
            .unwrap();
        let opened = open(&world, WORKER, &number, "identity").await.unwrap();
        assert!(opened.draft);
        assert_eq!(opened.inputs["birth_date"], ["yesterday"]);
        assert_eq!(
            opened.inputs["family_name"],
            ["Шевченко"],
            "what is stored stands beside it"
        );
        assert_eq!(
            opened.problems,
            [domain::Problem::new("birth_date", ProblemCode::NotADate)]
        );
        assert_eq!(opened.version, 1);

        let typed = [("birth_date", "1990-03-07"), ("patronymic", "Іванівна")];
        save(&world, WORKER, &number, "identity", 1, &typed)
            .await
            .unwrap();
        let opened = open(&world, WORKER, &number, "identity").await.unwrap();
        assert!(!opened.draft && opened.problems.is_empty());
        assert_eq!(
            (opened.version, &opened.inputs["birth_date"][0]),
            (2, &"1990-03-07".to_owned())
        );
    }

    async fn a_draft_is_seen_by_nobody_else(world: World) {
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        keep(
            &world,
            WORKER,
            Some((&number, "identity")),
            &[("patronymic", "Іванівна")],
        )
        .await
        .unwrap();
        keep(&world, WORKER, None, &[("family_name", "Бондар")])
            .await
            .unwrap();
        for account in [COLLEAGUE, SUPERVISOR] {
            let opened = open(&world, account, &number, "identity").await.unwrap();
            assert!(!opened.draft && !opened.inputs.contains_key("patronymic"));
            let opened = registration(&world, account, "Коваль").await;
            assert!(!opened.draft && opened.waiting.is_empty());
            assert_eq!(opened.inputs["family_name"], ["Коваль"]);
        }
        save(
            &world,
            COLLEAGUE,
            &number,
            "identity",
            1,
            &[("patronymic", "Петрівна")],
        )
        .await
        .unwrap();
        assert!(
            open(&world, WORKER, &number, "identity")
                .await
                .unwrap()
                .draft,
            "nor thrown away"
        );
    }

    async fn a_draft_of_a_registration_comes_back_and_ends_with_it(world: World) {
        keep(
            &world,
            WORKER,
            None,
            &[("family_name", "Бондар"), ("sex", "unknown")],
        )
        .await
        .unwrap();
        let opened = registration(&world, WORKER, "").await;
        assert!(opened.draft);
        assert_eq!(opened.inputs["family_name"], ["Бондар"]);
        assert!(
            opened
                .problems
                .contains(&domain::Problem::new("sex", ProblemCode::NotAChoice))
        );
        world.register(WORKER, "Бондар", "Олена").await;
        assert!(!registration(&world, WORKER, "").await.draft);
    }

    async fn what_was_never_tried_to_save_is_not_held_against_anybody(world: World) {
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        let typed = || as_typed(&[("birth_date", "19")]);
        for of in [
            DraftOf::form(&number, "identity"),
            DraftOf::registration(),
        ] {
            keep_of(&world, WORKER, of, typed()).await.unwrap();
        }
        let opened = open(&world, WORKER, &number, "identity").await.unwrap();
        assert!(opened.draft && opened.problems.is_empty());
        let opened = registration(&world, WORKER, "").await;
        assert!(opened.draft && opened.problems.is_empty());
        assert_eq!(opened.inputs["birth_date"], ["19"]);
        keep(&world, WORKER, Some((&number, "identity")), &[("birth_date", "19")])
            .await
            .unwrap();
        keep_of(&world, WORKER, DraftOf::form(&number, "identity"), typed())
            .await
            .unwrap();
        let opened = open(&world, WORKER, &number, "identity").await.unwrap();
        assert_eq!(opened.problems.len(), 1, "once refused, it is told until it is saved");
    }

    async fn a_registration_begun_beside_another_takes_nothing_away(world: World) {
        let of = |searched: &str| DraftOf::Registration {
            searched: searched.to_owned(),
        };
        let first = as_typed(&[("family_name", "Бондар"), ("given_name", "Олена")]);
        keep_of(&world, WORKER, of("Бондар"), first.clone()).await.unwrap();
        keep_of(&world, WORKER, of(""), as_typed(&[("sex", "male")])).await.unwrap();
        let opened = registration(&world, WORKER, "Коваль").await;
        assert!(!opened.draft);
        let waiting: Vec<(&str, &str)> = opened
            .waiting
            .iter()
            .map(|one| (one.searched.as_str(), one.name.as_str()))
            .collect();
        assert_eq!(waiting.len(), 2);
        assert!(waiting.contains(&("Бондар", "Бондар Олена")) && waiting.contains(&("", "")));
        keep_of(&world, WORKER, of("Коваль"), as_typed(&[("family_name", "Коваль")]))
            .await
            .unwrap();
        let again = registration(&world, WORKER, "Бондар").await;
        assert_eq!(again.inputs, first.inputs);
        let typed = inputs(&[
            ("family_name", "Коваль"),
            ("given_name", "Іван"),
            ("sex", "male"),
            ("citizenship", "ukrainian"),
        ]);
        world
            .run(WORKER, |unit| async move {
                services::cases::register_person(&unit, &typed, "Коваль").await
            })
            .await
            .unwrap();
        assert!(!registration(&world, WORKER, "Коваль").await.draft);
        assert!(registration(&world, WORKER, "Бондар").await.draft);
    }

    async fn a_later_draft_takes_the_place_of_the_earlier(world: World) {
        keep(&world, WORKER, None, &[("family_name", "Бондар")])
            .await
            .unwrap();
        keep(&world, WORKER, None, &[("given_name", "Олена")])
            .await
            .unwrap();
        assert_eq!(
            registration(&world, WORKER, "").await.inputs,
            inputs(&[("given_name", "Олена")])
        );
        let discarded = world.run(
            WORKER,
            |unit| async move { discard_draft(&unit, &DraftOf::registration()).await },
        );
        discarded.await.unwrap();
        assert!(!registration(&world, WORKER, "").await.draft);
    }

    async fn a_draft_remembers_the_conflict_that_it_met(world: World) {
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        save(
            &world,
            COLLEAGUE,
            &number,
            "identity",
            1,
            &[("patronymic", "Петрівна")],
        )
        .await
        .unwrap();
        let answer = save(
            &world,
            WORKER,
            &number,
            "identity",
            1,
            &[("patronymic", "Іванівна")],
        )
        .await;
        let Err(Error::Conflict { conflict }) = answer else {
            panic!("{answer:?}")
        };
        let draft = Draft {
            inputs: inputs(&[("patronymic", "Іванівна")]),
            version: 1,
            conflict: Some(*conflict.clone()),
            refused: true,
        };
        let target = number.clone();
        let kept = world.run(WORKER, |unit| async move {
            keep_draft(&unit, &DraftOf::form(&target, "identity"), &draft).await
        });
        kept.await.unwrap();
        let opened = open(&world, WORKER, &number, "identity").await.unwrap();
        // What was typed is the draft itself.
        let met = domain::Conflict { merged: domain::forms::Inputs::new(), ..*conflict.clone() };
        assert_eq!(opened.conflict, Some(met));
        assert_eq!(opened.version, conflict.version);
        assert_eq!(opened.inputs["patronymic"], ["Іванівна"]);
    }

    async fn a_draft_that_cannot_be_kept_is_answered_properly(world: World) {
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        let long = "a".repeat(1_000_001);
        let before = world.database.snapshot().await;
        let answer = keep(
            &world,
            WORKER,
            Some((&number, "identity")),
            &[("family_name", &long)],
        )
        .await;
        assert_eq!(answer, Err(Error::TooLarge));
        for form in ["no_such_form", "iden\0tity", &long] {
            let answer = keep(&world, WORKER, Some((&number, form)), &[("sex", "male")]).await;
            assert_eq!(answer, Err(Error::NotFound));
        }
        let audit = ["audit_events"];
        assert_eq!(
            world.database.snapshot().await.without(&audit),
            before.without(&audit)
        );
        keep(
            &world,
            WORKER,
            Some((&number, "identity")),
            &[("fam\0ily", "\0"), ("patronymic", "Іва\0нівна")],
        )
        .await
        .unwrap();
        let opened = open(&world, WORKER, &number, "identity").await.unwrap();
        assert_eq!(opened.inputs["patronymic"], ["Іванівна"]);
    }

    async fn who_may_not_write_keeps_no_draft(world: World) {
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        for account in [SHELTER, "dpo"] {
            let form = keep(
                &world,
                account,
                Some((&number, "identity")),
                &[("sex", "male")],
            )
            .await;
            assert!(matches!(form, Err(Error::Refused { .. })), "{form:?}");
            let registration = keep(&world, account, None, &[("sex", "male")]).await;
            assert!(
                matches!(registration, Err(Error::Refused { .. })),
                "{registration:?}"
            );
        }
    }
}
