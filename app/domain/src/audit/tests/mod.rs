//! A chain tells of everything that is done to it.

mod damage;
mod seals;

use chrono::{DateTime, TimeDelta, Utc};
use proptest::{collection::vec, prelude::*};
use serde_json::json;
use uuid::Uuid;

use super::*;
use crate::ids::{AuditEventId, DistrictId};

const DISTRICT: DistrictId = DistrictId(Uuid::from_u128(8));

/// What is stored of a district.
#[derive(Clone, Debug)]
pub(super) struct Stored {
    pub(super) seals: Vec<Seal>,
    pub(super) events: Vec<AuditEvent>,
}

fn morning() -> DateTime<Utc> {
    "2026-11-28T07:00:00.000001Z".parse().unwrap()
}

pub(super) fn event(id: u128, seconds: i64) -> AuditEvent {
    AuditEvent {
        id: AuditEventId(Uuid::from_u128(id)),
        district: DISTRICT,
        at: morning() + TimeDelta::seconds(seconds),
        actor: (!id.is_multiple_of(3)).then(|| Uuid::from_u128(id % 3)),
        actor_name: "Nagy Judit".to_owned(),
        roles: "caseworker".to_owned(),
        action: AuditAction::ALL[usize::try_from(id % 45).unwrap()]
            .code()
            .to_owned(),
        case: (!id.is_multiple_of(2)).then(|| Uuid::from_u128(id)),
        address: None,
        details: json!({"number": u64::try_from(id).unwrap()}),
    }
}

/// Events that come minutes after each other, some stored late, sealed in batches.
pub(super) fn chain() -> impl Strategy<Value = Stored> {
    let event = (0_i64..1500, any::<bool>());
    vec(vec(event, 1..6), 1..12).prop_map(|batches| {
        let mut stored = Stored {
            seals: Vec::new(),
            events: Vec::new(),
        };
        let (mut end, mut time, mut id) = (ChainEnd::default(), 0_i64, 0);
        for batch in batches {
            let begun = time;
            let mut sealed = Vec::new();
            for (pause, late) in batch {
                id += 1;
                time += pause;
                // As late as may be: the grace before what was sealed until now.
                let at = if late { (begun - 3600).max(0) } else { time };
                stored.events.push(self::event(id, at));
                sealed.push(stored.events.last().unwrap().sealed());
            }
            let seal = end.seal(DISTRICT, &sealed, morning()).unwrap();
            end = seal.end();
            stored.seals.push(seal);
        }
        stored
    })
}

impl Stored {
    fn sorted(&self) -> Vec<AuditEvent> {
        let mut events = self.events.clone();
        events.sort_by_key(|event| (event.at, event.id));
        events
    }

    /// As an export would say it now.
    pub(super) fn head(&self) -> DistrictHead {
        let seal = self.seals.last().unwrap();
        DistrictHead {
            id: DISTRICT,
            district: 8,
            seal: seal.number,
            hash: seal.hash.clone(),
            last: seal.sealed_events().unwrap().last().unwrap().named(),
        }
    }

    /// Walks along all of it, so many seals at once; answers how many events are verified and how
    /// many wait.
    pub(super) fn check(
        &self,
        head: Option<&DistrictHead>,
        at_once: usize,
    ) -> Result<(u64, u64), Fault> {
        let mut walk = Walk::new(DISTRICT, head.cloned());
        let mut rest = self.sorted();
        let mut pages = self.seals.chunks(at_once).peekable();
        loop {
            for seal in pages.next().unwrap_or_default() {
                walk.seal(seal)?;
            }
            let upto = walk.frontier().filter(|_| pages.peek().is_some());
            let here = rest.partition_point(|event| upto.is_none_or(|upto| event.at < upto));
            let behind = rest.split_off(here);
            for event in std::mem::replace(&mut rest, behind) {
                if walk.meet(&event.named(), Some(&event))? == Meeting::Stranger {
                    return Err(self.stranger(&event));
                }
            }
            if let Some(sealed) = walk.overdue(upto) {
                return Err(self.missing(sealed));
            }
            if pages.peek().is_none() {
                break;
            }
        }
        walk.finish()?;
        Ok((walk.verified(), walk.waiting()))
    }

    fn stranger(&self, event: &AuditEvent) -> Fault {
        let mut all = self
            .seals
            .iter()
            .flat_map(|seal| seal.sealed_events().unwrap());
        match all.find(|sealed| sealed.id == event.id) {
            Some(sealed) => Fault::Changed(sealed.named()),
            None => Fault::Inserted(event.named()),
        }
    }

    fn missing(&self, sealed: &SealedEvent) -> Fault {
        let named = sealed.named();
        if self.events.iter().any(|event| event.id == sealed.id) {
            return Fault::Changed(named);
        }
        let through = self.seals.last().unwrap().through;
        let later =
            |event: &AuditEvent| event.at <= through && (event.at, event.id) > (named.at, named.id);
        if self.events.iter().any(later) {
            Fault::Removed(named)
        } else {
            Fault::CutOff(named)
        }
    }
}

/// A chain, the places of two of its events, and how many seals to walk past at once.
pub(super) fn damaged() -> impl Strategy<Value = (Stored, usize, usize, usize)> {
    (
        chain(),
        any::<prop::sample::Index>(),
        any::<prop::sample::Index>(),
        1_usize..5,
    )
        .prop_map(|(stored, one, other, at_once)| {
            let count = stored.events.len();
            (stored, one.index(count), other.index(count), at_once)
        })
}

proptest! {
    #[test]
    fn an_untouched_chain_is_verified(stored in chain(), at_once in 1_usize..5, more in 0_i64..9) {
        let count = u64::try_from(stored.events.len()).unwrap();
        prop_assert_eq!(stored.check(None, at_once), Ok((count, 0)));
        let head = stored.head();
        prop_assert_eq!(stored.check(Some(&head), at_once), Ok((count, 0)));
        // What was not sealed yet waits.
        let latest = stored.seals.last().unwrap().through;
        let mut fresh = stored.clone();
        for place in 0..more {
            let mut event = event(1000 + u128::try_from(place).unwrap(), 0);
            event.at = latest - GRACE + TimeDelta::minutes(place * 10);
            fresh.events.push(event);
        }
        let waiting = u64::try_from(more).unwrap();
        prop_assert_eq!(fresh.check(Some(&head), at_once), Ok((count, waiting)));
    }
}
