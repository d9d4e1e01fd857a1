//! The table of drafts.

use sea_orm::entity::prelude::*;

use crate::tenancy::Tenant;

/// What a user typed and has not saved yet.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "drafts")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The user's district.
    pub district_id: Uuid,
    /// The user.
    pub user_id: Uuid,
    /// Where it was typed.
    pub place: String,
    /// What was typed, as [`domain::forms::Inputs`].
    pub inputs: Json,
    /// The version that the edit started from.
    pub version: i32,
    /// The [`domain::Conflict`] that it met, if it met one.
    pub conflict: Option<Json>,
    /// Whether saving it was tried, and did not succeed.
    pub refused: bool,
    /// When it was kept.
    pub saved_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}

impl Tenant for Entity {
    fn district() -> Column {
        Column::DistrictId
    }
}
