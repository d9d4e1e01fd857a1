//! The table of sessions.

use sea_orm::entity::prelude::*;

use crate::tenancy::Tenant;

/// A signed-in session.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "sessions")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The user's district.
    pub district_id: Uuid,
    /// The user.
    pub user_id: Uuid,
    /// The SHA-256 of the token, in hexadecimal; the token itself is never stored.
    #[sea_orm(unique)]
    pub token_hash: String,
    /// When the user signed in.
    pub created_at: DateTimeUtc,
    /// The last request, to the minute.
    pub last_seen_at: DateTimeUtc,
    /// From where they signed in.
    pub address: Option<String>,
    /// With which browser.
    pub agent: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}

impl Tenant for Entity {
    fn district() -> Column {
        Column::DistrictId
    }
}
