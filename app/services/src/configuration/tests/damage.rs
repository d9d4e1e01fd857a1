//! Files damaged line by line, as slips of the hand and hostile people do it.

use proptest::{prelude::*, sample::Index};

use super::{super::source::lines_of, city::Line};

/// What is written where something else belongs.
pub(super) const HOSTILE: [&str; 48] = [
    "",
    "~",
    "null",
    "\"\"",
    "-1",
    "0",
    "1",
    "0.5",
    "2.50",
    "1e999",
    ".nan",
    "99999999999999999999",
    "9223372036854775807",
    "true",
    "no",
    "yes",
    "[]",
    "{}",
    "[a, b]",
    "[[[[[[[[]]]]]]]]",
    "{hu: x}",
    "{hu: \"\", uk: \"\", en: \"\"}",
    "{uk: х}",
    "\"\\0\"",
    "\"a\\nb\\e[31m\"",
    "\"\\u202e\"",
    "*a",
    "&a x",
    "!!binary aGk=",
    "!include /etc/passwd",
    "today",
    "2026-02-30",
    "+262142-12-31",
    "\"<script>alert(1)</script>\"",
    "|",
    ">",
    "'",
    "\"",
    "{",
    "]",
    "family_name",
    "identity/birth_date",
    "vulnerability/score",
    "members",
    "group",
    "calculated",
    "restricted",
    "locations",
];

/// Keys that stand where another belongs.
pub(super) const KEYS: [&str; 24] = [
    "field",
    "fields",
    "type",
    "label",
    "help",
    "choices",
    "choice",
    "shown_when",
    "required_when",
    "checks",
    "calculation",
    "lookup",
    "parent",
    "min",
    "max",
    "max_length",
    "summary",
    "sensitivity",
    "feeds",
    "equal",
    "all",
    "hu",
    "<<",
    "nobody",
];

/// One damage. Places are taken modulo what is there.
#[derive(Clone, Debug)]
pub(super) enum Damage {
    Remove(Index),
    Repeat(Index),
    Swap(Index, Index),
    Move(Index, Index),
    Indent(Index, usize),
    Outdent(Index, usize),
    Value(Index, usize),
    Key(Index, usize),
    /// Gives one line the value of another.
    Copy(Index, Index),
    Insert(Index, usize),
    Sign(Index, Index, char),
    Shorten(Index, Index),
    Cut(Index),
}

pub(super) fn damages() -> impl Strategy<Value = Vec<Damage>> {
    proptest::collection::vec(damage(), 1..3)
}

fn damage() -> impl Strategy<Value = Damage> {
    let at = any::<Index>;
    let sign = prop::sample::select(vec![
        '"', '\'', '{', '}', '[', ']', ':', ',', '#', '-', '&', '*', '!', '|', '>', '%', '@', '`',
        '\t', '\r', '\n', '\0', '\u{85}', '\u{2028}', '\u{feff}', ' ', 'я',
    ]);
    prop_oneof![
        1 => at().prop_map(Damage::Remove),
        1 => at().prop_map(Damage::Repeat),
        1 => (at(), at()).prop_map(|(one, other)| Damage::Swap(one, other)),
        1 => (at(), at()).prop_map(|(from, to)| Damage::Move(from, to)),
        1 => (at(), 1..5_usize).prop_map(|(line, by)| Damage::Indent(line, by)),
        1 => (at(), 1..9_usize).prop_map(|(line, by)| Damage::Outdent(line, by)),
        4 => (at(), 0..HOSTILE.len()).prop_map(|(line, value)| Damage::Value(line, value)),
        2 => (at(), 0..KEYS.len()).prop_map(|(line, key)| Damage::Key(line, key)),
        3 => (at(), at()).prop_map(|(line, from)| Damage::Copy(line, from)),
        1 => (at(), 0..HOSTILE.len()).prop_map(|(line, value)| Damage::Insert(line, value)),
        2 => (at(), at(), sign).prop_map(|(line, place, sign)| Damage::Sign(line, place, sign)),
        1 => (at(), at()).prop_map(|(line, place)| Damage::Shorten(line, place)),
        1 => at().prop_map(Damage::Cut),
    ]
}

/// Lines made of a text that is not taken apart any further.
pub(super) fn plain_lines(text: &str) -> Vec<Line> {
    let lines = text.lines().enumerate();
    lines
        .map(|(place, text)| Line {
            text: text.to_owned(),
            owner: None,
            place: Some(place),
        })
        .collect()
}

pub(super) fn apply(lines: &mut Vec<Line>, damage: &Damage) {
    let count = lines.len();
    if count == 0 {
        return;
    }
    match damage {
        Damage::Remove(at) => {
            lines.remove(at.index(count));
        }
        Damage::Repeat(at) => {
            let at = at.index(count);
            lines.insert(at, lines[at].clone());
        }
        Damage::Swap(one, other) => lines.swap(one.index(count), other.index(count)),
        Damage::Move(from, to) => {
            let line = lines.remove(from.index(count));
            lines.insert(to.index(count), line);
        }
        Damage::Insert(at, value) => lines.insert(at.index(count), written(HOSTILE[*value])),
        Damage::Cut(at) => lines.truncate(at.index(count)),
        Damage::Copy(at, from) => {
            let value = halves(&lines[from.index(count)].text).1.to_owned();
            rewrite(&mut lines[at.index(count)], |key, _| {
                format!("{key}{value}")
            });
        }
        Damage::Value(at, value) => rewrite(&mut lines[at.index(count)], |key, _| {
            format!("{key} {}", HOSTILE[*value])
        }),
        Damage::Key(at, key) => rewrite(&mut lines[at.index(count)], |old, value| {
            let start = old.find(|sign: char| !matches!(sign, ' ' | '-'));
            format!("{}{}:{value}", &old[..start.unwrap_or(0)], KEYS[*key])
        }),
        Damage::Indent(at, by) => {
            let line = &mut lines[at.index(count)];
            *line = written(&format!("{}{}", " ".repeat(*by), line.text));
        }
        Damage::Outdent(at, by) => {
            let line = &mut lines[at.index(count)];
            let spaces = line.text.len() - line.text.trim_start_matches(' ').len();
            *line = written(&line.text[spaces.min(*by)..]);
        }
        Damage::Sign(at, place, sign) => {
            let line = &mut lines[at.index(count)];
            let mut signs: Vec<char> = line.text.chars().collect();
            signs.insert(place.index(signs.len() + 1), *sign);
            *line = written(&signs.into_iter().collect::<String>());
        }
        Damage::Shorten(at, place) => {
            let line = &mut lines[at.index(count)];
            let kept = place.index(line.text.chars().count() + 1);
            *line = written(&line.text.chars().take(kept).collect::<String>());
        }
    }
}

/// The lines as a reader counts them: a sign may have broken one in two.
pub(super) fn as_counted(lines: &[Line]) -> Vec<Line> {
    let mut counted = Vec::new();
    for line in lines {
        let text = format!("{}\n", line.text);
        let parts: Vec<&str> = lines_of(&text).collect();
        match parts.as_slice() {
            [_, _] => counted.push(line.clone()),
            [parts @ .., _] => counted.extend(parts.iter().map(|part| written(part))),
            [] => {}
        }
    }
    counted
}

fn written(text: &str) -> Line {
    Line {
        text: text.to_owned(),
        owner: None,
        place: None,
    }
}

/// The key with its colon, and the value.
fn halves(text: &str) -> (&str, &str) {
    text.split_once(':')
        .map_or((text, ""), |(key, value)| (&text[..=key.len()], value))
}

fn rewrite(line: &mut Line, with: impl Fn(&str, &str) -> String) {
    let (key, value) = halves(&line.text);
    *line = written(&with(key, value));
}

/// The field in whose block a line stands, where no damage makes that a question: everything
/// between the block's first line and this one is as it was, and whatever was damaged before, in
/// the same list of fields, stands further to the right.
pub(super) fn owner_of(lines: &[Line], number: u64) -> Option<&str> {
    let at = usize::try_from(number).ok()?.checked_sub(1)?;
    let owner = lines.get(at)?.owner.as_deref()?;
    let mut start = at;
    let mut expected = lines[at].place?;
    while !lines[start].text.ends_with(&format!("- field: {owner}")) {
        start = start.checked_sub(1)?;
        expected = expected.checked_sub(1)?;
        if lines[start].place != Some(expected) {
            return None;
        }
    }
    let column = column(&lines[start].text);
    let list = if column == 2 {
        "fields:"
    } else {
        "    fields:"
    };
    for line in lines[..start].iter().rev() {
        if line.place.is_some() && line.text == list {
            return Some(owner);
        }
        let is_sibling = line.place.is_some() && self::column(&line.text) == column;
        if !line.text.is_empty() && !is_sibling && self::column(&line.text) <= column {
            return None;
        }
    }
    None
}

fn column(line: &str) -> usize {
    line.len() - line.trim_start().len()
}
