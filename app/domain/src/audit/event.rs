use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::canonical::{canonical, sha256};
use crate::ids::{AuditEventId, DistrictId};

/// An event as the database keeps it.
#[derive(Clone, Debug, PartialEq)]
pub struct AuditEvent {
    /// Its id.
    pub id: AuditEventId,
    /// The district whose data it concerns.
    pub district: DistrictId,
    /// When.
    pub at: DateTime<Utc>,
    /// Who; `None` at the door and at the command line.
    pub actor: Option<Uuid>,
    /// Their name at that time.
    pub actor_name: String,
    /// Their roles at that time, separated by spaces.
    pub roles: String,
    /// What, as [`super::AuditAction::code`].
    pub action: String,
    /// The case that it concerns.
    pub case: Option<Uuid>,
    /// The address of the client.
    pub address: Option<String>,
    /// Everything else.
    pub details: Value,
}

/// What is said of an event to whoever looks for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedEvent {
    /// Its id.
    pub id: AuditEventId,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// What it tells of.
    pub action: String,
}

/// What a seal keeps of an event: enough to name it once it is gone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Written", into = "Written")]
pub struct SealedEvent {
    /// Its id.
    pub id: AuditEventId,
    /// When it happened, in microseconds since 1970.
    pub at: i64,
    /// What it tells of.
    pub action: String,
    /// Its hash.
    pub hash: String,
}

/// An event within a seal: id, microseconds, action, hash.
type Written = (AuditEventId, i64, String, String);

impl AuditEvent {
    /// Its hash: of all that it says, in the same form on every database.
    pub fn hash(&self) -> String {
        let all = json!([
            "lanchid event 1",
            self.id,
            self.district,
            self.at.timestamp_micros(),
            self.actor,
            self.actor_name,
            self.roles,
            self.action,
            self.case,
            self.address,
            self.details,
        ]);
        sha256(&[&canonical(&all)])
    }

    /// What a seal keeps of it.
    pub fn sealed(&self) -> SealedEvent {
        SealedEvent {
            id: self.id,
            at: self.at.timestamp_micros(),
            action: self.action.clone(),
            hash: self.hash(),
        }
    }

    /// What is said of it.
    pub fn named(&self) -> NamedEvent {
        NamedEvent {
            id: self.id,
            at: self.at,
            action: self.action.clone(),
        }
    }
}

impl SealedEvent {
    /// What is said of it.
    pub fn named(&self) -> NamedEvent {
        NamedEvent {
            id: self.id,
            at: DateTime::from_timestamp_micros(self.at).unwrap_or_default(),
            action: self.action.clone(),
        }
    }
}

impl From<Written> for SealedEvent {
    fn from((id, at, action, hash): Written) -> Self {
        Self {
            id,
            at,
            action,
            hash,
        }
    }
}

impl From<SealedEvent> for Written {
    fn from(event: SealedEvent) -> Self {
        (event.id, event.at, event.action, event.hash)
    }
}
