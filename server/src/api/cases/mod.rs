//! Cases.

mod answers;
mod create;
mod history;
mod list;
mod read;

use domain::{
    Error,
    access::{Actor, FieldAccess},
    cases::CaseNumber,
    forms::{Field, FormDefinition},
};
use serde::Deserialize;
use serde_json::{Map, Value};
use services::Catalog;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{answers::Sent, problem::Failed};
use crate::http::Process;

pub(super) fn routes() -> OpenApiRouter<Process> {
    OpenApiRouter::new()
        .routes(routes!(list::list_cases, create::create_case))
        .routes(routes!(read::read_case))
        .routes(routes!(answers::read_answers, answers::change_answers))
        .routes(routes!(history::read_history))
}

/// Answers to the questions of one form.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SentAnswers {
    /// Plain values by the ids of the form's fields, as `GET` answers them.
    #[schema(value_type = Object)]
    answers: Map<String, Value>,
}

impl SentAnswers {
    /// Reads them by the form, as far as the user may see its fields. What comes of a form that
    /// does not exist or is hidden, the use case says.
    fn read(&self, catalog: &Catalog, actor: &Actor, form: Option<&str>) -> Result<Sent, Failed> {
        let definition = match form {
            Some(form) => catalog.form(form),
            None => catalog.registration_form(),
        };
        match definition.map(|form| seen_by(actor, form)) {
            Some(form) if !form.fields.is_empty() => Sent::read(&form, &self.answers),
            _ => Ok(Sent::default()),
        }
    }
}

fn seen_by(actor: &Actor, form: &FormDefinition) -> FormDefinition {
    let access = |field: &Field| actor.field_access(&form.form, field.sensitivity);
    form.only(|field| access(field) > FieldAccess::Hidden)
}

/// A number in an address: any other text names no case.
fn case_number(text: &str) -> Result<CaseNumber, Failed> {
    CaseNumber::parse(text).ok_or_else(|| Error::NotFound.into())
}
