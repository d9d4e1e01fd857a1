use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;

use super::{
    Asked, Birth, PhoneDigits, QUERY_NUMBERS_MAX, QUERY_WORDS_MAX, Query, QueryNumber, QueryWord,
    birth::{date_in_digits, part_of_date, whole_date},
    document_key,
};
use crate::{
    cases::{CaseNumber, QUERY_CHARS_MAX},
    search::{
        lookalikes::latin_of,
        mend::mended,
        names::{forms, without_titles, written_words},
    },
};

/// Words that some write and others leave out, in [`canonical`](crate::search::canonical) letters.
const PARTICLES: [&str; 19] = [
    "al", "ben", "bin", "da", "de", "den", "der", "di", "du", "el", "ibn", "kizi", "la", "le",
    "ohli", "oglu", "ten", "van", "von",
];
/// The most letters before the digits of a document, `І-БК`, and behind them, `AB`.
const SERIES: (usize, usize) = (4, 2);
/// How many digits stand beside the letters of a document.
const DOCUMENT_DIGITS: core::ops::RangeInclusive<usize> = 5..=9;
/// The fewest digits that are a document's number without letters.
const DIGITS_MIN: usize = 5;

/// A piece of what was typed, without spaces in it.
struct Piece {
    text: String,
    letters: usize,
    digits: usize,
    /// Letters that may belong to the number beside them.
    series: bool,
}

impl Piece {
    fn of(text: &str) -> Option<Self> {
        let text: String = if text.chars().any(char::is_numeric) {
            text.trim_start_matches(['№', '#']).nfkc().collect()
        } else {
            text.to_owned()
        };
        let piece = Self {
            letters: text.chars().filter(|sign| sign.is_alphabetic()).count(),
            digits: digits_of(&text).len(),
            series: false,
            text,
        };
        (piece.letters + piece.digits > 0).then_some(piece)
    }

    const fn is_number(&self) -> bool {
        self.digits > 0 && self.letters == 0
    }

    const fn is_word(&self) -> bool {
        self.digits == 0
    }
}

pub(super) fn parse(typed: &str) -> Query {
    let typed: String = typed.chars().take(QUERY_CHARS_MAX).collect();
    let mut pieces: Vec<Piece> = typed
        .split(|sign: char| sign.is_whitespace() || matches!(sign, ',' | ';'))
        .filter_map(Piece::of)
        .collect();
    let mut numbers = take_case_numbers(&mut pieces);
    numbers.extend(take_numbers(&mut pieces));
    numbers.truncate(QUERY_NUMBERS_MAX);
    Query {
        words: words(&pieces, numbers.is_empty()),
        numbers,
        loose: false,
    }
}

/// Cases whose number has a letter; one in digits only can be a telephone as well.
fn take_case_numbers(pieces: &mut Vec<Piece>) -> Vec<QueryNumber> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < pieces.len() {
        let number = (1..=3).find_map(|length| {
            let window = pieces.get(at..at + length)?;
            let letters = window.iter().any(|piece| piece.letters > 0);
            let number = letters.then(|| case_number(&joined(window)))?;
            number.map(|number| (length, number))
        });
        if let Some((length, number)) = number {
            pieces.drain(at..at + length);
            found.push(QueryNumber {
                case_number: Some(number),
                ..QueryNumber::default()
            });
        } else {
            at += 1;
        }
    }
    found
}

fn case_number(text: &str) -> Option<CaseNumber> {
    let latin = text
        .chars()
        .flat_map(char::to_uppercase)
        .map(|sign| latin_of(sign).unwrap_or(sign));
    CaseNumber::parse(&latin.collect::<String>())
}

/// The numbers, which leave words behind.
fn take_numbers(pieces: &mut Vec<Piece>) -> Vec<QueryNumber> {
    let mut numbers = Vec::new();
    let mut at = 0;
    while at < pieces.len() {
        let run = pieces[at..]
            .iter()
            .take_while(|piece| piece.is_number())
            .count();
        if run > 0 {
            numbers.extend(numbers_of_run(pieces, at, run));
            at += run;
            continue;
        }
        let piece = &pieces[at];
        if let Some(key) = document_key(&piece.text).filter(|_| piece.digits >= DIGITS_MIN - 1) {
            numbers.push(QueryNumber {
                documents: vec![key],
                ..QueryNumber::default()
            });
        }
        at += 1;
    }
    pieces.retain(|piece| piece.is_word() || piece.digits < DIGITS_MIN - 1 && !piece.is_number());
    numbers
}

/// What the pieces of digits from a place on mean, together with letters beside them.
fn numbers_of_run(pieces: &mut [Piece], at: usize, length: usize) -> Vec<QueryNumber> {
    let run: Vec<&str> = pieces[at..at + length]
        .iter()
        .map(|piece| piece.text.as_str())
        .collect();
    let mut numbers = numbers_of(&run);
    let digits = digits_of(&run.concat());
    let [number] = numbers.as_mut_slice() else {
        return numbers;
    };
    if number.births.iter().any(Birth::is_whole) && number.phone.is_none()
        || !DOCUMENT_DIGITS.contains(&digits.len())
    {
        return numbers;
    }
    let beside = |piece: &Piece, most| piece.is_word() && (1..=most).contains(&piece.letters);
    let before = at
        .checked_sub(1)
        .filter(|before| beside(&pieces[*before], SERIES.0));
    let after = Some(at + length).filter(|after| {
        pieces
            .get(*after)
            .is_some_and(|piece| beside(piece, SERIES.1))
    });
    if let Some(before) = before {
        pieces[before].series = true;
        number
            .documents
            .extend(document_key(&format!("{}{digits}", pieces[before].text)));
    }
    if let Some(after) = after {
        pieces[after].series = true;
        number
            .documents
            .extend(document_key(&format!("{digits}{}", pieces[after].text)));
    }
    numbers
}

/// What pieces of digits mean: dates and years are parted from what stands beside them.
fn numbers_of(run: &[&str]) -> Vec<QueryNumber> {
    if run.is_empty() {
        return Vec::new();
    }
    if let Some((at, length)) = date_within(run).or_else(|| piece_alone(run)) {
        let mut numbers = numbers_of(&run[..at]);
        numbers.extend(number_of(&run[at..at + length].join(" ")));
        numbers.extend(numbers_of(&run[at + length..]));
        return numbers;
    }
    number_of(&run.join(" ")).into_iter().collect()
}

/// Where a whole date stands among others: `27.04.1989`, or `27 04 1989`.
fn date_within(run: &[&str]) -> Option<(usize, usize)> {
    let places = (0..run.len()).flat_map(|at| [(at, 1), (at, 3)]);
    places
        .filter(|(_, length)| *length < run.len())
        .find(|(at, length)| {
            let window = run.get(*at..at + length);
            window.is_some_and(|window| whole_date(&window.join(" ")).is_some())
        })
}

/// A year beside a telephone, or one of several telephones.
fn piece_alone(run: &[&str]) -> Option<(usize, usize)> {
    let digits = digits_of(&run.concat()).len();
    let alone = |text: &&str| {
        let own = digits_of(text).len();
        let year = text.len() == 4 && part_of_date(text).is_some();
        year && digits - own >= 9 || own >= DIGITS_MIN && digits > 15
    };
    let at = run.iter().position(alone)?;
    (run.len() > 1).then_some((at, 1))
}

/// Everything that one number can mean; `None` when it means nothing.
fn number_of(text: &str) -> Option<QueryNumber> {
    if let Some(birth) = whole_date(text) {
        return Some(QueryNumber {
            births: vec![birth],
            ..QueryNumber::default()
        });
    }
    let digits = digits_of(text);
    let birth = date_in_digits(&digits).or_else(|| part_of_date(text));
    let births: Vec<Birth> = birth.into_iter().collect();
    let document = (digits.len() >= DIGITS_MIN && births.iter().all(Birth::is_whole))
        .then(|| document_key(&digits))
        .flatten();
    let number = QueryNumber {
        case_number: case_number(text),
        phone: PhoneDigits::parse(text),
        documents: document.into_iter().collect(),
        births,
    };
    (number != QueryNumber::default()).then_some(number)
}

/// The words, of which at least one leads to persons when there is no number that does.
fn words(pieces: &[Piece], alone: bool) -> Vec<QueryWord> {
    let written = pieces.iter().flat_map(|piece| {
        let words = written_words(&piece.text).into_iter();
        words.map(|word| (word, piece.series))
    });
    let mut words: Vec<QueryWord> = Vec::new();
    for (written, series) in without_titles(written.collect(), |(word, _)| word.title) {
        let forms = forms(written.text);
        let new = forms
            .first()
            .is_some_and(|form| words.iter().all(|word| word.forms[0].word != form.word));
        if new && words.len() < QUERY_WORDS_MAX {
            let asked = asked(written.text, &forms[0].word, series);
            let mended = if asked == Asked::Word {
                mended(written.text)
            } else {
                Vec::new()
            };
            words.push(QueryWord {
                forms,
                asked,
                mended,
                mended_far: BTreeSet::new(),
                typed: written.text.nfc().collect(),
            });
        }
    }
    if alone && words.iter().all(|word| word.asked != Asked::Word) {
        for word in &mut words {
            word.asked = Asked::Word;
        }
    }
    words
}

fn asked(written: &str, key: &str, series: bool) -> Asked {
    let letters = written.nfc().filter(|sign| sign.is_alphanumeric()).count();
    if series || PARTICLES.contains(&key) {
        Asked::Wish
    } else if letters == 1 {
        Asked::Initial
    } else {
        Asked::Word
    }
}

fn joined(pieces: &[Piece]) -> String {
    let texts: Vec<&str> = pieces.iter().map(|piece| piece.text.as_str()).collect();
    texts.join(" ")
}

fn digits_of(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}
