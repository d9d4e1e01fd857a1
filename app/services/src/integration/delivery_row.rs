//! The table of what is delivered to webhooks.

use sea_orm::{Condition, entity::prelude::*};

use crate::tenancy::{DistrictScope, Tenant};

/// Something that happened, on its way to one webhook.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "webhook_deliveries")]
pub struct Model {
    /// The webhook.
    #[sea_orm(primary_key, auto_increment = false)]
    pub webhook_id: Uuid,
    /// What happened: the same for every webhook that is told of it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The district in which it happened.
    pub district_id: Uuid,
    /// A [`domain::integration::EventKind`].
    pub kind: String,
    /// To which record.
    pub record: String,
    /// Its place among what happened to this record, as this webhook hears of it.
    pub seq: i64,
    /// Ids and codes, by which the receiver can ask.
    pub data: Json,
    /// When it happened.
    pub at: DateTimeUtc,
    /// A [`domain::integration::DeliveryState`].
    pub state: String,
    /// How often it was tried.
    pub attempts: i32,
    /// When it is tried next.
    pub try_at: DateTimeUtc,
    /// Who is delivering it.
    pub claim: Option<Uuid>,
    /// How long nobody else tries.
    pub claimed_until: Option<DateTimeUtc>,
    /// The status with which the receiver answered last.
    pub status: Option<i32>,
    /// Why it did not answer: a [`domain::integration::DeliveryFault`].
    pub fault: Option<String>,
    /// When it was delivered, or given up.
    pub settled_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}

impl Tenant for Entity {
    fn district() -> Column {
        Column::DistrictId
    }
}

/// What goes to this webhook from wherever the scope reaches.
pub(super) fn of_webhook(scope: &DistrictScope, webhook: Uuid) -> Condition {
    Condition::all()
        .add(Entity::within(scope.whole_district().reach()))
        .add(Column::WebhookId.eq(webhook))
}
