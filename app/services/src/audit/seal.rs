use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    audit::{ChainEnd, GRACE, Seal, SealedEvent},
    ids::DistrictId,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, TryInsertResult,
};
use uuid::Uuid;

use super::{
    entity::{self, Column},
    found::FoundEvent,
    seal_row,
};
use crate::{Caller, Failure, Outcome, Store, Unit, districts, tenancy::Tenant};

/// The most events in one seal.
const EVENTS_A_SEAL: usize = 1000;
/// The most events that a round seals in one district, so that no round takes long.
const EVENTS_A_ROUND: usize = 20 * EVENTS_A_SEAL;

/// How many seals are read at once: each holds the hashes of up to a thousand events.
const SEALS_AT_ONCE: u64 = 20;

/// How far a round looks back for events that were stored late.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// As far as units of work usually take.
    Near,
    /// As far as any may take: [`GRACE`].
    Far,
}

impl Look {
    const fn back(self) -> TimeDelta {
        match self {
            Self::Near => TimeDelta::minutes(2),
            Self::Far => GRACE,
        }
    }
}

/// Seals what is stored and not sealed yet, district by district; answers how many events.
///
/// Several processes may do this at once: each seal has a number, which one of them gets. Whoever
/// loses leaves the district to the other until the next round.
///
/// # Errors
/// When the database does not answer, or a district's seals cannot be read. Every district is tried
/// before.
pub async fn seal_events(store: &Store, look: Look) -> domain::Result<usize> {
    let all = store.reading(Caller::System, "audit.seal", |unit| async move {
        districts::all(&unit).await
    });
    let (mut sealed, mut failed) = (0, None);
    for district in all.await? {
        match seal_district(store, district.id, look).await {
            Ok(count) => sealed += count,
            Err(error) => failed = Some(error),
        }
    }
    failed.map_or(Ok(sealed), Err)
}

async fn seal_district(store: &Store, district: DistrictId, look: Look) -> domain::Result<usize> {
    let waiting = store.reading(Caller::System, "audit.seal", move |unit| async move {
        to_seal(&unit, district, look).await
    });
    let (mut end, fresh) = waiting.await?;
    let mut sealed = 0;
    for ids in fresh.chunks(EVENTS_A_SEAL) {
        let (from, ids) = (end.clone(), ids.to_vec());
        let next = store.reading(Caller::System, "audit.seal", move |unit| async move {
            let events = hashed(&unit, district, ids).await?;
            Ok(from.seal(district, &events, unit.now()))
        });
        let Some(seal) = next.await? else { continue };
        let count = usize::try_from(seal.count).unwrap_or_default();
        end = seal.end();
        let written = store.unit(Caller::System, "audit.seal", |unit| async move {
            write(&unit, seal).await
        });
        if !written.await? {
            break;
        }
        sealed += count;
    }
    Ok(sealed)
}

/// Where a chain ends, and what a round is to seal behind it. It is found out before anything is
/// locked: once the next number is taken by somebody else, it is worth nothing, and otherwise
/// nothing else was sealed meanwhile.
async fn to_seal(unit: &Unit, district: DistrictId, look: Look) -> Outcome<(ChainEnd, Vec<Uuid>)> {
    let last = seal_row::Entity::in_district(district)
        .order_by_desc(seal_row::Column::Number)
        .one(unit.connection())
        .await?;
    let end = seal_row::end_of(last);
    let from = end.through.map(|through| through - look.back());
    let sealed = sealed_since(unit, district, from).await?;
    let fresh = unsealed(unit, district, from, &sealed).await?;
    Ok((end, fresh))
}

/// The events of this time or later that are sealed.
async fn sealed_since(
    unit: &Unit,
    district: DistrictId,
    from: Option<DateTime<Utc>>,
) -> Outcome<HashSet<Uuid>> {
    let mut sealed = HashSet::new();
    let Some(from) = from else {
        return Ok(sealed);
    };
    let mut behind = 0;
    loop {
        let lists: Vec<(i64, String)> = seal_row::Entity::in_district(district)
            .filter(seal_row::Column::ThroughAt.gte(from))
            .filter(seal_row::Column::Number.gt(behind))
            .order_by_asc(seal_row::Column::Number)
            .limit(SEALS_AT_ONCE)
            .select_only()
            .columns([seal_row::Column::Number, seal_row::Column::Events])
            .into_tuple()
            .all(unit.connection())
            .await?;
        let Some((last, _)) = lists.last() else {
            return Ok(sealed);
        };
        behind = *last;
        for (_, list) in lists {
            let events: Vec<SealedEvent> = serde_json::from_str(&list).map_err(|error| {
                Failure::Broken(format!("a seal of district {district}: {error}"))
            })?;
            sealed.extend(events.into_iter().map(|event| Uuid::from(event.id)));
        }
    }
}

/// The first events of this time or later that are not sealed.
async fn unsealed(
    unit: &Unit,
    district: DistrictId,
    from: Option<DateTime<Utc>>,
    sealed: &HashSet<Uuid>,
) -> Outcome<Vec<Uuid>> {
    let mut fresh = Vec::new();
    let mut behind = from.map(|from| (from, Uuid::nil()));
    loop {
        let stored = stored_behind(unit, district, behind).await?;
        let ids = stored.iter().map(|(_, id)| *id);
        fresh.extend(ids.filter(|id| !sealed.contains(id)));
        let whole = stored.len() == EVENTS_A_SEAL;
        if !whole || fresh.len() >= EVENTS_A_ROUND {
            fresh.truncate(EVENTS_A_ROUND);
            return Ok(fresh);
        }
        behind = stored.last().copied();
    }
}

/// The times and ids of the next stored events behind one, in order. What lies in the future waits
/// until it does not, or one wrong clock would end the time in which others are sealed.
async fn stored_behind(
    unit: &Unit,
    district: DistrictId,
    behind: Option<(DateTime<Utc>, Uuid)>,
) -> Outcome<Vec<(DateTime<Utc>, Uuid)>> {
    let mut stored = entity::Entity::in_district(district).filter(Column::At.lte(unit.now()));
    if let Some((at, id)) = behind {
        let later = Condition::any()
            .add(Column::At.gt(at))
            .add(Column::Id.gt(id));
        stored = stored.filter(Column::At.gte(at)).filter(later);
    }
    let next = stored
        .order_by_asc(Column::At)
        .order_by_asc(Column::Id)
        .limit(u64::try_from(EVENTS_A_SEAL).unwrap_or(u64::MAX))
        .select_only()
        .columns([Column::At, Column::Id])
        .into_tuple()
        .all(unit.connection())
        .await?;
    Ok(next)
}

/// The events with their hashes, in order. One that cannot be read is left out; `audit verify`
/// names it.
async fn hashed(unit: &Unit, district: DistrictId, ids: Vec<Uuid>) -> Outcome<Vec<SealedEvent>> {
    let found: Vec<FoundEvent> = entity::Entity::in_district(district)
        .filter(Column::Id.is_in(ids))
        .into_model()
        .all(unit.connection())
        .await?;
    let mut events = Vec::with_capacity(found.len());
    for one in found {
        if let Some(event) = one.event {
            events.push(event.sealed());
        } else {
            tracing::error!(id = %one.named.id, "an audit event cannot be read");
        }
    }
    events.sort_unstable_by_key(|event| (event.at, event.id));
    Ok(events)
}

/// Writes a seal, unless its number is taken; answers whether it was written.
async fn write(unit: &Unit, seal: Seal) -> Outcome<bool> {
    let written = seal_row::Entity::insert(seal_row::ActiveModel::from(seal))
        .on_conflict_do_nothing_on([seal_row::Column::DistrictId, seal_row::Column::Number])
        .exec_without_returning(unit.connection())
        .await?;
    Ok(matches!(written, TryInsertResult::Inserted(1)))
}
