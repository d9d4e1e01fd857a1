//! Every name is found, however it is spelled.

use proptest::{prelude::*, sample::select};

use super::{between, close, demo};
use crate::search::{
    Closeness, Halves, Known, NamePart, NameWord, Query, canonical, rank, romanise_ukrainian,
};

#[test]
fn by_its_own_letters_and_by_those_of_the_table_of_2010() {
    for name in demo::all_names() {
        for typed in [name.clone(), romanise_ukrainian(&name), name.to_uppercase()] {
            assert_eq!(
                close(&typed, &name),
                Some(Closeness::Exact),
                "{typed} {name}"
            );
        }
    }
}

#[test]
fn by_each_beginning_of_three_letters_or_more() {
    for name in demo::all_names() {
        let known = NameWord::of(&name).unwrap();
        for typed in [name.clone(), romanise_ukrainian(&name)] {
            for (end, _) in typed.char_indices().skip(3) {
                let beginning = &typed[..end];
                let found = between(&Query::parse(beginning), &known);
                assert!(
                    found >= Some(Closeness::Beginning),
                    "{beginning} {name} {found:?}"
                );
            }
        }
    }
}

/// `зг` is `zgh` in the official table so that it is no `ж`; in German letters it is `sh`, in Czech and
/// Polish ones `zh`.
const GERMAN_SH: [&str; 2] = ["Згурський", "Згурська"];

#[test]
fn by_its_older_and_its_foreign_spellings_and_each_of_them_by_the_others() {
    for name in demo::ukrainian_families().union(&demo::ukrainian_given()) {
        let mut spellings = demo::older_spellings(name).to_vec();
        if GERMAN_SH.contains(&name.as_str()) {
            spellings.pop();
        }
        spellings.push(name.clone());
        spellings.push(romanise_ukrainian(name));
        let known: Vec<_> = spellings
            .iter()
            .filter_map(|stored| NameWord::of(stored))
            .collect();
        for typed in &spellings {
            let query = Query::parse(typed);
            for stored in &known {
                assert!(between(&query, stored).is_some(), "{typed} {stored:?}");
            }
        }
    }
}

#[test]
fn by_its_spellings_in_polish_and_czech_papers() {
    let mut missed = Vec::new();
    for name in demo::ukrainian_families().union(&demo::ukrainian_given()) {
        let [polish, czech, _] = demo::slavic_spellings(name);
        let spelled = [
            (&polish, name),
            (&czech, name),
            (name, &polish),
            (name, &czech),
        ];
        for (typed, stored) in spelled
            .into_iter()
            .filter(|_| !GERMAN_SH.contains(&name.as_str()))
        {
            if close(typed, stored).is_none() {
                missed.push(format!("{typed} {stored}"));
            }
        }
    }
    assert_eq!(missed, [""; 0]);
}

#[test]
fn by_its_form_in_papers_in_russian() {
    for (name, russian) in demo::russian_spellings() {
        for (typed, stored) in [(name, russian), (russian, name)] {
            assert!(close(typed, stored).is_some(), "{typed} {stored}");
        }
    }
}

#[test]
fn by_its_form_in_ukrainian_papers() {
    let missed = |names: Vec<(&'static str, &'static str)>| -> Vec<_> {
        let missed = names.into_iter().filter(|(ours, papers)| {
            close(ours, papers).is_none() || close(papers, ours).is_none()
        });
        missed.collect()
    };
    assert_eq!(missed(demo::transcarpathian_families()), []);
    assert_eq!(missed(demo::transcarpathian_given()), []);
}

#[test]
fn by_a_married_form() {
    for name in demo::hungarian_families() {
        let married = match name.chars().next_back() {
            Some('a') => format!("{}áné", &name[..name.len() - 1]),
            Some('e') => format!("{}éné", &name[..name.len() - 1]),
            _ => format!("{name}né"),
        };
        assert!(
            close(&married, &name) >= Some(Closeness::Alike),
            "{married}"
        );
        assert!(
            close(&name, &married) >= Some(Closeness::Beginning),
            "{married}"
        );
    }
}

/// A word with one letter more, one less, another one, or two in each other's place.
fn with_slip(word: &str, kind: usize, at: usize, letter: char) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    match kind {
        0 => letters.insert(at, letter),
        1 => drop(letters.remove(at)),
        2 => letters[at] = letter,
        _ if at + 1 < letters.len() => letters.swap(at, at + 1),
        _ => {}
    }
    letters.into_iter().collect()
}

fn name() -> impl Strategy<Value = String> {
    let names: Vec<String> = demo::all_names().into_iter().collect();
    select(names)
}

#[test]
fn by_nearly_every_slip_in_its_own_letters() {
    let (mut tried, mut found) = (0, 0);
    for name in demo::all_names().into_iter().step_by(7) {
        let length = name.chars().count();
        let letters = if canonical(&name) == name.to_lowercase() {
            "ozr"
        } else {
            "ощр"
        };
        let known = NameWord::of(&name).unwrap();
        for (at, kind) in (0..length).flat_map(|at| (0..4).map(move |kind| (at, kind))) {
            let letter = letters.chars().nth((at + kind) % 3).unwrap();
            let typed = with_slip(&name, kind, at, letter);
            if Halves::of(&canonical(&typed)).is_some() {
                tried += 1;
                found += u32::from(between(&Query::parse(&typed), &known).is_some());
            }
        }
    }
    // A slip beside one of two `i` that are one in the key can be two.
    assert!(
        tried > 4000 && f64::from(found) / f64::from(tried) > 0.99,
        "{found} of {tried}"
    );
}

proptest! {
    #[test]
    fn by_any_slip_in_its_key(name in name(), kind in 0..4_usize, at in 0..20_usize, letter in "[a-z]") {
        let key = canonical(&name);
        let at = at % key.chars().count();
        let typed = with_slip(&key, kind, at, letter.chars().next().unwrap());
        prop_assume!(canonical(&typed) == typed);
        if let Some(halves) = Halves::of(&typed) {
            prop_assert!(halves.lead_to(&key), "{typed} {key}");
            prop_assert!(close(&typed, &name).is_some(), "{typed} {key}");
        }
    }

    #[test]
    fn whole_names_in_any_order_and_spelling(family in name(), given in name(), spelled in 0..4_usize, turned: bool) {
        let mut known = Known::default();
        known.add_name(NamePart::Family, &family);
        known.add_name(NamePart::Given, &given);
        let family_typed = if demo::ukrainian_families().contains(&family) && !GERMAN_SH.contains(&family.as_str()) {
            demo::older_spellings(&family)[spelled].clone()
        } else {
            romanise_ukrainian(&family)
        };
        let typed = if turned {
            format!("{given} {family_typed}")
        } else {
            format!("{family_typed} {given}")
        };
        prop_assert!(rank(&Query::parse(&typed), &known).is_some(), "{typed}");
    }

    #[test]
    fn sounds_are_plain_and_few(name in name()) {
        let word = NameWord::of(&name).unwrap();
        prop_assert!((1..=5).contains(&word.sounds.len()), "{word:?}");
        prop_assert!(word.sounds.iter().all(|sound| sound.is_ascii()), "{word:?}");
    }
}
