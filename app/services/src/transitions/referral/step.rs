use domain::{
    Error, Refusal,
    audit::AuditAction,
    consents::Purpose,
    ids::TransitionId,
    transitions::{
        ReferralEvent, ReferralFacts, ReferralState, TransitionKind, TypedReferral, reason_problem,
        referral,
    },
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use uuid::Uuid;

use super::tell::tell_step;
use crate::{
    Failure, Outcome, Unit,
    cases::case_row,
    consents::state_in,
    grants::{end_grant, give_grant},
    tenancy::across,
    transitions::{
        facts::{answers_for, may_refer},
        find::{case_of, find_locked},
        note::note_action,
        publish::publish_referral,
        standing::{read_referral, referral_state},
        step::overtaken,
        transition_row::Model,
    },
    wall_clock::start_of_day,
};

/// What somebody wants to happen to a referral.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferralStep {
    /// What.
    pub event: ReferralEvent,
    /// The words that they give; refusing and completing need them.
    pub note: String,
}

/// Takes one step of a referral, and answers the state that it has since. With acceptance the
/// service sees what was granted, until the referral ends.
///
/// # Errors
/// Refused with the reason of the machine; `Overtaken` when somebody else decided first; `NotFound`
/// when the actor may not know of the referral; `Invalid` when the words are too long.
pub async fn step_referral(
    unit: &Unit,
    id: TransitionId,
    step: &ReferralStep,
) -> Outcome<ReferralState> {
    let row = find_locked(unit, id, TransitionKind::Referral).await?;
    let case = case_of(unit, &row).await?;
    let typed = read_referral(&row)?;
    let mut facts = facts_of(unit, &row, case.as_ref())?;
    facts.gives_reason = !step.note.trim().is_empty();
    facts.gives_note = facts.gives_reason;
    if let Some(case) = &case {
        facts.consented = consented(unit, case, &typed).await?;
    }
    let next = decide(unit, &row, step.event, facts)?;
    if facts.gives_reason
        && let Some(code) = reason_problem(&step.note)
    {
        return Err(Failure::Answer(Error::invalid("note", code)));
    }
    let row = write(unit, row, next, step, &typed).await?;
    if referral::opens_access(next) {
        give_grant(unit, &row, &typed).await?;
    } else {
        end_grant(unit, &row).await?;
    }
    note_action(unit, &row, action_of(step.event), &step.note, None).await?;
    tell_step(unit, &row, step.event).await?;
    publish_referral(unit, &row, step.event).await?;
    Ok(next)
}

/// What the rows say of the moment; what is typed, and the person's consent, come on top.
pub(super) fn facts_of(
    unit: &Unit,
    row: &Model,
    case: Option<&case_row::Model>,
) -> Outcome<ReferralFacts> {
    let actor = unit.actor()?;
    let team = row.to_team_id.map(Into::into);
    Ok(ReferralFacts {
        is_asker: row.asked_by == Uuid::from(actor.user),
        may_offer: case.is_some_and(|case| may_refer(actor, case)),
        may_accept: team.is_some_and(|team| answers_for(actor, row.to_district_id.into(), team)),
        is_due: row.ends_at.is_some_and(|ends| ends <= unit.now()),
        ..ReferralFacts::default()
    })
}

/// What has been gone on with for a written reason goes on, until the person says anything else.
async fn consented(unit: &Unit, case: &case_row::Model, typed: &TypedReferral) -> Outcome<bool> {
    let state = across(unit, state_in(unit, case, Purpose::Sharing)).await?;
    Ok(state.allows() || !typed.override_reason.trim().is_empty())
}

/// What the machine says. Nobody lets a referral expire by asking for it.
fn decide(
    unit: &Unit,
    row: &Model,
    event: ReferralEvent,
    facts: ReferralFacts,
) -> Outcome<ReferralState> {
    if event == ReferralEvent::Expire {
        return Err(Refusal::WrongState.into());
    }
    let state = referral_state(row)?;
    referral::next(state, event, &facts).map_err(|refusal| {
        // Of what is only offered, nobody has decided anything yet.
        let mut before = ReferralState::ALL.into_iter();
        let was_possible = state != ReferralState::Offered
            && before.any(|state| referral::next(state, event, &facts).is_ok());
        overtaken(unit, row, refusal, was_possible)
    })
}

async fn write(
    unit: &Unit,
    row: Model,
    next: ReferralState,
    step: &ReferralStep,
    typed: &TypedReferral,
) -> Outcome<Model> {
    let actor = unit.actor()?;
    let after = typed.last_day().and_then(|last| last.succ_opt());
    let mut fresh = row.into_active_model();
    fresh.state = Set(next.code().to_owned());
    fresh.decided_by = Set(Some(actor.user.into()));
    fresh.decided_by_name = Set(Some(actor.display_name.clone()));
    fresh.note = Set(Some(step.note.trim().to_owned()).filter(|note| !note.is_empty()));
    fresh.changed_at = Set(unit.now());
    if referral::opens_access(next) {
        fresh.ends_at = Set(after.map(start_of_day));
    }
    across(unit, async { Ok(fresh.update(unit.connection()).await?) }).await
}

pub(super) const fn action_of(event: ReferralEvent) -> AuditAction {
    match event {
        ReferralEvent::Accept => AuditAction::ReferralAccepted,
        ReferralEvent::Refuse => AuditAction::ReferralRefused,
        ReferralEvent::Complete => AuditAction::ReferralCompleted,
        ReferralEvent::Withdraw => AuditAction::ReferralWithdrawn,
        ReferralEvent::Expire => AuditAction::ReferralExpired,
    }
}
