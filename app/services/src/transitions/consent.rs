//! Consent, where a case or sight of it passes on.

use domain::{
    access::Permission,
    consents::{ConsentState, Purpose},
    notifications::NotificationKind,
    transitions::{TransferEvent, TransferFacts, TransferState, TransitionKind, transfer},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, IntoActiveModel, QueryFilter};

use super::{
    UNDER_WAY,
    find::transfer_state,
    note::note,
    publish::publish_transfer,
    referral,
    tell::{tell, tell_consent_ended},
    transition_row::{Column, Entity},
};
use crate::{
    Outcome, Unit,
    cases::{case_row, query::Found},
    consents::{Overridden, note_override, state_of},
    tenancy::Tenant,
};

/// How consent stands where a transfer or a referral begins, and whether it is gone on without.
pub(super) struct Consent {
    state: ConsentState,
    overrides: bool,
}

impl Consent {
    /// How consent to share stands in this case, and whether the actor may and does go on without.
    pub(super) async fn of(unit: &Unit, found: &Found, override_reason: &str) -> Outcome<Self> {
        let state = state_of(unit, found, Purpose::Sharing).await?;
        let may = unit.actor()?.can(Permission::CONSENTS_OVERRIDE);
        let reason = !override_reason.trim().is_empty();
        Ok(Self {
            state,
            overrides: !state.allows() && may && reason,
        })
    }

    /// Whether it is gone on without consent.
    pub(super) const fn is_overridden(&self) -> bool {
        self.overrides
    }

    /// Whether the case, or sight of it, may be passed on.
    pub(super) const fn is_enough(&self) -> bool {
        self.state.allows() || self.overrides
    }

    /// Notes it where it was gone on without consent.
    pub(super) async fn note(&self, unit: &Unit, found: &Found, reason: &str) -> Outcome<()> {
        if !self.overrides {
            return Ok(());
        }
        let overridden = Overridden {
            purpose: Purpose::Sharing,
            state: self.state,
            reason,
        };
        note_override(unit, found, &overridden).await
    }
}

/// The person took back the consent to share: what is under way because of it ends.
pub(crate) async fn consent_ended(unit: &Unit, case: &case_row::Model) -> Outcome<()> {
    let under_way = Entity::in_district(case.district_id.into())
        .filter(Column::CaseId.eq(case.id))
        .filter(Column::Kind.eq(TransitionKind::Transfer.code()))
        .filter(Column::State.is_in(UNDER_WAY.map(TransferState::code)))
        .all(unit.connection())
        .await?;
    let actor = unit.actor()?;
    for row in under_way {
        let facts = TransferFacts {
            consent_ended: true,
            ..TransferFacts::default()
        };
        let next = transfer::next(transfer_state(&row)?, TransferEvent::Withdraw, &facts)?;
        let was_offered = row.offered;
        let mut fresh = row.into_active_model();
        fresh.state = Set(next.code().to_owned());
        fresh.decided_by = Set(Some(actor.user.into()));
        fresh.decided_by_name = Set(Some(actor.display_name.clone()));
        fresh.changed_at = Set(unit.now());
        let row = fresh.update(unit.connection()).await?;
        note(unit, &row, TransferEvent::Withdraw, "", None).await?;
        tell(unit, &row, TransferEvent::Withdraw, was_offered).await?;
        publish_transfer(unit, &row, TransferEvent::Withdraw, was_offered).await?;
    }
    referral::end_referrals(unit, case).await?;
    tell_consent_ended(unit, case, NotificationKind::ConsentWithdrawn).await
}
