//! The table of grants.

use domain::access::Reach;
use sea_orm::{Condition, entity::prelude::*};

use crate::tenancy::Tenant;

/// Sight of some fields of a case, given to a service of another district for a time.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "grants")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The district that has the case and gives sight of it.
    pub district_id: Uuid,
    /// The district of the service.
    pub to_district_id: Uuid,
    /// The service: a team.
    pub to_team_id: Uuid,
    /// The referral that it belongs to, and ends with.
    pub referral_id: Uuid,
    /// The case.
    pub case_id: Uuid,
    /// Its number.
    pub case_number: String,
    /// A [`domain::transitions::GrantPurpose`].
    pub purpose: String,
    /// The fields, `form/field`.
    pub fields: Json,
    /// Who gave it.
    pub given_by: Uuid,
    /// Their name at that time.
    pub given_by_name: String,
    /// Who took the referral on, with which it began.
    pub taken_by: Uuid,
    /// Their name at that time.
    pub taken_by_name: String,
    /// When it began.
    pub begins_at: DateTimeUtc,
    /// When it ends by the clock.
    pub ends_at: DateTimeUtc,
    /// When it was ended, by the clock or before.
    pub ended_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}

/// What one gives, and what one is given.
impl Tenant for Entity {
    fn district() -> Column {
        Column::DistrictId
    }

    fn within(reach: &Reach) -> Condition {
        let Some(district) = reach.district() else {
            return Condition::all();
        };
        let district = Uuid::from(district);
        Condition::any()
            .add(Column::DistrictId.eq(district))
            .add(Column::ToDistrictId.eq(district))
    }
}
