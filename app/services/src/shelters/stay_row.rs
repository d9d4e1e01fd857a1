//! The table of stays.

use chrono::Utc;
use domain::shelters::StayState;
use sea_orm::entity::prelude::*;

use crate::{Failure, Outcome, tenancy::Tenant};

/// Somebody's place in a bed: a hold, a stay, or the plan of one.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "stays")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The district of the shelter.
    pub district_id: Uuid,
    /// The shelter.
    pub shelter_id: Uuid,
    /// The bed.
    pub bed_id: Uuid,
    /// The case of the guest, in whichever district it is by now.
    pub case_id: Option<Uuid>,
    /// The number of that case.
    pub case_number: Option<String>,
    /// Who of the case: [`domain::shelters::MAIN_GUEST`], or the number of a row.
    pub member: i32,
    /// What those have in common who were given a place together.
    pub party_id: Uuid,
    /// The guest's name at that time.
    pub guest: String,
    /// A [`StayState`]; that a hold has run out is told by the clock, and written down later.
    pub state: String,
    /// Since when.
    pub begins_at: DateTimeUtc,
    /// Until when: the end of a hold, or of a stay that has ended.
    pub ends_at: Option<DateTimeUtc>,
    /// The day on which a planned guest comes.
    pub comes_on: Option<Date>,
    /// The day on which the guest is to go.
    pub leaves_on: Option<Date>,
    /// A note for those who work in the shelter.
    pub note: String,
    /// Who held, received or planned.
    pub begun_by: Uuid,
    /// Their name at that time.
    pub begun_by_name: String,
    /// Who ended it.
    pub ended_by_name: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}

impl Tenant for Entity {
    fn district() -> Column {
        Column::DistrictId
    }
}

impl Model {
    /// How it stands at a moment: a hold runs out by itself.
    pub(super) fn state_at(&self, now: chrono::DateTime<Utc>) -> Outcome<StayState> {
        let state = StayState::from_code(&self.state);
        let state = state.ok_or_else(|| {
            Failure::Broken(format!("stay {} has the state {}", self.id, self.state))
        })?;
        let has_run_out = state == StayState::Held && self.ends_at.is_some_and(|end| end <= now);
        Ok(if has_run_out {
            StayState::Expired
        } else {
            state
        })
    }
}
