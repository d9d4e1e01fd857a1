//! The definition as it stands in a file, and everything that can be wrong with it.

mod bounds;
mod choices;
mod classes;
mod dead_ends;
mod field;
mod kinds;
mod problem;
mod rules;
mod settings;
#[cfg(test)]
mod tests;
mod together;

use std::collections::BTreeSet;

use serde::{Deserialize, Deserializer, de::Error};

use super::{
    Calculation, Check, Choice, Condition, Currency, FIELDS_MAX, Field, FormDefinition, Lookup,
    PersonAttribute,
};
use crate::{Text, access::Sensitivity};
pub use problem::FormProblem;
pub use together::check_together;

/// A form as it is written in YAML.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawForm {
    form: String,
    version: i32,
    order: i32,
    title: Text,
    #[serde(default, deserialize_with = "given")]
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
    #[serde(default, deserialize_with = "given")]
    help: Option<Text>,
    #[serde(default, deserialize_with = "given")]
    why: Option<Text>,
    #[serde(default)]
    required: bool,
    #[serde(default, deserialize_with = "given")]
    required_when: Option<Condition>,
    #[serde(default, deserialize_with = "given")]
    sensitivity: Option<Sensitivity>,
    #[serde(default)]
    indexed: bool,
    #[serde(default, deserialize_with = "given")]
    feeds: Option<PersonAttribute>,
    #[serde(default, deserialize_with = "given")]
    shown_when: Option<Condition>,
    #[serde(default)]
    checks: Vec<Check>,
    #[serde(default, deserialize_with = "given")]
    parent: Option<String>,
    #[serde(default, deserialize_with = "given")]
    max_length: Option<u32>,
    #[serde(default, deserialize_with = "given")]
    min: Option<Bound>,
    #[serde(default, deserialize_with = "given")]
    max: Option<Bound>,
    #[serde(default, deserialize_with = "given")]
    decimals: Option<u8>,
    #[serde(default, deserialize_with = "given")]
    currencies: Option<Vec<Currency>>,
    #[serde(default, deserialize_with = "given")]
    earliest: Option<String>,
    #[serde(default, deserialize_with = "given")]
    latest: Option<String>,
    #[serde(default, deserialize_with = "given")]
    choices: Option<Vec<Choice>>,
    #[serde(default, deserialize_with = "given")]
    lookup: Option<String>,
    #[serde(default, deserialize_with = "given")]
    countries: Option<String>,
    #[serde(default, deserialize_with = "given")]
    document_types: Option<String>,
    #[serde(default, deserialize_with = "given")]
    result: Option<ResultKind>,
    #[serde(default, deserialize_with = "given")]
    calculation: Option<Calculation>,
    #[serde(default, deserialize_with = "given")]
    fields: Option<Vec<RawField>>,
    #[serde(default, deserialize_with = "given")]
    row_label: Option<Text>,
    #[serde(default, deserialize_with = "given")]
    summary: Option<Vec<String>>,
    #[serde(default, deserialize_with = "given")]
    min_rows: Option<u32>,
    #[serde(default, deserialize_with = "given")]
    max_rows: Option<u32>,
    #[serde(default, deserialize_with = "given")]
    ages: Option<Vec<Choice>>,
    #[serde(default, deserialize_with = "given")]
    sexes: Option<Vec<Choice>>,
}

/// A key that stands there has a value: `sensitivity:` left empty must not mean ordinary.
fn given<'de, T, D>(from: D) -> Result<Option<T>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    match Option::deserialize(from)? {
        None => Err(D::Error::custom("nothing stands here")),
        given => Ok(given),
    }
}

/// A limit of a number: a whole number, or a decimal one in quotes.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum Bound {
    Whole(i64),
    Written(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Text,
    LongText,
    Integer,
    Decimal,
    Money,
    YesNo,
    OneChoice,
    ManyChoices,
    Date,
    PartialDate,
    DateTime,
    Phone,
    Email,
    Iban,
    Address,
    Location,
    IdentityDocument,
    Calculated,
    Note,
    Divider,
    Group,
    Tally,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum ResultKind {
    Integer,
    Decimal,
    Money,
    Text,
    Date,
    YesNo,
    OneChoice,
}

impl RawForm {
    /// The form's id as the file gives it.
    pub fn id(&self) -> &str {
        &self.form
    }

    /// The version that the file gives.
    pub const fn version(&self) -> i32 {
        self.version
    }

    /// The checked definition, or everything that is wrong with it. What it asks of other forms is
    /// checked by [`check_together`].
    pub fn check(self, lookups: &[Lookup]) -> Result<FormDefinition, Vec<FormProblem>> {
        let mut problems = self.own_problems();
        let mut fields = Vec::new();
        let mut choices = 0;
        for raw in self.fields {
            match raw.check(lookups, None) {
                Ok(field) => {
                    choices += choices::count(&field.kind);
                    fields.push(field);
                }
                Err(found) => problems.extend(found),
            }
            if choices > CHOICES_OF_FORM_MAX {
                let reason = format!(
                    "the fields have more than {CHOICES_OF_FORM_MAX} choices together, those of lookups included"
                );
                problems.push(FormProblem::of_form(reason));
                break;
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
            problems = rules::problems(&definition, None);
        }
        if problems.is_empty() {
            problems.extend(together::circle_problem(&[&definition]).map(|(_, problem)| problem));
        }
        if problems.is_empty() {
            Ok(definition)
        } else {
            Err(problems)
        }
    }

    fn own_problems(&self) -> Vec<FormProblem> {
        let mut problems = Vec::new();
        if !is_id(&self.form) {
            let reason = format!("`{}` is not a form id ({ID_RULE})", self.form);
            problems.push(FormProblem::of_form(reason));
        }
        if self.version < 1 {
            problems.push(FormProblem::of_form("the version must be at least 1"));
        }
        let every: Vec<&RawField> = self.every_field().collect();
        if every.is_empty() || every.len() > FIELDS_MAX {
            let reason = format!("a form has 1 to {FIELDS_MAX} fields");
            problems.push(FormProblem::of_form(reason));
        }
        if self.title.is_blank() || self.help.as_ref().is_some_and(Text::is_blank) {
            let reason = "the title or the help text is empty in every language";
            problems.push(FormProblem::of_form(reason));
        }
        let mut seen = BTreeSet::new();
        let mut fed = Vec::new();
        for field in every {
            if !seen.insert(field.field.as_str()) {
                problems.push(FormProblem::of(&field.field, "the field id stands twice"));
            }
            let feeds = field.feeds;
            if let Some(attribute) = feeds.filter(|attribute| !attribute.is_only_searched()) {
                if fed.contains(&attribute) {
                    let reason = "another field feeds the same attribute";
                    problems.push(FormProblem::of(&field.field, reason));
                }
                fed.push(attribute);
            }
        }
        problems
    }

    fn every_field(&self) -> impl Iterator<Item = &RawField> {
        self.fields
            .iter()
            .flat_map(|field| core::iter::once(field).chain(field.fields.iter().flatten()))
    }
}

/// The most choices of all fields of a form together: a form travels as a whole.
const CHOICES_OF_FORM_MAX: usize = 10_000;
const ID_RULE: &str = "a lower-case letter, then at most 39 letters, digits or _";
const CHOICE_ID_RULE: &str = "at most 40 lower-case letters, digits or _";

/// Whether this is an id; those of choices may also begin with a digit.
pub(super) fn is_id(text: &str) -> bool {
    text.bytes()
        .next()
        .is_some_and(|first| first.is_ascii_lowercase())
        && is_choice_id(text)
}

pub(super) fn is_choice_id(text: &str) -> bool {
    (1..=40).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}
