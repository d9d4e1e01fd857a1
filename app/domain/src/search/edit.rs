//! Words that one slip of the finger makes of each other.

/// The fewest letters of a word that is looked for with a slip: shorter ones become each other
/// too easily.
pub const LETTERS_WITH_SLIP_MIN: usize = 4;

/// Consonants that the table of 2010 writes with several letters.
const CONSONANTS: [(&str, char); 7] = [
    ("shch", 'щ'),
    ("sh", 'ш'),
    ("ch", 'ч'),
    ("zh", 'ж'),
    ("kh", 'х'),
    ("ts", 'ц'),
    ("gh", 'г'),
];
/// Vowels that it writes with two.
const VOWELS: [(&str, char); 3] = [("ia", 'я'), ("iu", 'ю'), ("ie", 'є')];

/// Endings of very many names, in keys.
const WORD_ENDINGS: [&str; 20] = [
    "enko", "chenko", "chuk", "tchuk", "tchouk", "csuk", "tschuk", "iuk", "uk", "ouk", "iouk",
    "ski", "ska", "ivski", "ivska", "evski", "evska", "ovich", "ivna", "ovna",
];
/// The most bytes of one letter.
const LETTER_BYTES_MAX: usize = 4;

/// What counts as one letter of a key.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Grain {
    /// Each sign.
    Signs,
    /// `sh` and the like are one.
    Consonants,
    /// `sh` and the like are one, and so are `ia` and the like.
    Letters,
}

impl Grain {
    const ALL: [Self; 3] = [Self::Signs, Self::Consonants, Self::Letters];
}

/// Whether one text becomes the other by at most one edit: a sign more, a sign less, another sign,
/// or two neighbours that changed places (Damerau and Levenshtein, in signs of Unicode).
pub fn within_one_edit(one: &str, other: &str) -> bool {
    if one.is_ascii() && other.is_ascii() {
        return one_edit(one.as_bytes(), other.as_bytes());
    }
    let one: Vec<char> = one.chars().collect();
    let other: Vec<char> = other.chars().collect();
    one_edit(&one, &other)
}

/// The same with so many edits; no sign is edited twice.
pub(super) fn within_edits(one: &str, other: &str, most: usize) -> bool {
    if one.is_ascii() && other.is_ascii() {
        return edits(one.as_bytes(), other.as_bytes(), most);
    }
    let one: Vec<char> = one.chars().collect();
    let other: Vec<char> = other.chars().collect();
    edits(&one, &other, most)
}

/// Row by row, and not further than two rows that are all too far.
fn edits<T: PartialEq>(one: &[T], other: &[T], most: usize) -> bool {
    let (one, other) = what_differs(one, other);
    if one.len().abs_diff(other.len()) > most {
        return false;
    }
    let mut before: Vec<usize> = vec![0; other.len() + 1];
    let mut above: Vec<usize> = (0..=other.len()).collect();
    let mut row = before.clone();
    let mut nearest = 0;
    for i in 1..=one.len() {
        row[0] = i;
        for j in 1..=other.len() {
            let differ = usize::from(one[i - 1] != other[j - 1]);
            let mut least = (above[j - 1] + differ)
                .min(above[j] + 1)
                .min(row[j - 1] + 1);
            if i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1] {
                least = least.min(before[j - 2] + 1);
            }
            row[j] = least;
        }
        let nearest_above =
            core::mem::replace(&mut nearest, row.iter().copied().min().unwrap_or(0));
        if nearest.min(nearest_above + 1) > most {
            return false;
        }
        core::mem::swap(&mut before, &mut above);
        core::mem::swap(&mut above, &mut row);
    }
    above[other.len()] <= most
}

/// Every text of small letters that one edit makes of a short one; `sh` and the like are one letter,
/// too.
pub(super) fn edited(text: &str) -> Vec<String> {
    let signs: Vec<char> = text.chars().collect();
    let mut edited = Vec::new();
    for at in 0..=signs.len() {
        let (before, behind) = signs.split_at(at);
        let mut push = |middle: &[char], behind: &[char]| {
            edited.push([before, middle, behind].concat().iter().collect());
        };
        let several = CONSONANTS.iter().chain(&VOWELS);
        let several = several.map(|(text, _)| text.chars().collect());
        for letter in ('a'..='z').map(|letter| vec![letter]).chain(several) {
            push(&letter, behind);
            if let [_, rest @ ..] = behind {
                push(&letter, rest);
            }
        }
        if let [_, rest @ ..] = behind {
            push(&[], rest);
        }
        if let [one, other, rest @ ..] = behind {
            push(&[*other, *one], rest);
        }
    }
    edited
}

/// Whether the key of a word that was typed and the key of one that is known
/// ([`canonical`](super::canonical)) are one slip apart, in Latin letters or in Cyrillic:
/// `shevenko` and `shevchenko`, where a `ч` is missing, have one edit between them where `sh`,
/// `ia` and their like count as one letter.
///
/// Only for words of at least [`LETTERS_WITH_SLIP_MIN`] letters, `sh` being one: `zhuk` has three.
pub fn one_slip_apart(typed: &str, known: &str) -> bool {
    may_be_one_edit(typed, known) && has_letters_for_slip(typed) && one_letter_apart(typed, known)
}

/// The same for a word that has too few letters.
pub(super) fn short_slip_apart(typed: &str, known: &str) -> bool {
    may_be_one_edit(typed, known)
        && typed.chars().nth(1).is_some()
        && !has_letters_for_slip(typed)
        && one_letter_apart(typed, known)
}

/// Whether a word has at least [`LETTERS_WITH_SLIP_MIN`] letters.
pub(super) fn has_letters_for_slip(word: &str) -> bool {
    letters(word, Grain::Consonants).len() >= LETTERS_WITH_SLIP_MIN
}

fn one_letter_apart(typed: &str, known: &str) -> bool {
    Grain::ALL
        .into_iter()
        .any(|grain| one_edit(&signs(typed, grain), &signs(known, grain)))
}

/// Whether one edit of a letter can be between two texts, for the price of a glance: what differs is
/// as short as one letter, or is the same turned round.
fn may_be_one_edit(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    if one.len().abs_diff(other.len()) > LETTER_BYTES_MAX {
        return false;
    }
    let (one, other) = what_differs(one, other);
    let sum = |bytes: &[u8]| bytes.iter().map(|byte| usize::from(*byte)).sum::<usize>();
    one.len().max(other.len()) <= LETTER_BYTES_MAX
        || one.len() == other.len() && one.len() <= 2 * LETTER_BYTES_MAX && sum(one) == sum(other)
}

/// Two texts without what they have in common in front and behind.
fn what_differs<'a, T: PartialEq>(one: &'a [T], other: &'a [T]) -> (&'a [T], &'a [T]) {
    let same = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let (one, other) = (&one[same..], &other[same..]);
    let behind = one.iter().rev().zip(other.iter().rev());
    let same = behind.take_while(|(a, b)| a == b).count();
    (&one[..one.len() - same], &other[..other.len() - same])
}

/// How likely a slip of the finger is, the greater the likelier: a letter that is missing, double,
/// or changed places with its neighbour; then the first letter missing, or another one from beside
/// it on the keyboard; then a letter too many; then any other letter.
pub(super) fn likelihood(typed: &str, known: &str) -> usize {
    let of = |grain| {
        let (typed, known) = (signs(typed, grain), signs(known, grain));
        let at = typed.iter().zip(&known).take_while(|(a, b)| a == b).count();
        let before = at.checked_sub(1).map(|before| typed[before]);
        match what_differs(&typed, &known) {
            ([], []) => 4,
            ([], [_]) if at == 0 => 2,
            ([], [_]) => 3,
            ([more], []) if before == Some(*more) => 3,
            ([_], []) => 1,
            ([one], [other]) if side_by_side(*one, *other) => 2,
            ([a, b], [c, d]) if a == d && b == c => 3,
            _ => 0,
        }
    };
    Grain::ALL.into_iter().map(of).max().unwrap_or(0)
}

/// Whether letters of keys stand beside each other on the keyboard; `i` is also `y` and `j`, and `v`
/// is also `w`.
fn side_by_side(one: char, other: char) -> bool {
    let keys = |letter| match letter {
        'i' => vec!['i', 'y', 'j'],
        'v' => vec!['v', 'w'],
        _ => vec![letter],
    };
    let others = keys(other);
    keys(one)
        .into_iter()
        .flat_map(beside)
        .any(|beside| others.contains(&beside))
}

/// The letters to the left and to the right on the keyboards of English, Hungarian and German: `y`
/// and `z` are in each other's place.
pub(super) fn beside(letter: char) -> Vec<char> {
    let mut beside = Vec::new();
    for row in [
        "qwertyuiop",
        "asdfghjkl",
        "zxcvbnm",
        "qwertzuiop",
        "yxcvbnm",
    ] {
        let Some(at) = row.find(letter) else { continue };
        let (left, right) = (&row[..at], &row[at + 1..]);
        for found in left
            .chars()
            .next_back()
            .into_iter()
            .chain(right.chars().next())
        {
            if !beside.contains(&found) {
                beside.push(found);
            }
        }
    }
    beside
}

/// How the words are found that are one slip apart from a word: each of them begins with the first
/// half, or ends with the last half, or is one of the words in which the two neighbours have changed
/// places where the halves meet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Halves {
    /// The first half of the word.
    pub first: String,
    /// The last half of the word, from its end, as words stand in an index of reversed words.
    pub last_reversed: String,
    /// The word with the neighbours in its middle in each other's place.
    pub swapped: Vec<String>,
}

impl Halves {
    /// The halves of a key; `None` when it has fewer than [`LETTERS_WITH_SLIP_MIN`] letters.
    pub fn of(word: &str) -> Option<Self> {
        if letters(word, Grain::Consonants).len() < LETTERS_WITH_SLIP_MIN {
            return None;
        }
        let whole = letters(word, Grain::Letters);
        let ending = ending_of(word, &WORD_ENDINGS);
        let ending = letters(ending, Grain::Letters).len();
        let first: String = whole[..middle(whole.len(), ending)]
            .iter()
            .map(|letter| letter.text)
            .collect();
        let last = &word[first.len()..];
        let mut swapped: Vec<String> = Grain::ALL
            .into_iter()
            .filter_map(|grain| swapped(&first, last, grain))
            .collect();
        swapped.dedup();
        Some(Self {
            last_reversed: reversed(last),
            first,
            swapped,
        })
    }

    /// Whether a word is among those that are worth comparing.
    pub fn lead_to(&self, word: &str) -> bool {
        word.starts_with(&self.first)
            || reversed(word).starts_with(&self.last_reversed)
            || self.swapped.iter().any(|swapped| swapped == word)
    }
}

/// A word from its end.
pub fn reversed(word: &str) -> String {
    word.chars().rev().collect()
}

/// Where a word is halved: in the middle of what stands before a frequent ending, since very many
/// words end with it.
pub(super) fn middle(whole: usize, ending: usize) -> usize {
    (whole.saturating_sub(ending))
        .div_ceil(2)
        .max(2)
        .min(whole / 2)
        .max(1)
}

/// The longest of these endings that the word has and that leaves something of it.
pub(super) fn ending_of<'a>(word: &'a str, endings: &[&'static str]) -> &'a str {
    let fits = endings.iter().filter(|ending| {
        let stem = word.strip_suffix(**ending);
        stem.is_some_and(|stem| !stem.is_empty())
    });
    let longest = fits.map(|ending| ending.len()).max().unwrap_or(0);
    &word[word.len() - longest..]
}

/// A letter as it is written, and one sign for it.
struct Letter<'a> {
    text: &'a str,
    sign: char,
}

fn letters(word: &str, grain: Grain) -> Vec<Letter<'_>> {
    let mut letters = Vec::with_capacity(word.len());
    let mut rest = word;
    while let Some((length, sign)) = first_letter(rest, grain) {
        let (text, behind) = rest.split_at(length);
        letters.push(Letter { text, sign });
        rest = behind;
    }
    letters
}

fn signs(word: &str, grain: Grain) -> Vec<char> {
    letters(word, grain)
        .iter()
        .map(|letter| letter.sign)
        .collect()
}

/// How long the first letter is, and one sign for it.
fn first_letter(rest: &str, grain: Grain) -> Option<(usize, char)> {
    let first = rest.chars().next()?;
    let single = Some((first.len_utf8(), first));
    // `tsh` is `тш`, for `цг` stands in no name.
    if grain == Grain::Signs || rest.starts_with("tsh") {
        return single;
    }
    let vowels = VOWELS.iter().filter(|_| grain == Grain::Letters);
    let several = CONSONANTS
        .iter()
        .chain(vowels)
        .find(|(text, _)| rest.starts_with(text));
    several.map_or(single, |(text, sign)| Some((text.len(), *sign)))
}

/// The word with the letters where its halves meet in each other's place.
fn swapped(first: &str, last: &str, grain: Grain) -> Option<String> {
    let left = letters(first, grain).pop()?.text;
    let right = letters(last, grain).first()?.text;
    let before = first.strip_suffix(left)?;
    let after = last.strip_prefix(right)?;
    Some(format!("{before}{right}{left}{after}"))
}

fn one_edit<T: PartialEq>(one: &[T], other: &[T]) -> bool {
    match what_differs(one, other) {
        ([] | [_], [] | [_]) => true,
        ([a, b], [c, d]) => a == d && b == c,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The distance by its definition, neighbours that change places counted as one edit.
    fn distance(one: &[char], other: &[char]) -> usize {
        let mut rows = vec![vec![0; other.len() + 1]; one.len() + 1];
        for i in 0..=one.len() {
            for j in 0..=other.len() {
                if i == 0 || j == 0 {
                    rows[i][j] = i + j;
                    continue;
                }
                let differ = usize::from(one[i - 1] != other[j - 1]);
                let mut least = (rows[i - 1][j] + 1)
                    .min(rows[i][j - 1] + 1)
                    .min(rows[i - 1][j - 1] + differ);
                let change =
                    i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1];
                if change {
                    least = least.min(rows[i - 2][j - 2] + 1);
                }
                rows[i][j] = least;
            }
        }
        rows[one.len()][other.len()]
    }

    fn edited(word: &str, kind: usize, at: usize, sign: char) -> String {
        let mut signs: Vec<char> = word.chars().collect();
        let at = at % signs.len();
        match kind {
            0 => signs.insert(at, sign),
            1 => drop(signs.remove(at)),
            2 => signs[at] = sign,
            _ => {
                let next = (at + 1) % signs.len();
                let (low, high) = (at.min(next), at.max(next));
                if high - low == 1 {
                    signs.swap(low, high);
                }
            }
        }
        signs.into_iter().collect()
    }

    #[test]
    fn every_kind_of_slip_is_one_edit() {
        for typed in [
            "kovlenko",
            "kovallenko",
            "kobalenko",
            "kovlaenko",
            "kovalenko",
        ] {
            assert!(within_one_edit("kovalenko", typed), "{typed}");
        }
        for typed in ["kovlneko", "kvalnko", "ko", "", "ovalenkok"] {
            assert!(!within_one_edit("kovalenko", typed), "{typed}");
        }
    }

    #[test]
    fn a_cyrillic_letter_of_several_latin_ones_is_one() {
        assert!(one_slip_apart("shevchenko", "shevenko"));
        assert!(one_slip_apart("yushchenko", "yutenko"));
        assert!(!within_one_edit("yushchenko", "yutenko"));
        assert!(!one_slip_apart("shevchenko", "shevko"));
    }

    #[test]
    fn short_words_are_never_one_slip_apart() {
        for (typed, known) in [("zhuk", "zhok"), ("kis", "kos"), ("nag", "nagi")] {
            assert!(!one_slip_apart(typed, known), "{typed} {known}");
            assert_eq!(Halves::of(typed), None);
        }
        assert!(one_slip_apart("nagi", "nag") && one_slip_apart("bila", "bilak"));
    }

    proptest! {
        #[test]
        fn it_is_the_distance_of_damerau_and_levenshtein(one in "[abш]{0,7}", other in "[abш]{0,7}") {
            let signs = |text: &str| text.chars().collect::<Vec<_>>();
            let near = distance(&signs(&one), &signs(&other)) <= 1;
            prop_assert_eq!(within_one_edit(&one, &other), near);
            prop_assert_eq!(within_one_edit(&other, &one), near);
            for most in 0..4 {
                let near = distance(&signs(&one), &signs(&other)) <= most;
                prop_assert_eq!(within_edits(&one, &other, most), near, "{}", most);
            }
        }

        #[test]
        fn halves_lead_to_every_word_one_slip_apart(
            word in "[abcehikstuz]{1,9}", kind in 0..4_usize, at in 0..20_usize, sign in "[abcehikstuz]"
        ) {
            let other = edited(&word, kind, at, sign.chars().next().unwrap());
            let Some(halves) = Halves::of(&word) else { return Ok(()) };
            prop_assert!(within_one_edit(&word, &other));
            prop_assert!(halves.lead_to(&other), "{word} {other} {halves:?}");
        }

        #[test]
        fn halves_lead_to_every_word_that_counts_as_near(one in "[acehikstu]{0,8}", other in "[acehikstu]{0,8}") {
            if let Some(halves) = Halves::of(&one) && one_slip_apart(&one, &other) {
                prop_assert!(halves.lead_to(&other), "{one} {other} {halves:?}");
            }
        }

        #[test]
        fn any_text_can_be_compared(one in "\\PC{0,12}", other in "\\PC{0,12}") {
            prop_assert!(within_one_edit(&one, &one));
            prop_assert_eq!(one_slip_apart(&one, &one), Halves::of(&one).is_some());
            prop_assert!(!one_slip_apart(&one, &other) || Halves::of(&one).is_some_and(|halves| halves.lead_to(&other)));
        }
    }
}
