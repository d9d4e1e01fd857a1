use axum::{
    Extension, Json,
    extract::Path,
    http::header::ETAG,
    response::{IntoResponse, Response},
};
use domain::{
    Error,
    access::Permission,
    cases::{CaseView, FormView, SaveEdit},
};
use serde::Serialize;
use serde_json::{Map, Value, json};
use services::{cases, repeats::run_once};
use utoipa::ToSchema;

use super::{SentAnswers, case_number};
use crate::api::{
    answers::to_json,
    asker::Asker,
    body::Body,
    conditional::{Match, Version, tag},
    moment,
    once::{Once, answered},
    parameters::Parameters,
    problem::Failed,
    words::Words,
};

/// The answers to one form of a case, as far as the user may see them.
#[derive(Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AnswersOfForm {
    /// The form's id.
    form: String,
    /// Its title.
    title: Words,
    /// Counts the saves, from 1; 0 while nothing is answered; `null` for a case of another district
    /// that is shared with the user.
    #[schema(required = true)]
    version: Option<i32>,
    /// The version of the form that the answers were given under.
    form_version: i32,
    /// When they were last saved, as the clock on the wall in Budapest shows it.
    #[schema(required = true, pattern = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$")]
    saved_at: Option<String>,
    /// Who saved them last.
    #[schema(required = true)]
    saved_by: Option<String>,
    /// How many questions are asked, by what is answered so far.
    asked: u32,
    /// How many of them are answered.
    answered: u32,
    /// How many of them need an answer and have none.
    missing: u32,
    /// Whether the user may change anything in the form.
    writable: bool,
    /// Plain values by the ids of fields; what is not answered is absent.
    #[schema(value_type = Object)]
    answers: Map<String, Value>,
}

/// What a change came to.
#[derive(Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SavedAnswers {
    /// The form's id.
    form: String,
    /// The version that is stored now.
    version: i32,
    /// The next form that the user may write.
    #[schema(required = true)]
    next_form: Option<String>,
}

impl AnswersOfForm {
    /// A form of a case.
    pub(super) fn of(case: &CaseView, form: &FormView) -> Self {
        let (saved_at, saved_by) = form.saved.clone().unzip();
        Self {
            form: form.progress.form.clone(),
            title: form.progress.title.clone().into(),
            version: version_of(case, &form.progress.form),
            form_version: form.version,
            saved_at: saved_at.map(moment),
            saved_by,
            asked: form.progress.asked,
            answered: form.progress.answered,
            missing: form.progress.missing,
            writable: form.progress.writable && case.shared.is_none(),
            answers: to_json(&form.answers),
        }
    }
}

fn version_of(case: &CaseView, form: &str) -> Option<i32> {
    let saved = &case.presence.as_ref()?.saved;
    let saved = saved.iter().find(|saved| saved.form == form);
    Some(saved.map_or(0, |saved| saved.version))
}

/// Read the answers to a form
///
/// The `ETag` names the version, for a change of it.
#[utoipa::path(
    get,
    path = "/cases/{number}/answers/{form}",
    tag = "cases",
    security(("token" = ["cases:read"])),
    params(
        ("number" = String, Path, description = "The case's number."),
        ("form" = String, Path, description = "The form's id.")
    ),
    responses((status = 200, description = "The answers.", body = AnswersOfForm))
)]
pub(super) async fn read_answers(
    asker: Asker,
    Path((number, form)): Path<(String, String)>,
    parameters: Parameters,
) -> Result<Response, Failed> {
    parameters.nothing_else()?;
    let number = case_number(&number)?;
    let purpose = format!("cases.read {number}");
    let case = asker.read(purpose, move |unit| async move {
        cases::read_case(&unit, &number).await
    });
    let case = case.await?;
    let view = case.forms.iter().find(|view| view.progress.form == form);
    let answers = AnswersOfForm::of(&case, view.ok_or(Error::NotFound)?);
    Ok(match answers.version {
        Some(version) => (Extension(Version(version)), Json(answers)).into_response(),
        None => Json(answers).into_response(),
    })
}

/// Change answers of a form
///
/// A field that is not sent stays as it is, `null` clears it (a merge patch, RFC 7396), and so it is
/// with the parts of an address, a document or a tally; a group is replaced as a whole. What others
/// have saved since the version of `If-Match` is merged with the change; where both have given other
/// answers, nothing is changed.
#[utoipa::path(
    patch,
    path = "/cases/{number}/answers/{form}",
    tag = "cases",
    security(("token" = ["cases:write"])),
    params(
        ("number" = String, Path, description = "The case's number."),
        ("form" = String, Path, description = "The form's id."),
        ("If-Match" = String, Header, description = "The `ETag` of the answers that were read.")
    ),
    request_body(content((SentAnswers = "application/json"), (SentAnswers = "application/merge-patch+json"))),
    responses((
        status = 200,
        description = "The answers are saved. The `ETag` is good for the next change.",
        body = SavedAnswers,
        headers(("ETag" = String, description = "The version that is stored now."))
    ))
)]
pub(super) async fn change_answers(
    asker: Asker,
    Path((number, form)): Path<(String, String)>,
    parameters: Parameters,
    Match(version): Match,
    Once(key): Once,
    Body(body): Body<SentAnswers>,
) -> Result<Response, Failed> {
    parameters.nothing_else()?;
    let case = case_number(&number)?;
    let sent = body.read(asker.store().catalog(), asker.actor(), Some(&form))?;
    let edit = SaveEdit {
        case,
        form: form.clone(),
        version,
        answers: sent.inputs.clone(),
    };
    let purpose = format!("cases.save_answers {} {form}", edit.case);
    let saved = asker.change(purpose, move |unit| async move {
        let request = json!(["cases.save_answers", edit]);
        let work = Box::pin(cases::save_answers_for(&unit, &edit));
        run_once(&unit, Permission::CASES_EDIT, key.as_ref(), &request, work).await
    });
    let saved = answered(saved.await.map_err(|error| sent.failed(error))?)?;
    let body = SavedAnswers {
        form,
        version: saved.version,
        next_form: saved.next_form,
    };
    Ok(([(ETAG, tag(saved.version))], Json(body)).into_response())
}
