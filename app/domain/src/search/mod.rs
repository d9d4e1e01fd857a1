//! Names as a search compares them.
//!
//! Each word of a name has two kinds of keys:
//!
//! - **its word** ([`canonical`]), one for each, precise: the name in Latin letters without what
//!   people leave out or mix up. `Юлія`, `Yuliia` and `Júlia` are `iulia`. Equal words and
//!   beginnings are found by it.
//! - **its sounds** ([`sounds`]), one to five, mostly one: what the word can sound like, read in
//!   each spelling that it can have been written in. `Шевченко`, `Chevtchenko`, `Schewtschenko` and
//!   `Sevcsenko` share one. Forms of a given name in other languages (`Олена` and `Елена`) are
//!   different words, since both stand in papers and somebody may bear either; they share the sign
//!   of that name, which is kept like a sound and counts for given names and patronymics only.
//!
//! What is kept to be found: for each person the words of their names ([`words_of_name`]); for each
//! word, once, the word from its end ([`reversed`]) and its sounds; telephones by [`phone_key`] and
//! documents by [`document_key`].
//!
//! What a search does: read the box ([`Query::parse`]); for each of [`Query::needed`] collect the
//! words that are one of its keys, begin with one, have one of its sounds, or stand where its
//! [`Halves`] lead; take the persons who have a word for each; and let [`rank`] decide who of them
//! fits and in which order. What is collected may be too much, never too little: [`rank`] looks at
//! each person again. The order is explained at [`Score`].
//!
//! Sources: resolution No. 55 of the Cabinet of Ministers of Ukraine of 27 January 2010
//! ([`romanise_ukrainian`]); "A cirill betűs szláv nyelvek neveinek magyar helyesírása" (Akadémiai
//! Kiadó, 1985); for French and German spellings what passports and papers show. The idea of
//! reading a name in several spellings is Beider and Morse's ("Phonetic Matching: A Better
//! Soundex", 2010).

mod accents;
mod candidates;
mod canonical;
mod edit;
mod fold;
mod lookalikes;
mod mend;
mod names;
mod query;
mod rank;
mod romanise;
mod sound;

pub use candidates::{Level, MEANT_MAX, Meant, Places, RANKED_MAX, Range, is_widest, levels};
pub use canonical::canonical;
pub use edit::{Halves, LETTERS_WITH_SLIP_MIN, one_slip_apart, reversed, within_one_edit};
pub use fold::{fold, sort_name};
pub use names::{NameWord, words_of_name};
pub use query::{
    Asked, Birth, PHONE_KEY_DIGITS, PhoneDigits, QUERY_NUMBERS_MAX, QUERY_WORDS_MAX, Query,
    QueryNumber, QueryWord, document_key, phone_key,
};
pub use rank::{Closeness, Known, NamePart, Score, closeness, rank};
pub use romanise::romanise_ukrainian;
pub use sound::{is_variant, sounds};

#[cfg(test)]
mod tests;
