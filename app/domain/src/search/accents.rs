//! Accents that got lost: `Žučenko` typed as `Zucenko`.

use super::{canonical::in_latin, lookalikes::is_cyrillic};

/// Letters that stand together for one sound, so that no accent is missing there.
const TOGETHER: [&str; 9] = ["sh", "zh", "kh", "sz", "cz", "cs", "zs", "sch", "ts"];

/// What a Slovak, Czech or Croatian word can have been that lost its accents: one on every letter that
/// may have one, on `c` alone, and on none where there is a `ch`, which is a letter without. Nothing
/// where other letters tell that it is none of these, or where it has accents.
pub(super) fn with_lost_accents(typed: &str) -> Vec<String> {
    let latin = in_latin(typed);
    let foreign = TOGETHER.iter().any(|part| latin.contains(part));
    if foreign || !latin.is_ascii() || typed.chars().any(is_cyrillic) {
        return Vec::new();
    }
    let parts = || latin.split("ch");
    let with = |accents: &[(char, &str)]| {
        let parts = parts().map(|part| {
            accents
                .iter()
                .fold(part.to_owned(), |part, (bare, accented)| {
                    part.replace(*bare, accented)
                })
        });
        parts.collect::<Vec<String>>().join("ch")
    };
    let mut words = vec![
        with(&[('c', "č"), ('s', "š"), ('z', "ž")]),
        with(&[('c', "č")]),
    ];
    words.dedup();
    words.retain(|word| *word != latin);
    words.extend(latin.contains("ch").then(|| latin.clone()));
    words
}

#[cfg(test)]
mod tests {
    use super::with_lost_accents;

    #[test]
    fn accents_come_back_where_they_can_have_been() {
        assert_eq!(with_lost_accents("Zucenko"), ["žučenko", "zučenko"]);
        assert_eq!(with_lost_accents("chmic"), ["chmič", "chmic"]);
        for typed in [
            "Petro",
            "Shevchenko",
            "Szabolcs",
            "Žučenko",
            "Жученко",
            "Сас",
        ] {
            assert!(with_lost_accents(typed).is_empty(), "{typed}");
        }
    }
}
