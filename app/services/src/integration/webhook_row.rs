//! The table of webhooks.

use sea_orm::entity::prelude::*;

use crate::tenancy::Tenant;

/// Where an outside system wishes to be told what happened.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "webhooks")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The district whose administrator made it; the city for one that hears of every district.
    pub district_id: Uuid,
    /// The address that is called.
    pub address: String,
    /// What it is for.
    pub description: String,
    /// The codes of the kinds that it asks for.
    pub kinds: Json,
    /// A [`domain::integration::WebhookState`].
    pub state: String,
    /// Who made it.
    pub created_by: Uuid,
    /// Their name at that time.
    pub created_by_name: String,
    /// When.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}

impl Tenant for Entity {
    fn district() -> Column {
        Column::DistrictId
    }
}
