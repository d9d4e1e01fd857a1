//! The table of audit events.

use domain::audit::AuditEvent;
use sea_orm::entity::prelude::*;

use crate::tenancy::Tenant;

/// An audit event: never changed, never removed.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_events")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The district whose data it concerns.
    pub district_id: Uuid,
    /// When.
    pub at: DateTimeUtc,
    /// Who; `None` at the door and at the command line.
    pub actor_id: Option<Uuid>,
    /// Their name at that time.
    pub actor_name: String,
    /// Their roles at that time, separated by spaces.
    pub roles: String,
    /// What, as [`domain::audit::AuditAction::code`].
    pub action: String,
    /// The case that it concerns.
    pub case_id: Option<Uuid>,
    /// The address of the client.
    pub address: Option<String>,
    /// Everything else.
    pub details: Json,
}

impl ActiveModelBehavior for ActiveModel {}

impl Tenant for Entity {
    fn district() -> Column {
        Column::DistrictId
    }
}

impl From<Model> for AuditEvent {
    fn from(row: Model) -> Self {
        Self {
            id: row.id.into(),
            district: row.district_id.into(),
            at: row.at,
            actor: row.actor_id,
            actor_name: row.actor_name,
            roles: row.roles,
            action: row.action,
            case: row.case_id,
            address: row.address,
            details: row.details,
        }
    }
}
