//! The table of users.

use sea_orm::entity::prelude::*;

use crate::tenancy::Tenant;

/// A user account.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "users")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Its district; the city itself for city-wide accounts.
    pub district_id: Uuid,
    /// The account name, in lower case.
    #[sea_orm(unique)]
    pub account: String,
    /// The name that people read.
    pub display_name: String,
    /// The password's argon2id hash in PHC notation.
    pub password_hash: String,
    /// Whether the user may sign in.
    pub active: bool,
    /// When the account was made.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}

impl Tenant for Entity {
    fn district() -> Column {
        Column::DistrictId
    }
}
