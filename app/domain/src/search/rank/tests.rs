use chrono::NaiveDate;
use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

use super::*;
use crate::search::document_key;

/// A person of this family name and this given name, with what else is told.
fn person(family: &str, given: &str) -> Known {
    let mut known = Known::default();
    known.add_name(NamePart::Family, family);
    known.add_name(NamePart::Given, given);
    known
}

fn born(mut known: Known, year: i32, month: u32, day: u32) -> Known {
    known.birth = NaiveDate::from_ymd_opt(year, month, day).map(Birth::on);
    known
}

/// Asserts that a query finds these persons, each better than the next, and not the last ones.
fn in_order(query: &str, found: &[Known], not: &[Known]) {
    let query = Query::parse(query);
    let scores: Vec<_> = found.iter().map(|known| rank(&query, known)).collect();
    for (at, pair) in scores.windows(2).enumerate() {
        assert!(pair[0] > pair[1], "{query:?} {at}: {pair:#?}");
    }
    assert!(scores.iter().all(Option::is_some), "{query:?} {scores:#?}");
    for known in not {
        assert_eq!(rank(&query, known), None, "{query:?} {known:?}");
    }
}

#[test]
fn the_word_comes_before_its_beginning_before_its_like_before_a_slip() {
    in_order(
        "Szabó",
        &[
            person("Szabó", "Anna"),
            person("Szabóky", "Anna"),
            person("Сабо", "Anna"),
            person("Szibó", "Anna"),
        ],
        &[person("Kun", "Anna"), person("Sabadó", "Anna")],
    );
    in_order(
        "Олена",
        &[
            person("Коваль", "Олена"),
            person("Коваль", "Оленаїда"),
            person("Коваль", "Елена"),
            person("Коваль", "Олеса"),
        ],
        &[person("Коваль", "Ольга")],
    );
}

#[test]
fn every_word_must_be_found_and_their_order_means_nothing() {
    for query in [
        "Шевченко Олена",
        "olena shevchenko",
        "OLENA ШЕВЧ",
        "Elena Chevtchenko",
    ] {
        in_order(
            query,
            &[person("Шевченко", "Олена")],
            &[person("Шевченко", "Тарас"), person("Бондар", "Олена")],
        );
    }
}

#[test]
fn the_farthest_word_decides_before_all_words_together() {
    in_order(
        "Олена Шевч",
        &[
            person("Шевченко", "Олена"),
            person("Шевчук", "Елена"),
            person("Шевченко", "Олеа"),
        ],
        &[],
    );
    in_order(
        "Коваль Ів",
        &[person("Коваль", "Іван"), person("Коваленко", "Іван")],
        &[],
    );
}

#[test]
fn a_family_name_comes_before_a_given_name_before_a_patronymic_before_others() {
    let mut fathers = person("Бойко", "Ольга");
    fathers.add_name(NamePart::Patronymic, "Роман");
    let mut other = person("Бойко", "Ольга");
    other.add_name(NamePart::Other, "Роман");
    in_order(
        "Роман",
        &[
            person("Роман", "Ольга"),
            person("Бойко", "Роман"),
            fathers,
            other,
        ],
        &[],
    );
}

#[test]
fn numbers_come_before_birth_dates_before_names() {
    let mut bearer = person("Бондар", "Ігор");
    bearer.documents.extend(document_key("ФА123456"));
    in_order(
        "Шевченко FA123456 27.04.1989",
        &[
            bearer,
            born(person("Шевченко", "Ігор"), 1989, 4, 27),
            born(person("Шевченко", "Ігор"), 1989, 4, 28),
        ],
        &[born(person("Бондар", "Ігор"), 1989, 4, 27)],
    );
}

#[test]
fn a_day_comes_before_a_year() {
    let mut about = person("Шевченко", "Ігор");
    about.birth = Birth::about(1989, None);
    in_order(
        "27.04.1989",
        &[born(person("Бондар", "Ігор"), 1989, 4, 27), about.clone()],
        &[
            born(person("Бондар", "Ігор"), 1989, 4, 28),
            person("Бондар", "Ігор"),
        ],
    );
    in_order("1989 Шевченко", &[about, person("Шевченко", "Ігор")], &[]);
}

#[test]
fn cases_and_telephones_find_their_bearer_alone() {
    let case = CaseNumber::from_random(42);
    let mut known = person("Kovács", "Anna");
    known.case_numbers.push(case.clone());
    known.phones.push("+36301234567".into());
    for query in [
        case.as_str(),
        "06 30/123-4567",
        "123 4567",
        "Nagy 06301234567",
    ] {
        in_order(
            query,
            std::slice::from_ref(&known),
            &[person("Kovács", "Anna")],
        );
    }
}

#[test]
fn married_names_find_each_other() {
    in_order(
        "Kovácsné",
        &[person("Kovácsné Nagy", "Mária"), person("Kovács", "Mária")],
        &[person("Nagy", "Mária")],
    );
    in_order("Kovács", &[person("Kovácsné", "Mária")], &[]);
}

#[test]
fn initials_must_begin_a_word_and_particles_may_be_missing() {
    let kovacs = [person("Kovács", "János"), person("Kovács", "Юлія")];
    for known in kovacs {
        in_order("Kovács J.", &[known], &[person("Kovács", "Anna")]);
    }
    in_order(
        "van Dijk",
        &[person("van Dijk", "Jan"), person("Dijk", "Jan")],
        &[person("van Gogh", "Jan")],
    );
}

#[test]
fn a_family_name_is_not_another_form_of_a_given_name() {
    in_order(
        "Олександр",
        &[person("Bakos", "Sándor")],
        &[person("Sándor", "Éva")],
    );
    in_order("Шандор", &[person("Sándor", "Éva")], &[]);
}

#[test]
fn a_likely_slip_comes_before_a_seldom_one() {
    in_order(
        "Олена Шевчнеко",
        &[person("Шевченко", "Олена"), person("Шевчнако", "Олена")],
        &[],
    );
}

#[test]
fn one_word_that_is_far_off_comes_before_two_slips() {
    in_order(
        "Kravtchoku Alina",
        &[person("Кравчук", "Аліна"), person("Kravtchouk", "Lina")],
        &[],
    );
}

#[test]
fn a_slip_in_a_short_word_is_forgiven_where_the_other_has_none() {
    in_order(
        "рій Коваль",
        &[person("Коваль", "Юрій")],
        &[person("Говаль", "Юрій"), person("Коваль", "Ольга")],
    );
    in_order("рій", &[], &[person("Коваль", "Юрій")]);
}

#[test]
fn a_given_name_in_another_spelling_comes_before_a_short_patronymic() {
    let mut fathers = person("Кузьмич", "Тетяна");
    fathers.add_name(NamePart::Other, "Kouzmitch");
    fathers.add_name(NamePart::Patronymic, "Сергіївна");
    let mut wanted = person("Кузьмич", "Сергій");
    wanted.add_name(NamePart::Other, "Serhii Kuzmych");
    in_order("Kouzmitch Serhii", &[wanted, fathers], &[]);
}

#[test]
fn two_words_that_are_not_sure_are_doubtful_and_a_number_is_not() {
    let score = |typed: &str, known: &Known| {
        let query = Query::parse(typed);
        rank(&query, known).map(|score| score.is_doubtful(&query))
    };
    let mut known = person("Коваленко", "Оксана");
    known.documents = document_key("FA123456").into_iter().collect();
    assert_eq!(score("Коваленко Оксана", &known), Some(false));
    assert_eq!(score("Коваленко Окасна", &known), Some(false));
    assert_eq!(score("Ковалекно Окасна", &known), Some(true));
    assert_eq!(score("Ковалекно Окасна FA123456", &known), Some(false));
    assert_eq!(score("Окасна", &known), Some(false));
}

#[test]
fn a_given_name_with_a_slip_comes_before_the_beginning_of_a_patronymic() {
    let mut fathers = person("Коваль", "Ольга");
    fathers.add_name(NamePart::Patronymic, "Віталівна");
    in_order("Віта Коваль", &[person("Коваль", "Віра"), fathers], &[]);
}

#[test]
fn what_is_not_known_finds_nobody() {
    for query in ["Шевченко", "1989", "FA123456", "0671234567"] {
        in_order(query, &[], &[Known::default()]);
    }
    in_order("", &[], &[person("Kovács", "Anna")]);
}

proptest! {
    #[test]
    fn nothing_that_is_typed_breaks_it(typed in "\\PC{0,60}", name in "\\PC{0,60}") {
        let mut known = Known::default();
        known.add_name(NamePart::Family, &name);
        let score = rank(&Query::parse(&typed), &known);
        prop_assert_eq!(rank(&Query::parse(&typed), &known), score);
    }

    #[test]
    fn whoever_is_typed_is_found(family in "[А-ЩЮЯЄІЇ][а-щюяєії]{1,12}", given in "[A-ZÉŐ][a-zéőüű]{1,12}") {
        let known = person(&family, &given);
        let there = rank(&Query::parse(&format!("{family} {given}")), &known);
        let back = rank(&Query::parse(&format!("{given} {family}")), &known);
        prop_assert_eq!(there, back);
        prop_assert!(there.is_some_and(|score| score.farthest == Some(Closeness::Exact)));
    }
}
