//! What is typed into the one box of a search.

mod birth;
mod numbers;
mod parse;

pub use birth::Birth;
pub use numbers::{PHONE_KEY_DIGITS, PhoneDigits, document_key, phone_key};

use std::collections::BTreeSet;

use super::{
    Halves, NameWord, accents::with_lost_accents, edit::has_letters_for_slip, is_variant,
    mend::mended_far, names::add_form,
};
use crate::cases::CaseNumber;

/// The most words of a query.
pub const QUERY_WORDS_MAX: usize = 8;
/// The most numbers of a query, dates among them.
pub const QUERY_NUMBERS_MAX: usize = 4;

/// What somebody looks for: words of a name and numbers, in any order.
///
/// - Words are found as [`words_of_name`](super::words_of_name) finds them: `Kovácsné` also means
///   `Kovács`.
/// - `K7M-4PX-9` is a case, with or without hyphens and in small letters.
/// - `27.04.1989`, `1989-04` and `1989` are birth dates, whole or in part, as
///   [`parse_date`](crate::dates::parse_date) reads them.
/// - Seven digits or more can be a telephone in any notation ([`PhoneDigits`]), five or more the
///   number of a document; `FA123456`, `ФА 123456` and `123456AB` are documents
///   ([`document_key`]). Where a number can be several things it means all of them.
///
/// At most [`QUERY_WORDS_MAX`] words and [`QUERY_NUMBERS_MAX`] numbers of the first
/// [`QUERY_CHARS_MAX`](crate::cases::QUERY_CHARS_MAX) characters count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// The words of a name.
    pub words: Vec<QueryWord>,
    /// The numbers.
    pub numbers: Vec<QueryNumber>,
    /// Whether one of the words may be wrong by more than closeness allows, see
    /// [`loosened`](Self::loosened).
    pub loose: bool,
}

/// What a word asks of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Some word of the name must be it.
    Word,
    /// A single letter, with which some word of the name must begin.
    Initial,
    /// Who has it comes first, and who has not is found as well: a particle (`van`, `de`, `огли`),
    /// or letters that may belong to a document's number.
    Wish,
}

/// One word that was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryWord {
    /// The word, and behind it the husband's name in a `-né`.
    pub forms: Vec<NameWord>,
    /// What it asks.
    pub asked: Asked,
    /// What it sounds like when a slip in it is mended, where the slip spoils more than one sound, or
    /// when accents are put back that got lost.
    pub mended: Vec<String>,
    /// What it sounds like when a less likely one is mended; nothing unless the query is
    /// [loosened](Query::loosened).
    pub mended_far: BTreeSet<String>,
    /// As it was typed.
    pub typed: String,
}

/// One number that was typed, and everything it can mean.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QueryNumber {
    /// A case.
    pub case_number: Option<CaseNumber>,
    /// Birth dates.
    pub births: Vec<Birth>,
    /// A telephone.
    pub phone: Option<PhoneDigits>,
    /// Documents, as [`document_key`] has them.
    pub documents: Vec<String>,
}

impl Query {
    /// Reads what was typed.
    pub fn parse(typed: &str) -> Self {
        parse::parse(typed)
    }

    /// The same with one word that may be further off ([`Closeness::Far`](super::Closeness)), to be
    /// asked when nobody was found, or nobody who is sure ([`Score::is_doubtful`](super::Score)); `None`
    /// where the other words would tell nothing.
    pub fn loosened(&self) -> Option<Self> {
        (!self.loose && self.needed().nth(1).is_some()).then(|| Self {
            loose: true,
            words: self.words.iter().map(QueryWord::loosened).collect(),
            numbers: self.numbers.clone(),
        })
    }

    /// Whether nothing was asked.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty() && self.numbers.is_empty()
    }

    /// The words that lead to persons: each of them must be found in a name.
    pub fn needed(&self) -> impl Iterator<Item = &QueryWord> {
        self.words.iter().filter(|word| word.asked == Asked::Word)
    }
}

impl QueryWord {
    /// Its keys: a word of a name is it when it is equal to one of them, or begins with one that
    /// has at least two letters.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.forms.iter().map(|form| form.word.as_str())
    }

    /// Its sounds: a word of a name sounds alike when it has one of them.
    pub fn sounds(&self) -> impl Iterator<Item = &str> {
        let forms = self.forms.iter();
        forms.flat_map(|form| form.sounds.iter().map(String::as_str))
    }

    /// The sounds of a word that has too few letters for a slip.
    pub(super) fn short_sounds(&self) -> impl Iterator<Item = &str> {
        let short = |form: &&NameWord| {
            let several = form.word.chars().nth(1).is_some();
            several && !has_letters_for_slip(&form.word)
        };
        let sounds = self.forms.iter().filter(short);
        let sounds = sounds.flat_map(|form| form.sounds.iter().map(String::as_str));
        sounds.filter(|sound| sound.len() > 1 && !is_variant(sound))
    }

    /// The same, with accents that it may have lost and less likely slips mended; and also without
    /// `x`: names have none, and it stands beside `c`, `s` and `z`, which many sounds are written
    /// with.
    fn loosened(&self) -> Self {
        let with_x = self.keys().filter(|key| key.contains("ks"));
        let mut others: Vec<String> = with_x.map(|key| key.replace("ks", "")).collect();
        others.extend(with_lost_accents(&self.typed));
        let mut forms = self.forms.clone();
        for form in others.iter().filter_map(|word| NameWord::of(word)) {
            add_form(&mut forms, form);
        }
        Self {
            forms,
            mended_far: mended_far(&self.typed),
            ..self.clone()
        }
    }

    /// Where the words stand that may be one slip apart from it.
    pub fn halves(&self) -> impl Iterator<Item = Halves> {
        self.keys().filter_map(Halves::of)
    }
}

#[cfg(test)]
mod tests;
