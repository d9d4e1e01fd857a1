//! The table of requests that were answered.

use sea_orm::entity::prelude::*;

use crate::tenancy::Tenant;

/// A request that happened, and its answer.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "answered_requests")]
pub struct Model {
    /// The user's district.
    pub district_id: Uuid,
    /// Who asked.
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: Uuid,
    /// What tells it from their other requests.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// A hash of what was asked.
    pub print: String,
    /// What was answered.
    pub answer: Json,
    /// When.
    pub answered_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}

impl Tenant for Entity {
    fn district() -> Column {
        Column::DistrictId
    }
}
