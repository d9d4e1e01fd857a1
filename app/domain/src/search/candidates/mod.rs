//! Who is looked at: how a search comes from what was typed to a few persons, whoever keeps them.
//!
//! 1. [`Places::of`] tells where words of the vocabulary stand that the typed words may mean, as
//!    ranges of ordered lists: of words, of words from their end, of sounds, of sounds from their
//!    end.
//! 2. [`Meant::of`] keeps of them those that each typed word does mean, the closest first.
//! 3. [`levels`] tells in which order persons are taken, when there are more than are ranked: those
//!    first in whose names every word is exactly, then those with beginnings, then those that sound
//!    alike, then those with slips, at last those with a slip in a short word. Within a level,
//!    whoever keeps them begins with the rarest word and looks at each of its bearers for the others.
//!    Where the widest levels lead to few, nobody has to be put in order, and the others need not be
//!    looked at: [`is_widest`].
//! 4. [`rank`](super::rank()) looks at each of them.

mod places;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

pub use self::places::{Places, Range};
pub(super) use self::places::{SOUND_WITH_SLIP_MIN, may_begin};
use super::{
    Closeness, NamePart, Query, QueryWord,
    rank::{closeness_of, is_far, is_short_slip},
};

/// The most words that one typed word may mean: the closest of them.
pub const MEANT_MAX: usize = 500;
/// The most persons that are ranked: three times as many as are shown. Of 12,000 searches among
/// 200,000 persons, 99.92 % find the wanted one among the first three with 64 as with 200; of as many
/// with a slip of the finger, 99.58 % with 64 and 99.59 % with 200.
pub const RANKED_MAX: usize = 64;

/// The words of names that one typed word means, and how close each is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meant(BTreeMap<String, Closeness>);

impl Meant {
    /// What each word of the query means, of the words that stand in its [`Places`], each with the
    /// sounds by which it was found.
    pub fn of(query: &Query, near: &BTreeMap<String, Vec<String>>) -> Vec<Self> {
        let needed = query.needed();
        let several = query.needed().nth(1).is_some();
        needed
            .map(|asked| Self::of_word(asked, near, several, query.loose))
            .collect()
    }

    fn of_word(
        asked: &QueryWord,
        near: &BTreeMap<String, Vec<String>>,
        several: bool,
        loose: bool,
    ) -> Self {
        let close = |word: &str, sounds: &[String]| {
            // Of a given name everything counts that counts of other parts.
            let close = closeness_of(asked, NamePart::Given, word, sounds);
            let short = || several && is_short_slip(asked, word, sounds);
            close
                .or_else(|| short().then_some(Closeness::ShortSlip))
                .or_else(|| (loose && is_far(asked, word, sounds)).then_some(Closeness::Far))
        };
        let mut meant: Vec<(Closeness, &str)> = near
            .iter()
            .filter_map(|(word, sounds)| Some((close(word, sounds)?, word.as_str())))
            .collect();
        meant.sort_by(|(one, first), (other, second)| other.cmp(one).then(first.cmp(second)));
        meant.truncate(MEANT_MAX);
        let words = meant.into_iter();
        Self(
            words
                .map(|(close, word)| (word.to_owned(), close))
                .collect(),
        )
    }

    /// Whether it means no word at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn has(&self, close: Closeness) -> bool {
        self.0.values().any(|own| *own == close)
    }

    /// The words that are at least so close.
    pub fn at_least(&self, least: Closeness) -> Vec<&str> {
        let close = self.0.iter().filter(|(_, close)| **close >= least);
        close.map(|(word, _)| word.as_str()).collect()
    }
}

/// Persons who are taken together: those who have one of the words in each list. The words stand in
/// their order.
pub type Level<'a> = Vec<Vec<&'a str>>;

/// In which order persons are taken; nobody when one of the words means nothing.
pub fn levels<'a>(query: &Query, meant: &'a [Meant]) -> Vec<Level<'a>> {
    if query.loose {
        return loose_levels(meant);
    }
    let mut levels: Vec<Level<'_>> = Vec::new();
    for least in [
        Closeness::Exact,
        Closeness::Beginning,
        Closeness::OtherForm,
        Closeness::Slip,
        Closeness::Mended,
    ] {
        let level = meant.iter().map(|word| word.at_least(least)).collect();
        push_new(&mut levels, level);
    }
    for (place, short) in meant.iter().enumerate() {
        if short.has(Closeness::ShortSlip) {
            let others = meant.iter().enumerate().map(|(other, word)| {
                word.at_least(if other == place {
                    Closeness::ShortSlip
                } else {
                    Closeness::OtherForm
                })
            });
            push_new(&mut levels, others.collect());
        }
    }
    levels
}

/// Whether no other level leads to everybody whom the one at this place leads to. Of levels that lead
/// to the same persons, the last is the widest.
pub fn is_widest(levels: &[Level<'_>], place: usize) -> bool {
    let own = &levels[place];
    !levels.iter().enumerate().any(|(other, level)| {
        other != place && holds(level, own) && (other > place || !holds(own, level))
    })
}

/// Whether the wide level leads to everybody whom the narrow one leads to.
fn holds(wide: &Level<'_>, narrow: &Level<'_>) -> bool {
    wide.iter().all(|words| {
        let within = |own: &Vec<&str>| own.iter().all(|word| words.binary_search(word).is_ok());
        narrow.iter().any(within)
    })
}

/// Adds a level that somebody can be in and that is not the one before.
fn push_new<'a>(levels: &mut Vec<Level<'a>>, level: Level<'a>) {
    let found = !level.is_empty() && level.iter().all(|words| !words.is_empty());
    if found && levels.last() != Some(&level) {
        levels.push(level);
    }
}

/// For each word: the others are close, and it is far; and behind them whoever has the others, the
/// closest first.
fn loose_levels(meant: &[Meant]) -> Vec<Level<'_>> {
    let others = |left_out: usize, least: Closeness| -> Level<'_> {
        let others = meant.iter().enumerate();
        others
            .filter(|(place, _)| *place != left_out)
            .map(|(_, word)| word.at_least(least))
            .collect()
    };
    let far = (0..meant.len()).map(|place| {
        let mut level = others(place, Closeness::Mended);
        level.push(meant[place].at_least(Closeness::Far));
        level
    });
    let mut levels: Vec<Level<'_>> = far.collect();
    for least in [Closeness::Exact, Closeness::OtherForm, Closeness::Mended] {
        levels.extend((0..meant.len()).map(|place| others(place, least)));
    }
    levels.retain(|level| level.iter().all(|words| !words.is_empty()));
    levels.dedup();
    levels
}
