//! Papers: which kind somebody has, and what its number looks like.

use super::profile::Profile;
use crate::demo::draw::{digits, pick, weighted};
use rand::Rng;

/// Series of Ukrainian biometric passports, the frequent ones more than once.
const BIOMETRIC_SERIES: &[&str] = &[
    "FC", "FC", "FE", "FF", "FH", "FJ", "FM", "FP", "FT", "FX", "GA", "GA", "GB", "GC", "GE", "GH",
];

/// Series of the Ukrainian passport booklet, in Cyrillic letters.
const BOOKLET_SERIES: &[&str] = &[
    "АА", "АК", "АМ", "ВА", "ВВ", "ВК", "ВМ", "ЕА", "ЕН", "КЕ", "КН", "КС", "МН", "МТ", "НЕ", "СН",
    "СР", "СЮ", "ТТ",
];

/// Series of Ukrainian birth certificates, in Cyrillic letters.
const BIRTH_SERIES: &[&str] = &[
    "І-БК",
    "І-ВЛ",
    "І-ЖС",
    "І-КВ",
    "І-НО",
    "І-СГ",
    "І-ФП",
    "І-ЯЛ",
    "ІІ-БК",
    "ІІ-ЖД",
];

/// The letters that Hungarian papers use, those that look like figures left out.
const LETTERS: &[char] = &[
    'A', 'B', 'C', 'D', 'E', 'F', 'H', 'J', 'K', 'L', 'M', 'N', 'P', 'R', 'S', 'T', 'U', 'V', 'X',
];

/// An item of the lookup `document_types`, or `none`.
pub(super) fn kind(rng: &mut impl Rng, profile: &Profile) -> &'static str {
    let shares: &[(&str, u32)] = match (profile.citizenship, profile.age) {
        ("hungarian" | "ukrainian_hungarian", 0..=13) => {
            &[("birth_certificate", 55), ("id_card", 40), ("none", 5)]
        }
        ("hungarian", _) => &[
            ("id_card", 84),
            ("biometric_passport", 9),
            ("birth_certificate", 3),
            ("none", 4),
        ],
        ("ukrainian_hungarian", _) => &[
            ("id_card", 52),
            ("biometric_passport", 44),
            ("passport", 2),
            ("none", 2),
        ],
        ("ukrainian", 0..=13) => &[
            ("birth_certificate", 45),
            ("biometric_passport", 48),
            ("none", 7),
        ],
        ("ukrainian", 14..=24) => &[
            ("biometric_passport", 66),
            ("id_card", 28),
            ("residence_card", 3),
            ("none", 3),
        ],
        ("ukrainian", _) => &[
            ("biometric_passport", 62),
            ("id_card", 14),
            ("internal_passport", 14),
            ("residence_card", 6),
            ("none", 4),
        ],
        _ => &[
            ("residence_card", 50),
            ("passport", 30),
            ("birth_certificate", 10),
            ("none", 10),
        ],
    };
    weighted(rng, shares)
}

/// A number as that kind of document has it.
pub(super) fn number(rng: &mut impl Rng, profile: &Profile, kind: &str) -> String {
    match (kind, is_hungarian(profile, kind)) {
        ("biometric_passport" | "passport", true) | ("residence_card", _) => {
            format!("{}{}", letters(rng), digits(rng, 7))
        }
        ("id_card", true) => format!("{}{}", digits(rng, 6), letters(rng)),
        ("birth_certificate", true) => format!("{}{}", digits(rng, 6), pick(rng, LETTERS)),
        ("biometric_passport", false) => series(rng, BIOMETRIC_SERIES, ""),
        ("birth_certificate", false) => series(rng, BIRTH_SERIES, " "),
        ("internal_passport", _) => series(rng, BOOKLET_SERIES, ""),
        ("passport", false) => format!("{}{}", pick(rng, LETTERS), digits(rng, 8)),
        _ => format!("00{}", digits(rng, 7)),
    }
}

/// The country that issued it, where that is certain.
pub(super) fn country(profile: &Profile, kind: &str) -> Option<&'static str> {
    if is_hungarian(profile, kind) || kind == "residence_card" {
        Some("hu")
    } else {
        is_ukrainian(profile).then_some("ua")
    }
}

fn is_hungarian(profile: &Profile, kind: &str) -> bool {
    match profile.citizenship {
        "hungarian" => true,
        "ukrainian_hungarian" => kind == "id_card",
        _ => false,
    }
}

fn series(rng: &mut impl Rng, list: &[&str], gap: &str) -> String {
    let series = pick(rng, list);
    format!("{series}{gap}{}", digits(rng, 6))
}

fn letters(rng: &mut impl Rng) -> String {
    [pick(rng, LETTERS), pick(rng, LETTERS)].iter().collect()
}

fn is_ukrainian(profile: &Profile) -> bool {
    matches!(profile.citizenship, "ukrainian" | "ukrainian_hungarian")
}
