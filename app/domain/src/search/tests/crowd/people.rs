//! Made-up persons, the same in every run.

use std::collections::{BTreeMap, BTreeSet};

use super::stems::{ENDINGS, MEN, STEMS, WOMEN};
use crate::search::{Known, NamePart, NameWord, romanise_ukrainian, tests::demo, words_of_name};

/// How many family names there are.
const FAMILIES: usize = 20_000;

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

    /// One of them, the first ones more often.
    fn often<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        let place = self.below(all.len()) * self.below(all.len()) / all.len();
        &all[place]
    }
}

/// Names of which each is as frequent as its place tells: the law of Zipf and Mandelbrot, with a
/// flat top.
struct Frequent<T> {
    names: Vec<T>,
    sums: Vec<usize>,
}

impl<T> Frequent<T> {
    fn new(names: Vec<T>, flat: usize) -> Self {
        let weights = (1..=names.len()).map(|place| 1_000_000_000 / (place + flat));
        let sums = weights.scan(0, |sum, weight| {
            *sum += weight;
            Some(*sum)
        });
        Self {
            sums: sums.collect(),
            names,
        }
    }

    fn draw(&self, draw: &mut Draw) -> &T {
        let at = draw.below(self.sums[self.sums.len() - 1]);
        &self.names[self.sums.partition_point(|sum| *sum <= at)]
    }
}

/// The names that persons are made of.
///
/// - **Family names**: twenty thousand, those of the demonstration first and then stems with
///   endings: stems of trades, animals, plants and manners, of given names and of the family names
///   of the demonstration, each with many endings, `-енко` the most frequent. So each name has
///   neighbours: `Кравченко` stands beside `Кравчук`, `Кравчик` and `Кравців`. The most frequent is
///   borne by about three of a thousand, the hundred most frequent by a sixth of all, as in the
///   country itself; half of them are borne by a few persons each.
/// - **Given names**: about two hundred of women and as many of men, old ones among them. The most
///   frequent is borne by one in thirteen of them.
/// - **Hungarian names**: one person in eight, with those of the demonstration only, so that they
///   stand closer together than in life.
pub(super) struct Names {
    /// As men and as women bear them.
    families: Frequent<[String; 2]>,
    men: Frequent<String>,
    women: Frequent<String>,
    hungarian_families: Vec<String>,
    hungarian_given: Vec<String>,
}

impl Names {
    pub(super) fn new() -> Self {
        let all = |names: BTreeSet<String>| names.into_iter().collect();
        let given = |frequent: &str, list: &str| {
            let frequent = frequent.split_whitespace().map(str::to_owned);
            let all = frequent.chain(demo::ukrainian_given_of(list));
            Frequent::new(once_each(all), 2)
        };
        let (men, women) = (given(MEN, "MEN"), given(WOMEN, "WOMEN"));
        Self {
            families: Frequent::new(families(men.names.iter().chain(&women.names)), 60),
            men,
            women,
            hungarian_families: all(demo::hungarian_families()),
            hungarian_given: all(demo::hungarian_given()),
        }
    }

    /// Family and given name of somebody Ukrainian.
    pub(super) fn ukrainian(&self, draw: &mut Draw) -> (String, String) {
        let woman = draw.below(2);
        let given = [&self.men, &self.women][woman].draw(draw).clone();
        (self.families.draw(draw)[woman].clone(), given)
    }

    /// Family and given name of somebody.
    pub(super) fn somebody(&self, draw: &mut Draw) -> (String, String) {
        if draw.below(8) > 0 {
            return self.ukrainian(draw);
        }
        let family = draw.often(&self.hungarian_families).clone();
        (family, draw.often(&self.hungarian_given).clone())
    }

    /// A father's given name.
    pub(super) fn father(&self, draw: &mut Draw) -> String {
        self.men.draw(draw).clone()
    }
}

fn once_each<T: Ord + Clone>(all: impl Iterator<Item = T>) -> Vec<T> {
    let mut seen = BTreeSet::new();
    all.filter(|name| seen.insert(name.clone())).collect()
}

/// Family names, the frequent ones first.
fn families<'a>(given: impl Iterator<Item = &'a String>) -> Vec<[String; 2]> {
    let mut draw = Draw(1991);
    let mut known = demo::ukrainian_family_pairs();
    for place in 0..known.len() {
        let other = draw.below(known.len());
        known.swap(place, other);
    }
    let mut stems: Vec<String> = STEMS.split_whitespace().map(str::to_owned).collect();
    stems.extend(given.filter_map(|name| stem(name)));
    stems.extend(known.iter().filter_map(|pair| stem(&pair[0])));
    let stems = once_each(stems.into_iter());
    let endings: Vec<_> = ENDINGS
        .iter()
        .flat_map(|ending| core::iter::repeat_n(ending, ending.1))
        .collect();
    let mut seen: BTreeSet<String> = known.iter().map(|pair| pair[0].clone()).collect();
    while known.len() < FAMILIES {
        let (stem, (ending, _, gendered)) =
            (draw.often(&stems), endings[draw.below(endings.len())]);
        let mut letters = stem.chars();
        let first = letters.next().into_iter().flat_map(char::to_uppercase);
        let man: String = first.chain(letters).chain(ending.chars()).collect();
        if seen.insert(man.clone()) {
            let bare = man.strip_suffix("ий").unwrap_or(&man);
            let woman = if *gendered {
                format!("{bare}а")
            } else {
                man.clone()
            };
            known.push([man, woman]);
        }
    }
    known
}

/// What is left of a name when its ending is taken off.
fn stem(name: &str) -> Option<String> {
    let lower = name.to_lowercase();
    let endings = ENDINGS.iter().map(|(ending, ..)| *ending);
    let ending = endings
        .chain(["ія", "ій", "о", "я", "ь", "й", ""])
        .filter(|ending| lower.ends_with(ending))
        .max_by_key(|ending| ending.len())?;
    let stem = lower.strip_suffix(ending)?;
    (stem.chars().count() > 2).then(|| stem.to_owned())
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
