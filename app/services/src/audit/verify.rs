use chrono::{DateTime, Utc};
use domain::{
    audit::{Fault, Head, Meeting, NamedEvent, SealedEvent, Walk},
    districts::District,
    ids::DistrictId,
};
use sea_orm::{
    ColumnTrait, Condition, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};
use uuid::Uuid;

use super::{
    entity::{Column, Entity},
    found::{FoundEvent, FoundSeal},
    query::is_stored,
    seal_row,
};
use crate::{Caller, Failure, Outcome, Store, Unit, districts, tenancy::Tenant};

/// How many seals are walked past at once: as many as 1,000 events each are kept in mind.
const SEALS_AT_ONCE: u64 = 100;
/// How many events are read at once.
const EVENTS_AT_ONCE: u64 = 2000;

/// What came of walking along the chain of one district.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// The district.
    pub district: District,
    /// How many events are as they were sealed, up to the fault if there is one.
    pub verified: u64,
    /// How many events are not sealed yet.
    pub waiting: u64,
    /// The first thing that is not as it was sealed.
    pub fault: Option<Fault>,
}

/// How many events there are, in one district or in all.
///
/// # Errors
/// `NotFound` when there is no such district; or when the database does not answer.
pub async fn count_events(store: &Store, only: Option<i32>) -> domain::Result<u64> {
    let counted = store.reading(Caller::System, "audit.verify", move |unit| async move {
        let mut count = 0;
        for district in chosen(&unit, only).await? {
            let events = Entity::in_district(district.id);
            count += events.count(unit.connection()).await?;
        }
        Ok(count)
    });
    counted.await
}

/// Walks along the chain of one district or of all, past what was exported of them, and tells how
/// many events are done.
///
/// # Errors
/// `NotFound` when there is no such district; or when the database does not answer.
pub async fn verify(
    store: &Store,
    only: Option<i32>,
    head: Option<&Head>,
    told: impl Fn(u64),
) -> domain::Result<Vec<Verified>> {
    let all = store.reading(Caller::System, "audit.verify", move |unit| async move {
        chosen(&unit, only).await
    });
    let mut verified = Vec::new();
    let mut done = 0;
    for district in all.await? {
        let exported = head.and_then(|head| head.of(district.id)).cloned();
        let walk = Walk::new(district.id, exported);
        let one = verify_district(store, district, walk, |here| told(done + here)).await?;
        done += one.verified + one.waiting;
        verified.push(one);
    }
    let lost = head.map(|head| lost_districts(head, only, &verified));
    verified.extend(lost.unwrap_or_default());
    Ok(verified)
}

async fn chosen(unit: &Unit, only: Option<i32>) -> Outcome<Vec<District>> {
    if let Some(number) = only {
        return Ok(vec![districts::by_number(unit, number).await?]);
    }
    let mut all = districts::all(unit).await?;
    all.sort_unstable_by_key(|district| district.number);
    Ok(all)
}

/// Districts that were exported and are not there any more.
fn lost_districts(head: &Head, only: Option<i32>, known: &[Verified]) -> Vec<Verified> {
    let exported = head.districts.iter();
    let lost = exported.filter(|head| {
        only.is_none_or(|only| only == head.district)
            && known.iter().all(|one| one.district.id != head.id)
    });
    let verified = lost.map(|head| Verified {
        district: District {
            id: head.id,
            number: head.district,
            roman: String::new(),
            name: String::new(),
        },
        verified: 0,
        waiting: 0,
        fault: Some(Fault::CutOffBefore {
            last: 0,
            head: head.clone(),
        }),
    });
    verified.collect()
}

/// What a piece of the way comes to.
enum Step {
    /// There is more behind it.
    On,
    End,
    Fault(Fault),
}

/// Each piece of the way is a unit of its own, so that none holds the database for long.
async fn verify_district(
    store: &Store,
    district: District,
    mut walk: Walk,
    told: impl Fn(u64),
) -> domain::Result<Verified> {
    let id = district.id;
    let fault = loop {
        let piece = store.reading(Caller::System, "audit.verify", move |unit| async move {
            let step = piece(&unit, id, &mut walk).await?;
            Ok((walk, step))
        });
        let step;
        (walk, step) = piece.await?;
        told(walk.verified() + walk.waiting());
        match step {
            Step::On => {}
            Step::End => break None,
            Step::Fault(fault) => break Some(fault),
        }
    };
    Ok(Verified {
        district,
        verified: walk.verified(),
        waiting: walk.waiting(),
        fault,
    })
}

/// Walks past the next seals and meets the events up to where later seals may still name some.
async fn piece(unit: &Unit, district: DistrictId, walk: &mut Walk) -> Outcome<Step> {
    let from = walk.frontier();
    let seals = seals_behind(unit, district, walk.number()).await?;
    let is_end = (seals.len() as u64) < SEALS_AT_ONCE;
    for FoundSeal(seal) in seals {
        let number = walk.number() + 1;
        let first = None;
        let broken = Fault::SealBroken { number, first };
        if let Err(fault) = seal.ok_or(broken).and_then(|seal| walk.seal(&seal)) {
            return Ok(Step::Fault(fault));
        }
    }
    let upto = walk.frontier().filter(|_| !is_end);
    let stretch = stretch(district, from, upto);
    if let Some(fault) = meet_all(unit, district, walk, stretch).await? {
        return Ok(Step::Fault(fault));
    }
    if let Some(event) = walk.overdue(upto) {
        return Ok(Step::Fault(missing(unit, district, event).await?));
    }
    if !is_end {
        return Ok(Step::On);
    }
    Ok(walk.finish().map_or_else(Step::Fault, |()| Step::End))
}

async fn seals_behind(unit: &Unit, district: DistrictId, number: i64) -> Outcome<Vec<FoundSeal>> {
    Ok(seal_row::Entity::in_district(district)
        .filter(seal_row::Column::Number.gt(number))
        .order_by_asc(seal_row::Column::Number)
        .limit(SEALS_AT_ONCE)
        .into_model()
        .all(unit.connection())
        .await?)
}

/// The events of a stretch of time.
fn stretch(
    district: DistrictId,
    from: Option<DateTime<Utc>>,
    upto: Option<DateTime<Utc>>,
) -> Select<Entity> {
    let mut events = Entity::in_district(district);
    if let Some(from) = from {
        events = events.filter(Column::At.gte(from));
    }
    if let Some(upto) = upto {
        events = events.filter(Column::At.lt(upto));
    }
    events
}

async fn meet_all(
    unit: &Unit,
    district: DistrictId,
    walk: &mut Walk,
    stretch: Select<Entity>,
) -> Outcome<Option<Fault>> {
    let mut rest = stretch.clone();
    loop {
        let events: Vec<FoundEvent> = rest
            .order_by_asc(Column::At)
            .order_by_asc(Column::Id)
            .limit(EVENTS_AT_ONCE)
            .into_model()
            .all(unit.connection())
            .await?;
        for found in &events {
            match walk.meet(&found.named, found.event.as_ref()) {
                Err(fault) => return Ok(Some(fault)),
                Ok(Meeting::Stranger) => {
                    let number = walk.number();
                    return Ok(Some(stranger(unit, district, number, &found.named).await?));
                }
                Ok(Meeting::Verified | Meeting::Waiting) => {}
            }
        }
        match events.last() {
            Some(last) if events.len() as u64 == EVENTS_AT_ONCE => {
                rest = stretch.clone().filter(behind(&last.named));
            }
            _ => return Ok(None),
        }
    }
}

/// Whatever comes later than this event.
fn behind(event: &NamedEvent) -> Condition {
    let at_once = Condition::all()
        .add(Column::At.eq(event.at))
        .add(Column::Id.gt(Uuid::from(event.id)));
    Condition::any().add(Column::At.gt(event.at)).add(at_once)
}

/// An event that no seal up to here names: a later one may, if its time was changed.
async fn stranger(
    unit: &Unit,
    district: DistrictId,
    mut number: i64,
    event: &NamedEvent,
) -> Outcome<Fault> {
    loop {
        let seals = seals_behind(unit, district, number).await?;
        for FoundSeal(seal) in &seals {
            let Some(seal) = seal else {
                number += 1;
                let first = None;
                return Ok(Fault::SealBroken { number, first });
            };
            number = seal.number;
            let mut sealed = seal.sealed_events().unwrap_or_default().into_iter();
            if let Some(sealed) = sealed.find(|sealed| sealed.id == event.id) {
                return Ok(Fault::Changed(sealed.named()));
            }
        }
        if (seals.len() as u64) < SEALS_AT_ONCE {
            return Ok(Fault::Inserted(event.clone()));
        }
    }
}

/// A sealed event that was not met where it belongs.
async fn missing(unit: &Unit, district: DistrictId, sealed: &SealedEvent) -> Outcome<Fault> {
    let named = sealed.named();
    if is_stored(unit, sealed.id).await? {
        return Ok(Fault::Changed(named));
    }
    let last = seal_row::Entity::in_district(district)
        .order_by_desc(seal_row::Column::Number)
        .limit(1)
        .one(unit.connection())
        .await?;
    let through = last.map(|last| last.through_at);
    let through = through.ok_or_else(|| Failure::Broken("the seals are gone".to_owned()))?;
    let later = Entity::in_district(district)
        .filter(Column::At.lte(through))
        .filter(behind(&named))
        .count(unit.connection())
        .await?;
    Ok(if later > 0 {
        Fault::Removed(named)
    } else {
        Fault::CutOff(named)
    })
}
