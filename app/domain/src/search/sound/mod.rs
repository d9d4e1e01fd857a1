//! What a name sounds like, however it was spelled.
//!
//! One name of Ukraine is spelled in as many ways as there were tables and countries: Шевченко is
//! `Shevchenko` since 2010, `Chevtchenko` in passports of the 1990s, `Schewtschenko` in German,
//! `Sevcsenko` in Hungarian and `Szewczenko` in Polish papers. No single key can hold them
//! together without holding half of all names together: `ch` is ч, ш or х, `s` is с or ш, `z` is
//! з or ц and `j` is й or ж, depending on who wrote. So a word has one sound for each spelling
//! that it can have been written in, mostly one or two, and two words sound alike when they share
//! one. A word in Cyrillic can be read in one way only.

mod collapse;
mod reading;
mod variants;

use std::collections::BTreeSet;

use unicode_normalization::char::{decompose_canonical, is_combining_mark};

use self::reading::{Spelling, read};
use super::{
    canonical::in_latin,
    lookalikes::{in_one_alphabet, is_cyrillic},
};

/// What stands before the key of a group of given names, which no sound begins with.
const VARIANT: char = '=';

/// The sounds of one word of a name, in the spelling of whoever wrote it; at least one, unless the
/// word has no letter.
///
/// The words of a person and the words of a query sound alike when they have a sound in common.
/// Give it the name as it was written: `Nagy` tells more than its key `nagi` does.
///
/// A sound holds together: г, ґ, х, `g`, `h`; с and з; ш, ж and щ; є and е; и, і, ї, й; doubled
/// letters; the endings `-ій` and `-ей`; patronymics in Ukrainian and in Russian (`Іванівна`,
/// `Ивановна`). It keeps all other letters, above all the vowels.
///
/// A given name that Ukrainian, Russian and Hungarian papers give different forms (`Олена`,
/// `Елена`, `Ilona`; `Степан`, `István`) has the sign of that name beside its sounds, see
/// [`is_variant`].
pub fn sounds(word: &str) -> Vec<String> {
    sounds_of(word, &in_latin(word))
}

/// The same for a word and what it is [`in_latin`].
pub(super) fn sounds_of(word: &str, latin: &str) -> Vec<String> {
    let mut sounds = plain_sounds_of(word, latin);
    let mut variants: Vec<String> = sounds
        .iter()
        .flat_map(|sound| variants::of_sound(sound))
        .map(|name| format!("{VARIANT}{name}"))
        .collect();
    variants.sort();
    variants.dedup();
    sounds.append(&mut variants);
    sounds
}

/// Whether this is the sign of a given name with several forms: it means something of a given
/// name or a patronymic, and nothing of a family name. `Sándor` is a family name, too.
pub fn is_variant(sound: &str) -> bool {
    sound.starts_with(VARIANT)
}

/// The sounds without the signs of given names.
pub(super) fn plain_sounds(word: &str) -> Vec<String> {
    plain_sounds_of(word, &in_latin(word))
}

/// The sound of a word as it is read in Slovak, Czech and Polish papers, whatever its letters tell.
pub(super) fn slavic_sound(word: &str) -> String {
    let letters = Letters::of_one(word, &in_latin(word));
    collapse::collapse(&read(&letters.text, Spelling::Slavic))
}

fn plain_sounds_of(word: &str, latin: &str) -> Vec<String> {
    let mut sounds = Vec::new();
    for letters in Letters::of(word, latin) {
        for spelling in letters.spellings() {
            for text in letters.texts(spelling) {
                let sound = collapse::collapse(&read(&text, spelling));
                if !sound.is_empty() && !sounds.contains(&sound) {
                    sounds.push(sound);
                }
            }
        }
    }
    sounds
}

/// The letters of a word, and what they tell about who wrote it.
struct Letters {
    /// In lower case, doubled ones once; of the accents those are left that can change the sound:
    /// `é`, `ó`, `ö`, `ü`, `č`, `š`, `ž`.
    text: String,
    /// Only Cyrillic letters were written.
    cyrillic: bool,
    /// A vowel has an accent of Hungarian, and no letter one of Slovak, Czech or Polish.
    hungarian: bool,
    /// A letter has an accent of Slovak, Czech, Croatian or Polish.
    slavic: bool,
}

impl Letters {
    /// The word; and where its soft sign before `о` may be heard or not, as in `Альона`, both.
    fn of(word: &str, latin: &str) -> Vec<Self> {
        let mut letters = vec![Self::of_one(word, latin)];
        if letters.iter().any(|one| one.cyrillic) {
            let soft = word.to_lowercase();
            if soft.contains("ьо") {
                let heard = soft.replace("ьо", "йо");
                letters.push(Self::of_one(&heard, &in_latin(&heard)));
            }
        }
        letters
    }

    fn of_one(word: &str, latin: &str) -> Self {
        let cyrillic = !word.is_ascii() && in_one_alphabet(word).chars().any(is_cyrillic);
        let accented = || latin.chars().filter(|letter| !letter.is_ascii());
        let has = |signs: &str| accented().any(|letter| signs.contains(letter));
        let slavic = has("čćçšśşșžżźřěďťňľĺŕýłńůąę");
        let mut text = String::with_capacity(latin.len());
        for letter in latin.chars() {
            push_plain(&mut text, letter);
        }
        Self {
            text: once(&text),
            cyrillic,
            hungarian: !slavic && has("áéíóúöőüű"),
            slavic,
        }
    }

    /// In which spellings the word can have been written, the likeliest first.
    fn spellings(&self) -> Vec<Spelling> {
        let certain = if self.cyrillic {
            Spelling::Official
        } else if self.slavic {
            Spelling::Slavic
        } else if self.hungarian {
            Spelling::Hungarian
        } else {
            let fits = |spelling: &Spelling| spelling.fits(&self.text);
            let spellings: Vec<Spelling> = Spelling::ALL.into_iter().filter(fits).collect();
            if !spellings.is_empty() {
                return spellings;
            }
            Spelling::Official
        };
        vec![certain]
    }

    /// The text as it is read in this spelling. Ukrainian papers write the Hungarian `ö` as `е`
    /// and `ü` as `ю` (`Török` is `Терек`), and in Transcarpathia some write `é` and `ó` as they
    /// are spoken there (`Végh` is `Вейг`, `Tóth` is `Товт`).
    fn texts(&self, spelling: Spelling) -> BTreeSet<String> {
        let bare = [("é", "e"), ("ó", "o"), ("ö", "o"), ("ü", "u")];
        let front = [("é", "e"), ("ó", "o"), ("ö", "e"), ("ü", "iu")];
        let spoken = [("é", "ei"), ("ó", "ov"), ("ö", "e"), ("ü", "iu")];
        let ways: &[[(&str, &str); 4]] = if spelling == Spelling::Hungarian {
            &[bare, front, spoken]
        } else {
            &[bare]
        };
        if self.text.is_ascii() {
            return BTreeSet::from([self.text.clone()]);
        }
        let written = |way: &[(&str, &str); 4]| {
            way.iter().fold(self.text.clone(), |text, (letter, heard)| {
                text.replace(letter, heard)
            })
        };
        ways.iter().map(written).collect()
    }
}

/// A letter without accents that do not change its sound.
fn push_plain(text: &mut String, letter: char) {
    match letter {
        'a'..='z' | 'é' | 'ó' => text.push(letter),
        'ö' | 'ő' => text.push('ö'),
        'ü' | 'ű' => text.push('ü'),
        'č' | 'ć' | 'ç' => text.push('č'),
        'š' | 'ś' | 'ş' | 'ș' => text.push('š'),
        'ž' | 'ż' | 'ź' => text.push('ž'),
        'ţ' | 'ț' => text.push_str("ts"),
        'ł' => text.push('l'),
        'đ' | 'ð' => text.push('d'),
        'ø' => text.push('o'),
        'æ' => text.push_str("ae"),
        'œ' => text.push_str("oe"),
        'ß' => text.push('s'),
        'ı' => text.push('i'),
        _ => decompose_canonical(letter, |sign| {
            if !is_combining_mark(sign) && sign.is_alphanumeric() {
                text.push(sign);
            }
        }),
    }
}

/// The letters with each run of the same one only once.
fn once(text: &str) -> String {
    let mut single = String::with_capacity(text.len());
    for letter in text.chars() {
        if !single.ends_with(letter) {
            single.push(letter);
        }
    }
    single
}

#[cfg(test)]
mod tests;
