//! The definition as it stands in a file, and everything that can be wrong with it.

mod bounds;
mod choices;
mod classes;
mod dead_ends;
mod field;
mod kinds;
mod rules;
mod settings;
#[cfg(test)]
mod tests;
mod together;

use std::collections::BTreeSet;

use serde::Deserialize;

use super::{
    Calculation, Check, Choice, Condition, Currency, FIELDS_MAX, Field, FormDefinition, Lookup,
    PersonAttribute,
};
use crate::{Text, access::Sensitivity};
pub use together::check_together;

/// What is wrong with a definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormProblem {
    /// The field; `None` for the form itself.
    pub field: Option<String>,
    /// The choice of the field, if it is about one.
    pub choice: Option<String>,
    /// What is wrong, in English, for the administrator.
    pub reason: String,
}

impl FormProblem {
    fn of(field: &str, reason: impl Into<String>) -> Self {
        Self {
            field: Some(field.to_owned()),
            choice: None,
            reason: reason.into(),
        }
    }

    fn of_choice(field: &str, choice: &str, reason: &str) -> Self {
        Self {
            choice: Some(choice.to_owned()),
            ..Self::of(field, format!("choice `{choice}`: {reason}"))
        }
    }

    fn of_form(reason: impl Into<String>) -> Self {
        Self {
            field: None,
            choice: None,
            reason: reason.into(),
        }
    }
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
    required_when: Option<Condition>,
    sensitivity: Option<Sensitivity>,
    #[serde(default)]
    indexed: bool,
    feeds: Option<PersonAttribute>,
    shown_when: Option<Condition>,
    #[serde(default)]
    checks: Vec<Check>,
    parent: Option<String>,
    max_length: Option<u32>,
    min: Option<Bound>,
    max: Option<Bound>,
    decimals: Option<u8>,
    currencies: Option<Vec<Currency>>,
    earliest: Option<String>,
    latest: Option<String>,
    choices: Option<Vec<Choice>>,
    lookup: Option<String>,
    countries: Option<String>,
    document_types: Option<String>,
    result: Option<ResultKind>,
    calculation: Option<Calculation>,
    fields: Option<Vec<RawField>>,
    row_label: Option<Text>,
    summary: Option<Vec<String>>,
    min_rows: Option<u32>,
    max_rows: Option<u32>,
    ages: Option<Vec<Choice>>,
    sexes: Option<Vec<Choice>>,
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
        for raw in self.fields {
            match raw.check(lookups, None) {
                Ok(field) => fields.push(field),
                Err(found) => problems.extend(found),
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
            if let Some(attribute) = field.feeds {
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
