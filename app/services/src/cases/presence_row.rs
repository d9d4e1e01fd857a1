//! The table of open pages.

use sea_orm::entity::prelude::*;

use crate::tenancy::Tenant;

/// A page of a case that somebody has open.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "presence")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The case's district, which is the user's as well.
    pub district_id: Uuid,
    /// The case.
    pub case_id: Uuid,
    /// Who has it open.
    pub user_id: Uuid,
    /// When the page was last known to be open.
    pub seen_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}

impl Tenant for Entity {
    fn district() -> Column {
        Column::DistrictId
    }
}
