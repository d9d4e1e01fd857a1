use axum::{Json, extract::Path};
use domain::cases::{CaseHistory, FieldChange, HistoryEntry};
use serde::Serialize;
use serde_json::Value;
use services::cases;
use utoipa::ToSchema;

use super::case_number;
use crate::api::{
    answers::one_to_json, asker::Asker, moment, parameters::Parameters, problem::Failed,
};

/// What happened to a case, the latest first.
#[derive(Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct History {
    /// The last hundred entries.
    entries: Vec<Entry>,
    /// Whether there are older ones.
    more: bool,
}

/// One thing that happened to a case.
#[derive(Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = HistoryEntry)]
struct Entry {
    /// When, as the clock on the wall in Budapest shows it.
    #[schema(pattern = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$")]
    at: String,
    /// Who.
    by: String,
    /// What, as a stable code.
    #[schema(example = "answers_saved")]
    action: String,
    /// The id of the form that was changed.
    #[schema(required = true)]
    form: Option<String>,
    /// What changed, as far as the user may see the fields.
    changes: Vec<Change>,
    /// How many further fields changed that the user may not see.
    hidden_changes: u32,
}

/// A field that changed.
#[derive(Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Change {
    /// The field's id.
    field: String,
    /// What stood there before.
    before: Value,
    /// What stands there since.
    after: Value,
}

impl From<CaseHistory> for History {
    fn from(history: CaseHistory) -> Self {
        Self {
            entries: history.entries.into_iter().map(Into::into).collect(),
            more: history.more,
        }
    }
}

impl From<HistoryEntry> for Entry {
    fn from(entry: HistoryEntry) -> Self {
        Self {
            at: moment(entry.at),
            by: entry.by,
            action: entry.action.code().to_owned(),
            form: entry.form_id,
            changes: entry.changes.into_iter().map(Into::into).collect(),
            hidden_changes: entry.hidden_changes,
        }
    }
}

impl From<FieldChange> for Change {
    fn from(change: FieldChange) -> Self {
        Self {
            field: change.field.id,
            before: change.before.as_ref().map(one_to_json).unwrap_or_default(),
            after: change.after.as_ref().map(one_to_json).unwrap_or_default(),
        }
    }
}

/// Read the history of a case
#[utoipa::path(
    get,
    path = "/cases/{number}/history",
    tag = "cases",
    security(("token" = ["cases:read"])),
    params(("number" = String, Path, description = "The case's number.")),
    responses((status = 200, description = "What happened to it.", body = History))
)]
pub(super) async fn read_history(
    asker: Asker,
    Path(number): Path<String>,
    parameters: Parameters,
) -> Result<Json<History>, Failed> {
    parameters.nothing_else()?;
    let number = case_number(&number)?;
    let purpose = format!("cases.history {number}");
    let history = asker.read(purpose, move |unit| async move {
        cases::read_history(&unit, &number).await
    });
    Ok(Json(history.await?.into()))
}
