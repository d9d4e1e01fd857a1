use domain::{
    Error,
    access::Permission,
    audit::AuditAction,
    districts::District,
    ids::TransitionId,
    transitions::{
        RequestEvent, RequestFacts, RequestState, TransitionKind, TypedTransfer, reason_problem,
        request,
    },
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use uuid::Uuid;

use super::tell::tell_step;
use crate::{
    Failure, Outcome, Unit,
    cases::case_row,
    districts,
    tenancy::across,
    transitions::{
        compose::transfer_under_way,
        draft::begin_transfer,
        facts::{decides_for, speaks_for},
        find::{case_of, find_locked, place_of},
        note::note_action,
        standing::{read_request, request_state},
        step::overtaken,
        transition_row::Model,
    },
};

/// What somebody wants to happen to a transfer request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestStep {
    /// What.
    pub event: RequestEvent,
    /// The words that they give; declining needs them.
    pub note: String,
}

/// Takes one step of a transfer request, and answers the state that it has since. Whoever agrees
/// finds a transfer to the district that asked among their drafts.
///
/// # Errors
/// Refused with the reason of the machine; `Overtaken` when somebody else decided first; `NotFound`
/// when the actor may not know of the request; `Invalid` when the words are too long.
pub async fn step_request(
    unit: &Unit,
    id: TransitionId,
    step: &RequestStep,
) -> Outcome<RequestState> {
    let row = find_locked(unit, id, TransitionKind::TransferRequest).await?;
    let case = case_of(unit, &row).await?;
    let mut facts = facts_of(unit, &row, case.as_ref())?;
    facts.gives_reason = !step.note.trim().is_empty();
    if let Some(case) = &case {
        let under_way = across(unit, transfer_under_way(unit, case)).await?;
        facts.is_on_its_way = under_way.is_some();
    }
    let next = request::next(request_state(&row)?, step.event, &facts).map_err(|refusal| {
        let mut before = RequestState::ALL.into_iter();
        let was_possible = before.any(|state| request::next(state, step.event, &facts).is_ok());
        overtaken(unit, &row, refusal, was_possible)
    })?;
    if facts.gives_reason
        && let Some(code) = reason_problem(&step.note)
    {
        return Err(Failure::Answer(Error::invalid("note", code)));
    }
    let row = write(unit, row, next, &step.note).await?;
    if let Some(case) = case.as_ref().filter(|_| next == RequestState::Agreed) {
        begin(unit, &row, case).await?;
    }
    note_action(unit, &row, action_of(step.event), &step.note, None).await?;
    tell_step(unit, &row, case.as_ref(), step.event).await?;
    Ok(next)
}

/// What the rows say of the moment; what is typed comes on top.
pub(super) fn facts_of(
    unit: &Unit,
    row: &Model,
    case: Option<&case_row::Model>,
) -> Outcome<RequestFacts> {
    let actor = unit.actor()?;
    let agrees = |case| speaks_for(actor, Permission::TRANSFERS_ASK, &place_of(case));
    Ok(RequestFacts {
        is_asker: row.asked_by == Uuid::from(actor.user),
        decides_for_asker: decides_for(actor, row.to_district_id.into()),
        may_agree: case.is_some_and(agrees),
        ..RequestFacts::default()
    })
}

pub(super) async fn write(
    unit: &Unit,
    row: Model,
    next: RequestState,
    note: &str,
) -> Outcome<Model> {
    let actor = unit.actor()?;
    let mut fresh = row.into_active_model();
    fresh.state = Set(next.code().to_owned());
    fresh.decided_by = Set(Some(actor.user.into()));
    fresh.decided_by_name = Set(Some(actor.display_name.clone()));
    fresh.note = Set(Some(note.trim().to_owned()).filter(|note| !note.is_empty()));
    fresh.changed_at = Set(unit.now());
    across(unit, async { Ok(fresh.update(unit.connection()).await?) }).await
}

/// A transfer to whoever asked, as a draft of whoever agreed.
async fn begin(unit: &Unit, row: &Model, case: &case_row::Model) -> Outcome<()> {
    let asking: District = districts::by_id(unit, row.to_district_id.into()).await?;
    let typed = TypedTransfer {
        to: Some(asking.number),
        reason: read_request(row)?.reason,
        ..TypedTransfer::default()
    };
    begin_transfer(unit, case, &typed).await
}

pub(super) const fn action_of(event: RequestEvent) -> AuditAction {
    match event {
        RequestEvent::Agree => AuditAction::RequestAgreed,
        RequestEvent::Decline => AuditAction::RequestDeclined,
        RequestEvent::Withdraw => AuditAction::RequestWithdrawn,
    }
}
