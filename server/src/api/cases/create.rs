use axum::{
    Json,
    http::{StatusCode, header::LOCATION},
    response::{IntoResponse, Response},
};
use domain::{access::Permission, cases::Registered};
use serde::Serialize;
use serde_json::json;
use services::{cases, repeats::run_once};
use utoipa::ToSchema;

use super::SentAnswers;
use crate::api::{
    asker::Asker,
    body::Body,
    once::{Once, answered},
    parameters::Parameters,
    problem::Failed,
};

/// A case that was opened.
#[derive(Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewCase {
    /// Its number.
    #[schema(example = "K7M-4PX-9")]
    number: String,
    /// The form to go on with, if the user may write one.
    #[schema(required = true)]
    next_form: Option<String>,
}

/// Register a person and open a case
///
/// The answers are those to the first form. A caseworker becomes the owner of the case; whoever may
/// not own cases hands it to the district's intake team.
#[utoipa::path(
    post,
    path = "/cases",
    tag = "cases",
    security(("token" = ["cases:write"])),
    request_body = SentAnswers,
    responses((
        status = 201,
        description = "The case is open.",
        body = NewCase,
        headers(("Location" = String, description = "The address of the case."))
    ))
)]
pub(super) async fn create_case(
    asker: Asker,
    parameters: Parameters,
    Once(key): Once,
    Body(body): Body<SentAnswers>,
) -> Result<Response, Failed> {
    parameters.nothing_else()?;
    let sent = body.read(asker.store().catalog(), asker.actor(), None)?;
    let inputs = sent.inputs.clone();
    let purpose = "cases.register_person";
    let registered = asker.change(purpose, move |unit| async move {
        let request = json!([purpose, inputs]);
        let work = Box::pin(cases::register_person_for(&unit, &inputs));
        run_once(
            &unit,
            Permission::CASES_CREATE,
            key.as_ref(),
            &request,
            work,
        )
        .await
    });
    let registered = registered.await.map_err(|error| sent.failed(error))?;
    let Registered { number, next_form } = answered(registered)?;
    let number = number.to_string();
    Ok((
        StatusCode::CREATED,
        [(LOCATION, format!("/api/v1/cases/{number}"))],
        Json(NewCase { number, next_form }),
    )
        .into_response())
}
