//! Taking beds out of service, and back into it.

use domain::{Error, ProblemCode, audit::AuditAction, ids::BedId, shelters::BedEvent};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};

use super::{
    locked::Locked,
    write::{invalid, place_scope, tell_bed, touch},
};
use crate::{Failure, Outcome, Unit};

/// Takes a bed out of service, with the reason.
///
/// # Errors
/// `Invalid` without a reason; refused while somebody is in it or it is held; `NotFound` when it is
/// out of reach.
pub async fn take_out(unit: &Unit, bed: BedId, reason: &str) -> Outcome<()> {
    if let Some(problem) = domain::shelters::note_problem(reason) {
        return Err(invalid(problem));
    }
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Failure::Answer(Error::invalid(
            "note",
            ProblemCode::Required,
        )));
    }
    change(unit, bed, BedEvent::TakeOut, Some(reason)).await
}

/// Brings a bed back into service.
///
/// # Errors
/// Refused when it is in service; `NotFound` when it is out of reach.
pub async fn put_back(unit: &Unit, bed: BedId) -> Outcome<()> {
    change(unit, bed, BedEvent::PutBack, None).await
}

async fn change(unit: &Unit, bed: BedId, event: BedEvent, reason: Option<&str>) -> Outcome<()> {
    let scope = place_scope(unit)?;
    let locked = Locked::one(unit, &scope, bed).await?;
    locked.may(event)?;
    let bed = locked.bed.clone();
    let mut fresh = locked.bed.into_active_model();
    fresh.out_reason = Set(reason.map(str::to_owned));
    fresh.update(unit.connection()).await?;
    let action = match event {
        BedEvent::TakeOut => AuditAction::BedTakenOut,
        _ => AuditAction::BedPutBack,
    };
    tell_bed(unit, action, &bed, reason).await?;
    touch(unit, bed.district_id.into(), [bed.shelter_id]).await
}
