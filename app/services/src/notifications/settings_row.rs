//! The table of how people wish to be told.

use sea_orm::entity::prelude::*;

use crate::tenancy::Tenant;

/// How somebody wishes to be told.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "notification_settings")]
pub struct Model {
    /// Whose wishes.
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: Uuid,
    /// Their district.
    pub district_id: Uuid,
    /// Where mail goes to.
    pub email: Option<String>,
    /// A [`domain::notifications::MailManner`].
    pub manner: String,
    /// The hour of a digest.
    pub digest_hour: i32,
    /// The first quiet hour.
    pub quiet_from: Option<i32>,
    /// The first hour that is not quiet any more.
    pub quiet_to: Option<i32>,
    /// The code of a language.
    pub language: String,
}

impl ActiveModelBehavior for ActiveModel {}

impl Tenant for Entity {
    fn district() -> Column {
        Column::DistrictId
    }
}
