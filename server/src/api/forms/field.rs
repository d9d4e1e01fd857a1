use domain::{
    access::FieldAccess,
    forms::{Choice, Field, FieldType},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::{lookups::ChoiceBody, words::Words};

/// A question of a form.
#[derive(Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Field)]
pub(super) struct FieldBody {
    /// Its id.
    #[schema(example = "birth_date")]
    id: String,
    /// What kind of answer it takes.
    #[serde(rename = "type")]
    #[schema(example = "date")]
    kind: &'static str,
    /// The question.
    label: Words,
    /// How to answer.
    #[schema(required = true)]
    help: Option<Words>,
    /// Whether an answer is needed whenever the question is asked.
    required: bool,
    /// Whether it depends on other answers if it is asked, or if it has to be answered.
    conditional: bool,
    /// Whether lists of cases can be filtered by it.
    filterable: bool,
    /// Whether the user may answer it: `write`, or only `read` it.
    access: Access,
    /// What there is to choose; empty for every other type.
    choices: Vec<ChoiceBody>,
    /// The kinds of document to choose from, where it asks for a document.
    document_types: Vec<ChoiceBody>,
    /// The countries to choose from, where it asks for an address or a document.
    countries: Vec<ChoiceBody>,
    /// The questions of each row, where it is a group.
    #[schema(no_recursion)]
    fields: Vec<FieldBody>,
}

/// What the user may do with a field.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Access {
    /// See it.
    Read,
    /// See it and change it.
    Write,
}

impl FieldBody {
    /// A field, and what the user may do with it.
    pub(super) fn of(field: &Field, access: FieldAccess) -> Self {
        let (document_types, countries) = match &field.kind {
            FieldType::IdentityDocument {
                document_types,
                countries,
            } => (document_types.as_slice(), countries.as_slice()),
            FieldType::Address { countries } => (&[][..], countries.as_slice()),
            _ => (&[][..], &[][..]),
        };
        let writes = access == FieldAccess::Write && field.is_asked();
        let inner = field.sub_fields().iter();
        Self {
            id: field.id.clone(),
            kind: field.kind.name(),
            label: field.label.clone().into(),
            help: field.help.clone().map(Into::into),
            required: field.required,
            conditional: field.is_conditional() || field.required_when.is_some(),
            filterable: field.indexed,
            access: if writes { Access::Write } else { Access::Read },
            choices: choices(field.kind.choices()),
            document_types: choices(document_types),
            countries: choices(countries),
            fields: inner.map(|inner| Self::of(inner, access)).collect(),
        }
    }
}

fn choices(choices: &[Choice]) -> Vec<ChoiceBody> {
    choices.iter().cloned().map(Into::into).collect()
}
