use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{NamedEvent, canonical::canonical};
use crate::ids::DistrictId;

/// Where the chains of all districts end: whoever keeps it elsewhere can tell later whether
/// anything before it was cut off or written anew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// When it was taken.
    pub taken_at: DateTime<Utc>,
    /// Every district of which anything is sealed, in the order of their numbers.
    pub districts: Vec<DistrictHead>,
}

/// Where the chain of one district ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DistrictHead {
    /// The district.
    pub id: DistrictId,
    /// Its number; 0 for the city.
    pub district: i32,
    /// The number of its last seal.
    pub seal: i64,
    /// The hash of that seal.
    pub hash: String,
    /// The last event in that seal.
    pub last: NamedEvent,
}

impl Head {
    /// What is signed of a head, as it stands in a file.
    pub fn to_be_signed(head: &Value) -> Vec<u8> {
        format!("lanchid audit head 1\n{}", canonical(head)).into_bytes()
    }

    /// What it says of this district.
    pub fn of(&self, district: DistrictId) -> Option<&DistrictHead> {
        self.districts.iter().find(|head| head.id == district)
    }
}
