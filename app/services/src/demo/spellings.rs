//! The Latin letters that Ukrainian names got before 2010, and get abroad.

use super::names_ukrainian::RUSSIAN_SPELLINGS;
use domain::search::romanise_ukrainian;

/// How a Ukrainian name is written in Latin letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spelling {
    /// As in passports since 2010.
    Official,
    /// As in passports until the middle of the 2000s: `Chevtchenko`.
    French,
    /// As in passports made after papers in Russian: `Elena`, `Sergey`.
    Russian,
    /// As a Hungarian writes what is heard: `Sevcsenko`.
    Hungarian,
    /// As a German writes what is heard: `Schewtschenko`.
    German,
}

/// A given name in the spelling. Older passports have the Russian form of some.
pub(crate) fn given_name(name: &str, spelling: Spelling) -> String {
    let russian = RUSSIAN_SPELLINGS.iter().find(|(known, _)| *known == name);
    match (spelling, russian) {
        (Spelling::Russian, Some((_, latin))) => (*latin).to_owned(),
        _ => family_name(name, spelling),
    }
}

/// A family name in the spelling.
pub(crate) fn family_name(name: &str, spelling: Spelling) -> String {
    if spelling == Spelling::Official {
        return romanise_ukrainian(name);
    }
    name.split('-')
        .map(|part| capitalised(&letter_by_letter(part, spelling)))
        .collect::<Vec<_>>()
        .join("-")
}

fn letter_by_letter(word: &str, spelling: Spelling) -> String {
    let lower = word.to_lowercase();
    let letters = lower.chars().filter(|letter| letter.is_alphabetic());
    let spelled: String = letters
        .map(|letter| special(letter, spelling).unwrap_or_else(|| usual(letter)))
        .collect();
    match spelling {
        Spelling::French => spelled.replace("iia", "ia"),
        _ => spelled,
    }
}

/// What a spelling writes otherwise than most.
fn special(letter: char, spelling: Spelling) -> Option<&'static str> {
    match spelling {
        Spelling::Official => None,
        Spelling::French => french(letter),
        Spelling::Russian => russian(letter),
        Spelling::Hungarian => hungarian(letter),
        Spelling::German => german(letter),
    }
}

fn french(letter: char) -> Option<&'static str> {
    Some(match letter {
        'є' => "ie",
        'ж' => "j",
        'й' | 'ї' => "i",
        'у' => "ou",
        'ч' => "tch",
        'ш' => "ch",
        'щ' => "chtch",
        'ю' => "iou",
        'я' => "ia",
        _ => return None,
    })
}

fn russian(letter: char) -> Option<&'static str> {
    Some(match letter {
        'и' => "i",
        'є' => "e",
        _ => return None,
    })
}

fn hungarian(letter: char) -> Option<&'static str> {
    Some(match letter {
        'г' | 'х' => "h",
        'є' => "je",
        'ж' => "zs",
        'и' => "i",
        'й' => "j",
        'ї' => "ji",
        'с' => "sz",
        'ц' => "c",
        'ч' => "cs",
        'ш' => "s",
        'щ' => "scs",
        'ю' => "ju",
        'я' => "ja",
        _ => return None,
    })
}

fn german(letter: char) -> Option<&'static str> {
    Some(match letter {
        'в' => "w",
        'г' => "h",
        'є' => "je",
        'ж' | 'ш' => "sch",
        'з' => "s",
        'й' => "j",
        'ї' => "ji",
        'х' => "ch",
        'ц' => "z",
        'ч' => "tsch",
        'щ' => "schtsch",
        'ю' => "ju",
        'я' => "ja",
        _ => return None,
    })
}

/// What most of the spellings share.
fn usual(letter: char) -> &'static str {
    match letter {
        'а' => "a",
        'б' => "b",
        'в' => "v",
        'г' | 'ґ' => "g",
        'д' => "d",
        'е' => "e",
        'є' => "ye",
        'ж' => "zh",
        'з' => "z",
        'и' | 'й' => "y",
        'і' => "i",
        'ї' => "yi",
        'к' => "k",
        'л' => "l",
        'м' => "m",
        'н' => "n",
        'о' => "o",
        'п' => "p",
        'р' => "r",
        'с' => "s",
        'т' => "t",
        'у' => "u",
        'ф' => "f",
        'х' => "kh",
        'ц' => "ts",
        'ч' => "ch",
        'ш' => "sh",
        'щ' => "shch",
        'ю' => "yu",
        'я' => "ya",
        _ => "",
    }
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::{Spelling, family_name, given_name};

    #[test]
    fn one_name_in_every_spelling() {
        let spellings = [
            (Spelling::Official, "Shevchenko"),
            (Spelling::French, "Chevtchenko"),
            (Spelling::Russian, "Shevchenko"),
            (Spelling::Hungarian, "Sevcsenko"),
            (Spelling::German, "Schewtschenko"),
        ];
        for (spelling, latin) in spellings {
            assert_eq!(family_name("Шевченко", spelling), latin);
        }
    }

    #[test]
    fn older_passports_have_russian_given_names() {
        assert_eq!(given_name("Олена", Spelling::Russian), "Elena");
        assert_eq!(given_name("Олена", Spelling::French), "Olena");
        assert_eq!(given_name("Юлія", Spelling::French), "Ioulia");
        assert_eq!(given_name("Олена", Spelling::Official), "Olena");
    }

    #[test]
    fn both_halves_of_a_double_name_are_capitalised() {
        assert_eq!(family_name("Щерба-Жук", Spelling::French), "Chtcherba-Jouk");
        assert_eq!(family_name("Лук’янчук", Spelling::Russian), "Lukyanchuk");
    }
}
