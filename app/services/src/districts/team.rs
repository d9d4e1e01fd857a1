//! The table of teams.

use sea_orm::entity::prelude::*;

use crate::tenancy::Tenant;

/// A team of a district.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "teams")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Its district.
    pub district_id: Uuid,
    /// A short name for configuration, unique in the district.
    pub code: String,
    /// Its name in every language.
    pub label: Json,
    /// Whether it takes in new cases.
    pub intake: bool,
}

impl ActiveModelBehavior for ActiveModel {}

impl Tenant for Entity {
    fn district() -> Column {
        Column::DistrictId
    }
}
