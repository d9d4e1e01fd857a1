//! The names of the demonstration city, and how passports and countries spelled them.

use std::collections::BTreeSet;

const FAMILIES: &str = include_str!("../../../../services/src/demo/names_ukrainian_families.rs");
const GIVEN: &str = include_str!("../../../../services/src/demo/names_ukrainian.rs");
const HUNGARIAN: &str = include_str!("../../../../services/src/demo/names_hungarian.rs");
const TRANSCARPATHIAN: &str =
    include_str!("../../../../services/src/demo/names_transcarpathian.rs");

/// Every name in a list of the source, in its order.
fn list(source: &'static str, name: &str) -> Vec<&'static str> {
    let start = source
        .find(&format!("const {name}:"))
        .expect("the list is there");
    let list = &source[start..];
    let end = list.find("\n];").into_iter().chain(list.find("\n};")).min();
    let quoted = list[..end.expect("the list ends")]
        .split('"')
        .skip(1)
        .step_by(2);
    quoted.collect()
}

/// Ukrainian family names, as men bear each and as women do.
pub(super) fn ukrainian_family_pairs() -> Vec<[String; 2]> {
    let shared = list(FAMILIES, "SHARED").into_iter();
    let shared = shared.map(|name| [name.to_owned(), name.to_owned()]);
    let gendered = list(FAMILIES, "GENDERED").into_iter().map(|name| {
        let stem = name.strip_suffix("ий").unwrap_or(name);
        [name.to_owned(), format!("{stem}а")]
    });
    shared.chain(gendered).collect()
}

/// Ukrainian family names, of men and of women.
pub(super) fn ukrainian_families() -> BTreeSet<String> {
    ukrainian_family_pairs().into_iter().flatten().collect()
}

/// The given names of a list, those of the old first.
pub(super) fn ukrainian_given_of(which: &str) -> impl Iterator<Item = String> + use<> {
    list(GIVEN, which).into_iter().map(str::to_owned)
}

/// Ukrainian given names.
pub(super) fn ukrainian_given() -> BTreeSet<String> {
    let names = ["WOMEN", "MEN"]
        .into_iter()
        .flat_map(|name| list(GIVEN, name));
    names.map(str::to_owned).collect()
}

/// Ukrainian given names and the Latin letters that papers in Russian had.
pub(super) fn russian_spellings() -> Vec<(&'static str, &'static str)> {
    let names = list(GIVEN, "RUSSIAN_SPELLINGS");
    names.chunks(2).map(|pair| (pair[0], pair[1])).collect()
}

/// Hungarian family names.
pub(super) fn hungarian_families() -> BTreeSet<String> {
    list(HUNGARIAN, "FAMILIES")
        .into_iter()
        .map(str::to_owned)
        .collect()
}

/// Hungarian given names.
pub(super) fn hungarian_given() -> BTreeSet<String> {
    let names = ["WOMEN", "MEN"]
        .into_iter()
        .flat_map(|name| list(HUNGARIAN, name));
    names.map(str::to_owned).collect()
}

/// Hungarian family names of Transcarpathia beside their form in Ukrainian papers.
pub(super) fn transcarpathian_families() -> Vec<(&'static str, &'static str)> {
    let names = list(TRANSCARPATHIAN, "FAMILIES");
    names.chunks(2).map(|pair| (pair[0], pair[1])).collect()
}

/// Hungarian given names of Transcarpathia beside their form in Ukrainian papers.
pub(super) fn transcarpathian_given() -> Vec<(&'static str, &'static str)> {
    ["OLDER_WOMEN", "YOUNGER_WOMEN", "OLDER_MEN", "YOUNGER_MEN"]
        .into_iter()
        .flat_map(|name| {
            let names = list(TRANSCARPATHIAN, name);
            names
                .chunks(2)
                .map(|pair| (pair[0], pair[1]))
                .collect::<Vec<_>>()
        })
        .collect()
}

/// Every name of every list, once.
pub(super) fn all_names() -> BTreeSet<String> {
    let pairs = transcarpathian_families()
        .into_iter()
        .chain(transcarpathian_given());
    [
        ukrainian_families(),
        ukrainian_given(),
        hungarian_families(),
        hungarian_given(),
    ]
    .into_iter()
    .flatten()
    .chain(pairs.flat_map(|(ours, papers)| [ours.to_owned(), papers.to_owned()]))
    .collect()
}

/// A letter in old French, Russian, Hungarian and German spelling, as the demonstration has them.
const LETTERS: [(char, [&str; 4]); 33] = [
    ('а', ["a"; 4]),
    ('б', ["b"; 4]),
    ('в', ["v", "v", "v", "w"]),
    ('г', ["g", "g", "h", "h"]),
    ('ґ', ["g"; 4]),
    ('д', ["d"; 4]),
    ('е', ["e"; 4]),
    ('є', ["ie", "e", "je", "je"]),
    ('ж', ["j", "zh", "zs", "sch"]),
    ('з', ["z", "z", "z", "s"]),
    ('и', ["y", "i", "i", "y"]),
    ('і', ["i"; 4]),
    ('ї', ["i", "yi", "ji", "ji"]),
    ('й', ["i", "y", "j", "j"]),
    ('к', ["k"; 4]),
    ('л', ["l"; 4]),
    ('м', ["m"; 4]),
    ('н', ["n"; 4]),
    ('о', ["o"; 4]),
    ('п', ["p"; 4]),
    ('р', ["r"; 4]),
    ('с', ["s", "s", "sz", "s"]),
    ('т', ["t"; 4]),
    ('у', ["ou", "u", "u", "u"]),
    ('ф', ["f"; 4]),
    ('х', ["kh", "kh", "h", "ch"]),
    ('ц', ["ts", "ts", "c", "z"]),
    ('ч', ["tch", "ch", "cs", "tsch"]),
    ('ш', ["ch", "sh", "s", "sch"]),
    ('щ', ["chtch", "shch", "scs", "schtsch"]),
    ('ь', [""; 4]),
    ('ю', ["iou", "yu", "ju", "ju"]),
    ('я', ["ia", "ya", "ja", "ja"]),
];

const HUNGARIAN_COLUMN: usize = 2;

fn spelled_in(name: &str, column: usize) -> String {
    let letters = name.to_lowercase();
    let parts = letters.chars().filter_map(|letter| {
        let row = LETTERS.iter().find(|(known, _)| *known == letter);
        row.map(|(_, spelled)| spelled[column])
    });
    parts.collect()
}

/// A Ukrainian name in old French, Russian, Hungarian and German spelling.
pub(super) fn older_spellings(name: &str) -> [String; 4] {
    let [french, russian, hungarian, german] =
        [0, 1, HUNGARIAN_COLUMN, 3].map(|column| spelled_in(name, column));
    [french.replace("iia", "ia"), russian, hungarian, german]
}

/// A letter in Polish and in Czech spelling, where it is not as in Hungarian.
const SLAVIC_LETTERS: [(char, [&str; 2]); 7] = [
    ('в', ["w", "v"]),
    ('ж', ["ż", "ž"]),
    ('с', ["s", "s"]),
    ('х', ["ch", "ch"]),
    ('ч', ["cz", "č"]),
    ('ш', ["sz", "š"]),
    ('щ', ["szcz", "šč"]),
];

/// A Ukrainian name in Polish and in Czech spelling, and in Czech without its accents.
pub(super) fn slavic_spellings(name: &str) -> [String; 3] {
    let spelled = |which: usize| -> String {
        let letters = name.to_lowercase();
        let parts = letters.chars().map(|letter| {
            if letter == 'и' {
                return "y".to_owned();
            }
            let row = SLAVIC_LETTERS.iter().find(|(known, _)| *known == letter);
            row.map_or_else(
                || spelled_in(&letter.to_string(), HUNGARIAN_COLUMN),
                |(_, spelled)| spelled[which].to_owned(),
            )
        });
        parts.collect()
    };
    let [polish, czech] = [0, 1].map(spelled);
    let bare = czech.replace('č', "c").replace('š', "s").replace('ž', "z");
    [polish, czech, bare]
}
