use axum::{extract::Path, http::StatusCode, response::Response};
use domain::{
    ids::BedId,
    shelters::{StayEvent, TypedStay},
};
use serde::{Deserialize, Serialize};
use services::shelters;
use utoipa::ToSchema;

use super::{NewStay, SentGuest, change, created, id};
use crate::api::{asker::Asker, body::Body, once::Once, parameters::Parameters, problem::Failed};

/// Why a bed cannot be used.
#[derive(Deserialize, Serialize, ToSchema)]
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
    once: Once,
    Body(guest): Body<SentGuest>,
) -> Result<Response, Failed> {
    parameters.nothing_else()?;
    let bed: BedId = id(&bed)?;
    let typed = guest.typed(Some(bed));
    let purpose = format!("shelters.hold {bed}");
    let stay = change(&asker, purpose, &guest, once, move |unit| async move {
        shelters::hold_bed(&unit, &typed).await
    });
    Ok(created(stay.await?))
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
    once: Once,
    Body(guest): Body<SentGuest>,
) -> Result<Response, Failed> {
    parameters.nothing_else()?;
    let bed: BedId = id(&bed)?;
    let typed = guest.typed(Some(bed));
    let purpose = format!("shelters.plan {bed}");
    let stay = change(&asker, purpose, &guest, once, move |unit| async move {
        shelters::plan_stay(&unit, &typed).await
    });
    Ok(created(stay.await?))
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
    let purpose = format!("shelters.release {bed}");
    change(&asker, purpose, (), once, move |unit| async move {
        shelters::release_bed(&unit, bed).await
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
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
    let typed = TypedStay {
        bed: Some(bed),
        note: reason.note.clone(),
        ..TypedStay::default()
    };
    let purpose = format!("shelters.take_out {bed}");
    change(&asker, purpose, &reason, once, move |unit| async move {
        shelters::act(&unit, StayEvent::TakeOut, &typed).await
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
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
    let purpose = format!("shelters.put_back {bed}");
    change(&asker, purpose, (), once, move |unit| async move {
        shelters::put_back(&unit, bed).await
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}
