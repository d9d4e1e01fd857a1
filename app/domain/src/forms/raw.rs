//! The definition as it stands in a file, and everything that can be wrong with it.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::{
    CHOICES_MAX, CONDITION_DEPTH_MAX, Choice, Condition, DayLimit, FIELDS_MAX, Field, FieldType,
    FormDefinition, LONG_TEXT_MAX, PersonAttribute, TEXT_MAX, Value,
};
use crate::{Text, access::Sensitivity};

/// What is wrong with a definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormProblem {
    /// The field; `None` for the form itself.
    pub field: Option<String>,
    /// What is wrong, in English, for the administrator.
    pub reason: String,
}

/// A form as it is written in YAML.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawForm {
    form: String,
    version: i32,
    order: i32,
    title: Text,
    help: Option<Text>,
    fields: Vec<RawField>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawField {
    field: String,
    #[serde(rename = "type")]
    kind: Kind,
    label: Text,
    help: Option<Text>,
    why: Option<Text>,
    #[serde(default)]
    required: bool,
    #[serde(default)]
    sensitivity: Sensitivity,
    #[serde(default)]
    indexed: bool,
    feeds: Option<PersonAttribute>,
    shown_when: Option<Condition>,
    max_length: Option<u32>,
    min: Option<i64>,
    max: Option<i64>,
    earliest: Option<String>,
    latest: Option<String>,
    choices: Option<Vec<Choice>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Text,
    LongText,
    Integer,
    YesNo,
    OneChoice,
    ManyChoices,
    Date,
    Phone,
    Email,
}

impl RawForm {
    /// The form's id as the file gives it.
    pub fn id(&self) -> &str {
        &self.form
    }

    /// The checked definition, or everything that is wrong with it.
    pub fn check(self) -> Result<FormDefinition, Vec<FormProblem>> {
        let mut problems = form_problems(&self);
        let mut fields = Vec::new();
        for raw in self.fields {
            let id = raw.field.clone();
            match field(raw) {
                Ok(field) => fields.push(field),
                Err(reasons) => problems.extend(reasons.into_iter().map(|reason| FormProblem {
                    field: Some(id.clone()),
                    reason,
                })),
            }
        }
        let definition = FormDefinition {
            form: self.form,
            version: self.version,
            order: self.order,
            title: self.title,
            help: self.help,
            fields,
        };
        if problems.is_empty() {
            problems = condition_problems(&definition);
        }
        if problems.is_empty() {
            Ok(definition)
        } else {
            Err(problems)
        }
    }
}

fn form_problems(raw: &RawForm) -> Vec<FormProblem> {
    let mut reasons: Vec<(Option<&str>, String)> = Vec::new();
    if !is_id(&raw.form) {
        reasons.push((None, format!("`{}` is not a form id ({ID_RULE})", raw.form)));
    }
    if raw.version < 1 {
        reasons.push((None, "the version must be at least 1".into()));
    }
    if raw.fields.is_empty() || raw.fields.len() > FIELDS_MAX {
        reasons.push((None, format!("a form has 1 to {FIELDS_MAX} fields")));
    }
    if blank(&raw.title) || raw.help.as_ref().is_some_and(blank) {
        reasons.push((
            None,
            "a title or help text is empty in some language".into(),
        ));
    }
    let mut seen = BTreeSet::new();
    let mut fed = Vec::new();
    for field in &raw.fields {
        if !seen.insert(field.field.as_str()) {
            reasons.push((Some(&field.field), "the field id stands twice".into()));
        }
        if let Some(attribute) = field.feeds {
            if fed.contains(&attribute) {
                reasons.push((
                    Some(&field.field),
                    "another field feeds the same attribute".into(),
                ));
            }
            fed.push(attribute);
        }
    }
    reasons
        .into_iter()
        .map(|(field, reason)| FormProblem {
            field: field.map(str::to_owned),
            reason,
        })
        .collect()
}

fn field(raw: RawField) -> Result<Field, Vec<String>> {
    let mut reasons = Vec::new();
    if !is_id(&raw.field) {
        reasons.push(format!("`{}` is not a field id ({ID_RULE})", raw.field));
    }
    let texts = [Some(&raw.label), raw.help.as_ref(), raw.why.as_ref()];
    if texts.into_iter().flatten().any(blank) {
        reasons.push("a label, help or why text is empty in some language".into());
    }
    reasons.extend(misplaced(&raw));
    let kind = kind_of(&raw).map_err(|reason| reasons.push(reason)).ok();
    if let (Some(attribute), Some(kind)) = (raw.feeds, &kind)
        && !feeds_fit(attribute, kind)
    {
        reasons.push("the type does not fit the attribute that the field feeds".into());
    }
    reasons.extend(too_long_for_an_index(&raw, kind.as_ref()));
    match kind {
        Some(kind) if reasons.is_empty() => Ok(Field {
            id: raw.field,
            kind,
            label: raw.label,
            help: raw.help,
            why: raw.why,
            required: raw.required,
            sensitivity: raw.sensitivity,
            indexed: raw.indexed,
            feeds: raw.feeds,
            shown_when: raw.shown_when,
        }),
        _ => Err(reasons),
    }
}

/// A database index holds only so much.
fn too_long_for_an_index(raw: &RawField, kind: Option<&FieldType>) -> Option<String> {
    match kind {
        Some(FieldType::LongText { .. }) if raw.indexed => {
            Some("a long text cannot be indexed".into())
        }
        Some(FieldType::Text { max_length }) if raw.feeds.is_some() && *max_length > NAME_MAX => {
            Some(format!("a name has at most {NAME_MAX} characters"))
        }
        _ => None,
    }
}

/// The most characters of a text that feeds a person's name.
const NAME_MAX: u32 = 150;

/// Settings that do not belong to the field's type.
fn misplaced(raw: &RawField) -> Vec<String> {
    let text = matches!(raw.kind, Kind::Text | Kind::LongText);
    let choice = matches!(raw.kind, Kind::OneChoice | Kind::ManyChoices);
    let given = [
        ("max_length", raw.max_length.is_some(), text),
        ("min", raw.min.is_some(), raw.kind == Kind::Integer),
        ("max", raw.max.is_some(), raw.kind == Kind::Integer),
        ("earliest", raw.earliest.is_some(), raw.kind == Kind::Date),
        ("latest", raw.latest.is_some(), raw.kind == Kind::Date),
        ("choices", raw.choices.is_some(), choice),
    ];
    given
        .into_iter()
        .filter(|(_, given, fits)| *given && !fits)
        .map(|(name, _, _)| format!("`{name}` does not belong to this type"))
        .collect()
}

fn kind_of(raw: &RawField) -> Result<FieldType, String> {
    Ok(match raw.kind {
        Kind::Text => FieldType::Text {
            max_length: length(raw.max_length, 200, TEXT_MAX)?,
        },
        Kind::LongText => FieldType::LongText {
            max_length: length(raw.max_length, 4000, LONG_TEXT_MAX)?,
        },
        Kind::Integer => integer(raw.min.unwrap_or(i64::MIN), raw.max.unwrap_or(i64::MAX))?,
        Kind::YesNo => FieldType::YesNo,
        Kind::OneChoice => FieldType::OneChoice {
            choices: choices(raw)?,
        },
        Kind::ManyChoices => FieldType::ManyChoices {
            choices: choices(raw)?,
        },
        Kind::Date => FieldType::Date {
            earliest: raw.earliest.as_deref().map(day_limit).transpose()?,
            latest: raw.latest.as_deref().map(day_limit).transpose()?,
        },
        Kind::Phone => FieldType::Phone,
        Kind::Email => FieldType::Email,
    })
}

fn length(given: Option<u32>, usual: u32, most: u32) -> Result<u32, String> {
    let length = given.unwrap_or(usual);
    (1..=most)
        .contains(&length)
        .then_some(length)
        .ok_or_else(|| format!("`max_length` must be 1 to {most}"))
}

fn integer(min: i64, max: i64) -> Result<FieldType, String> {
    (min <= max)
        .then_some(FieldType::Integer { min, max })
        .ok_or_else(|| "`min` is larger than `max`".into())
}

fn day_limit(text: &str) -> Result<DayLimit, String> {
    if text == "today" {
        return Ok(DayLimit::Today);
    }
    text.parse()
        .map(DayLimit::Day)
        .map_err(|_| format!("`{text}` is neither `today` nor a date such as 1900-01-01"))
}

fn choices(raw: &RawField) -> Result<Vec<Choice>, String> {
    let choices = raw.choices.clone().unwrap_or_default();
    if choices.len() < 2 || choices.len() > CHOICES_MAX {
        return Err(format!("this type needs 2 to {CHOICES_MAX} choices"));
    }
    let mut seen = BTreeSet::new();
    for choice in &choices {
        if !is_id(&choice.choice) {
            return Err(format!(
                "`{}` is not a choice id ({ID_RULE})",
                choice.choice
            ));
        }
        if !seen.insert(&choice.choice) {
            return Err(format!("the choice `{}` stands twice", choice.choice));
        }
        if blank(&choice.label) {
            return Err(format!("the choice `{}` has an empty label", choice.choice));
        }
    }
    Ok(choices)
}

const fn feeds_fit(attribute: PersonAttribute, kind: &FieldType) -> bool {
    match attribute {
        PersonAttribute::FamilyName
        | PersonAttribute::GivenName
        | PersonAttribute::LatinFamilyName
        | PersonAttribute::LatinGivenName => matches!(kind, FieldType::Text { .. }),
        PersonAttribute::BirthDate => matches!(kind, FieldType::Date { .. }),
        PersonAttribute::Sex => matches!(kind, FieldType::OneChoice { .. }),
        PersonAttribute::Phone => matches!(kind, FieldType::Phone),
    }
}

fn condition_problems(definition: &FormDefinition) -> Vec<FormProblem> {
    let mut problems = Vec::new();
    for field in &definition.fields {
        let Some(condition) = &field.shown_when else {
            continue;
        };
        let mut reasons = Vec::new();
        if condition.depth() > CONDITION_DEPTH_MAX {
            reasons.push(format!(
                "the condition is nested deeper than {CONDITION_DEPTH_MAX}"
            ));
        } else {
            comparison_problems(definition, field, condition, &mut reasons);
            if in_cycle(definition, &field.id) {
                reasons.push("the condition depends on itself".into());
            }
        }
        problems.extend(reasons.into_iter().map(|reason| FormProblem {
            field: Some(field.id.clone()),
            reason,
        }));
    }
    problems
}

fn comparison_problems(
    definition: &FormDefinition,
    field: &Field,
    condition: &Condition,
    reasons: &mut Vec<String>,
) {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => {
            if parts.is_empty() {
                reasons.push("`all` and `any` need at least one part".into());
            }
            for part in parts {
                comparison_problems(definition, field, part, reasons);
            }
        }
        Condition::Not(part) => comparison_problems(definition, field, part, reasons),
        Condition::Equal { field: asked, .. }
        | Condition::Contains { field: asked, .. }
        | Condition::Answered { field: asked } => match definition.field(asked) {
            None => reasons.push(format!("the condition asks an unknown field `{asked}`")),
            Some(asked) => {
                if asked.sensitivity > field.sensitivity {
                    reasons.push(format!(
                        "the condition would reveal `{}`, which is more sensitive",
                        asked.id
                    ));
                }
                if !can_compare(condition, &asked.kind) {
                    reasons.push(format!("the condition can never hold for `{}`", asked.id));
                }
            }
        },
    }
}

fn can_compare(condition: &Condition, kind: &FieldType) -> bool {
    let known = |id: &str| kind.choice_label(id).is_some();
    match condition {
        Condition::Equal { value, .. } => match (kind, value) {
            (FieldType::Integer { min, max }, Value::Integer(value)) => {
                (min..=max).contains(&value)
            }
            (FieldType::OneChoice { .. }, Value::Text(choice)) => known(choice),
            (FieldType::Date { .. }, Value::Text(day)) => day.parse::<chrono::NaiveDate>().is_ok(),
            (FieldType::YesNo, Value::YesNo(_))
            | (
                FieldType::Text { .. }
                | FieldType::LongText { .. }
                | FieldType::Phone
                | FieldType::Email,
                Value::Text(_),
            ) => true,
            _ => false,
        },
        Condition::Contains { choice, .. } => {
            matches!(kind, FieldType::ManyChoices { .. }) && known(choice)
        }
        _ => true,
    }
}

/// Whether following conditions from this field comes back to it.
fn in_cycle(definition: &FormDefinition, start: &str) -> bool {
    let asked = |id: &str| -> Vec<&str> {
        definition
            .field(id)
            .and_then(|field| field.shown_when.as_ref())
            .map(Condition::fields)
            .unwrap_or_default()
    };
    let mut seen = BTreeSet::new();
    let mut open = asked(start);
    while let Some(id) = open.pop() {
        if id == start {
            return true;
        }
        if seen.insert(id.to_owned()) {
            open.extend(asked(id));
        }
    }
    false
}

const ID_RULE: &str = "a lower-case letter, then at most 39 letters, digits or _";

fn is_id(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.next().is_some_and(|first| first.is_ascii_lowercase())
        && text.len() <= 40
        && bytes.all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

fn blank(text: &Text) -> bool {
    [&text.hu, &text.uk, &text.en]
        .into_iter()
        .any(|text| text.trim().is_empty())
}
