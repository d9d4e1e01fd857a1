//! The table of notifications.

use sea_orm::entity::prelude::*;

use crate::tenancy::Tenant;

/// Something that somebody is told.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "notifications")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The receiver's district.
    pub district_id: Uuid,
    /// The receiver.
    pub user_id: Uuid,
    /// A [`domain::notifications::NotificationKind`].
    pub kind: String,
    /// The number of the case, where it concerns one.
    pub case_number: Option<String>,
    /// Where to go from here: a path of ours.
    pub link: String,
    /// When it happened.
    pub at: DateTimeUtc,
    /// When it was read.
    pub read_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}

impl Tenant for Entity {
    fn district() -> Column {
        Column::DistrictId
    }
}
