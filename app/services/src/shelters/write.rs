//! Writing stays, and telling of it.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    Error, ProblemCode,
    access::Permission,
    audit::AuditAction,
    ids::{CaseId, DistrictId, ShelterId, StayId},
    integration::EventKind,
    shelters::{StayState, TypedStay},
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait},
};
use serde_json::json;
use uuid::Uuid;

use super::{bed_row, guest::Who, shelter_row, stay_row};
use crate::{
    Failure, Outcome, Unit,
    audit::{self, Event},
    integration::{Happening, publish},
    joined::joined,
    store::tell,
    tenancy::{DistrictScope, Tenant},
    wall_clock::moment,
};

/// Channel of PostgreSQL on which processes tell each other of changes in shelters.
pub const CHANNEL: &str = "lanchid_shelters";

/// The shelters in which the actor may give people a place: those of their district.
pub(super) fn place_scope(unit: &Unit) -> Outcome<DistrictScope> {
    Ok(unit.scope(Permission::SHELTERS_PLACE)?.whole_district())
}

/// Refuses what cannot be read or does not fit.
pub(super) fn must_be_well_typed(typed: &TypedStay) -> Outcome<()> {
    let problems = typed.text_problems();
    if problems.is_empty() {
        return Ok(());
    }
    Err(Failure::Answer(Error::Invalid { problems }))
}

/// As a use case answers it.
pub(super) fn invalid(problem: domain::Problem) -> Failure {
    Failure::Answer(Error::Invalid {
        problems: vec![problem],
    })
}

/// When something happened: now, or at a time that is over, at most a week ago.
///
/// # Errors
/// `Invalid` when that cannot be read, is to come, or is too long ago.
pub(super) fn happened_at(unit: &Unit, typed: &TypedStay) -> Outcome<DateTime<Utc>> {
    const BACK: chrono::TimeDelta = chrono::TimeDelta::days(7);
    let Some(wall) = typed.moment().map_err(invalid)? else {
        return Ok(unit.now());
    };
    let at = moment(wall);
    let wrong = |code| Err(Failure::Answer(Error::invalid("at", code)));
    // Whoever types the minute that it is means now.
    if at > unit.now() + chrono::TimeDelta::minutes(1) {
        return wrong(ProblemCode::InTheFuture);
    }
    let earliest = unit.now() - BACK;
    if at < earliest {
        let earliest = crate::wall_clock::wall_day(earliest);
        return wrong(ProblemCode::TooEarly { earliest });
    }
    Ok(Ord::min(at, unit.now()))
}

/// A stay to be written.
pub(super) struct NewStay<'a> {
    pub(super) bed: &'a bed_row::Model,
    pub(super) who: &'a Who,
    pub(super) state: StayState,
    pub(super) party: Uuid,
    pub(super) begins: DateTime<Utc>,
    pub(super) ends: Option<DateTime<Utc>>,
    pub(super) comes: Option<NaiveDate>,
    pub(super) leaves: Option<NaiveDate>,
    pub(super) note: &'a str,
}

/// Writes a new stay.
pub(super) async fn insert(unit: &Unit, new: NewStay<'_>) -> Outcome<stay_row::Model> {
    let actor = unit.actor()?;
    let row = stay_row::Model {
        id: unit.new_id::<StayId>().into(),
        district_id: new.bed.district_id,
        shelter_id: new.bed.shelter_id,
        bed_id: new.bed.id,
        case_id: new.who.case(),
        case_number: new.who.number(),
        member: new.who.member,
        party_id: new.party,
        guest: new.who.name.clone(),
        state: new.state.code().to_owned(),
        begins_at: new.begins,
        ends_at: new.ends,
        comes_on: new.comes,
        leaves_on: new.leaves,
        note: new.note.trim().to_owned(),
        begun_by: actor.user.into(),
        begun_by_name: actor.display_name.clone(),
        ended_by_name: None,
    };
    let fresh = stay_row::ActiveModel::from(row.clone()).reset_all();
    stay_row::Entity::insert(fresh)
        .exec_without_returning(unit.connection())
        .await?;
    Ok(row)
}

/// Ends a stay, a hold or a plan.
pub(super) async fn end(
    unit: &Unit,
    stay: &stay_row::Model,
    state: StayState,
    at: DateTime<Utc>,
) -> Outcome<()> {
    let by = unit.actor()?.display_name.clone();
    stay_row::Entity::update_many()
        .filter(stay_row::Column::DistrictId.eq(stay.district_id))
        .filter(stay_row::Column::Id.eq(stay.id))
        .col_expr(stay_row::Column::State, Expr::value(state.code()))
        .col_expr(stay_row::Column::EndsAt, Expr::value(Some(at)))
        .col_expr(stay_row::Column::EndedByName, Expr::value(Some(by)))
        .exec(unit.connection())
        .await?;
    Ok(())
}

/// Records what happened to a stay.
pub(super) async fn tell_stay(
    unit: &Unit,
    action: AuditAction,
    stay: &stay_row::Model,
    details: serde_json::Value,
) -> Outcome<()> {
    let facts = json!({
        "shelter": stay.shelter_id,
        "bed": stay.bed_id,
        "stay": stay.id,
        "member": stay.member,
    });
    let mut data = joined(facts.clone(), json!({"number": stay.case_number}));
    for from in ["from_bed", "from_stay"] {
        if let Some(id) = details.get(from) {
            data[from] = id.clone();
        }
    }
    let mut event = Event::new(stay.district_id.into(), action).with(joined(facts, details));
    if let Some(case) = stay.case_id {
        event = event.on_case(CaseId(case));
    }
    if action == AuditAction::HoldExpired {
        // Whoever comes to the bed finds it so, and has not done it.
        audit::record_by_nobody(unit, event).await?;
    } else {
        audit::record(unit, event).await?;
    }
    match told_outside(action) {
        Some(kind) => tell_outside(unit, kind, stay.district_id.into(), stay.bed_id, data).await,
        None => Ok(()),
    }
}

/// As what outside systems are told of it.
const fn told_outside(action: AuditAction) -> Option<EventKind> {
    match action {
        AuditAction::BedHeld => Some(EventKind::BedHeld),
        AuditAction::BedReleased | AuditAction::HoldExpired => Some(EventKind::BedReleased),
        AuditAction::GuestArrived => Some(EventKind::StayBegan),
        AuditAction::GuestMoved => Some(EventKind::StayMoved),
        AuditAction::GuestDeparted => Some(EventKind::StayEnded),
        AuditAction::BedTakenOut => Some(EventKind::BedOutOfService),
        AuditAction::BedPutBack => Some(EventKind::BedInService),
        _ => None,
    }
}

/// Tells the webhooks that asked for it what happened to a bed: by ids alone, in the order in which
/// it happened to the bed.
async fn tell_outside(
    unit: &Unit,
    kind: EventKind,
    district: DistrictId,
    bed: Uuid,
    data: serde_json::Value,
) -> Outcome<()> {
    let happening = Happening {
        kind,
        district,
        record: format!("bed {bed}"),
        data,
    };
    publish(unit, happening).await
}

/// Records what happened to a bed in which nobody is.
pub(super) async fn tell_bed(
    unit: &Unit,
    action: AuditAction,
    bed: &bed_row::Model,
    reason: Option<&str>,
) -> Outcome<()> {
    let district = bed.district_id.into();
    let told = json!({"shelter": bed.shelter_id, "bed": bed.id, "reason": reason});
    audit::record(unit, Event::new(district, action).with(told)).await?;
    let data = json!({"shelter": bed.shelter_id, "bed": bed.id});
    match told_outside(action) {
        Some(kind) => tell_outside(unit, kind, district, bed.id, data).await,
        None => Ok(()),
    }
}

/// Counts shelters up, as the last that a unit does, and tells other processes of it when it ends.
pub(super) async fn touch(
    unit: &Unit,
    district: DistrictId,
    shelters: impl IntoIterator<Item = Uuid>,
) -> Outcome<()> {
    let ids: std::collections::BTreeSet<Uuid> = shelters.into_iter().collect();
    let db = unit.connection();
    for id in ids {
        shelter_row::Entity::update_many()
            .filter(shelter_row::Column::DistrictId.eq(Uuid::from(district)))
            .filter(shelter_row::Column::Id.eq(id))
            .col_expr(
                shelter_row::Column::Version,
                Expr::col(shelter_row::Column::Version).add(1),
            )
            .exec(db)
            .await?;
        tell(unit, CHANNEL, &id.to_string()).await?;
    }
    Ok(())
}

/// A stay of the actor's shelters.
///
/// # Errors
/// `NotFound` when there is none within reach.
pub(super) async fn find_stay(
    unit: &Unit,
    scope: &DistrictScope,
    id: StayId,
) -> Outcome<stay_row::Model> {
    let row = stay_row::Entity::in_scope(scope).filter(stay_row::Column::Id.eq(Uuid::from(id)));
    row.one(unit.connection())
        .await?
        .ok_or(Failure::not_found())
}

/// A shelter of the actor's district.
///
/// # Errors
/// `NotFound` when there is none within reach.
pub(super) async fn find_shelter(
    unit: &Unit,
    scope: &DistrictScope,
    id: ShelterId,
) -> Outcome<shelter_row::Model> {
    let row =
        shelter_row::Entity::in_scope(scope).filter(shelter_row::Column::Id.eq(Uuid::from(id)));
    row.one(unit.connection())
        .await?
        .ok_or(Failure::not_found())
}

/// A value for a column that is set.
pub(super) fn features(
    features: &domain::shelters::Features,
) -> Outcome<sea_orm::ActiveValue<serde_json::Value>> {
    Ok(Set(serde_json::to_value(features)?))
}
