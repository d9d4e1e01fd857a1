//! Who is looked at: how a search comes from what was typed to a few persons, whoever keeps them.
//!
//! 1. [`Places::of`] tells where words of the vocabulary stand that the typed words may mean, as
//!    ranges of ordered lists: of words, of words from their end, of sounds, of sounds from their
//!    end.
//! 2. [`Meant::of`] keeps of them those that each typed word does mean, the closest first.
//! 3. [`levels`] tells in which order persons are taken, when there are more than are ranked: those
//!    first in whose names every word is exactly, then those with beginnings, then those that sound
//!    alike, then those with slips. Within a level, whoever keeps them begins with the rarest word
//!    and looks at each of its bearers for the others.
//! 4. [`rank`](super::rank) looks at each of them.

mod places;

use std::collections::BTreeMap;

pub use self::places::{Places, Range};
pub(super) use self::places::{SOUND_WITH_SLIP_MIN, may_begin};
use super::{Closeness, NamePart, NameWord, QueryWord, closeness};

/// The most words that one typed word may mean: the closest of them.
pub const MEANT_MAX: usize = 500;
/// The most persons that are ranked.
pub const RANKED_MAX: usize = 400;

/// The words of names that one typed word means, and how close each is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meant(BTreeMap<String, Closeness>);

impl Meant {
    /// What the word means, of the words that stand in its places, each with the sounds by which it
    /// was found.
    pub fn of(asked: &QueryWord, near: &BTreeMap<String, Vec<String>>) -> Self {
        let mut meant: Vec<(Closeness, &str)> = near
            .iter()
            .filter_map(|(word, sounds)| Some((self::close(asked, word, sounds)?, word.as_str())))
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

    /// The words that are at least so close.
    pub fn at_least(&self, least: Closeness) -> Vec<&str> {
        let close = self.0.iter().filter(|(_, close)| **close >= least);
        close.map(|(word, _)| word.as_str()).collect()
    }
}

fn close(asked: &QueryWord, word: &str, sounds: &[String]) -> Option<Closeness> {
    let known = NameWord {
        word: word.to_owned(),
        sounds: sounds.to_vec(),
    };
    // Of a given name everything counts that counts of other parts.
    closeness(asked, NamePart::Given, &known)
}

/// Persons who are taken together: for each typed word, the words of which they have one.
pub type Level<'a> = Vec<Vec<&'a str>>;

/// In which order persons are taken; nobody when one of the words means nothing.
pub fn levels(meant: &[Meant]) -> Vec<Level<'_>> {
    let mut levels: Vec<Level<'_>> = Vec::new();
    for least in [
        Closeness::Exact,
        Closeness::Beginning,
        Closeness::Alike,
        Closeness::SlipAlike,
    ] {
        let level: Level<'_> = meant.iter().map(|word| word.at_least(least)).collect();
        let found = !level.is_empty() && level.iter().all(|words| !words.is_empty());
        if found && levels.last() != Some(&level) {
            levels.push(level);
        }
    }
    levels
}
