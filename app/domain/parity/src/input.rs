//! Random things that somebody, or something, may send.

use domain::forms::{Choice, Field, FieldType, FormDefinition, Inputs};

use crate::{Random, other::random_day};

/// One change of a form that is being filled in.
#[derive(Clone, Debug)]
pub enum Step {
    /// Something is typed into a control.
    Set(String, Vec<String>),
    /// A row is added to a group.
    Add(String),
    /// A row is taken away from a group.
    Remove(String, u32),
}

/// What nobody should send.
const HOSTILE: [&str; 22] = [
    "99999999999999999999999999",
    "-9223372036854775808",
    "9223372036854775807",
    "9223372036854.775807",
    "-9223372036854.775808",
    "1e308",
    "NaN",
    "0x10",
    "0000-00-00",
    "2023-02-29",
    "9999-12-31",
    "10000-01-01",
    "0000",
    "24:00",
    "٣٢١",
    "\u{202e}abc",
    "a\0b",
    "</textarea><script>",
    "' OR 1=1 --",
    "ﷺ",
    "İ",
    "\u{1f469}\u{200d}\u{1f467}",
];

/// Paths that no form has.
const STRANGE: [&str; 10] = [
    "",
    ".",
    "nobody",
    "other/number",
    "f1.f1.f1.f1",
    "g1.0",
    "g2.007.f3",
    "g1.99999999999.f2",
    "f1.",
    "__proto__",
];

/// Everything that is sent for a form: most controls well, some badly, and some that do not exist.
pub fn random_inputs(random: &mut Random, form: &FormDefinition) -> Inputs {
    let mut inputs = Inputs::new();
    let sent = random.between(0, 100);
    for path in controls(random, form) {
        if random.chance(sent) {
            let values = random_values(random, form, &path);
            inputs.insert(path, values);
        }
    }
    for field in &form.fields {
        if !field.sub_fields().is_empty() && random.chance(30) {
            inputs.insert(field.id.clone(), Vec::new());
        }
    }
    if random.chance(10) {
        inputs.insert((*random.pick(&STRANGE)).to_owned(), vec!["x".to_owned()]);
    }
    inputs
}

/// A change somewhere in the form.
pub fn random_step(random: &mut Random, form: &FormDefinition) -> Step {
    let groups: Vec<&Field> = form
        .fields
        .iter()
        .filter(|field| !field.sub_fields().is_empty())
        .collect();
    if !groups.is_empty() && random.chance(30) {
        let group = random.pick(&groups).id.clone();
        if random.chance(50) {
            return Step::Add(group);
        }
        let row = *random.pick(&[0, 0, 1, 2, 7, 9999]);
        return Step::Remove(group, row);
    }
    let path = if random.chance(4) {
        (*random.pick(&STRANGE)).to_owned()
    } else {
        let controls = controls(random, form);
        if controls.is_empty() {
            return Step::Set("f1".to_owned(), Vec::new());
        }
        random.pick(&controls).clone()
    };
    let values = random_values(random, form, &path);
    Step::Set(path, values)
}

/// The paths of the controls of a form, with some rows in each group.
fn controls(random: &mut Random, form: &FormDefinition) -> Vec<String> {
    let mut paths = Vec::new();
    for field in &form.fields {
        if field.sub_fields().is_empty() {
            parts(field, &field.id, &mut paths);
            continue;
        }
        let rows = if random.chance(2) {
            150
        } else {
            random.below(5)
        };
        let gap = *random.pick(&[1, 1, 1, 3, 77]);
        for row in 0..rows {
            for sub in field.sub_fields() {
                parts(
                    sub,
                    &format!("{}.{}.{}", field.id, row * gap, sub.id),
                    &mut paths,
                );
            }
        }
    }
    paths
}

/// The paths of the controls of one field.
fn parts(field: &Field, path: &str, paths: &mut Vec<String>) {
    let names: Vec<String> = match &field.kind {
        FieldType::Money { .. } => vec!["amount".into(), "currency".into()],
        FieldType::PartialDate { .. } => vec!["date".into(), "about".into()],
        FieldType::DateTime { .. } => vec!["date".into(), "time".into()],
        FieldType::Address { .. } => ["country", "postal_code", "settlement", "street"]
            .map(str::to_owned)
            .into(),
        FieldType::IdentityDocument { .. } => ["type", "country", "number", "expiry"]
            .map(str::to_owned)
            .into(),
        FieldType::Tally { ages, sexes, .. } => ages
            .iter()
            .flat_map(|age| {
                sexes
                    .iter()
                    .map(move |sex| format!("{}.{}", age.choice, sex.choice))
            })
            .collect(),
        _ => {
            paths.push(path.to_owned());
            return;
        }
    };
    paths.extend(names.into_iter().map(|name| format!("{path}.{name}")));
}

fn random_values(random: &mut Random, form: &FormDefinition, path: &str) -> Vec<String> {
    let field = form.field_at(path).map(|(_, field)| field);
    match random.below(100) {
        0..=5 => Vec::new(),
        6..=9 => vec!["  ".to_owned()],
        10..=13 => vec![(*random.pick(&HOSTILE)).to_owned()],
        14 => vec!["é".repeat(*random.pick(&[499, 501, 4001, 40_001]))],
        15 => vec!["c0".to_owned(), "c1".to_owned(), "c0".to_owned()],
        _ => {
            let part = path.rsplit('.').next().unwrap_or_default();
            field.map_or_else(
                || vec!["x".to_owned()],
                |field| well_formed(random, field, part),
            )
        }
    }
}

/// What fits the type, though not always its limits.
fn well_formed(random: &mut Random, field: &Field, part: &str) -> Vec<String> {
    let text = match &field.kind {
        FieldType::Text { .. } | FieldType::LongText { .. } => {
            *random.pick(&["Olena", "árvíztűrő", "Шевченко", "o", "two\r\nlines", "ẞ İ"])
        }
        FieldType::Integer { .. } => *random.pick(&["0", "1", "5", "20", "−5", "1 000", "21"]),
        FieldType::Decimal { .. } => {
            *random.pick(&["0", "0,5", "12.345678", "-0.5", "1000", "9 000 000 000 000"])
        }
        FieldType::YesNo => *random.pick(&["yes", "no"]),
        FieldType::OneChoice { choices } => return some_of(random, choices, 1),
        FieldType::ManyChoices { choices } => {
            let count = random.below(4);
            return some_of(random, choices, count);
        }
        FieldType::Location { choices } => {
            let names = ["Берегове", "берегове, закарпаття, УКРАЇНА", "Крим"];
            if random.chance(40) {
                *random.pick(&names)
            } else {
                return some_of(random, choices, 1);
            }
        }
        FieldType::Phone => *random.pick(&["+380671234567", "06 30 123 4567", "067 123"]),
        FieldType::Email => *random.pick(&["olena@example.org", "a@b"]),
        FieldType::Iban => *random.pick(&[
            "HU42 1177 3016 1111 1018 0000 0000",
            "GB29NWBK60161331926819",
        ]),
        FieldType::Date { .. } | FieldType::PartialDate { .. } | FieldType::DateTime { .. } => {
            return vec![of_time(random, part)];
        }
        _ => of_part(random, part),
    };
    vec![text.to_owned()]
}

fn some_of(random: &mut Random, choices: &[Choice], count: usize) -> Vec<String> {
    (0..count)
        .map(|_| random.pick(choices).choice.clone())
        .collect()
}

fn of_time(random: &mut Random, part: &str) -> String {
    match part {
        "time" => (*random.pick(&["00:00", "9:05", "23.59"])).to_owned(),
        "about" => (*random.pick(&["yes", "no", ""])).to_owned(),
        _ if random.chance(25) => (*random.pick(&["1989", "1989-04", "04.1989"])).to_owned(),
        _ => random_day(random).to_string(),
    }
}

/// The parts of what has several controls.
fn of_part(random: &mut Random, part: &str) -> &'static str {
    let texts: &[&'static str] = match part {
        "amount" => &["0", "48 000", "12,50", "-4", "1000000000000"],
        "currency" => &["HUF", "EUR", "uah"],
        "country" => &["hu", "ua", "gone"],
        "postal_code" => &["1083", "90200", "0000"],
        "settlement" | "street" => &["Budapest", "Práter utca 1."],
        "type" => &["passport", "id_card"],
        "number" => &["fe 123456", "ŉß-1"],
        "expiry" => &["2030-01-31", "31.12.2020"],
        _ => &["0", "3", "9", "10"],
    };
    random.pick::<&'static str>(texts)
}
