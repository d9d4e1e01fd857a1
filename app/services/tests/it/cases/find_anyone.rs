//! Persons are found in any script and spelling, the best first, and by nobody who may not.

use domain::cases::CaseNumber;
use testkit::{World, on_both_databases};

use crate::support::*;

/// The names found, in their order.
pub(super) async fn names(world: &World, account: &str, query: &str) -> Vec<String> {
    let found = search(world, account, query).await.unwrap();
    found.hits.into_iter().map(|hit| hit.name).collect()
}

async fn family(world: &World, account: &str) -> Vec<CaseNumber> {
    let mut numbers = Vec::new();
    for (family, given) in [
        ("Шевченко", "Олена"),
        ("Шевченко", "Юлія"),
        ("Шевчук", "Олена"),
        ("Szabóné Kovács", "Ágnes"),
        ("Ющенко", "Сергій"),
        ("Hegedűs", "Lőrinc"),
    ] {
        numbers.push(world.register(account, family, given).await);
    }
    numbers
}

on_both_databases! {
    async fn a_name_is_found_in_every_spelling(world: World) {
        family(&world, WORKER).await;
        for query in [
            "Шевченко Олена", "олена шевченко", "Olena Shevchenko", "Elena Schewtschenko",
            "Sevcsenko Olena", "Chevtchenko Elena", "Шевченко Елена", "Shevchenk Olena",
            "Shevhcenko Olena", "olen shev",
        ] {
            let found = names(&world, WORKER, query).await;
            assert_eq!(found.first().map(String::as_str), Some("Шевченко Олена"), "{query}: {found:?}");
        }
        for (query, wanted) in [
            ("Kovacs Agnes", "Szabóné Kovács Ágnes"),
            ("szabo", "Szabóné Kovács Ágnes"),
            ("Juscsenko Szerhij", "Ющенко Сергій"),
            ("Yushchenko", "Ющенко Сергій"),
            ("hegedus lorinc", "Hegedűs Lőrinc"),
        ] {
            assert_eq!(names(&world, WORKER, query).await, [wanted], "{query}");
        }
        for nobody in ["Shevardnadze", "ж", "%", "_", "Олена Ющенко"] {
            assert_eq!(names(&world, WORKER, nobody).await, [""; 0], "{nobody}");
        }
    }

    async fn the_better_fit_comes_first(world: World) {
        family(&world, WORKER).await;
        let found = names(&world, WORKER, "shevchenko").await;
        assert_eq!(found[..2], ["Шевченко Олена", "Шевченко Юлія"], "{found:?}");
        let found = names(&world, WORKER, "shevch olena").await;
        assert_eq!(found, ["Шевченко Олена", "Шевчук Олена"]);
    }

    async fn a_changed_name_is_found_and_the_former_one_is_not(world: World) {
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        let typed = [("family_name", "Коваленко"), ("latin_family_name", "Kovalenko")];
        save(&world, WORKER, &number, "identity", 1, &typed).await.unwrap();
        assert_eq!(names(&world, WORKER, "Шевченко").await, [""; 0]);
        assert_eq!(names(&world, WORKER, "kovalenko").await.len(), 1);
    }

    async fn a_number_finds_its_bearer_whatever_stands_beside_it(world: World) {
        let numbers = family(&world, WORKER).await;
        save(&world, WORKER, &numbers[4], "contact", 0, &CONTACT).await.unwrap();
        for query in ["+380 67 123 4567", "067 123 45 67", "0671234567"] {
            assert_eq!(names(&world, WORKER, query).await, ["Ющенко Сергій"], "{query}");
        }
        let number = numbers[1].as_str().to_lowercase();
        assert_eq!(names(&world, WORKER, &number).await, ["Шевченко Юлія"]);
        let typed = [("birth_date", "1989-04-27")];
        save(&world, WORKER, &numbers[0], "identity", 1, &typed).await.unwrap();
        for query in ["1989-04-27", "27.04.1989", "1989. 04. 27.", "04/1989"] {
            assert_eq!(names(&world, WORKER, query).await, ["Шевченко Олена"], "{query}");
        }
        let found = names(&world, WORKER, "Олена 1989-04-27").await;
        assert_eq!(found, ["Шевченко Олена", "Шевчук Олена"], "a date lifts, and hides nobody");
    }

    async fn the_neighbours_words_change_nothing(world: World) {
        family(&world, WORKER).await;
        let before = names(&world, NEIGHBOUR, "shevchenko").await;
        assert_eq!(before, [""; 0]);
        world.register(NEIGHBOUR, "Шевченко", "Тарас").await;
        assert_eq!(names(&world, NEIGHBOUR, "sevcsenko").await, ["Шевченко Тарас"]);
        assert_eq!(names(&world, WORKER, "Шевченко Тарас").await, [""; 0]);
        let found = names(&world, CALL_CENTRE, "Шевченко").await;
        assert_eq!(found.len(), 3, "the city's agents see every district: {found:?}");
    }

    async fn words_are_written_for_whoever_was_registered_before(world: World) {
        family(&world, WORKER).await;
        for table in ["person_words", "person_keys", "search_words", "search_sounds"] {
            world.database.execute(&format!("DELETE FROM {table}")).await;
        }
        assert_eq!(names(&world, WORKER, "shevchenko").await, [""; 0]);
        let mut world = world;
        world.store = world.store.clone().with_search_words().await.unwrap();
        let found = names(&world, WORKER, "Sevcsenko").await;
        assert_eq!(found, ["Шевченко Олена", "Шевченко Юлія"]);
        let before = world.database.snapshot().await;
        world.store = world.store.clone().with_search_words().await.unwrap();
        assert_eq!(world.database.snapshot().await, before, "once is enough");
    }
}
