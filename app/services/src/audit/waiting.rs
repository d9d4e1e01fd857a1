//! What of a district's events waits for being sealed.
//!
//! Events and seals are read side by side, in nearly the same order, so that of a busy hour no more
//! is held than what has not been found on the other side.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use domain::{audit::SealedEvent, ids::DistrictId};
use sea_orm::{ColumnTrait, Condition, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::{
    entity::{self, Column},
    seal_row,
};
use crate::{Failure, Outcome, Unit, tenancy::Tenant};

/// How many seals are read at once: each holds the hashes of up to a thousand events.
const SEALS_AT_ONCE: u64 = 20;
/// How many events are read at once.
const EVENTS_AT_ONCE: u64 = 1000;

/// The first events of this time or later that are not sealed, in order: as many as asked for, where
/// there are more.
pub(super) async fn unsealed(
    unit: &Unit,
    district: DistrictId,
    from: Option<DateTime<Utc>>,
    most: usize,
) -> Outcome<Vec<Uuid>> {
    unit.connection().follow_indexes().await?;
    let mut sides = Sides::default();
    let mut seals = Seals {
        district,
        from,
        last: 0,
    };
    let mut events = Events {
        district,
        last: from.map(|from| (from, Uuid::nil())),
        ended: false,
    };
    while let Some((through, sealed)) = seals.next(unit).await? {
        sides.add_sealed(sealed);
        while events.may_have(through) {
            sides.add_stored(events.next(unit).await?);
        }
    }
    while !events.ended && sides.stored.len() < most {
        sides.add_stored(events.next(unit).await?);
    }
    sides.stored.truncate(most);
    Ok(sides.stored)
}

/// What was read on one side, and not on the other yet.
#[derive(Default)]
struct Sides {
    sealed: HashSet<Uuid>,
    stored: Vec<Uuid>,
}

impl Sides {
    fn add_sealed(&mut self, ids: impl IntoIterator<Item = Uuid>) {
        let Self { sealed, stored } = self;
        sealed.extend(ids);
        stored.retain(|id| !sealed.remove(id));
    }

    fn add_stored(&mut self, ids: impl IntoIterator<Item = Uuid>) {
        let Self { sealed, stored } = self;
        stored.extend(ids.into_iter().filter(|id| !sealed.remove(id)));
    }
}

/// The seals that hold something of this time or later, in their order.
struct Seals {
    district: DistrictId,
    /// None when nothing was sealed before.
    from: Option<DateTime<Utc>>,
    /// The last that was read.
    last: i64,
}

impl Seals {
    /// The events in the next few, and the time of the latest that is sealed up to there.
    async fn next(&mut self, unit: &Unit) -> Outcome<Option<(DateTime<Utc>, Vec<Uuid>)>> {
        let Some(from) = self.from else {
            return Ok(None);
        };
        let seals: Vec<(i64, DateTime<Utc>, String)> = seal_row::Entity::in_district(self.district)
            .filter(seal_row::Column::ThroughAt.gte(from))
            .filter(seal_row::Column::Number.gt(self.last))
            .order_by_asc(seal_row::Column::Number)
            .limit(SEALS_AT_ONCE)
            .select_only()
            .columns([
                seal_row::Column::Number,
                seal_row::Column::ThroughAt,
                seal_row::Column::Events,
            ])
            .into_tuple()
            .all(unit.connection())
            .await?;
        let Some((last, through, _)) = seals.last() else {
            return Ok(None);
        };
        let through = *through;
        self.last = *last;
        let mut ids = Vec::new();
        for (_, _, events) in seals {
            let events: Vec<SealedEvent> = serde_json::from_str(&events).map_err(|error| {
                Failure::Broken(format!("a seal of district {}: {error}", self.district))
            })?;
            ids.extend(events.into_iter().map(|event| Uuid::from(event.id)));
        }
        Ok(Some((through, ids)))
    }
}

/// The stored events, in order.
struct Events {
    district: DistrictId,
    /// The last that was read.
    last: Option<(DateTime<Utc>, Uuid)>,
    /// Whether nothing is behind it.
    ended: bool,
}

impl Events {
    /// Whether one of this time or an earlier one may not have been read yet.
    fn may_have(&self, time: DateTime<Utc>) -> bool {
        !self.ended && self.last.is_none_or(|(last, _)| last <= time)
    }

    /// The next thousand. What lies in the future waits until it does not, or one wrong clock would
    /// end the time in which others are sealed.
    async fn next(&mut self, unit: &Unit) -> Outcome<Vec<Uuid>> {
        let mut stored =
            entity::Entity::in_district(self.district).filter(Column::At.lte(unit.now()));
        if let Some((at, id)) = self.last {
            let later = Condition::any()
                .add(Column::At.gt(at))
                .add(Column::Id.gt(id));
            stored = stored.filter(Column::At.gte(at)).filter(later);
        }
        let next: Vec<(DateTime<Utc>, Uuid)> = stored
            .order_by_asc(Column::At)
            .order_by_asc(Column::Id)
            .limit(EVENTS_AT_ONCE)
            .select_only()
            .columns([Column::At, Column::Id])
            .into_tuple()
            .all(unit.connection())
            .await?;
        self.ended = next.len() < usize::try_from(EVENTS_AT_ONCE).unwrap_or(usize::MAX);
        self.last = next.last().copied().or(self.last);
        Ok(next.into_iter().map(|(_, id)| id).collect())
    }
}
