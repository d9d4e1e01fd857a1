use chrono::TimeDelta;
use domain::{
    audit::{ChainEnd, GRACE, Seal, SealedEvent},
    ids::DistrictId,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, TryInsertResult};
use uuid::Uuid;

use super::{
    entity::{self, Column},
    found::FoundEvent,
    seal_row,
    waiting::unsealed,
};
use crate::{Caller, Outcome, Store, Unit, districts, tenancy::Tenant};

/// The most events in one seal.
const EVENTS_A_SEAL: usize = 1000;
/// The most events that a round seals in one district, so that no round takes long.
const EVENTS_A_ROUND: usize = 20 * EVENTS_A_SEAL;

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
            unit.connection().forget_pages().await?;
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
    let fresh = unsealed(unit, district, from, EVENTS_A_ROUND).await?;
    if look == Look::Far || !fresh.is_empty() {
        unit.connection().forget_pages().await?;
    }
    Ok((end, fresh))
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
