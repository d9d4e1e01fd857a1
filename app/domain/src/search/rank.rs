use super::{
    Asked, Birth, NameWord, Query, QueryNumber, QueryWord,
    candidates::{SOUND_WITH_SLIP_MIN, may_begin},
    edit::{likelihood, short_slip_apart, within_edits},
    is_variant, one_slip_apart, within_one_edit, words_of_name,
};
use crate::cases::CaseNumber;

/// What a search knows of a person. Leave out what whoever searches may not see: what is not here
/// neither finds nor ranks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// The words of the names, and of which name each is.
    pub words: Vec<(NamePart, NameWord)>,
    /// The birth date, as far as it is known.
    pub birth: Option<Birth>,
    /// Telephones, as they are stored.
    pub phones: Vec<String>,
    /// Documents, as [`document_key`](super::document_key) has them.
    pub documents: Vec<String>,
    /// The numbers of the person's cases.
    pub case_numbers: Vec<CaseNumber>,
}

impl Known {
    /// Adds the words of a name.
    pub fn add_name(&mut self, part: NamePart, name: &str) {
        let words = words_of_name(name).into_iter();
        self.words.extend(words.map(|word| (part, word)));
    }
}

/// Which part of a name a word is, the least telling first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NamePart {
    /// A birth name, another spelling, a mother's name.
    Other,
    /// A patronymic.
    Patronymic,
    /// A given name, in either script.
    Given,
    /// A family name, in either script.
    Family,
}

/// How close a word that was typed is to a word of a name, the least close first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Closeness {
    /// Further off; counts for a single word of several, and only when nobody was found without, or
    /// nobody who is sure.
    Far,
    /// One slip apart, in a word of so few letters that many others are as well; counts for a single
    /// word of several, and only when the others have no slip.
    ShortSlip,
    /// It sounds alike when a slip is mended that spoils more than one sound (`Kravtchoku`, which
    /// is no French any more), or when accents are put back that got lost (`Zerebcyk`).
    Mended,
    /// It sounds like a word that is one slip of the finger apart: `Schewtchenko`, where an `s` of
    /// the German `Schewtschenko` is missing.
    SlipAlike,
    /// It sounds like its beginning: `Schewtsch` for `Шевченко`.
    BeginningAlike,
    /// One slip of the finger apart.
    Slip,
    /// It is a given name's form in another language: `Олена` and `Елена`.
    OtherForm,
    /// It sounds alike, or is another form of the name: `Kovácsné` and `Kovács`.
    Alike,
    /// It is its beginning.
    Beginning,
    /// It is the word, in either script.
    Exact,
}

/// How well a person fits a query; the better score is the greater one.
///
/// What counts, each only where everything before it is equal:
///
/// 1. **Numbers that belong to one person**: how many of the numbers are their case, telephone or
///    document. `Шевченко FA123456` finds the bearer of the document before any Шевченко.
/// 2. **The birth date**: the very day before a day that can be it. `Шевченко 1989` shows those
///    born in 1989 first, and the others as well, because dates get mistyped.
/// 3. **The words without a slip**: how many they are. One word that is far off is likelier than two
///    that are wrong in little.
/// 4. **The farthest word**: how close the least close of the words is ([`Closeness`]). For
///    `Олена Шевч`, `Шевченко Олена` (the beginning of a word) comes before `Шевчук Елена` (an
///    equivalent) and that before `Шевченко Олеа` (a slip).
/// 5. **All words**: how close they are together. For `Коваль Ів`, `Коваль Іван` comes before
///    `Коваленко Іван`.
/// 6. **The slip**: what fingers do more often before what they seldom do. For `Шевчнеко`, where two
///    neighbours changed places, and `Шевчеко`, where a letter is missing, comes before another
///    letter in the same place.
/// 7. **The part of the name**: a family name before a given name before a patronymic before other
///    names. For `Роман`, `Роман Ольга` comes before `Бойко Роман`, and that before `Бойко Романівна`.
///
/// Scores that are equal say that the query does not tell these persons apart; show them in the
/// order of their names and then of their ids, so that the order is always the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Score {
    numbers: usize,
    birth: BirthFit,
    sure: usize,
    farthest: Option<Closeness>,
    closeness: usize,
    likelihood: usize,
    parts: usize,
}

impl Score {
    /// Whether more than one word of the query is not sure, and no number says who is meant: then
    /// [`Query::loosened`] may find somebody who is likelier.
    pub fn is_doubtful(&self, query: &Query) -> bool {
        self.numbers == 0 && self.sure + 1 < query.needed().count()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum BirthFit {
    No,
    CanBe,
    Same,
}

/// How well a person fits, or `None` when they do not.
///
/// A person fits
///
/// - whose case, telephone or document was typed, whatever else was typed; or
/// - in whose names every word is found that was typed, in whichever order: equal, beginning
///   with it (from two letters on), sounding alike, beginning with what sounds alike (from four
///   sounds on), or one slip apart, in letters (from four on) or in sounds (from five on); an
///   initial must begin a word. A number or a date that is not theirs moves them down and does not
///   hide them; or
/// - when no word of a name was typed, whose birth date can be the one that was.
pub fn rank(query: &Query, known: &Known) -> Option<Score> {
    let numbers = query.numbers.iter();
    let numbers = numbers.filter(|number| is_theirs(number, known)).count();
    let birth = query.numbers.iter().map(|number| birth_fit(number, known));
    let birth = birth.max().unwrap_or(BirthFit::No);
    let names = names(query, known);
    let asked_names = query.words.iter().any(|word| word.asked != Asked::Wish);
    let fits = numbers > 0
        || if asked_names {
            names.is_some()
        } else {
            birth > BirthFit::No
        };
    let names = names.unwrap_or_default();
    fits.then_some(Score {
        numbers,
        birth,
        sure: names.sure,
        farthest: names.farthest,
        closeness: names.closeness,
        likelihood: names.likelihood,
        parts: names.parts,
    })
}

/// How close a word of a query is to a word of a name, if it is at all.
pub fn closeness(asked: &QueryWord, part: NamePart, known: &NameWord) -> Option<Closeness> {
    closeness_of(asked, part, &known.word, &known.sounds)
}

/// The same for a word and its sounds.
pub(super) fn closeness_of(
    asked: &QueryWord,
    part: NamePart,
    known: &str,
    sounds: &[String],
) -> Option<Closeness> {
    let [typed, others @ ..] = asked.forms.as_slice() else {
        return None;
    };
    if typed.word == known {
        return Some(Closeness::Exact);
    }
    let initial = asked.asked == Asked::Initial;
    let begins = |form: &NameWord| {
        known.starts_with(&form.word) && (initial || form.word.chars().nth(1).is_some())
    };
    if begins(typed) {
        // A patronymic begins with a father's name, which is not what its bearer is called: `Сергій`
        // in `Сергіївна` leaves three letters, `vna`.
        let father = part == NamePart::Patronymic && known.len() > typed.word.len() + 2;
        return Some(if father && !initial {
            Closeness::BeginningAlike
        } else {
            Closeness::Beginning
        });
    }
    if initial {
        return None;
    }
    let married = others.iter().any(|form| form.word == known || begins(form));
    let same = || {
        asked
            .sounds()
            .filter(|sound| sounds.iter().any(|own| own == sound))
    };
    if married || same().any(|sound| !is_variant(sound)) {
        return Some(Closeness::Alike);
    }
    if part != NamePart::Family && same().next().is_some() {
        return Some(Closeness::OtherForm);
    }
    if asked.keys().any(|key| one_slip_apart(key, known)) {
        return Some(Closeness::Slip);
    }
    if any_sounds(asked, sounds, |typed, sound| {
        may_begin(typed) && sound.starts_with(typed)
    }) {
        return Some(Closeness::BeginningAlike);
    }
    if any_sounds(asked, sounds, sounds_one_slip_apart) {
        return Some(Closeness::SlipAlike);
    }
    let mended = sounds.iter().any(|sound| asked.mended.contains(sound));
    mended.then_some(Closeness::Mended)
}

/// Whether a short word is one slip apart.
pub(super) fn is_short_slip(asked: &QueryWord, known: &str, sounds: &[String]) -> bool {
    asked.asked != Asked::Initial
        && (asked.keys().any(|key| short_slip_apart(key, known))
            || asked
                .short_sounds()
                .any(|typed| sounds.iter().any(|sound| within_one_edit(typed, sound))))
}

/// Whether a sound of each fit together; signs of given names are no sounds.
fn any_sounds(asked: &QueryWord, known: &[String], fit: impl Fn(&str, &str) -> bool) -> bool {
    let plain = known.iter().filter(|sound| !is_variant(sound));
    plain.into_iter().any(|sound| {
        let mut typed = asked.sounds().filter(|sound| !is_variant(sound));
        typed.any(|typed| fit(typed, sound))
    })
}

fn sounds_one_slip_apart(typed: &str, known: &str) -> bool {
    typed.len() >= SOUND_WITH_SLIP_MIN
        && typed.len().abs_diff(known.len()) <= 4
        && within_one_edit(typed, known)
}

/// Whether a word may still be meant, though it is not close: two slips in six letters or sounds,
/// one in fewer, or one that is unlikely and spoils several.
pub(super) fn is_far(asked: &QueryWord, known: &str, sounds: &[String]) -> bool {
    sounds.iter().any(|sound| asked.mended_far.contains(sound))
        || asked.keys().any(|key| within_edits(key, known, far(key)))
        || any_sounds(asked, sounds, |typed, sound| {
            within_edits(typed, sound, far(typed))
        })
}

fn far(text: &str) -> usize {
    match text.chars().count() {
        0 | 1 => 0,
        2..=5 => 1,
        _ => 2,
    }
}

#[derive(Default)]
struct NamesFit {
    sure: usize,
    farthest: Option<Closeness>,
    closeness: usize,
    likelihood: usize,
    parts: usize,
}

/// How well the names fit; `None` when a word is missing.
fn names(query: &Query, known: &Known) -> Option<NamesFit> {
    let mut fit = NamesFit::default();
    let several = query.needed().nth(1).is_some();
    let mut far = false;
    let mut needed = 0;
    for asked in &query.words {
        let fits = |close: &dyn Fn(NamePart, &NameWord) -> Option<Closeness>| {
            let words = known.words.iter();
            let fits = words.filter_map(|(part, word)| {
                let close = close(*part, word)?;
                Some((close, likely(asked, close, word), *part))
            });
            fits.max()
        };
        let mut found = fits(&|part, word| closeness(asked, part, word));
        if found.is_none() && (several || asked.asked == Asked::Wish) {
            found = fits(&|_, word| {
                is_short_slip(asked, &word.word, &word.sounds).then_some(Closeness::ShortSlip)
            });
        }
        if found.is_none() && query.loose && !far && asked.asked == Asked::Word {
            found =
                fits(&|_, word| is_far(asked, &word.word, &word.sounds).then_some(Closeness::Far));
            far = true;
        }
        let Some((closeness, likely, part)) = found else {
            if asked.asked == Asked::Wish {
                continue;
            }
            return None;
        };
        if asked.asked != Asked::Wish {
            let farthest = fit
                .farthest
                .map_or(closeness, |farthest| farthest.min(closeness));
            fit.farthest = Some(farthest);
            fit.sure += usize::from(closeness >= Closeness::OtherForm);
            needed += 1;
        }
        fit.closeness += 1 + closeness as usize;
        fit.likelihood += likely;
        fit.parts += part as usize;
    }
    let short = fit.farthest == Some(Closeness::ShortSlip);
    (!short || query.loose || fit.sure + 1 >= needed).then_some(fit)
}

/// How likely the slip is between a word that was typed and one that is known; the same for all
/// that have none.
fn likely(asked: &QueryWord, close: Closeness, known: &NameWord) -> usize {
    let best = match close {
        Closeness::Slip | Closeness::ShortSlip => {
            asked.keys().map(|key| likelihood(key, &known.word)).max()
        }
        Closeness::SlipAlike => {
            let pairs = asked.sounds().flat_map(|typed| {
                let one_slip = |sound: &&String| sounds_one_slip_apart(typed, sound);
                let known = known.sounds.iter().filter(one_slip);
                known.map(move |sound| likelihood(typed, sound))
            });
            pairs.max()
        }
        Closeness::Mended => {
            let mended = asked.mended.iter().rev().enumerate();
            let found = mended.filter(|(_, sound)| known.sounds.contains(sound));
            found.map(|(likely, _)| likely).max()
        }
        // Only the last letter is missing.
        Closeness::Beginning => asked
            .keys()
            .map(|key| usize::from(known.word.len() == key.len() + 1))
            .max(),
        _ => None,
    };
    best.unwrap_or(0)
}

/// Whether a number is one that only this person bears.
fn is_theirs(number: &QueryNumber, known: &Known) -> bool {
    let case = number.case_number.as_ref();
    let phone = number.phone.as_ref();
    case.is_some_and(|case| known.case_numbers.contains(case))
        || phone.is_some_and(|phone| known.phones.iter().any(|stored| phone.fits(stored)))
        || number
            .documents
            .iter()
            .any(|key| known.documents.contains(key))
}

fn birth_fit(number: &QueryNumber, known: &Known) -> BirthFit {
    let Some(birth) = known.birth else {
        return BirthFit::No;
    };
    let fits = number.births.iter().map(|asked| {
        if !asked.may_be(&birth) {
            BirthFit::No
        } else if asked.is_whole() && birth.is_whole() {
            BirthFit::Same
        } else {
            BirthFit::CanBe
        }
    });
    fits.max().unwrap_or(BirthFit::No)
}

#[cfg(test)]
mod tests;
