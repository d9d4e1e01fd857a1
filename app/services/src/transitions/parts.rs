//! What of each kind of transition somebody may know of, and what of it waits for them.

use domain::{
    access::{Actor, Permission, Reach},
    transitions::{ReferralState, RequestState, TransferState, TransitionKind},
};
use sea_orm::{ColumnTrait, Condition, QueryFilter, QuerySelect, QueryTrait, Select};
use uuid::Uuid;

use super::{
    UNDER_WAY, referral,
    transition_row::{Column, Entity},
};
use crate::{
    Unit,
    cases::case_row,
    tenancy::{DistrictScope, Tenant},
};

/// One kind of transition, as somebody has a part in it.
pub(super) struct Part {
    kind: TransitionKind,
    scope: DistrictScope,
    known: Condition,
    /// What waits for them, if anything may.
    pub(super) waits: Option<Condition>,
    /// The states in which it waits for somebody, or goes on.
    pub(super) open: Vec<&'static str>,
    /// The states in which nothing follows.
    pub(super) ended: Vec<&'static str>,
}

impl Part {
    /// What they may know of.
    pub(super) fn known(&self) -> Select<Entity> {
        Entity::in_scope(&self.scope)
            .filter(Column::Kind.eq(self.kind.code()))
            .filter(self.known.clone())
    }
}

/// Every kind that is any business of the actor's.
pub(super) fn parts_of(unit: &Unit, actor: &Actor) -> Vec<Part> {
    let parts = [
        transfers(unit, actor),
        referrals(unit, actor),
        requests(unit, actor),
    ];
    parts.into_iter().flatten().collect()
}

fn codes<S: Copy>(states: &[S], code: fn(S) -> &'static str) -> Vec<&'static str> {
    states.iter().map(|state| code(*state)).collect()
}

fn asked_by(actor: &Actor) -> Condition {
    Condition::all().add(Column::AskedBy.eq(Uuid::from(actor.user)))
}

fn asked_by_another(actor: &Actor) -> Condition {
    Condition::all().add(Column::AskedBy.ne(Uuid::from(actor.user)))
}

fn transfers(unit: &Unit, actor: &Actor) -> Option<Part> {
    let decides = unit.scope(Permission::TRANSFERS_DECIDE).ok();
    let asks = unit.scope(Permission::TRANSFERS_ASK).ok();
    let scope = decides.clone().or(asks)?.whole_district();
    let open = UNDER_WAY.into_iter().chain([TransferState::Draft]);
    Some(Part {
        kind: TransitionKind::Transfer,
        scope,
        known: Condition::any()
            .add(asked_by(actor))
            .add_option(decides.as_ref().map(decided)),
        waits: decides.as_ref().map(|scope| transfer_waits(actor, scope)),
        open: open.map(TransferState::code).collect(),
        ended: codes(&ended(TransferState::is_final), TransferState::code),
    })
}

fn ended(is_final: fn(TransferState) -> bool) -> Vec<TransferState> {
    let all = TransferState::ALL.into_iter();
    all.filter(|state| is_final(*state)).collect()
}

/// The transfers that somebody who decides that far may know of.
fn decided(scope: &DistrictScope) -> Condition {
    let written = Condition::all().add(Column::State.ne(TransferState::Draft.code()));
    match scope.reach() {
        Reach::District { .. } | Reach::City => written,
        Reach::Team { .. } | Reach::Own { .. } => {
            written.add(Column::CaseId.in_subquery(ids(case_row::Entity::in_scope(scope))))
        }
    }
}

/// What the machine would let them decide: none of it was begun by them.
fn transfer_waits(actor: &Actor, scope: &DistrictScope) -> Condition {
    let me = Uuid::from(actor.user);
    let mut release = Condition::all().add(Column::State.eq(TransferState::AwaitingRelease.code()));
    let mut accept = Condition::all()
        .add(Column::State.eq(TransferState::Offered.code()))
        .add(
            Condition::any()
                .add(Column::ReleasedBy.is_null())
                .add(Column::ReleasedBy.ne(me)),
        );
    if let Some(district) = scope.reach().district() {
        let district = Uuid::from(district);
        release = release.add(Column::DistrictId.eq(district));
        accept = accept.add(Column::ToDistrictId.eq(district));
    }
    let sides = match scope.reach() {
        Reach::District { .. } | Reach::City => Condition::any().add(release).add(accept),
        // Whoever decides for a team releases its cases, and accepts none.
        Reach::Team { .. } | Reach::Own { .. } => {
            let own = ids(case_row::Entity::in_scope(scope));
            Condition::all().add(release.add(Column::CaseId.in_subquery(own)))
        }
    };
    asked_by_another(actor).add(sides)
}

fn referrals(unit: &Unit, actor: &Actor) -> Option<Part> {
    let offers = unit.scope(Permission::REFERRALS_OFFER).ok();
    let answers = unit.scope(Permission::REFERRALS_ANSWER).ok();
    let scope = answers.clone().or(offers.clone())?.whole_district();
    let received = answers.as_ref().map(received);
    let sent = offers.and_then(|scope| of_own_cases(unit, actor, &scope));
    let waits = received.clone().map(|received| {
        asked_by_another(actor)
            .add(Column::State.eq(ReferralState::Offered.code()))
            .add(received)
    });
    let all = ReferralState::ALL.into_iter();
    let ended: Vec<_> = all.filter(|state| state.is_final()).collect();
    Some(Part {
        kind: TransitionKind::Referral,
        scope,
        known: Condition::any()
            .add(asked_by(actor))
            .add_option(received)
            .add_option(sent),
        waits,
        open: codes(&referral::OPEN, ReferralState::code),
        ended: codes(&ended, ReferralState::code),
    })
}

/// What is referred to the services that somebody answers for.
fn received(scope: &DistrictScope) -> Condition {
    let reach = scope.reach();
    let to_district = reach
        .district()
        .map(|district| Column::ToDistrictId.eq(Uuid::from(district)));
    let to_team = match reach {
        Reach::District { .. } | Reach::City => None,
        Reach::Team { teams, .. } => {
            Some(Column::ToTeamId.is_in(teams.iter().map(|team| Uuid::from(*team))))
        }
        Reach::Own { .. } => Some(Column::ToTeamId.is_in(Vec::<Uuid>::new())),
    };
    Condition::all().add_option(to_district).add_option(to_team)
}

/// What concerns the cases that are the actor's, or that they supervise; see
/// [`super::facts::speaks_for`].
fn of_own_cases(unit: &Unit, actor: &Actor, scope: &DistrictScope) -> Option<Condition> {
    let edits = unit.scope(Permission::CASES_EDIT).ok()?;
    let assigns = unit.scope(Permission::CASES_ASSIGN).ok();
    let here = scope
        .reach()
        .district()
        .map(|district| Column::DistrictId.eq(Uuid::from(district)));
    let here = Condition::all().add_option(here);
    let whole =
        |scope: &DistrictScope| matches!(scope.reach(), Reach::District { .. } | Reach::City);
    if whole(scope) && whole(&edits) && assigns.as_ref().is_some_and(whole) {
        return Some(here);
    }
    let assigned = assigns.map(|scope| case_row::Entity::within(scope.reach()));
    let cases = case_row::Entity::in_scope(scope)
        .filter(case_row::Entity::within(edits.reach()))
        .filter(
            Condition::any()
                .add(case_row::Column::OwnerId.eq(Uuid::from(actor.user)))
                .add_option(assigned),
        );
    Some(here.add(Column::CaseId.in_subquery(ids(cases))))
}

fn requests(unit: &Unit, actor: &Actor) -> Option<Part> {
    let asks = unit.scope(Permission::TRANSFERS_ASK).ok()?;
    let agreed = of_own_cases(unit, actor, &asks);
    let waits = agreed.clone().map(|agreed| {
        asked_by_another(actor)
            .add(Column::State.eq(RequestState::Asked.code()))
            .add(agreed)
    });
    let ended = [
        RequestState::Agreed,
        RequestState::Declined,
        RequestState::Withdrawn,
    ];
    Some(Part {
        kind: TransitionKind::TransferRequest,
        scope: asks.whole_district(),
        known: Condition::any()
            .add(asked_by(actor))
            .add_option(asked_for_own_district(unit))
            .add_option(agreed),
        waits,
        open: vec![RequestState::Asked.code()],
        ended: codes(&ended, RequestState::code),
    })
}

/// What colleagues of the district asked for, for whoever decides for all of it.
fn asked_for_own_district(unit: &Unit) -> Option<Condition> {
    let decides = unit.scope(Permission::TRANSFERS_DECIDE).ok()?;
    match decides.reach() {
        Reach::District { district } => {
            let own = Column::ToDistrictId.eq(Uuid::from(*district));
            Some(Condition::all().add(own))
        }
        Reach::City => Some(Condition::all()),
        Reach::Team { .. } | Reach::Own { .. } => None,
    }
}

/// The ids of these cases.
fn ids(cases: Select<case_row::Entity>) -> sea_orm::sea_query::SelectStatement {
    cases
        .select_only()
        .column(case_row::Column::Id)
        .into_query()
}
