use axum::{Json, extract::Path, http::StatusCode, response::Response};
use domain::{
    ProblemCode,
    dates::parse_date,
    ids::{BedId, ShelterId, StayId},
    shelters::{OccupancyPage, TypedStay},
};
use serde::{Deserialize, Serialize};
use services::shelters;
use utoipa::ToSchema;

use super::{NewStay, SentGuest, change, created, id, shape::Stay};
use crate::api::{
    asker::Asker,
    body::Body,
    moment,
    once::Once,
    parameters::Parameters,
    problem::{At, Failed, Place, ProblemBody},
};

/// Who comes, and into which bed.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SentArrival {
    /// The bed; not needed for somebody who is expected.
    #[serde(default)]
    #[schema(format = "uuid")]
    bed: Option<String>,
    /// The hold or the plan of somebody who is expected.
    #[serde(default)]
    #[schema(format = "uuid")]
    stay: Option<String>,
    /// Who, where nobody is expected.
    #[serde(default)]
    guest: SentGuest,
}

/// Where a guest moves.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SentMove {
    /// The bed.
    #[schema(format = "uuid")]
    bed: String,
}

/// Whose stay it is.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SentIdentity {
    /// The number of the case.
    #[schema(example = "K7M-4PX-9")]
    number: String,
    /// Who of the case: `-1` the person, else the number of a row among the family members.
    #[serde(default)]
    member: Option<i32>,
}

/// When a guest left.
#[derive(Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct SentDeparture {
    /// When, if not now, on the wall in Budapest: `2026-11-30T20:15`.
    at: String,
    /// A note.
    #[schema(max_length = 200)]
    note: String,
}

/// Stays in a shelter, the latest first.
#[derive(Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Stays {
    /// The stays.
    items: Vec<PastStay>,
    /// How to ask for those before: the value of `after`; `null` at the end.
    #[schema(required = true, format = "uuid")]
    next: Option<String>,
}

/// A stay with its place and its end.
#[derive(Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PastStay {
    /// The stay.
    stay: Stay,
    /// What the room is called.
    room: String,
    /// What the bed is called.
    bed: String,
    /// Until when; `null` while it lasts.
    #[schema(required = true, pattern = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$")]
    ended: Option<String>,
}

impl From<OccupancyPage> for Stays {
    fn from(page: OccupancyPage) -> Self {
        let items = page.rows.into_iter().map(|row| PastStay {
            stay: row.stay.into(),
            room: row.room,
            bed: row.bed,
            ended: row.ended.map(moment),
        });
        Self {
            items: items.collect(),
            next: page.more.map(|next| next.to_string()),
        }
    }
}

/// List stays
///
/// Who is and was in a shelter, the latest first, fifty at a time.
#[utoipa::path(
    get,
    path = "/stays",
    tag = "shelters",
    security(("token" = ["shelters:write"])),
    params(
        ("shelter" = String, Query, description = "The shelter's id."),
        ("day" = Option<String>, Query, description = "Only those who were there on this day."),
        ("after" = Option<String>, Query, description = "Those before this one: `next` of a page."),
    ),
    responses(
        (status = 200, description = "The stays.", body = Stays),
        (
            status = 404,
            description = "There is no such thing, as far as this user may know.",
            body = ProblemBody,
            content_type = "application/problem+json"
        ),
    )
)]
pub(super) async fn list_stays(
    asker: Asker,
    mut parameters: Parameters,
) -> Result<Json<Stays>, Failed> {
    let wrong = |name: &str, code| {
        let place = Place::Parameter(name.to_owned());
        Failed::invalid(vec![At::code(place, code)])
    };
    let shelter = parameters.one("shelter")?;
    let day = parameters.one("day")?;
    let after = parameters.one("after")?;
    parameters.nothing_else()?;
    let shelter = shelter.ok_or_else(|| wrong("shelter", ProblemCode::Required))?;
    let shelter: ShelterId = id(&shelter)?;
    let day = day
        .map(|day| parse_date(&day).ok_or_else(|| wrong("day", ProblemCode::NotADate)))
        .transpose()?;
    let after: Option<StayId> = after
        .map(|after| {
            after
                .parse()
                .map_err(|_| wrong("after", ProblemCode::NotAChoice))
        })
        .transpose()?;
    let page = asker.read(
        format!("shelters.occupancy {shelter}"),
        move |unit| async move { shelters::read_occupancy(&unit, shelter, day, after).await },
    );
    Ok(Json(page.await?.into()))
}

/// Begin a stay
///
/// Somebody has arrived: who is expected, or anybody else in a free bed.
#[utoipa::path(
    post,
    path = "/stays",
    tag = "shelters",
    security(("token" = ["shelters:write"])),
    request_body = SentArrival,
    responses(
        (status = 201, description = "They stay.", body = NewStay),
        (
            status = 404,
            description = "There is no such thing, as far as this user may know.",
            body = ProblemBody,
            content_type = "application/problem+json"
        ),
    )
)]
pub(super) async fn begin_stay(
    asker: Asker,
    parameters: Parameters,
    once: Once,
    Body(arrival): Body<SentArrival>,
) -> Result<Response, Failed> {
    parameters.nothing_else()?;
    let bed = arrival.bed.as_deref().map(id::<BedId>).transpose()?;
    let stay = arrival.stay.as_deref().map(id::<StayId>).transpose()?;
    let typed = TypedStay {
        stay,
        ..arrival.guest.typed(bed)
    };
    let begun = change(
        &asker,
        "shelters.arrive".to_owned(),
        &arrival,
        once,
        move |unit| async move { shelters::arrive(&unit, &typed).await },
    );
    Ok(created(begun.await.map_err(of_guest)?))
}

/// What is wrong with a guest stands below `guest`.
fn of_guest(mut failed: Failed) -> Failed {
    for at in &mut failed.errors {
        if let Place::Pointer(pointer) = &mut at.place {
            pointer.insert_str(0, "/guest");
        }
    }
    failed
}

/// Move a guest
///
/// To another bed of the district's shelters.
#[utoipa::path(
    post,
    path = "/stays/{stay}/move",
    tag = "shelters",
    security(("token" = ["shelters:write"])),
    params(("stay" = String, Path, description = "The stay's id.")),
    request_body = SentMove,
    responses((status = 201, description = "The stay in the other bed.", body = NewStay))
)]
pub(super) async fn move_stay(
    asker: Asker,
    Path(stay): Path<String>,
    parameters: Parameters,
    once: Once,
    Body(sent): Body<SentMove>,
) -> Result<Response, Failed> {
    parameters.nothing_else()?;
    let stay: StayId = id(&stay)?;
    let typed = TypedStay {
        stay: Some(stay),
        bed: Some(id(&sent.bed)?),
        ..TypedStay::default()
    };
    let purpose = format!("shelters.move {stay}");
    let moved = change(&asker, purpose, &sent, once, move |unit| async move {
        shelters::move_stay(&unit, &typed).await
    });
    Ok(created(moved.await?))
}

/// Join a stay to a case
///
/// Somebody who had no case when a bed was given to them has one by now.
#[utoipa::path(
    post,
    path = "/stays/{stay}/identify",
    tag = "shelters",
    security(("token" = ["shelters:write"])),
    params(("stay" = String, Path, description = "The stay's id.")),
    request_body = SentIdentity,
    responses((status = 204, description = "The stay belongs to the case."))
)]
pub(super) async fn identify_guest(
    asker: Asker,
    Path(stay): Path<String>,
    parameters: Parameters,
    once: Once,
    Body(sent): Body<SentIdentity>,
) -> Result<StatusCode, Failed> {
    parameters.nothing_else()?;
    let stay: StayId = id(&stay)?;
    let typed = TypedStay {
        stay: Some(stay),
        number: sent.number.clone(),
        member: sent.member,
        ..TypedStay::default()
    };
    let purpose = format!("shelters.identify {stay}");
    change(&asker, purpose, &sent, once, move |unit| async move {
        shelters::identify(&unit, &typed).await
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// End a stay
///
/// A guest has left.
#[utoipa::path(
    post,
    path = "/stays/{stay}/end",
    tag = "shelters",
    security(("token" = ["shelters:write"])),
    params(("stay" = String, Path, description = "The stay's id.")),
    request_body = SentDeparture,
    responses((status = 204, description = "The bed is free."))
)]
pub(super) async fn end_stay(
    asker: Asker,
    Path(stay): Path<String>,
    parameters: Parameters,
    once: Once,
    Body(sent): Body<SentDeparture>,
) -> Result<StatusCode, Failed> {
    parameters.nothing_else()?;
    let stay: StayId = id(&stay)?;
    let typed = TypedStay {
        stay: Some(stay),
        at: sent.at.clone(),
        note: sent.note.clone(),
        ..TypedStay::default()
    };
    let purpose = format!("shelters.depart {stay}");
    change(&asker, purpose, &sent, once, move |unit| async move {
        shelters::depart(&unit, &typed).await
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}
