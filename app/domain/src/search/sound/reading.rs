//! How a spelling is read.
//!
//! What comes out is a line of sounds, one sign each: `h` for г, ґ and х, `s` for с and з, `x`
//! for ш and ж, `q` for ч, `c` for ц, `i` for и, і, ї and й, and the Latin letters that are left.

/// A way of writing names in Latin letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spelling {
    /// By the Ukrainian tables (resolution No. 55 of the Cabinet of Ministers of Ukraine, 27
    /// January 2010, and those of 1995, 2004 and 2007), after Russian, and as the English write.
    Official,
    /// As in the passports of the 1990s, which followed French: `Chevtchenko`, `Iouchtchenko`.
    French,
    /// `Schewtschenko`, `Juschtschenko`.
    German,
    /// Hungarian names, and others as "A cirill betűs szláv nyelvek neveinek magyar helyesírása"
    /// (Akadémiai Kiadó, 1985) writes them: `Sevcsenko`, `Juscsenko`.
    Hungarian,
    /// As in Polish, Slovak or Czech papers: `Szewczenko`, `Ševčenko`.
    Slavic,
}

impl Spelling {
    /// Every spelling.
    pub(super) const ALL: [Self; 5] = [
        Self::Official,
        Self::Hungarian,
        Self::French,
        Self::German,
        Self::Slavic,
    ];

    /// Whether a word in plain letters can have been written in this spelling.
    ///
    /// Each spelling has letters that another one never uses: only English and the official table
    /// write `sh`, only Hungarian `cs`; French never has a `u` without an `o`, nor German a `v`
    /// for the sound of в.
    pub(super) fn fits(self, text: &str) -> bool {
        let has = |parts: &[&str]| parts.iter().any(|part| text.contains(part));
        let english = has(&["sh", "zh", "kh", "shch"]);
        let hungarian = has(&["cs", "sz", "zs"]);
        match self {
            Self::Official => !hungarian && !has(&["tsch", "cz"]),
            Self::Hungarian => {
                let foreign = has(&["w", "q"]) || !hungarian && (english || has(&["ch", "ou"]));
                !foreign && !y_stands_alone(text) && !ts_stands_inside(text)
            }
            Self::French => {
                let foreign = has(&["sh", "zh", "sch", "w", "cz"]);
                !foreign && !hungarian && has(&["ch", "j", "ou"]) && only_french_u(text)
            }
            Self::German => {
                let foreign =
                    english || hungarian || has(&["v", "ts", "cz"]) && !text.contains("tsch");
                !foreign && has(&["sch", "ch", "z"])
            }
            Self::Slavic => (has(&["sz", "cz", "rz"]) || c_stands_alone(text)) && !has(&["zs"]),
        }
    }

    fn rules(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Official => OFFICIAL,
            Self::French => FRENCH,
            Self::German => GERMAN,
            Self::Hungarian => HUNGARIAN,
            Self::Slavic => SLAVIC,
        }
    }
}

/// `Цв`, `-иця`, `-ець` and `-цький`: others write them with more than a `c`.
fn c_stands_alone(text: &str) -> bool {
    let behind = |(at, part): (usize, &str)| &text[at + part.len()..];
    text.match_indices('c').map(behind).any(|rest| {
        rest.is_empty()
            || rest.starts_with(['b', 'd', 'j', 'm', 'n', 'p', 'v'])
            || rest == "ka"
            || ["ki", "ky"].iter().any(|ending| {
                let signs = rest.strip_prefix(ending);
                signs.is_some_and(|signs| matches!(signs, "" | "i" | "j" | "y"))
            })
    })
}

/// In Hungarian, `y` follows `g`, `l`, `n` or `t`, or ends an old family name: `Gulácsy`.
fn y_stands_alone(text: &str) -> bool {
    let inside = text.strip_suffix('y').unwrap_or(text);
    let mut before = ' ';
    inside.chars().any(|letter| {
        let alone = letter == 'y' && !matches!(before, 'g' | 'l' | 'n' | 't');
        before = letter;
        alone
    })
}

/// In Hungarian, `ts` is an old spelling of `cs` that is left at the end of family names.
fn ts_stands_inside(text: &str) -> bool {
    let inside = text.strip_suffix("ts").unwrap_or(text);
    inside.replace("tsz", "").contains("ts")
}

/// In French, `u` follows `o`, or makes a `g` before `e` or `i` hard.
fn only_french_u(text: &str) -> bool {
    let rest = text.replace("ou", "").replace("gue", "").replace("gui", "");
    !rest.contains('u')
}

/// Longer parts before shorter ones; what no rule has is read by [`USUAL`].
const OFFICIAL: &[(&str, &str)] = &[
    ("shch", "x"),
    ("zgh", "sh"),
    ("sch", "x"),
    ("sh", "x"),
    ("zh", "x"),
    ("ch", "q"),
    ("tz", "c"),
];

const FRENCH: &[(&str, &str)] = &[
    ("chtch", "x"),
    ("tch", "q"),
    ("ch", "x"),
    ("gue", "he"),
    ("gui", "hi"),
    ("ce", "se"),
    ("ci", "si"),
    ("ou", "u"),
    ("j", "x"),
];

const GERMAN: &[(&str, &str)] = &[
    ("schtsch", "x"),
    ("tsch", "q"),
    ("sch", "x"),
    ("ch", "h"),
    ("tz", "c"),
    ("z", "c"),
];

/// Ukrainian papers write `gy` as a soft д, `ly` as a soft л (`Nagy` is `Надь`, `Király` is
/// `Кіраль`), which shows before `a`, `o` and `u`.
const HUNGARIAN: &[(&str, &str)] = &[
    ("gya", "dia"),
    ("gyo", "dio"),
    ("gyu", "diu"),
    ("gy", "d"),
    ("lya", "lia"),
    ("lyo", "lio"),
    ("lyu", "liu"),
    ("ly", "l"),
    ("nya", "nia"),
    ("nyo", "nio"),
    ("nyu", "niu"),
    ("ny", "n"),
    ("tya", "tia"),
    ("tyo", "tio"),
    ("tyu", "tiu"),
    ("ty", "t"),
    ("tsz", "ts"),
    ("ts", "q"),
    ("tz", "c"),
    ("cs", "q"),
    ("cz", "c"),
    ("c", "c"),
    ("sz", "s"),
    ("zs", "x"),
    ("s", "x"),
];

const SLAVIC: &[(&str, &str)] = &[
    ("szcz", "x"),
    ("sz", "x"),
    ("cz", "q"),
    ("cs", "q"),
    ("rz", "x"),
    ("ch", "h"),
    ("c", "c"),
];

const USUAL: &[(&str, &str)] = &[
    ("kh", "h"),
    ("gh", "h"),
    ("ph", "f"),
    ("th", "t"),
    ("ts", "c"),
    ("ck", "k"),
    ("qu", "kv"),
    ("ce", "ce"),
    ("ci", "ci"),
    ("cy", "ci"),
    ("c", "k"),
    ("q", "k"),
    ("g", "h"),
    ("j", "i"),
    ("y", "i"),
    ("w", "v"),
    ("x", "ks"),
    ("z", "s"),
    ("č", "q"),
    ("š", "x"),
    ("ž", "x"),
];

/// The sounds of a text in plain letters, as this spelling is read.
pub(super) fn read(text: &str, spelling: Spelling) -> String {
    let rules = || spelling.rules().iter().chain(USUAL);
    let mut sounds = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let first = rest.as_bytes().first();
        let begins = |part: &str| part.as_bytes().first() == first && rest.starts_with(part);
        if let Some((part, sound)) = rules().find(|(part, _)| begins(part)) {
            sounds.push_str(sound);
            rest = &rest[part.len()..];
        } else {
            sounds.push(letter);
            rest = &rest[letter.len_utf8()..];
        }
    }
    sounds
}

#[cfg(test)]
mod tests {
    use super::Spelling::{self, French, German, Hungarian, Official, Slavic};

    fn spellings_of(text: &str) -> Vec<Spelling> {
        Spelling::ALL
            .into_iter()
            .filter(|spelling| spelling.fits(text))
            .collect()
    }

    #[test]
    fn letters_tell_who_wrote_them() {
        let examples: [(&str, &[Spelling]); 14] = [
            ("shevchenko", &[Official]),
            ("chevtchenko", &[Official, French]),
            ("schewtschenko", &[German]),
            ("sevcsenko", &[Hungarian]),
            ("szewczenko", &[Slavic]),
            ("sydorenko", &[Official]),
            ("chubenko", &[Official, German]),
            ("tchoubenko", &[Official, French, German]),
            ("petrenko", &[Official, Hungarian]),
            ("czasnyczecka", &[Hungarian, Slavic]),
            ("horobec", &[Official, Hungarian, Slavic]),
            ("cvjachov", &[Official, French, Slavic]),
            ("szylynka", &[Slavic]),
            ("synycja", &[Official, French, Slavic]),
        ];
        for (text, spellings) in examples {
            assert_eq!(spellings_of(text), spellings, "{text}");
        }
    }
}
