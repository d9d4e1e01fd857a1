//! Ukrainian names in Latin letters, as Ukrainian passports spell them.
//!
//! The table is that of resolution No. 55 of the Cabinet of Ministers of Ukraine,
//! 27 January 2010, "On the normalisation of the transliteration of the Ukrainian
//! alphabet by means of the Latin alphabet"
//! (<https://zakon.rada.gov.ua/laws/show/55-2010-п>):
//!
//! - `є`, `ї`, `й`, `ю`, `я` are `ye`, `yi`, `y`, `yu`, `ya` at the beginning of a word
//!   and `ie`, `i`, `i`, `iu`, `ia` elsewhere;
//! - `зг` is `zgh`, so that it differs from `ж`, which is `zh`;
//! - the soft sign and the apostrophe are left out.

/// A breve that was typed as a character of its own, as in a decomposed `й`.
const BREVE: char = '\u{306}';
/// A diaeresis that was typed as a character of its own, as in a decomposed `ї`.
const DIAERESIS: char = '\u{308}';
/// The stress mark of dictionaries, which no name keeps.
const STRESS: char = '\u{301}';

/// The Latin spelling of a Ukrainian text.
///
/// Capitals are kept, in words that are all capitals for every letter (`ЩЕРБА` is
/// `SHCHERBA`, `Щерба` is `Shcherba`). Whatever is not a letter of the Ukrainian
/// alphabet stays as it is, letters that only Russian has among them.
pub fn romanise_ukrainian(text: &str) -> String {
    let letters = composed(text);
    let mut latin = String::with_capacity(text.len());
    let mut inside_word = false;
    for (index, &letter) in letters.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|place| letters.get(place));
        let after = letters.get(index + 1);
        if is_apostrophe(letter) && is_ukrainian(before) && is_ukrainian(after) {
            continue;
        }
        let lower = lower_case(letter);
        let after_z = before.is_some_and(|&other| lower_case(other) == 'з');
        match spelling(lower, inside_word, after_z) {
            Some(spelled) if !letter.is_uppercase() => latin.push_str(spelled),
            Some(spelled) if in_capitals(before, after) => {
                latin.push_str(&spelled.to_ascii_uppercase());
            }
            Some(spelled) => push_capitalised(&mut latin, spelled),
            None => latin.push(letter),
        }
        inside_word = letter.is_alphabetic();
    }
    latin
}

/// The row of the table for one lower-case letter, or nothing for any other character.
fn spelling(letter: char, inside_word: bool, after_z: bool) -> Option<&'static str> {
    let spelled = match letter {
        'а' => "a",
        'б' => "b",
        'в' => "v",
        'г' if after_z => "gh",
        'г' => "h",
        'ґ' => "g",
        'д' => "d",
        'е' => "e",
        'є' if inside_word => "ie",
        'є' => "ye",
        'ж' => "zh",
        'з' => "z",
        'ї' if !inside_word => "yi",
        'й' if !inside_word => "y",
        'и' => "y",
        'і' | 'ї' | 'й' => "i",
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
        'ь' => "",
        'ю' if inside_word => "iu",
        'ю' => "yu",
        'я' if inside_word => "ia",
        'я' => "ya",
        _ => return None,
    };
    Some(spelled)
}

/// The characters of a text, with `й` and `ї` in one piece and without stress marks.
fn composed(text: &str) -> Vec<char> {
    let mut letters: Vec<char> = Vec::with_capacity(text.len());
    for letter in text.chars() {
        let whole = match (letters.last(), letter) {
            (Some('и'), BREVE) => Some('й'),
            (Some('И'), BREVE) => Some('Й'),
            (Some('і'), DIAERESIS) => Some('ї'),
            (Some('І'), DIAERESIS) => Some('Ї'),
            (Some(vowel), STRESS) if is_ukrainian(Some(vowel)) => Some(*vowel),
            _ => None,
        };
        if whole.is_some() {
            letters.pop();
        }
        letters.push(whole.unwrap_or(letter));
    }
    letters
}

/// Whether a capital stands in a word of capitals: its neighbours tell.
fn in_capitals(before: Option<&char>, after: Option<&char>) -> bool {
    let neighbour = if is_letter(after) { after } else { before };
    neighbour.is_some_and(|letter| letter.is_uppercase())
}

fn push_capitalised(latin: &mut String, spelled: &str) {
    let mut letters = spelled.chars();
    latin.extend(letters.next().map(|first| first.to_ascii_uppercase()));
    latin.push_str(letters.as_str());
}

fn is_ukrainian(letter: Option<&char>) -> bool {
    letter.is_some_and(|&letter| spelling(lower_case(letter), false, false).is_some())
}

fn is_letter(letter: Option<&char>) -> bool {
    letter.is_some_and(|letter| letter.is_alphabetic())
}

/// The signs that people type for the apostrophe of `м’я`.
fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '’' | '‘' | 'ʼ' | '`' | '´' | '′' | 'ʹ')
}

fn lower_case(letter: char) -> char {
    letter.to_lowercase().next().unwrap_or(letter)
}

#[cfg(test)]
mod tests {
    use super::romanise_ukrainian;
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    #[test]
    fn examples_of_the_resolution() {
        let examples = [
            ("Алушта", "Alushta"),
            ("Борщагівка", "Borshchahivka"),
            ("Гадяч", "Hadiach"),
            ("Ґалаґан", "Galagan"),
            ("Єнакієве", "Yenakiieve"),
            ("Гаєвич", "Haievych"),
            ("Житомир", "Zhytomyr"),
            ("Згорани", "Zghorany"),
            ("Розгон", "Rozghon"),
            ("Згурський", "Zghurskyi"),
            ("Їжакевич", "Yizhakevych"),
            ("Кадиївка", "Kadyivka"),
            ("Мар’їне", "Marine"),
            ("Йосипівка", "Yosypivka"),
            ("Стрий", "Stryi"),
            ("Олексій", "Oleksii"),
            ("Харків", "Kharkiv"),
            ("Біла Церква", "Bila Tserkva"),
            ("Шевченко", "Shevchenko"),
            ("Щербухи", "Shcherbukhy"),
            ("Гоща", "Hoshcha"),
            ("Юрій", "Yurii"),
            ("Корюківка", "Koriukivka"),
            ("Яготин", "Yahotyn"),
            ("Костянтин", "Kostiantyn"),
            ("Знам’янка", "Znamianka"),
            ("Феодосія", "Feodosiia"),
        ];
        for (ukrainian, latin) in examples {
            assert_eq!(romanise_ukrainian(ukrainian), latin, "{ukrainian}");
        }
    }

    #[test]
    fn names_as_passports_have_them() {
        let names = [
            ("Юлія", "Yuliia"),
            ("Олена Зеленська", "Olena Zelenska"),
            ("Коваль-Ярошенко", "Koval-Yaroshenko"),
            ("Лук’яненко", "Lukianenko"),
            ("Григорʼєва", "Hryhorieva"),
            ("Софія Юріївна", "Sofiia Yuriivna"),
        ];
        for (ukrainian, latin) in names {
            assert_eq!(romanise_ukrainian(ukrainian), latin, "{ukrainian}");
        }
    }

    #[test]
    fn capitals_are_kept() {
        assert_eq!(romanise_ukrainian("ЩЕРБА ЮЛІЯ"), "SHCHERBA YULIIA");
        assert_eq!(romanise_ukrainian("ЗГУРСЬКИЙ"), "ZGHURSKYI");
        assert_eq!(romanise_ukrainian("ГУЩ"), "HUSHCH");
        assert_eq!(romanise_ukrainian("Ю. Щ."), "Yu. Shch.");
        assert_eq!(romanise_ukrainian("щука"), "shchuka");
    }

    #[test]
    fn apostrophes_inside_a_word_vanish_and_quotation_marks_stay() {
        for apostrophe in ["'", "’", "ʼ", "`"] {
            let word = format!("Знам{apostrophe}янка");
            assert_eq!(romanise_ukrainian(&word), "Znamianka");
        }
        assert_eq!(romanise_ukrainian("'Яна'"), "'Yana'");
    }

    #[test]
    fn decomposed_letters_and_stress_marks_make_no_difference() {
        assert_eq!(
            romanise_ukrainian("И\u{306}осип І\u{308}жак"),
            "Yosyp Yizhak"
        );
        assert_eq!(romanise_ukrainian("Оле\u{301}на"), "Olena");
    }

    #[test]
    fn other_letters_stay() {
        assert_eq!(
            romanise_ukrainian("Nagy Erzsébet, 1984"),
            "Nagy Erzsébet, 1984"
        );
        assert_eq!(romanise_ukrainian("O'Brien"), "O'Brien");
        assert_eq!(romanise_ukrainian("Быков"), "Bыkov");
        assert_eq!(romanise_ukrainian("Erzse\u{301}bet"), "Erzse\u{301}bet");
        assert_eq!(romanise_ukrainian(""), "");
    }

    proptest! {
        #[test]
        fn ukrainian_text_becomes_plain_latin(text in "[абвгґдеєжзиіїйклмнопрстуфхцчшщьюяА-ЩЮЯЄІЇҐ’ -]{0,40}") {
            let latin = romanise_ukrainian(&text);
            prop_assert!(latin.chars().all(|letter| letter.is_ascii() || letter == '’'));
        }

        #[test]
        fn latin_text_is_left_alone(text in "[a-zA-Z0-9 áéíóöőúüű.,'-]{0,40}") {
            prop_assert_eq!(romanise_ukrainian(&text), text);
        }
    }
}
