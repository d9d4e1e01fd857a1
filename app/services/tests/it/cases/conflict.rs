//! Two people, one form.

use domain::Error;
use testkit::on_both_databases;

use crate::support::*;

/// All that stands on the page, with these two answers.
fn whole(email: &'static str, note: &'static str) -> Vec<(&'static str, &'static str)> {
    let others = &CONTACT[..4];
    [others, &[("safe_contact_note", note), ("email", email)]].concat()
}

on_both_databases! {
    async fn the_second_of_two_editors_learns_what_the_first_saved(world: World) {
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        save(&world, WORKER, &number, "contact", 0, &CONTACT)
            .await
            .unwrap();
        let theirs = open(&world, COLLEAGUE, &number, "contact").await.unwrap();
        save(
            &world,
            WORKER,
            &number,
            "contact",
            1,
            &[("email", "olena@example.org")],
        )
        .await
        .unwrap();

        let before = world.database.snapshot().await;
        let typed = [("email", "o.shevchenko@example.org")];
        let answer = save(
            &world,
            COLLEAGUE,
            &number,
            "contact",
            theirs.version,
            &typed,
        )
        .await;
        let Err(Error::Conflict { conflict }) = answer else {
            panic!("{answer:?}");
        };
        assert_eq!((conflict.version, conflict.by.as_str()), (2, WORKER));
        assert_eq!(
            conflict.theirs,
            testkit::inputs(&[("email", "olena@example.org")])
        );
        let after = world.database.snapshot().await;
        let fresh = after.since(&before);
        assert!(fresh.len() == 1 && fresh[0].starts_with("audit_events: "), "{fresh:?}");
        assert!(fresh[0].contains("form_opened") && fresh[0].contains("email"), "{fresh:?}");
        let silent = ["audit_events"];
        assert_eq!(after.without(&silent), before.without(&silent), "nothing else is written");

        let saved = save(
            &world,
            COLLEAGUE,
            &number,
            "contact",
            conflict.version,
            &typed,
        )
        .await;
        assert_eq!(saved.unwrap().version, 3, "knowingly");
    }

    async fn saving_the_same_is_no_conflict_and_no_change(world: World) {
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        save(&world, WORKER, &number, "contact", 0, &CONTACT)
            .await
            .unwrap();
        let before = world.database.snapshot().await;
        let saved = save(&world, COLLEAGUE, &number, "contact", 0, &CONTACT[..2])
            .await
            .unwrap();
        assert_eq!(saved.version, 1);
        let after = world.database.snapshot().await;
        let sign_in = ["sessions", "sign_in_attempts", "audit_events"];
        assert_eq!(after.without(&sign_in), before.without(&sign_in));
        assert_eq!(
            history(&world, WORKER, &number)
                .await
                .unwrap()
                .entries
                .len(),
            2
        );
    }

    async fn a_version_from_nowhere_is_a_conflict(world: World) {
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        for version in [-1, 2, i32::MAX, i32::MIN] {
            let typed = [("patronymic", "Іванівна")];
            let answer = save(&world, WORKER, &number, "identity", version, &typed).await;
            assert!(
                matches!(answer, Err(Error::Conflict { .. })),
                "{version}: {answer:?}"
            );
        }
    }

    async fn what_two_change_in_different_fields_is_merged(world: World) {
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        save(&world, WORKER, &number, "contact", 0, &CONTACT).await.unwrap();
        let theirs = whole("olena@example.org", "");
        save(&world, COLLEAGUE, &number, "contact", 1, &theirs).await.unwrap();
        let mine = whole("", "Only by her sister");
        let before = whole("", "");
        let began = save(&world, WORKER, &number, "contact", 2, &before).await;
        assert_eq!(began.unwrap().version, 3);
        world.clock.advance(chrono::TimeDelta::minutes(1));
        // Two begin from the third version; each sends all that stood on the page.
        save(&world, COLLEAGUE, &number, "contact", 3, &theirs).await.unwrap();
        world.clock.advance(chrono::TimeDelta::minutes(1));
        let merged = save(&world, WORKER, &number, "contact", 3, &mine).await.unwrap();
        assert_eq!(merged.version, 5);
        let now = open(&world, WORKER, &number, "contact").await.unwrap().inputs;
        assert_eq!(now["email"], ["olena@example.org"]);
        assert_eq!(now["safe_contact_note"], ["Only by her sister"]);
        let story = history(&world, WORKER, &number).await.unwrap().entries;
        let last: Vec<_> = story[..2].iter().map(|entry| (entry.by.as_str(), entry.changes.len())).collect();
        assert_eq!(last, [(WORKER, 1), (COLLEAGUE, 1)]);
    }

    async fn beside_a_conflict_the_others_changes_are_taken_over(world: World) {
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        save(&world, WORKER, &number, "contact", 0, &CONTACT).await.unwrap();
        save(&world, COLLEAGUE, &number, "contact", 1, &whole("theirs@example.org", "By her sister")).await.unwrap();
        let mine = whole("mine@example.org", CONTACT[4].1);
        let answer = save(&world, WORKER, &number, "contact", 1, &mine).await;
        let Err(Error::Conflict { conflict }) = answer else { panic!("{answer:?}") };
        assert_eq!(conflict.places, ["email"]);
        assert_eq!(conflict.theirs, testkit::inputs(&[("email", "theirs@example.org")]));
        assert_eq!(conflict.mine, testkit::inputs(&[("email", "mine@example.org")]));
        let merged = &conflict.merged;
        assert_eq!((&merged["email"][0][..], &merged["safe_contact_note"][0][..]), ("mine@example.org", "By her sister"));
    }

    async fn each_place_says_who_saved_it(world: World) {
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        save(&world, WORKER, &number, "contact", 0, &CONTACT).await.unwrap();
        save(&world, COLLEAGUE, &number, "contact", 1, &[("email", "theirs@example.org")]).await.unwrap();
        let first = now(&world);
        world.clock.advance(chrono::TimeDelta::minutes(5));
        save(&world, SUPERVISOR, &number, "contact", 2, &[("safe_contact_note", "By her sister")]).await.unwrap();
        let mine = [("email", "mine@example.org"), ("safe_contact_note", "Never")];
        let answer = save(&world, WORKER, &number, "contact", 1, &mine).await;
        let Err(Error::Conflict { conflict }) = answer else { panic!("{answer:?}") };
        let wall = services::wall_clock::wall_time;
        assert_eq!(conflict.saved_by("email"), (COLLEAGUE, wall(first)));
        assert_eq!(conflict.saved_by("safe_contact_note"), (SUPERVISOR, wall(now(&world))));
    }

    async fn who_began_before_anything_was_saved_merges_too(world: World) {
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        save(&world, COLLEAGUE, &number, "contact", 0, &CONTACT).await.unwrap();
        let typed = [("email", "olena@example.org")];
        assert_eq!(save(&world, WORKER, &number, "contact", 0, &typed).await.unwrap().version, 2);
        let other = [("phone", "+36301234567"), ("email", "olena@example.org")];
        let answer = save(&world, WORKER, &number, "contact", 0, &other).await;
        let Err(Error::Conflict { conflict }) = answer else { panic!("{answer:?}") };
        assert!(conflict.theirs.contains_key("phone") && !conflict.theirs.contains_key("email"), "{conflict:?}");
    }

    async fn of_many_editors_at_once_exactly_one_wins(world: World) {
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        world.actor(WORKER).await;
        let names: Vec<String> = (0..8).map(|place| format!("Іванівна {place}")).collect();
        let typed: Vec<_> = names
            .iter()
            .map(|name| [("patronymic", name.as_str())])
            .collect();
        let [a, b, c, d, e, f, g, h] = [0, 1, 2, 3, 4, 5, 6, 7]
            .map(|one| save(&world, WORKER, &number, "identity", 1, &typed[one]));
        let answers = tokio::join!(a, b, c, d, e, f, g, h);
        let answers = <[_; 8]>::from(answers);
        assert_eq!(
            answers.iter().filter(|answer| answer.is_ok()).count(),
            1,
            "{answers:?}"
        );
        let conflicts = answers
            .iter()
            .filter(|answer| matches!(answer, Err(Error::Conflict { .. })));
        assert_eq!(conflicts.count(), 7, "{answers:?}");
        assert_eq!(
            open(&world, WORKER, &number, "identity")
                .await
                .unwrap()
                .version,
            2
        );
    }
}
