use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Error, Problem, ProblemCode,
    access::{Actor, Permission},
    audit::AuditAction,
    cases::CaseNumber,
    ids::UserId,
    transitions::{AssignedRow, AssignmentFacts, BULK_MAX, NotAssigned, assign},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use serde_json::json;

use super::{
    find::place_of,
    owner::{NamedOwner, named_owner},
    tell::tell_owner,
};
use crate::{
    Failure, Outcome, Unit,
    audit::{self, Event},
    cases::query::{Found, find_case},
};

/// Gives cases to another owner of the district; each case is answered for by itself.
///
/// # Errors
/// `Invalid` when more cases are named than may be at once; refused without the permission to
/// change cases.
pub async fn assign_cases(
    unit: &Unit,
    numbers: &[String],
    owner: UserId,
) -> Outcome<Vec<AssignedRow>> {
    unit.scope(Permission::CASES_EDIT)?;
    if numbers.len() > BULK_MAX {
        let max = u32::try_from(BULK_MAX).unwrap_or(u32::MAX);
        let problems = vec![Problem::new("cases", ProblemCode::TooManyRows { max })];
        return Err(Failure::Answer(Error::Invalid { problems }));
    }
    let owner = named_owner(unit, unit.actor()?.district, owner).await?;
    // In one order, so that two who assign the same cases wait for each other in it.
    let in_order: BTreeSet<&str> = numbers.iter().map(String::as_str).collect();
    let mut answers = BTreeMap::new();
    for number in in_order {
        let refused = refusal_of(assign_one(unit, number, owner.as_ref()).await)?;
        answers.insert(number, refused);
    }
    let row = |number: &String| AssignedRow {
        number: number.clone(),
        refused: answers.get(number.as_str()).copied().flatten(),
    };
    Ok(numbers.iter().map(row).collect())
}

/// What is said of one row; what is no answer ends the whole.
fn refusal_of(done: Outcome<()>) -> Outcome<Option<NotAssigned>> {
    match done {
        Ok(()) => Ok(None),
        Err(Failure::Answer(Error::NotFound)) => Ok(Some(NotAssigned::NotFound)),
        Err(Failure::Answer(Error::Refused { reason })) => {
            Ok(Some(NotAssigned::Refused { reason }))
        }
        Err(failure) => Err(failure),
    }
}

async fn assign_one(unit: &Unit, number: &str, owner: Option<&NamedOwner>) -> Outcome<()> {
    let number = CaseNumber::parse(number).ok_or(Failure::not_found())?;
    let scope = unit.scope(Permission::CASES_EDIT)?;
    let found = find_case(unit, &scope, &number, true).await?;
    assign(&facts(unit.actor()?, &found, owner))?;
    let Some(owner) = owner else {
        return Err(domain::Refusal::ReceiverUnfit.into());
    };
    write(unit, &found, owner).await?;
    let event = Event::new(found.district(), AuditAction::CaseAssigned)
        .on_case(found.id())
        .with(json!({"owner": owner.name, "owner_id": owner.id, "former_owner_id": found.case.owner_id}));
    audit::record(unit, event).await?;
    tell_owner(unit, &found.case.number, owner.id).await
}

/// What has to be known to decide whether the actor may give this case to this owner.
pub(super) fn facts(actor: &Actor, found: &Found, owner: Option<&NamedOwner>) -> AssignmentFacts {
    let place = place_of(&found.case);
    let supervises = actor.reach(Permission::CASES_ASSIGN);
    AssignmentFacts {
        is_owner: place.owner == Some(actor.user),
        supervises: supervises.is_ok_and(|reach| reach.covers(&place)),
        receiver_is_active: owner.is_some_and(|owner| owner.active),
        receiver_may_own: owner.is_some_and(|owner| owner.may_own),
        same_district: owner.is_some() && place.district == actor.district,
        receiver_owns_it: owner.is_some_and(|owner| place.owner == Some(owner.id)),
    }
}

async fn write(unit: &Unit, found: &Found, owner: &NamedOwner) -> Outcome<()> {
    let now = Some(found.case.team_id.into());
    let team = owner.team(unit, found.district(), now).await?;
    let mut fresh = found.case.clone().into_active_model();
    fresh.owner_id = Set(Some(owner.id.into()));
    fresh.team_id = Set(team.into());
    fresh.changed_at = Set(unit.now());
    fresh.update(unit.connection()).await?;
    Ok(())
}
