//! The browser's doors to stages and approvals.

use domain::workflow::{ApprovalPage, ApprovalState, CaseWorkflow};
#[cfg(feature = "ssr")]
use domain::{
    Error,
    cases::Stage,
    workflow::{ApprovalEvent, ApprovalKind},
};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::request::case_number;
use crate::{errors::AppError, wire::Json};

/// Where a case stands and where it may go.
#[server(endpoint = "workflow/read", output = Json)]
pub(crate) async fn read_workflow(number: String) -> Result<CaseWorkflow, AppError> {
    let number = case_number(&number)?;
    let purpose = format!("workflow.read {number}");
    crate::request::reading(purpose, move |unit| async move {
        services::workflow::case_workflow(&unit, &number).await
    })
    .await
}

/// Takes a case to another stage.
#[server(endpoint = "workflow/change_stage", output = Json)]
pub(crate) async fn change_stage(
    number: String,
    to: Option<String>,
    reason: Option<String>,
) -> Result<(), AppError> {
    let number = case_number(&number)?;
    let page = format!("/cases/{number}/stage");
    let Some(to) = to.and_then(|to| Stage::from_code(&to)) else {
        crate::request::must_be_signed_in()?;
        crate::request::go_to(&page);
        return Ok(());
    };
    let reason = reason.unwrap_or_default();
    let purpose = format!("workflow.change_stage {number} {}", to.code());
    crate::request::in_unit(purpose, move |unit| async move {
        services::workflow::change_stage(&unit, &number, &to, &reason).await
    })
    .await?;
    crate::request::go_to(&format!("{page}?done=1"));
    Ok(())
}

/// Asks for something on a case to be approved.
#[server(endpoint = "workflow/ask_approval", output = Json)]
pub(crate) async fn ask_approval(
    number: String,
    kind: String,
    note: Option<String>,
) -> Result<(), AppError> {
    let number = case_number(&number)?;
    let kind = ApprovalKind::from_code(&kind).ok_or(AppError(Error::Malformed))?;
    let page = format!("/cases/{number}/stage?done=1");
    let purpose = format!("workflow.ask_approval {number} {}", kind.code());
    crate::request::in_unit(purpose, move |unit| async move {
        services::approvals::ask_approval(&unit, &number, kind, &note.unwrap_or_default()).await
    })
    .await?;
    crate::request::go_to(&page);
    Ok(())
}

/// An approval with what is to be approved.
#[server(endpoint = "workflow/read_approval", output = Json)]
pub(crate) async fn read_approval(id: String) -> Result<ApprovalPage, AppError> {
    let id = id.parse().map_err(|_| AppError(domain::Error::NotFound))?;
    let purpose = format!("workflow.read_approval {id}");
    crate::request::reading(purpose, move |unit| async move {
        services::approvals::read_approval(&unit, id).await
    })
    .await
}

/// Decides about an approval, or takes it back.
#[server(endpoint = "workflow/decide_approval", output = Json)]
pub(crate) async fn decide_approval(
    id: String,
    event: String,
    shown: Option<String>,
    comment: Option<String>,
) -> Result<ApprovalState, AppError> {
    let id = id.parse().map_err(|_| AppError(domain::Error::NotFound))?;
    let event = ApprovalEvent::from_code(&event).ok_or(AppError(Error::Malformed))?;
    let decision = services::approvals::Decision {
        event,
        comment: comment.unwrap_or_default(),
        shown: shown.unwrap_or_default(),
    };
    let purpose = format!("workflow.{} {id}", event.code());
    let state = crate::request::in_unit(purpose, move |unit| async move {
        services::approvals::decide_approval(&unit, id, &decision).await
    })
    .await?;
    crate::request::go_to(&format!("/approvals/{id}?done=1"));
    Ok(state)
}
