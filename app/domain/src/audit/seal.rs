use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

use super::{SealedEvent, canonical::sha256};
use crate::ids::DistrictId;

/// How much later than others of its time an event may be stored and still be sealed. What turns up
/// later was not written by a unit of work.
pub const GRACE: TimeDelta = TimeDelta::hours(1);

/// What a first seal follows.
const NOTHING: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// A batch of a district's events, sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seal {
    /// The district.
    pub district: DistrictId,
    /// Which of the district, from 1.
    pub number: i64,
    /// The hash of the seal before; zeros for the first.
    pub previous: String,
    /// The time of the latest event that is sealed up to here.
    pub through: DateTime<Utc>,
    /// When it was made.
    pub sealed_at: DateTime<Utc>,
    /// How many events it holds.
    pub count: i64,
    /// The events, as JSON: a list of [`SealedEvent`].
    pub events: String,
    /// The hash of all of this.
    pub hash: String,
}

/// Where a chain ends, and the next seal begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainEnd {
    /// The number of the last seal; 0 when there is none.
    pub number: i64,
    /// Its hash.
    pub hash: String,
    /// The time of the latest event that is sealed.
    pub through: Option<DateTime<Utc>>,
}

impl Default for ChainEnd {
    fn default() -> Self {
        Self {
            number: 0,
            hash: NOTHING.to_owned(),
            through: None,
        }
    }
}

impl ChainEnd {
    /// What lies before this is sealed for good.
    pub fn frontier(&self) -> Option<DateTime<Utc>> {
        self.through.map(|through| through - GRACE)
    }

    /// The next seal, over these events; `None` without any.
    pub fn seal(
        &self,
        district: DistrictId,
        events: &[SealedEvent],
        sealed_at: DateTime<Utc>,
    ) -> Option<Seal> {
        let latest = events.iter().map(|event| event.at).max()?;
        let latest = DateTime::from_timestamp_micros(latest)?;
        let mut seal = Seal {
            district,
            number: self.number + 1,
            previous: self.hash.clone(),
            through: self.through.map_or(latest, |through| through.max(latest)),
            sealed_at,
            count: i64::try_from(events.len()).ok()?,
            events: json!(events).to_string(),
            hash: String::new(),
        };
        seal.hash = seal.true_hash();
        Some(seal)
    }
}

impl Seal {
    /// The hash that it has to carry. The events go in as they are written, sign by sign.
    pub fn true_hash(&self) -> String {
        let head = json!([
            "lanchid seal 1",
            self.district,
            self.number,
            self.previous,
            self.through.timestamp_micros(),
            self.sealed_at.timestamp_micros(),
            self.count,
        ]);
        sha256(&[&head.to_string(), "\n", &self.events])
    }

    /// Its events; `None` when they cannot be read.
    pub fn sealed_events(&self) -> Option<Vec<SealedEvent>> {
        serde_json::from_str(&self.events).ok()
    }

    /// Where the chain ends with it.
    pub fn end(&self) -> ChainEnd {
        ChainEnd {
            number: self.number,
            hash: self.hash.clone(),
            through: Some(self.through),
        }
    }
}
