//! How many different names become one: few.

use std::collections::{BTreeMap, BTreeSet};

use super::demo;
use crate::search::{NamePart, NameWord, Query, closeness, is_variant, romanise_ukrainian};

fn known(names: impl IntoIterator<Item = String>) -> BTreeMap<String, NameWord> {
    let words = names
        .into_iter()
        .filter_map(|name| Some((NameWord::of(&name)?, name)));
    words.map(|(word, name)| (name, word)).collect()
}

/// Pairs of different names with one key.
fn same_key(names: &BTreeMap<String, NameWord>) -> Vec<(&str, &str)> {
    pairs(names, |one, other| one.word == other.word)
}

/// Pairs of different names with different keys that sound alike.
fn same_sound(names: &BTreeMap<String, NameWord>) -> Vec<(&str, &str)> {
    pairs(names, |one, other| {
        let mut sounds = one.sounds.iter().filter(|sound| !is_variant(sound));
        one.word != other.word && sounds.any(|sound| other.sounds.contains(sound))
    })
}

fn pairs(
    names: &BTreeMap<String, NameWord>,
    alike: impl Fn(&NameWord, &NameWord) -> bool,
) -> Vec<(&str, &str)> {
    let all: Vec<_> = names.iter().collect();
    let mut pairs = Vec::new();
    for (at, (one, word)) in all.iter().enumerate() {
        for (other, other_word) in &all[at + 1..] {
            if alike(word, other_word) {
                pairs.push((one.as_str(), other.as_str()));
            }
        }
    }
    pairs
}

#[test]
fn ukrainian_family_names_stay_apart() {
    let names = known(demo::ukrainian_families());
    assert!(names.len() > 600);
    assert_eq!(same_key(&names), []);
    assert_eq!(same_sound(&names), [("Галаган", "Ґалаґан")]);
}

#[test]
fn ukrainian_family_names_stay_apart_in_latin_letters_alone() {
    let latin = |name: String| romanise_ukrainian(&name);
    let names = known(demo::ukrainian_families().into_iter().map(latin));
    assert_eq!(same_key(&names), []);
    let alike = [("Galagan", "Halahan"), ("Shkliar", "Skliar")];
    assert_eq!(same_sound(&names), alike);
}

#[test]
fn ukrainian_given_names_stay_apart() {
    let names = known(demo::ukrainian_given());
    assert!(names.len() > 150);
    assert_eq!(same_key(&names), []);
    assert_eq!(same_sound(&names), [("Єва", "Ева")]);
}

#[test]
fn hungarian_family_names_stay_apart() {
    let names = known(demo::hungarian_families());
    assert!(names.len() > 200);
    let spelled_otherwise = [
        ("Hajdu", "Hajdú"),
        ("Hegedüs", "Hegedűs"),
        ("Szalai", "Szalay"),
        ("Szücs", "Szűcs"),
    ];
    assert_eq!(same_key(&names), spelled_otherwise);
    let alike = [
        ("Balog", "Balogh"),
        ("Barta", "Bartha"),
        ("Demeter", "Dömötör"),
        ("Kis", "Kiss"),
        ("Matyi", "Máté"),
        ("Pap", "Papp"),
        ("Sallai", "Szalai"),
        ("Sallai", "Szalay"),
        ("Sallai", "Zalai"),
        ("Szalai", "Zalai"),
        ("Szalay", "Zalai"),
        ("Szücs", "Szűts"),
        ("Szűcs", "Szűts"),
        ("Vadas", "Vadász"),
        ("Veres", "Vörös"),
    ];
    assert_eq!(same_sound(&names), alike);
}

#[test]
fn hungarian_given_names_stay_apart() {
    let names = known(demo::hungarian_given());
    assert!(names.len() > 150);
    assert_eq!(same_key(&names), [("György", "Györgyi")]);
    assert_eq!(same_sound(&names), [("Bella", "Béla")]);
}

#[test]
fn a_query_finds_few_other_names() {
    let words: BTreeSet<NameWord> = known(demo::all_names()).into_values().collect();
    let (mut queries, mut found) = (0, 0);
    for name in demo::all_names().iter().step_by(20) {
        let query = Query::parse(name);
        let asked = &query.words[0];
        let close = words
            .iter()
            .filter_map(|word| closeness(asked, NamePart::Given, word));
        queries += 1;
        found += close.count();
    }
    // Itself, its forms in the other script and language, what it begins, what a slip makes of it.
    assert!(
        found < 2 * queries + queries / 2,
        "{found} names for {queries} queries"
    );
}
