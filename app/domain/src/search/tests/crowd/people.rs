//! Made-up persons, the same in every run.

use std::collections::BTreeMap;

use crate::search::{Known, NamePart, NameWord, romanise_ukrainian, tests::demo, words_of_name};

/// Numbers that look drawn (`splitmix64`).
pub(super) struct Draw(pub(super) u64);

impl Draw {
    pub(super) fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        usize::try_from(mixed % u64::try_from(end).unwrap_or(1)).unwrap_or_default()
    }

    /// One of them, the first ones more often, as names are.
    fn often<'a>(&mut self, names: &'a [String]) -> &'a str {
        let place = self.below(names.len()) * self.below(names.len()) / names.len();
        &names[place]
    }

    pub(super) fn any<'a>(&mut self, names: &'a [String]) -> &'a str {
        &names[self.below(names.len())]
    }
}

/// The names that persons are made of.
pub(super) struct Names {
    pub(super) families: Vec<String>,
    pub(super) given: Vec<String>,
    hungarian_families: Vec<String>,
    hungarian_given: Vec<String>,
}

impl Names {
    pub(super) fn new() -> Self {
        let all = |names: std::collections::BTreeSet<String>| names.into_iter().collect();
        Self {
            families: all(demo::ukrainian_families()),
            given: all(demo::ukrainian_given()),
            hungarian_families: all(demo::hungarian_families()),
            hungarian_given: all(demo::hungarian_given()),
        }
    }

    /// Family and given name of somebody.
    pub(super) fn somebody(&self, draw: &mut Draw) -> (String, String) {
        let (families, given) = if draw.below(8) == 0 {
            (&self.hungarian_families, &self.hungarian_given)
        } else {
            (&self.families, &self.given)
        };
        let family = draw.often(families).to_owned();
        (family, draw.often(given).to_owned())
    }
}

/// Writes persons down; reads each name once.
#[derive(Default)]
pub(super) struct Register(BTreeMap<String, Vec<NameWord>>);

impl Register {
    /// Somebody as they stand in the register: some also in Latin letters, of some table.
    pub(super) fn person(
        &mut self,
        draw: &mut Draw,
        family: &str,
        given: &str,
        father: &str,
    ) -> Known {
        let mut known = Known::default();
        self.add(&mut known, NamePart::Family, family);
        self.add(&mut known, NamePart::Given, given);
        if draw.below(10) < 7 {
            let table = draw.below(4);
            let spelled = |name: &str| match table {
                0 | 1 => demo::older_spellings(name)[table].clone(),
                _ => romanise_ukrainian(name),
            };
            self.add(&mut known, NamePart::Family, &spelled(family));
            self.add(&mut known, NamePart::Given, &spelled(given));
        }
        if draw.below(10) < 8 {
            self.add(&mut known, NamePart::Patronymic, &format!("{father}івна"));
        }
        known
    }

    fn add(&mut self, known: &mut Known, part: NamePart, name: &str) {
        let words = self.0.entry(name.to_owned());
        let words = words.or_insert_with(|| words_of_name(name));
        known
            .words
            .extend(words.iter().map(|word| (part, word.clone())));
    }
}
