//! The table of what webhooks ask for.

use sea_orm::entity::prelude::*;

use crate::tenancy::Tenant;

/// A kind that a webhook asks for. Of the city's webhooks every district reads these rows, and
/// nothing else.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "webhook_subscriptions")]
pub struct Model {
    /// The webhook.
    #[sea_orm(primary_key, auto_increment = false)]
    pub webhook_id: Uuid,
    /// A [`domain::integration::EventKind`].
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: String,
    /// The district of the webhook.
    pub district_id: Uuid,
    /// Whether it hears of every district.
    pub everywhere: bool,
}

impl ActiveModelBehavior for ActiveModel {}

impl Tenant for Entity {
    fn district() -> Column {
        Column::DistrictId
    }
}
