use domain::{
    Error, Refusal,
    ids::{TransitionId, UserId},
    transitions::{
        TransferEvent, TransferFacts, TransferState, TransitionKind, reason_problem, transfer,
    },
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};

use super::{
    draft,
    facts::transfer_facts,
    find::{case_of, find_locked, place_of, transfer_state},
    move_case::{Destination, move_case},
    note::note,
    owner::{NamedOwner, named_owner},
    publish::publish_transfer,
    referral, request,
    tell::{tell, tell_owner},
    transition_row::Model,
};
use crate::{Failure, Outcome, Unit, cases::case_row, tenancy::across, wall_clock::wall_time};

/// What somebody wants to happen to a transfer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransferStep {
    /// What.
    pub event: TransferEvent,
    /// The words that they give; a refusal needs them.
    pub note: String,
    /// Whom they name as the new owner; accepting needs it.
    pub owner: Option<UserId>,
}

/// Takes one step of a transfer, and answers the state that it has since.
///
/// # Errors
/// Refused with the reason of the machine; `Overtaken` when somebody else decided first; `NotFound`
/// when the actor may not know of the transfer; `Invalid` when the words are too long.
pub async fn step_transfer(
    unit: &Unit,
    id: TransitionId,
    step: &TransferStep,
) -> Outcome<TransferState> {
    let row = find_locked(unit, id, TransitionKind::Transfer).await?;
    let case = case_of(unit, &row).await?;
    let owner = match step.owner {
        Some(owner) => named_owner(unit, row.to_district_id.into(), owner).await?,
        None => None,
    };
    let facts = facts(unit, &row, case.as_ref(), step, owner.as_ref())?;
    let next = decide(unit, &row, step.event, &facts)?;
    if !step.note.trim().is_empty()
        && let Some(code) = reason_problem(&step.note)
    {
        return Err(Failure::Answer(Error::invalid("note", code)));
    }
    let was_offered = row.offered;
    let row = write(unit, row, next, step).await?;
    let named = owner.as_ref().filter(|_| next == TransferState::Accepted);
    if let Some(owner) = named {
        hand_over(unit, &row, case, owner).await?;
    }
    let name = named.map(|owner| owner.name.as_str());
    note(unit, &row, step.event, &step.note, name).await?;
    tell(unit, &row, step.event, was_offered).await?;
    publish_transfer(unit, &row, step.event, was_offered).await?;
    Ok(next)
}

fn facts(
    unit: &Unit,
    row: &Model,
    case: Option<&case_row::Model>,
    step: &TransferStep,
    owner: Option<&NamedOwner>,
) -> Outcome<TransferFacts> {
    let place = case.map(place_of);
    Ok(TransferFacts {
        gives_reason: !step.note.trim().is_empty(),
        owner_fits: owner.is_some_and(|owner| owner.active && owner.may_own),
        ..transfer_facts(unit.actor()?, row, place.as_ref(), unit.now())
    })
}

/// What the machine says. Nobody lets a transfer expire by asking for it.
fn decide(
    unit: &Unit,
    row: &Model,
    event: TransferEvent,
    facts: &TransferFacts,
) -> Outcome<TransferState> {
    if event == TransferEvent::Expire {
        return Err(Refusal::WrongState.into());
    }
    transfer::next(transfer_state(row)?, event, facts).map_err(|refusal| {
        let mut before = TransferState::ALL.into_iter();
        let was_possible = before.any(|state| transfer::next(state, event, facts).is_ok());
        overtaken(unit, row, refusal, was_possible)
    })
}

/// What a refusal says: where the step was possible before somebody else took one, who that was.
pub(super) fn overtaken(unit: &Unit, row: &Model, refusal: Refusal, was_possible: bool) -> Failure {
    let other = row.decided_by.filter(|by| *by != unit_user(unit));
    if refusal == Refusal::WrongState && other.is_some() && was_possible {
        return Failure::Answer(Error::Overtaken {
            by: row.decided_by_name.clone().unwrap_or_default(),
            at: wall_time(row.changed_at),
        });
    }
    refusal.into()
}

fn unit_user(unit: &Unit) -> uuid::Uuid {
    unit.actor()
        .map(|actor| actor.user.into())
        .unwrap_or_default()
}

async fn write(
    unit: &Unit,
    row: Model,
    next: TransferState,
    step: &TransferStep,
) -> Outcome<Model> {
    let actor = unit.actor()?;
    let releases = step.event == TransferEvent::Release;
    let mut fresh = row.into_active_model();
    fresh.state = Set(next.code().to_owned());
    fresh.decided_by = Set(Some(actor.user.into()));
    fresh.decided_by_name = Set(Some(actor.display_name.clone()));
    fresh.note = Set(Some(step.note.trim().to_owned()).filter(|note| !note.is_empty()));
    fresh.changed_at = Set(unit.now());
    if releases {
        fresh.offered = Set(true);
        fresh.released_by = Set(Some(actor.user.into()));
        fresh.released_by_name = Set(Some(actor.display_name.clone()));
        fresh.released_at = Set(Some(unit.now()));
        fresh.ends_at = Set(Some(unit.now() + unit.catalog().offer_time()));
    }
    across(unit, async { Ok(fresh.update(unit.connection()).await?) }).await
}

async fn hand_over(
    unit: &Unit,
    row: &Model,
    case: Option<case_row::Model>,
    owner: &NamedOwner,
) -> Outcome<()> {
    let gone = || Failure::Broken(format!("the case of transition {} is gone", row.id));
    let case = case.ok_or_else(gone)?;
    let district = row.to_district_id.into();
    let to = Destination {
        district,
        owner: owner.id,
        team: owner.team(unit, district, None).await?,
    };
    draft::remove_all(unit, &case).await?;
    referral::end_referrals(unit, &case).await?;
    request::follow(unit, &case, district, owner.id).await?;
    move_case(unit, &case, &to).await?;
    tell_owner(unit, &row.case_number, owner.id).await
}
