use std::collections::BTreeMap;

use chrono::TimeDelta;
use domain::{
    access::{Actor, Permission, Reach},
    audit::AuditAction,
    districts::District,
    ids::{DistrictId, TransitionId},
    transitions::{Queue, QueueRow, TransferState, TransitionKind},
};
use sea_orm::{ColumnTrait, Condition, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select};
use serde_json::json;
use uuid::Uuid;

use super::{
    UNDER_WAY,
    find::{scope_of_part, transfer_state},
    shown::shown,
    summary::{read_summary, read_typed},
    transition_row::{Column, Entity, Model},
};
use crate::{
    Failure, Outcome, Unit,
    approvals::approvals_waiting,
    audit::{self, Event},
    cases::{case_row, query::readable_number},
    districts,
    tenancy::{DistrictScope, Tenant},
    wall_clock::wall_time,
};

/// How many waiting transfers stand on one page.
pub const QUEUE_PAGE: u64 = 50;
/// How many of those that wait for others, and of those that ended, are shown.
const ASIDE: u64 = 50;
/// How long what ended is shown.
const ENDED_DAYS: TimeDelta = TimeDelta::days(30);
/// The states in which nothing follows.
const ENDED: [TransferState; 4] = [
    TransferState::Accepted,
    TransferState::Refused,
    TransferState::Withdrawn,
    TransferState::Expired,
];

/// What waits for the actor, what waits for others, and what has ended lately; with one of them
/// opened, if it is named.
///
/// # Errors
/// Refused when no role of the actor has any part in transfers; `NotFound` when the opened one is
/// not there, or the actor may not know of it.
pub async fn read_queue(
    unit: &Unit,
    open: Option<TransitionId>,
    after: Option<TransitionId>,
) -> Outcome<Queue> {
    let reader = Reader::of(unit)?;
    let mut waiting = waiting(unit, &reader, after).await?;
    let more = usize::try_from(QUEUE_PAGE).is_ok_and(|page| waiting.len() > page);
    waiting.truncate(usize::try_from(QUEUE_PAGE).unwrap_or(usize::MAX));
    let under_way = under_way(unit, &reader).await?;
    let ended = ended(unit, &reader).await?;
    let opened = match open {
        Some(id) => Some(reader.find(unit, id).await?),
        None => None,
    };
    note_read(
        unit,
        &reader,
        [&waiting, &under_way, &ended],
        opened.as_ref(),
    )
    .await?;
    let names = district_names(unit).await?;
    let lines = |rows: &[Model]| {
        let rows = rows.iter();
        rows.map(|row| line(row, &names))
            .collect::<Outcome<Vec<_>>>()
    };
    Ok(Queue {
        more: waiting.last().map(|last| last.id.into()).filter(|_| more),
        approvals: approvals_waiting(unit).await?,
        waiting: lines(&waiting)?,
        under_way: lines(&under_way)?,
        ended: lines(&ended)?,
        shown: match opened {
            Some(row) => Some(shown(unit, &row, line(&row, &names)?).await?),
            None => None,
        },
        decides: reader.decides.is_some(),
    })
}

/// Who reads, and of what they may know.
pub(super) struct Reader<'a> {
    actor: &'a Actor,
    scope: DistrictScope,
    /// How far they decide, if at all.
    decides: Option<DistrictScope>,
}

impl<'a> Reader<'a> {
    pub(super) fn of(unit: &'a Unit) -> Outcome<Self> {
        Ok(Self {
            actor: unit.actor()?,
            scope: scope_of_part(unit)?,
            decides: unit.scope(Permission::TRANSFERS_DECIDE).ok(),
        })
    }

    fn me(&self) -> Uuid {
        self.actor.user.into()
    }

    /// The transfers that the reader may know of: those they asked for, and those that they decide
    /// about or could.
    fn known(&self) -> Select<Entity> {
        let asked = Condition::all().add(Column::AskedBy.eq(self.me()));
        let decided = self.decides.as_ref().map(Self::decided);
        Entity::in_scope(&self.scope)
            .filter(Column::Kind.eq(TransitionKind::Transfer.code()))
            .filter(Condition::any().add(asked).add_option(decided))
    }

    fn decided(scope: &DistrictScope) -> Condition {
        let written = Condition::all().add(Column::State.ne(TransferState::Draft.code()));
        match scope.reach() {
            Reach::District { .. } | Reach::City => written,
            Reach::Team { .. } | Reach::Own { .. } => {
                written.add(Column::CaseId.in_subquery(within(scope)))
            }
        }
    }

    pub(super) async fn find(&self, unit: &Unit, id: TransitionId) -> Outcome<Model> {
        let row = self.known().filter(Column::Id.eq(Uuid::from(id)));
        let row = row.one(unit.connection()).await?;
        row.ok_or(Failure::not_found())
    }

    /// What the machine would let the reader decide: none of it was begun by them.
    fn waits(&self) -> Option<Condition> {
        let scope = self.decides.as_ref()?;
        let me = self.me();
        let mut release =
            Condition::all().add(Column::State.eq(TransferState::AwaitingRelease.code()));
        let mut accept = Condition::all()
            .add(Column::State.eq(TransferState::Offered.code()))
            .add(
                Condition::any()
                    .add(Column::ReleasedBy.is_null())
                    .add(Column::ReleasedBy.ne(me)),
            );
        if let Some(district) = scope.reach().district() {
            let district = Uuid::from(district);
            release = release.add(Column::DistrictId.eq(district));
            accept = accept.add(Column::ToDistrictId.eq(district));
        }
        let sides = match scope.reach() {
            Reach::District { .. } | Reach::City => Condition::any().add(release).add(accept),
            // Whoever decides for a team releases its cases, and accepts none.
            Reach::Team { .. } | Reach::Own { .. } => {
                Condition::all().add(release.add(Column::CaseId.in_subquery(within(scope))))
            }
        };
        Some(Condition::all().add(Column::AskedBy.ne(me)).add(sides))
    }
}

/// The ids of the cases that a scope covers.
fn within(scope: &DistrictScope) -> sea_orm::sea_query::SelectStatement {
    case_row::Entity::in_scope(scope)
        .select_only()
        .column(case_row::Column::Id)
        .into_query()
}

async fn waiting(
    unit: &Unit,
    reader: &Reader<'_>,
    after: Option<TransitionId>,
) -> Outcome<Vec<Model>> {
    let Some(waits) = reader.waits() else {
        return Ok(Vec::new());
    };
    let mut query = reader.known().filter(waits);
    if let Some(after) = after {
        let after = reader.find(unit, after).await?;
        let later = Condition::all()
            .add(Column::ChangedAt.eq(after.changed_at))
            .add(Column::Id.gt(after.id));
        let later = Condition::any()
            .add(Column::ChangedAt.gt(after.changed_at))
            .add(later);
        query = query.filter(later);
    }
    let query = query
        .order_by_asc(Column::ChangedAt)
        .order_by_asc(Column::Id)
        .limit(QUEUE_PAGE + 1);
    Ok(query.all(unit.connection()).await?)
}

async fn under_way(unit: &Unit, reader: &Reader<'_>) -> Outcome<Vec<Model>> {
    let states = UNDER_WAY.into_iter().chain([TransferState::Draft]);
    let mut query = reader
        .known()
        .filter(Column::State.is_in(states.map(TransferState::code)));
    if let Some(waits) = reader.waits() {
        query = query.filter(waits.not());
    }
    latest(unit, query).await
}

async fn ended(unit: &Unit, reader: &Reader<'_>) -> Outcome<Vec<Model>> {
    let query = reader
        .known()
        .filter(Column::State.is_in(ENDED.map(TransferState::code)))
        .filter(Column::ChangedAt.gt(unit.now() - ENDED_DAYS));
    latest(unit, query).await
}

async fn latest(unit: &Unit, query: Select<Entity>) -> Outcome<Vec<Model>> {
    let query = query
        .order_by_desc(Column::ChangedAt)
        .order_by_desc(Column::Id)
        .limit(ASIDE);
    Ok(query.all(unit.connection()).await?)
}

/// A summary tells of a person, so whoever reads it is remembered.
async fn note_read(
    unit: &Unit,
    reader: &Reader<'_>,
    lists: [&Vec<Model>; 3],
    opened: Option<&Model>,
) -> Outcome<()> {
    let listed: Vec<&str> = lists
        .into_iter()
        .flatten()
        .map(|row| row.case_number.as_str())
        .collect();
    let event = Event::new(reader.actor.district, AuditAction::QueueRead).with(json!({
        "cases": listed,
        "opened": opened.map(|row| row.id),
    }));
    let event = match opened {
        Some(row) => event.on_case(row.case_id.into()),
        None => event,
    };
    audit::record(unit, event).await
}

/// Every district by id.
pub(super) async fn district_names(unit: &Unit) -> Outcome<BTreeMap<DistrictId, District>> {
    let all = districts::all(unit).await?.into_iter();
    Ok(all.map(|district| (district.id, district)).collect())
}

/// One transfer as a line.
pub(super) fn line(row: &Model, names: &BTreeMap<DistrictId, District>) -> Outcome<QueueRow> {
    let district = |id: Uuid| {
        let found = names.get(&id.into()).cloned();
        found.ok_or_else(|| Failure::Broken(format!("no district {id}")))
    };
    let state = transfer_state(row)?;
    Ok(QueueRow {
        id: row.id.into(),
        state,
        number: readable_number(&row.case_number)?,
        from: district(row.district_id)?,
        to: district(row.to_district_id)?,
        urgency: read_typed(row)?.urgency,
        age_group: read_summary(row)?.age_group,
        asked_by: row.asked_by_name.clone(),
        decided_by: row.decided_by_name.clone(),
        since: wall_time(row.changed_at),
        until: row.ends_at.filter(|_| !state.is_final()).map(wall_time),
    })
}
