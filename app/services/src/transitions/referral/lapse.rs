//! Referrals that end by themselves, and what they opened with them.

use domain::transitions::{ReferralEvent, ReferralFacts, ReferralState, TransitionKind, referral};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect,
};

use super::{OPEN, step::action_of, tell::tell_step};
use crate::{
    Caller, Outcome, Unit,
    cases::case_row,
    grants::end_grant,
    tenancy::{Tenant, across},
    transitions::{
        expire::{AT_ONCE, due},
        note::note_action,
        publish::publish_referral,
        standing::referral_state,
        transition_row::{Column, Entity, Model},
    },
};

/// Ends every referral of a case because what they rest on has ended: the person took the consent
/// back, or the case is closed or goes to another district.
pub(crate) async fn end_referrals(unit: &Unit, case: &case_row::Model) -> Outcome<()> {
    let open = Entity::in_district(case.district_id.into())
        .filter(Column::CaseId.eq(case.id))
        .filter(Column::Kind.eq(TransitionKind::Referral.code()))
        .filter(Column::State.is_in(OPEN.map(ReferralState::code)))
        .lock_exclusive();
    let open = across(unit, async { Ok(open.all(unit.connection()).await?) }).await?;
    let facts = ReferralFacts {
        has_lapsed: true,
        ..ReferralFacts::default()
    };
    for row in open {
        end(unit, row, ReferralEvent::Withdraw, &facts).await?;
    }
    Ok(())
}

/// Ends every referral whose time has passed, in the name of the clock; answers how many.
pub(in crate::transitions) async fn expire(unit: &Unit) -> Outcome<usize> {
    let due = due(unit, TransitionKind::Referral)
        .filter(Column::State.is_in(OPEN.map(ReferralState::code)))
        .order_by_asc(Column::Id)
        .limit(AT_ONCE)
        .lock_exclusive()
        .all(unit.connection())
        .await?;
    let count = due.len();
    let facts = ReferralFacts {
        is_due: true,
        ..ReferralFacts::default()
    };
    for row in due {
        end(unit, row, ReferralEvent::Expire, &facts).await?;
    }
    Ok(count)
}

async fn end(unit: &Unit, row: Model, event: ReferralEvent, facts: &ReferralFacts) -> Outcome<()> {
    let next = referral::next(referral_state(&row)?, event, facts)?;
    let who = match unit.caller() {
        Caller::Actor(actor) => Some((actor.user.into(), actor.display_name.clone())),
        Caller::Door | Caller::System => None,
    };
    let (by, name) = who.unzip();
    let mut fresh = row.into_active_model();
    fresh.state = Set(next.code().to_owned());
    fresh.decided_by = Set(by);
    fresh.decided_by_name = Set(name);
    fresh.note = Set(None);
    fresh.changed_at = Set(unit.now());
    let row = across(unit, async { Ok(fresh.update(unit.connection()).await?) }).await?;
    end_grant(unit, &row).await?;
    note_action(unit, &row, action_of(event), "", None).await?;
    tell_step(unit, &row, event).await?;
    publish_referral(unit, &row, event).await
}
