use super::{Sex, hungarian, of_woman, patronymic, transcarpathian, ukrainian};
use crate::demo::{
    names_hungarian, names_transcarpathian, names_ukrainian, names_ukrainian_families,
};
use domain::search::romanise_ukrainian;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use std::collections::BTreeSet;

fn distinct<T: Ord>(list: &[T]) -> bool {
    list.iter().collect::<BTreeSet<_>>().len() == list.len()
}

fn is_cyrillic(text: &str) -> bool {
    text.chars()
        .any(|letter| ('\u{400}'..'\u{500}').contains(&letter))
}

#[test]
fn lists_hold_every_name_once() {
    assert!(distinct(names_ukrainian_families::SHARED));
    assert!(distinct(names_ukrainian_families::GENDERED));
    assert!(distinct(names_hungarian::FAMILIES));
    assert!(distinct(names_transcarpathian::FAMILIES));
    for names in [&names_ukrainian::WOMEN, &names_ukrainian::MEN] {
        assert!(distinct(names.old) && distinct(names.middle) && distinct(names.young));
    }
}

#[test]
fn ukrainian_lists_are_in_ukrainian_letters() {
    let families = names_ukrainian_families::SHARED
        .iter()
        .chain(names_ukrainian_families::GENDERED);
    let papers = names_transcarpathian::FAMILIES
        .iter()
        .map(|(_, papers)| papers);
    for name in families.chain(papers) {
        assert!(romanise_ukrainian(name).is_ascii(), "{name}");
    }
}

#[test]
fn gendered_names_end_as_women_bear_them() {
    assert_eq!(of_woman("Левицький"), "Левицька");
    assert_eq!(of_woman("Садовий"), "Садова");
    assert_eq!(of_woman("Нікітін"), "Нікітіна");
    for family in names_ukrainian_families::GENDERED {
        let known = ["ий", "ов", "єв", "ін"];
        assert!(
            known.iter().any(|ending| family.ends_with(ending)),
            "{family}"
        );
    }
}

#[test]
fn patronymics_follow_the_father() {
    let examples = [
        ("Іван", "Іванович", "Іванівна"),
        ("Сергій", "Сергійович", "Сергіївна"),
        ("Михайло", "Михайлович", "Михайлівна"),
        ("Василь", "Васильович", "Василівна"),
        ("Микола", "Миколайович", "Миколаївна"),
        ("Григорій", "Григорович", "Григорівна"),
        ("Гейза", "Гейзович", "Гейзівна"),
    ];
    for (father, son, daughter) in examples {
        assert_eq!(patronymic(father, Sex::Male), son);
        assert_eq!(patronymic(father, Sex::Female), daughter);
    }
}

#[test]
fn each_group_writes_as_it_writes() {
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let mut cyrillic = 0;
    for _ in 0..1000 {
        let woman = ukrainian(&mut rng, Sex::Female, 35);
        assert!(is_cyrillic(&woman.family) && is_cyrillic(&woman.given));
        assert!(woman.latin.is_none_or(|(family, given)| {
            family.is_ascii() && given.is_ascii() && !family.is_empty() && !given.is_empty()
        }));
        assert!(!is_cyrillic(&hungarian(&mut rng, Sex::Male, 35).family));
        let man = transcarpathian(&mut rng, Sex::Male, 50);
        assert_eq!(is_cyrillic(&man.family), is_cyrillic(&man.given));
        cyrillic += u32::from(is_cyrillic(&man.family));
    }
    assert!((250..420).contains(&cyrillic), "{cyrillic}");
}

#[test]
fn married_names_of_hungary_come_with_the_birth_name() {
    let mut rng = ChaCha8Rng::seed_from_u64(2);
    let mut married = 0;
    for _ in 0..1000 {
        let name = hungarian(&mut rng, Sex::Female, 70);
        if name.family.contains("né ") || name.given.ends_with("né") {
            assert!(name.birth_family.is_some());
            married += 1;
        }
        assert!(hungarian(&mut rng, Sex::Female, 10).birth_family.is_none());
    }
    assert!(married > 100, "{married}");
}
