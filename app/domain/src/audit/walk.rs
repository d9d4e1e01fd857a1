use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::{AuditEvent, ChainEnd, DistrictHead, Fault, NamedEvent, Seal, SealedEvent};
use crate::ids::{AuditEventId, DistrictId};

/// A walk along the chain of one district, which keeps in mind only what was sealed and not met.
///
/// Seals are handed to it in their order ([`Self::seal`]); then the stored events up to
/// [`Self::frontier`] ([`Self::meet`]), behind which later seals may still name some; then it tells
/// who should have been met ([`Self::overdue`]). Behind the last seal come all other events, and
/// the end ([`Self::finish`]).
#[derive(Clone, Debug)]
pub struct Walk {
    district: DistrictId,
    head: Option<DistrictHead>,
    end: ChainEnd,
    open: HashMap<AuditEventId, SealedEvent>,
    verified: u64,
    waiting: u64,
}

/// What a stored event turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meeting {
    /// As it was sealed.
    Verified,
    /// Not sealed yet.
    Waiting,
    /// Nobody has sealed it so far, and it is too old to wait. If a later seal names it, its time
    /// was changed; otherwise it was inserted.
    Stranger,
}

impl Walk {
    /// A walk from the beginning, past what was exported of the district.
    pub fn new(district: DistrictId, head: Option<DistrictHead>) -> Self {
        Self {
            district,
            head,
            end: ChainEnd::default(),
            open: HashMap::new(),
            verified: 0,
            waiting: 0,
        }
    }

    /// The seal that was last walked past.
    pub const fn number(&self) -> i64 {
        self.end.number
    }

    /// How many events are as they were sealed.
    pub const fn verified(&self) -> u64 {
        self.verified
    }

    /// How many events are not sealed yet.
    pub const fn waiting(&self) -> u64 {
        self.waiting
    }

    /// Every event before this is sealed by what was walked past, or by nothing.
    pub fn frontier(&self) -> Option<DateTime<Utc>> {
        self.end.frontier()
    }

    /// The time of the latest event that is sealed.
    pub const fn through(&self) -> Option<DateTime<Utc>> {
        self.end.through
    }

    /// Walks past the next seal.
    ///
    /// # Errors
    /// When one is missing before it, when it is not what was written, or when another one was
    /// exported.
    pub fn seal(&mut self, seal: &Seal) -> Result<(), Fault> {
        let number = self.end.number + 1;
        if seal.number > number {
            return Err(Fault::SealMissing { number });
        }
        let events = seal.sealed_events();
        let broken = Fault::SealBroken {
            number,
            first: events
                .as_ref()
                .and_then(|events| Some(events.first()?.named())),
        };
        let events = events.filter(|events| self.follows(seal, events));
        let Some(events) = events else {
            return Err(broken);
        };
        for event in events {
            if self.open.insert(event.id, event).is_some() {
                return Err(broken);
            }
        }
        self.end = seal.end();
        match &self.head {
            Some(head) if head.seal == number && head.hash != seal.hash => {
                Err(Fault::Rewritten { head: head.clone() })
            }
            _ => Ok(()),
        }
    }

    fn follows(&self, seal: &Seal, events: &[SealedEvent]) -> bool {
        let through = seal.through.timestamp_micros();
        let frontier = self.frontier().map(|frontier| frontier.timestamp_micros());
        let in_time = |event: &SealedEvent| {
            event.at <= through && frontier.is_none_or(|frontier| event.at >= frontier)
        };
        seal.number == self.end.number + 1
            && seal.district == self.district
            && seal.previous == self.end.hash
            && seal.hash == seal.true_hash()
            && usize::try_from(seal.count) == Ok(events.len())
            && self.end.through.is_none_or(|before| seal.through >= before)
            && events.iter().all(in_time)
    }

    /// Meets a stored event; without its content when that cannot be read.
    ///
    /// # Errors
    /// When it is not what was sealed.
    pub fn meet(
        &mut self,
        named: &NamedEvent,
        event: Option<&AuditEvent>,
    ) -> Result<Meeting, Fault> {
        if let Some(sealed) = self.open.remove(&named.id) {
            return match event {
                Some(event) if event.hash() == sealed.hash => {
                    self.verified += 1;
                    Ok(Meeting::Verified)
                }
                _ => Err(Fault::Changed(sealed.named())),
            };
        }
        let early = self.frontier().is_some_and(|frontier| named.at < frontier);
        match event {
            _ if early => Ok(Meeting::Stranger),
            Some(_) => {
                self.waiting += 1;
                Ok(Meeting::Waiting)
            }
            None => Err(Fault::Changed(named.clone())),
        }
    }

    /// The first sealed event before this time, or at all, that was not met.
    pub fn overdue(&self, before: Option<DateTime<Utc>>) -> Option<&SealedEvent> {
        let before = before.map(|before| before.timestamp_micros());
        let due = |event: &&SealedEvent| before.is_none_or(|before| event.at < before);
        let due = self.open.values().filter(due);
        due.min_by_key(|event| (event.at, event.id))
    }

    /// The end of the chain.
    ///
    /// # Errors
    /// When what was exported lies behind it.
    pub fn finish(&self) -> Result<(), Fault> {
        match &self.head {
            Some(head) if head.seal > self.end.number => Err(Fault::CutOffBefore {
                last: self.end.number,
                head: head.clone(),
            }),
            _ => Ok(()),
        }
    }
}
