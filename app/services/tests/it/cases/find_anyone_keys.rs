//! Persons are found by what stands in their answers only: documents, patronymics, other names.

use domain::cases::CaseNumber;
use testkit::{World, inputs, on_both_databases};

use super::find_anyone::names;
use crate::support::*;

const IDENTITY: [(&str, &str); 13] = [
    ("family_name", "Шевченко"),
    ("given_name", "Олена"),
    ("patronymic", "Іванівна"),
    ("birth_family_name", "Нечуй-Левицька"),
    ("other_spellings.0.spelling", "Chevtchenko Elena"),
    ("other_spellings.1.spelling", "Мар’яна"),
    ("birth_date", "1989-04-27"),
    ("sex", "female"),
    ("citizenship", "ukrainian"),
    ("document_shown", "shown"),
    ("document.type", "biometric_passport"),
    ("document.country", "ua"),
    ("document.number", "FA123456"),
];

/// The case of Олена, who is not alone.
async fn olena(world: &World) -> CaseNumber {
    world.register(WORKER, "Шевченко", "Ольга").await;
    world.register(WORKER, "Ivanova", "Anna").await;
    let registered = register(world, WORKER, inputs(&IDENTITY)).await.unwrap();
    registered.number
}

const OLENA: &str = "Шевченко Олена";

on_both_databases! {
    async fn a_document_is_found_in_every_notation(world: World) {
        let number = olena(&world).await;
        for query in ["FA123456", "fa 123456", "ФА 123456", "FA-123456", "123456 Коваль FA123456"] {
            assert_eq!(names(&world, WORKER, query).await, [OLENA], "{query}");
        }
        for query in ["FA123457", "FB123456", "123456"] {
            assert_eq!(names(&world, WORKER, query).await, [""; 0], "{query}");
        }
        let found = names(&world, WORKER, "Шевченко FA123456").await;
        assert_eq!(found, [OLENA, "Шевченко Ольга"], "who bears it comes first");
        save(&world, WORKER, &number, "contact", 0, &CONTACT).await.unwrap();
        assert_eq!(names(&world, WORKER, "FA123456").await, [OLENA], "another form takes nothing away");
        assert_eq!(names(&world, WORKER, "067 123 45 67").await, [OLENA]);
        let typed = [
            ("document.type", "passport"), ("document.country", "ua"), ("document.number", "АВ 654321"),
        ];
        save(&world, WORKER, &number, "identity", 1, &typed).await.unwrap();
        assert_eq!(names(&world, WORKER, "FA123456").await, [""; 0]);
        assert_eq!(names(&world, WORKER, "AV654321").await, [OLENA]);
        let typed = [("document_shown", "none")];
        save(&world, WORKER, &number, "identity", 2, &typed).await.unwrap();
        assert_eq!(names(&world, WORKER, "AB654321").await, [""; 0], "what is hidden is not kept");
    }

    async fn patronymics_maiden_names_and_other_spellings_find(world: World) {
        olena(&world).await;
        for query in [
            "Іванівна", "Ivanovna", "ivanivna shevchenko", "Олена Іванівна", "Нечуй", "Levytska",
            "нечуй-левицька олена", "Elena Chevtchenko", "Marjana Shevchenko", "мар'яна шевченко",
        ] {
            let found = names(&world, WORKER, query).await;
            assert_eq!(found.first().map(String::as_str), Some(OLENA), "{query}: {found:?}");
        }
    }

    async fn whoever_may_not_see_a_document_finds_nobody_by_it(world: World) {
        olena(&world).await;
        for account in [SHELTER, CALL_CENTRE] {
            assert_eq!(names(&world, account, "FA123456").await, [""; 0], "{account}");
            assert_eq!(names(&world, account, "Олена Іванівна").await, [OLENA], "{account}");
        }
        assert_eq!(names(&world, HELPDESK, "FA123456").await, [OLENA]);
        assert_eq!(names(&world, NEIGHBOUR, "FA123456").await, [""; 0]);
        assert_eq!(names(&world, NEIGHBOUR, "Іванівна").await, [""; 0]);
    }

    async fn the_card_of_another_form_is_hidden_from_whoever_may_not_see_that_form(world: World) {
        let number = olena(&world).await;
        let card = [
            ("status", "temporary_protection"), ("status_document.type", "temporary_protection_card"), ("status_document.country", "hu"),
            ("status_document.number", "KT445566"), ("travelled_alone", "yes"),
        ];
        save(&world, WORKER, &number, "arrival", 0, &card).await.unwrap();
        assert_eq!(names(&world, WORKER, "KT445566").await, [OLENA]);
        assert_eq!(names(&world, HELPDESK, "KT445566").await, [""; 0]);
        assert_eq!(names(&world, HELPDESK, "FA123456").await, [OLENA]);
    }

    async fn keys_are_written_for_whoever_was_registered_before(world: World) {
        let number = olena(&world).await;
        save(&world, WORKER, &number, "contact", 0, &CONTACT).await.unwrap();
        let mut world = world;
        world.store = world.store.clone().with_search_words().await.unwrap();
        let before = world.database.snapshot().await;
        for table in ["person_keys", "person_words", "search_words", "search_sounds"] {
            world.database.execute(&format!("DELETE FROM {table}")).await;
        }
        assert_eq!(names(&world, WORKER, "FA123456").await, [""; 0]);
        world.database.execute("UPDATE settings SET value = '1' WHERE name = 'search_words'").await;
        world.store = world.store.clone().with_search_words().await.unwrap();
        for table in ["person_keys", "person_words", "search_words", "search_sounds", "settings"] {
            assert_eq!(world.database.snapshot().await.0[table], before.0[table], "{table}");
        }
        for query in ["FA123456", "067 123 45 67", "Olena Ivanovna"] {
            assert_eq!(names(&world, WORKER, query).await, [OLENA], "{query}");
        }
    }

    async fn the_names_that_everybody_tries(world: World) {
        for (family, given) in [
            ("Шевченко", "Олена"), ("Щербак", "Сергій"), ("Ґалаґан", "Юлія"),
            ("Kovács", "Jánosné"), ("Nagy", "Őrs"), ("Нечуй-Левицька", "Мар’яна"),
            ("Шевчук", "Олександра"), ("Щербина", "Світлана"), ("Гончар", "Юлія"),
            ("Kovácsné Nagy", "Judit"), ("Nagy", "Örsi"), ("Левченко", "Марія"),
            ("Жеребчик", "Олег"), ("Синиця", "Ніна"),
        ] {
            world.register(WORKER, family, given).await;
        }
        for (queries, wanted) in [
            (
                &["Olena Shevchenko", "Shevchenko Olena", "Schewtschenko", "Sevcsenko",
                  "Chevtchenko", "olena shevhcenko", "Шевченко", "Szewczenko Olena",
                  "Ševčenko Olena", "Sevcenko Olena", "Schewtscqhenko Olena"] as &[&str],
                "Шевченко Олена",
            ),
            (&["Serhii Shcherbak", "Sergey Scherbak", "Szerhij Scserbak"], "Щербак Сергій"),
            (&["Yuliia Galagan", "Julia Halahan", "ґалаґан", "Галаган Юлия"], "Ґалаґан Юлія"),
            (&["Kovacs Janosne", "kovács jánosné", "Kovacs Janos"], "Kovács Jánosné"),
            (&["nagy ors", "Őrs Nagy"], "Nagy Őrs"),
            (&["мар'яна", "Mariana Nechui", "Нечуй Левицька", "Levytska Maryana"], "Нечуй-Левицька Мар’яна"),
            (&["Schewtsch Olena", "Chevtch Olena"], "Шевченко Олена"),
            (&["Zerebcyk Oleh", "Żerebczyk Oleh", "Zerebcky Oleh"], "Жеребчик Олег"),
            (&["Synycja Nina", "Sinica Nina"], "Синиця Ніна"),
        ] {
            for query in queries {
                let found = names(&world, WORKER, query).await;
                assert_eq!(found.first().map(String::as_str), Some(wanted), "{query}: {found:?}");
            }
        }
    }

    async fn one_word_that_is_further_off_is_forgiven_where_nobody_fits(world: World) {
        for (family, given) in [("Чубенко", "Євгенія"), ("Чубенко", "Ада"), ("Бойко", "Євгенія")] {
            world.register(WORKER, family, given).await;
        }
        assert_eq!(names(&world, WORKER, "tachubenko jewhenija").await, ["Чубенко Євгенія"]);
        assert_eq!(names(&world, WORKER, "aad chubenko").await, ["Чубенко Ада"]);
        for nobody in ["Olha Tkachuk", "tachubenko jadwiha"] {
            assert_eq!(names(&world, WORKER, nobody).await, [""; 0], "{nobody}");
        }
    }

    async fn one_word_that_is_further_off_is_likelier_than_two_that_are_wrong_in_little(world: World) {
        for (family, given) in [("Петренко", "Омга"), ("Петринук", "Ольга"), ("Петрук", "Ада")] {
            world.register(WORKER, family, given).await;
        }
        for account in [WORKER, CALL_CENTRE] {
            let found = names(&world, account, "Petrenok Olha").await;
            assert_eq!(found, ["Петринук Ольга", "Петренко Омга"], "{account}");
        }
    }
}
