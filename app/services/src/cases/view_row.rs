//! The table of lists that were kept under a name.

use sea_orm::entity::prelude::*;

use crate::tenancy::Tenant;

/// A list that a user kept.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "list_views")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The user's district.
    pub district_id: Uuid,
    /// Whose it is.
    pub user_id: Uuid,
    /// Its name, one of its kind for each user.
    pub name: String,
    /// The list: a [`domain::cases::ListQuery`] as an address.
    pub address: String,
    /// Whether the whole district may use it.
    pub shared: bool,
    /// When it was last saved.
    pub saved_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}

impl Tenant for Entity {
    fn district() -> Column {
        Column::DistrictId
    }
}
