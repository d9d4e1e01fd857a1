//! A bed that nobody else changes until the unit ends.

use chrono::NaiveDate;
use domain::{
    Refusal,
    ids::BedId,
    shelters::{BedEvent, BedFacts, BedState, Feature, StayState, bed},
};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::{
    bed_row,
    expire::write_down_what_ran_out,
    guest::Who,
    layout::{IN_FORCE, lock_beds},
    stay_row,
};
use crate::{
    Outcome, Unit,
    tenancy::{DistrictScope, Tenant},
};

/// A locked bed, and what is in force in it.
pub(super) struct Locked {
    pub(super) bed: bed_row::Model,
    /// Who is in it, or for whom it is held.
    pub(super) stay: Option<stay_row::Model>,
    /// Who is planned to come.
    planned: Vec<stay_row::Model>,
    today: NaiveDate,
}

impl Locked {
    /// Locks beds, and reads what is in force in them by now.
    ///
    /// # Errors
    /// `NotFound` when one of them is out of the scope.
    pub(super) async fn all(
        unit: &Unit,
        scope: &DistrictScope,
        beds: &[BedId],
    ) -> Outcome<Vec<Self>> {
        let rows = lock_beds(unit, scope, beds).await?;
        let ids: Vec<Uuid> = rows.iter().map(|bed| bed.id).collect();
        write_down_what_ran_out(unit, &rows).await?;
        let mut stays = stay_row::Entity::in_scope(scope)
            .filter(stay_row::Column::BedId.is_in(ids))
            .filter(stay_row::Column::State.is_in(IN_FORCE))
            .order_by_asc(stay_row::Column::ComesOn)
            .all(unit.connection())
            .await?;
        let mut locked = Vec::with_capacity(rows.len());
        for bed in rows {
            let of_bed = stays.extract_if(.., |stay| stay.bed_id == bed.id);
            let (planned, mut others): (Vec<_>, Vec<_>) =
                of_bed.partition(|stay| stay.state == StayState::Planned.code());
            locked.push(Self {
                bed,
                stay: others.pop(),
                planned,
                today: unit.today(),
            });
        }
        Ok(locked)
    }

    /// Locks one bed.
    ///
    /// # Errors
    /// As [`Self::all`].
    pub(super) async fn one(unit: &Unit, scope: &DistrictScope, bed: BedId) -> Outcome<Self> {
        let mut locked = Self::all(unit, scope, &[bed]).await?;
        locked.pop().ok_or(crate::Failure::not_found())
    }

    /// How the bed stands.
    pub(super) fn state(&self) -> BedState {
        match self.stay.as_ref().map(|stay| stay.state.as_str()) {
            Some(state) if state == StayState::Staying.code() => BedState::Occupied,
            Some(_) => BedState::Held,
            None if self.bed.out_reason.is_some() => BedState::OutOfService,
            None => BedState::Free,
        }
    }

    /// Asks the machine whether something may happen here to nobody in particular.
    pub(super) fn may(&self, event: BedEvent) -> Result<BedState, Refusal> {
        bed::next(self.state(), event, &BedFacts::default())
    }

    /// Asks the machine whether something may happen here to a guest who is to go on a day, if that
    /// is known.
    pub(super) fn may_for(
        &self,
        event: BedEvent,
        who: &Who,
        leaves: Option<NaiveDate>,
    ) -> Outcome<BedState> {
        let facts = BedFacts {
            held_for_them: self
                .stay
                .as_ref()
                .is_some_and(|stay| is_of_theirs(stay, who)),
            planned_meanwhile: self.planned_before(who, self.today, leaves),
            too_old_for_cot: self.is_too_small_for(who)?,
        };
        Ok(bed::next(self.state(), event, &facts)?)
    }

    /// Whether it is a cot, and the guest known to be too old for one.
    pub(super) fn is_too_small_for(&self, who: &Who) -> Outcome<bool> {
        Ok(who.too_old_for_cot && self.bed.own_features()?.has(Feature::Cot))
    }

    /// Whether somebody else is to come before a guest who comes on one day goes on another. Plans
    /// whose day is over keep nobody out.
    pub(super) fn planned_before(
        &self,
        who: &Who,
        comes: NaiveDate,
        leaves: Option<NaiveDate>,
    ) -> bool {
        let others = self.planned.iter().filter(|plan| !is_of(plan, who));
        let mut due = others.filter(|plan| plan.comes_on.is_some_and(|day| day >= self.today));
        due.any(|plan| {
            let comes_before_they_go =
                leaves.is_none_or(|leaves| plan.comes_on.is_some_and(|day| day < leaves));
            let goes_after_they_come = plan.leaves_on.is_none_or(|day| day > comes);
            comes_before_they_go && goes_after_they_come
        })
    }

    /// What was planned here for a guest.
    pub(super) fn plan_of(&self, who: &Who) -> Option<&stay_row::Model> {
        self.planned.iter().find(|plan| is_of(plan, who))
    }
}

/// Whether a stay is that of this guest, or of somebody of their case: what is held for one of a
/// family may be taken by another.
fn is_of_theirs(stay: &stay_row::Model, who: &Who) -> bool {
    is_of(stay, who) || (stay.case_id.is_some() && stay.case_id == who.case())
}

/// Whether a stay is that of this guest.
pub(super) fn is_of(stay: &stay_row::Model, who: &Who) -> bool {
    match who.case() {
        Some(case) => stay.case_id == Some(case) && stay.member == who.member,
        None => stay.case_id.is_none() && stay.guest == who.name,
    }
}
