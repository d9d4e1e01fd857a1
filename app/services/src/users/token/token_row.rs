//! The table of tokens for programs.

use sea_orm::entity::prelude::*;

use crate::tenancy::Tenant;

/// A token by which programs act for a user.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "api_tokens")]
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
    /// What it may be used for, by [`domain::access::TokenScope::code`], separated by spaces.
    pub scopes: String,
    /// When it was made.
    pub created_at: DateTimeUtc,
    /// From when on it opens nothing any more.
    pub expires_at: DateTimeUtc,
    /// When it was revoked, if it was.
    pub revoked_at: Option<DateTimeUtc>,
    /// The last request with it, to the hour.
    pub last_used_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}

impl Tenant for Entity {
    fn district() -> Column {
        Column::DistrictId
    }
}
