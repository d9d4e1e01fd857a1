//! The table of the secrets with which webhooks are signed.

use sea_orm::entity::prelude::*;

use crate::tenancy::Tenant;

/// A secret of a webhook; one that was replaced goes on signing for a while.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "webhook_secrets")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The district of the webhook.
    pub district_id: Uuid,
    /// The webhook.
    pub webhook_id: Uuid,
    /// The secret, sealed with the key of the process.
    pub sealed: String,
    /// When it was made.
    pub made_at: DateTimeUtc,
    /// When it stops signing, once it was replaced.
    pub ends_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}

impl Tenant for Entity {
    fn district() -> Column {
        Column::DistrictId
    }
}
