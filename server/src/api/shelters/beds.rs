use axum::{
    Json,
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{
    ids::{BedId, StayId},
    shelters::{StayEvent, TypedStay},
};
use serde::Deserialize;
use serde_json::json;
use services::{Outcome, Unit, repeats::run_once, shelters};
use utoipa::ToSchema;

use super::{NewStay, SentGuest, at_members, id};
use crate::api::{
    asker::Asker,
    body::Body,
    once::{Once, answered},
    parameters::Parameters,
    problem::Failed,
};

/// Why a bed cannot be used.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SentReason {
    /// Why, for those who work in the shelter.
    #[schema(max_length = 200)]
    note: String,
}

/// Hold a bed
///
/// For a while, for somebody; the hold ends by itself.
#[utoipa::path(
    post,
    path = "/beds/{bed}/hold",
    tag = "shelters",
    security(("token" = ["shelters:write"])),
    params(("bed" = String, Path, description = "The bed's id.")),
    request_body = SentGuest,
    responses((status = 201, description = "The bed is held.", body = NewStay))
)]
pub(super) async fn hold_bed(
    asker: Asker,
    Path(bed): Path<String>,
    parameters: Parameters,
    Once(key): Once,
    Body(guest): Body<SentGuest>,
) -> Result<Response, Failed> {
    parameters.nothing_else()?;
    let bed: BedId = id(&bed)?;
    let typed = guest.typed(Some(bed));
    let held = asker.change(format!("shelters.hold {bed}"), move |unit| async move {
        let request = json!(["shelters.hold", bed, guest]);
        let work = Box::pin(shelters::hold_bed(&unit, &typed));
        run_once(&unit, key.as_ref(), &request, work).await
    });
    let stay = answered(held.await.map_err(at_members)?)?;
    Ok(created(stay))
}

/// Plan a stay
///
/// That somebody comes into a bed on a day.
#[utoipa::path(
    post,
    path = "/beds/{bed}/plan",
    tag = "shelters",
    security(("token" = ["shelters:write"])),
    params(("bed" = String, Path, description = "The bed's id.")),
    request_body = SentGuest,
    responses((status = 201, description = "The stay is planned.", body = NewStay))
)]
pub(super) async fn plan_stay(
    asker: Asker,
    Path(bed): Path<String>,
    parameters: Parameters,
    Once(key): Once,
    Body(guest): Body<SentGuest>,
) -> Result<Response, Failed> {
    parameters.nothing_else()?;
    let bed: BedId = id(&bed)?;
    let typed = guest.typed(Some(bed));
    let planned = asker.change(format!("shelters.plan {bed}"), move |unit| async move {
        let request = json!(["shelters.plan", bed, guest]);
        let work = Box::pin(shelters::plan_stay(&unit, &typed));
        run_once(&unit, key.as_ref(), &request, work).await
    });
    let stay = answered(planned.await.map_err(at_members)?)?;
    Ok(created(stay))
}

/// Give a held bed back
#[utoipa::path(
    post,
    path = "/beds/{bed}/release",
    tag = "shelters",
    security(("token" = ["shelters:write"])),
    params(("bed" = String, Path, description = "The bed's id.")),
    responses((status = 204, description = "The bed is held no longer."))
)]
pub(super) async fn release_bed(
    asker: Asker,
    Path(bed): Path<String>,
    parameters: Parameters,
    once: Once,
) -> Result<StatusCode, Failed> {
    parameters.nothing_else()?;
    let bed: BedId = id(&bed)?;
    change(
        &asker,
        "shelters.release",
        bed,
        once,
        move |unit| async move { shelters::release_bed(&unit, bed).await },
    )
    .await
}

/// Take a bed out of service
#[utoipa::path(
    post,
    path = "/beds/{bed}/out-of-service",
    tag = "shelters",
    security(("token" = ["shelters:write"])),
    params(("bed" = String, Path, description = "The bed's id.")),
    request_body = SentReason,
    responses((status = 204, description = "The bed is out of service."))
)]
pub(super) async fn take_out(
    asker: Asker,
    Path(bed): Path<String>,
    parameters: Parameters,
    once: Once,
    Body(reason): Body<SentReason>,
) -> Result<StatusCode, Failed> {
    parameters.nothing_else()?;
    let bed: BedId = id(&bed)?;
    change(
        &asker,
        "shelters.take_out",
        bed,
        once,
        move |unit| async move {
            let typed = TypedStay {
                bed: Some(bed),
                note: reason.note,
                ..TypedStay::default()
            };
            shelters::act(&unit, StayEvent::TakeOut, &typed).await
        },
    )
    .await
}

/// Put a bed back into service
#[utoipa::path(
    post,
    path = "/beds/{bed}/in-service",
    tag = "shelters",
    security(("token" = ["shelters:write"])),
    params(("bed" = String, Path, description = "The bed's id.")),
    responses((status = 204, description = "The bed is in service."))
)]
pub(super) async fn put_back(
    asker: Asker,
    Path(bed): Path<String>,
    parameters: Parameters,
    once: Once,
) -> Result<StatusCode, Failed> {
    parameters.nothing_else()?;
    let bed: BedId = id(&bed)?;
    change(
        &asker,
        "shelters.put_back",
        bed,
        once,
        move |unit| async move { shelters::put_back(&unit, bed).await },
    )
    .await
}

/// Lets something happen to a bed that has no answer of its own.
async fn change<F, Fut>(
    asker: &Asker,
    purpose: &'static str,
    bed: BedId,
    Once(key): Once,
    work: F,
) -> Result<StatusCode, Failed>
where
    F: FnOnce(Unit) -> Fut + Send + 'static,
    Fut: Future<Output = Outcome<()>> + Send + 'static,
{
    let done = asker.change(format!("{purpose} {bed}"), move |unit| async move {
        let request = json!([purpose, bed]);
        let work = Box::pin(work(unit.clone()));
        run_once(&unit, key.as_ref(), &request, work).await
    });
    answered(done.await.map_err(at_members)?)?;
    Ok(StatusCode::NO_CONTENT)
}

pub(super) fn created(stay: StayId) -> Response {
    let stay = NewStay {
        stay: stay.to_string(),
    };
    (StatusCode::CREATED, Json(stay)).into_response()
}
