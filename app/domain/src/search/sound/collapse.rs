//! What spellings hear differently, heard alike.

/// A line of sounds without the differences between tables and between Ukrainian and Russian.
pub(super) fn collapse(sounds: &str) -> String {
    let mut heard = String::with_capacity(sounds.len());
    for sound in sounds.chars() {
        hear(&mut heard, sound);
    }
    if heard.ends_with("ei") {
        heard.truncate(heard.len() - 2);
        heard.push('i');
    }
    for ending in ["vna", "viq"] {
        if let Some(stem) = heard.strip_suffix(ending).and_then(stem_of_patronymic) {
            return format!("{stem}{ending}");
        }
    }
    heard
}

/// Adds one sound to those before.
fn hear(heard: &mut String, sound: char) {
    let before = heard.chars().next_back();
    match (before, sound) {
        (Some(before), _) if before == sound => {}
        // `є` is `ie`, `ye` or `je` in some tables and `e` in others.
        (Some('i'), 'e') => replace_last(heard, "e"),
        // `тс` and `ц`, `тц` and `ц`, `тч` and `ч`.
        (Some('t'), 's' | 'c') => replace_last_and_join(heard, 'c'),
        (Some('t'), 'q') => replace_last_and_join(heard, 'q'),
        // `щ` is `шч` in some tables and `ш` in others.
        (Some('x'), 'q') => {}
        _ => heard.push(sound),
    }
}

fn replace_last(heard: &mut String, by: &str) {
    heard.pop();
    heard.push_str(by);
}

fn replace_last_and_join(heard: &mut String, sound: char) {
    heard.pop();
    hear(heard, sound);
}

/// What is left of `Іван-івна`, `Иван-овна`, `Сергі-ївна` and `Серге-евна` without the vowels
/// that tell them apart.
fn stem_of_patronymic(stem: &str) -> Option<&str> {
    let bare = stem.trim_end_matches(['a', 'e', 'i', 'o', 'u']);
    (bare.len() >= 2 && bare.len() < stem.len()).then_some(bare)
}

#[cfg(test)]
mod tests {
    use super::collapse;

    #[test]
    fn tables_are_heard_alike() {
        assert_eq!(collapse("matviienko"), collapse("matvienko"));
        assert_eq!(collapse("iuxqenko"), "iuxenko");
        assert_eq!(collapse("sofiia"), "sofia");
        assert_eq!(collapse("serhei"), collapse("serhii"));
    }

    #[test]
    fn patronymics_lose_the_vowels_between_father_and_ending() {
        assert_eq!(collapse("ivanivna"), collapse("ivanovna"));
        assert_eq!(collapse("serhiivna"), collapse("serheevna"));
        assert_eq!(collapse("iuriioviq"), collapse("iureviq"));
        assert_eq!(collapse("ivna"), "ivna");
    }
}
