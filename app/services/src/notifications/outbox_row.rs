//! The table of mail that waits to be sent.

use sea_orm::entity::prelude::*;

use crate::tenancy::Tenant;

/// A notification that is to be mailed.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "mail_outbox")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The receiver's district.
    pub district_id: Uuid,
    /// The receiver.
    pub user_id: Uuid,
    /// What they are told.
    pub notification_id: Uuid,
    /// When it is wished for.
    pub due_at: DateTimeUtc,
    /// How often sending failed.
    pub attempts: i32,
    /// When it is tried next.
    pub try_at: DateTimeUtc,
    /// Who is sending it.
    pub claim: Option<Uuid>,
    /// How long nobody else tries.
    pub claimed_until: Option<DateTimeUtc>,
    /// When it was sent.
    pub sent_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}

impl Tenant for Entity {
    fn district() -> Column {
        Column::DistrictId
    }
}
