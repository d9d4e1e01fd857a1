use chrono::NaiveDate;
use proptest::prelude::{prop_assert, prop_assert_eq, proptest};
use unicode_normalization::UnicodeNormalization;

use super::*;

/// The words that were asked, and how.
fn words(typed: &str) -> Vec<(String, Asked)> {
    let query = Query::parse(typed);
    let words = query.words.iter();
    words
        .map(|word| (word.forms[0].word.clone(), word.asked))
        .collect()
}

fn names(typed: &str) -> Vec<String> {
    words(typed).into_iter().map(|(word, _)| word).collect()
}

/// The only number that was asked.
fn number(typed: &str) -> QueryNumber {
    let query = Query::parse(typed);
    assert_eq!(query.numbers.len(), 1, "{typed} {query:?}");
    query.numbers[0].clone()
}

fn whole(year: i32, month: u32, day: u32) -> Birth {
    Birth::on(NaiveDate::from_ymd_opt(year, month, day).unwrap())
}

#[test]
fn names_are_words_and_nothing_else() {
    let query = Query::parse("  Шевченко  Олена ");
    assert_eq!(names("Шевченко Олена"), ["shevchenko", "olena"]);
    assert!(query.numbers.is_empty());
    assert_eq!(names("Shevchenko, Olena"), ["shevchenko", "olena"]);
    assert_eq!(names("Олена Олена"), ["olena"]);
    assert!(Query::parse(" -- ' .").is_empty());
}

#[test]
fn a_married_name_has_two_forms() {
    let query = Query::parse("Kovácsné");
    let keys: Vec<_> = query.words[0].keys().collect();
    assert_eq!(keys, ["kovacsne", "kovacs"]);
    assert_eq!(query.words[0].halves().count(), 2);
}

#[test]
fn initials_particles_and_titles() {
    assert_eq!(
        words("Kovács J."),
        [("kovacs".into(), Asked::Word), ("i".into(), Asked::Initial)]
    );
    assert_eq!(words("Щ. Коваль")[0], ("shch".into(), Asked::Initial));
    assert_eq!(words("van Dijk")[0], ("van".into(), Asked::Wish));
    assert_eq!(words("Алієв Самед огли")[2].1, Asked::Wish);
    assert_eq!(names("Dr. Szabó"), ["szabo"]);
    assert_eq!(words("van"), [("van".into(), Asked::Word)]);
    assert_eq!(words("J."), [("i".into(), Asked::Word)]);
    assert_eq!(names("dr"), ["dr"]);
}

#[test]
fn a_case_is_found_however_its_number_is_typed() {
    let case = CaseNumber::from_random(123_456);
    let plain = case.as_str().replace('-', "");
    let cyrillic = case
        .as_str()
        .replace('K', "К")
        .replace('X', "Х")
        .replace('P', "Р");
    for typed in [
        case.to_string(),
        plain.to_lowercase(),
        case.as_str().replace('-', " "),
        cyrillic,
    ] {
        assert_eq!(number(&typed).case_number, Some(case.clone()), "{typed}");
        assert!(names(&typed).is_empty());
    }
    let digits = (0..CaseNumber::COUNT)
        .map(CaseNumber::from_random)
        .find(|number| number.as_str().chars().all(|sign| !sign.is_alphabetic()))
        .unwrap();
    let both = number(digits.as_str());
    assert_eq!(both.case_number, Some(digits));
    assert!(both.phone.is_some());
}

#[test]
fn dates_are_read_whole_and_in_part() {
    for typed in [
        "1989-04-27",
        "1989. 04. 27.",
        "27.04.1989",
        "27 04 1989",
        "27/4/1989",
    ] {
        let found = number(typed);
        assert_eq!(found.births, [whole(1989, 4, 27)], "{typed}");
        assert_eq!((found.phone, found.documents.len()), (None, 0), "{typed}");
    }
    assert_eq!(number("1989").births, [Birth::about(1989, None).unwrap()]);
    assert_eq!(
        number("1989-04").births,
        [Birth::about(1989, Some(4)).unwrap()]
    );
    assert!(number("1989 04").documents.is_empty());
    let eight = number("19890427");
    assert_eq!(eight.births, [whole(1989, 4, 27)]);
    assert!(eight.phone.is_some() && !eight.documents.is_empty());
}

#[test]
fn telephones_are_read_in_any_notation() {
    for typed in ["067 123 45 67", "+380671234567", "(067) 123-45-67"] {
        assert!(
            number(typed).phone.unwrap().fits("+380671234567"),
            "{typed}"
        );
    }
    for typed in ["06 30 123 4567", "30/123-4567", "+36 30 123 4567"] {
        assert!(number(typed).phone.unwrap().fits("+36301234567"), "{typed}");
    }
    let two = Query::parse("067 123 45 67 1989");
    assert_eq!(two.numbers.len(), 2);
    let two = Query::parse("0671234567 0501234567");
    assert_eq!(two.numbers.len(), 2);
    let two = Query::parse("27.04.1989 067 123 45 67");
    assert_eq!(two.numbers[0].births, [whole(1989, 4, 27)]);
    assert!(two.numbers[1].phone.is_some());
}

#[test]
fn documents_are_read_in_either_alphabet() {
    let key = document_key("FA123456").unwrap();
    for typed in [
        "FA123456",
        "fa 123456",
        "ФА123456",
        "ФА 123 456",
        "FA-123456",
    ] {
        assert!(number(typed).documents.contains(&key), "{typed}");
    }
    let key = document_key("123456AB").unwrap();
    for typed in ["123456AB", "123456 ab"] {
        assert!(number(typed).documents.contains(&key), "{typed}");
    }
    assert!(
        number("І-БК 123456")
            .documents
            .contains(&document_key("І-БК123456").unwrap())
    );
    assert!(
        number("001234567")
            .documents
            .contains(&document_key("001234567").unwrap())
    );
}

#[test]
fn letters_beside_digits_may_be_a_name_and_need_not() {
    assert_eq!(words("Лях 1234567"), [("liakh".into(), Asked::Wish)]);
    assert!(number("Лях 1234567").phone.is_some());
    assert_eq!(words("Лях 1989"), [("liakh".into(), Asked::Word)]);
    assert_eq!(words("Лях 27.04.1989"), [("liakh".into(), Asked::Word)]);
    assert_eq!(
        words("Шевченко 123456"),
        [("shevchenko".into(), Asked::Word)]
    );
}

#[test]
fn names_and_numbers_stand_in_any_order() {
    for typed in ["Шевченко 1989 Олена", "1989 Шевченко Олена"] {
        assert_eq!(names(typed), ["shevchenko", "olena"], "{typed}");
        assert_eq!(number(typed).births.len(), 1, "{typed}");
    }
}

proptest! {
    #[test]
    fn any_text_is_a_query(typed in "\\PC{0,300}|[А-яІіA-z0-9 .+/()-]{0,250}") {
        let query = Query::parse(&typed);
        prop_assert!(query.words.len() <= QUERY_WORDS_MAX);
        prop_assert!(query.numbers.len() <= QUERY_NUMBERS_MAX);
        prop_assert!(query.words.iter().all(|word| !word.forms.is_empty()));
        prop_assert!(query.numbers.iter().all(|number| *number != QueryNumber::default()));
        let needed = query.needed().count();
        prop_assert!(query.is_empty() || needed > 0 || !query.numbers.is_empty());
    }

    #[test]
    fn control_signs_and_any_other_break_nothing(typed in proptest::collection::vec(proptest::char::any(), 0..250)) {
        let typed: String = typed.into_iter().collect();
        let _ = Query::parse(&typed);
    }

    #[test]
    fn composed_and_decomposed_queries_are_the_same(typed in "[A-Za-zÁÉÍÓÖŐÚÜŰáéíóöőúüűА-яЁёЇїЙйІі ]{0,40}") {
        let composed: String = typed.nfc().collect();
        let decomposed: String = typed.nfd().collect();
        prop_assert_eq!(Query::parse(&composed), Query::parse(&decomposed));
    }
}
