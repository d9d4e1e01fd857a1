use std::collections::BTreeMap;

use chrono::TimeDelta;
use domain::{
    Problem,
    access::{Actor, Permission},
    audit::AuditAction,
    districts::District,
    ids::{DistrictId, TransitionId},
    transitions::{Queue, Shown, Standing, TypedRequest},
};
use sea_orm::{ColumnTrait, Condition, QueryFilter, QueryOrder, QuerySelect, Select};
use serde_json::json;
use uuid::Uuid;

use super::{
    find::scope_of_part,
    parts::{Part, parts_of},
    referral, request,
    shown::shown,
    standing::line,
    transition_row::{Column, Entity, Model},
};
use crate::{
    Failure, Outcome, Unit,
    approvals::approvals_waiting,
    audit::{self, Event},
    districts,
};

/// How many waiting transitions stand on one page.
pub const QUEUE_PAGE: u64 = 50;
/// How many of those that wait for others, and of those that ended, are shown.
const ASIDE: u64 = 20;
/// How long what ended is shown.
const ENDED_DAYS: TimeDelta = TimeDelta::days(30);

/// What waits for the actor, what waits for others, and what has ended lately; with one of them
/// opened, if it is named.
///
/// # Errors
/// Refused when no role of the actor has any part in transitions; `NotFound` when the opened one is
/// not there, or the actor may not know of it.
pub async fn read_queue(
    unit: &Unit,
    open: Option<TransitionId>,
    after: Option<TransitionId>,
) -> Outcome<Queue> {
    let reader = Reader::of(unit)?;
    let mut waiting = reader.waiting(unit, after).await?;
    let page = usize::try_from(QUEUE_PAGE).unwrap_or(usize::MAX);
    let more = waiting.len() > page;
    waiting.truncate(page);
    let under_way = reader.under_way(unit).await?;
    let ended = reader.ended(unit).await?;
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
    let (request, request_problems) = request_begun(unit).await?;
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
            Some(row) => Some(opened_one(unit, &row, &names).await?),
            None => None,
        },
        decides: reader.parts.iter().any(|part| part.waits.is_some()),
        request,
        request_problems,
    })
}

async fn opened_one(
    unit: &Unit,
    row: &Model,
    names: &BTreeMap<DistrictId, District>,
) -> Outcome<Shown> {
    let mut line = line(row, names)?;
    if let Some(team) = row.to_team_id {
        let teams = districts::teams_of(unit, core::slice::from_ref(&line.to)).await?;
        let own = teams.into_iter().find(|(_, id, _)| Uuid::from(*id) == team);
        line.service = own.map(|(_, _, label)| label);
    }
    Ok(match line.standing {
        Standing::Transfer(_) => Shown::Transfer(Box::new(shown(unit, row, line).await?)),
        Standing::Referral(_) => Shown::Referral(Box::new(referral::shown(unit, row, line).await?)),
        Standing::Request(_) => Shown::Request(Box::new(request::shown(unit, row, line).await?)),
    })
}

/// What the actor wrote of a request for a case, and what is wrong with it; nothing for whoever may
/// not ask.
async fn request_begun(unit: &Unit) -> Outcome<(Option<TypedRequest>, Vec<Problem>)> {
    if !unit.actor()?.can(Permission::TRANSFERS_ASK) {
        return Ok((None, Vec::new()));
    }
    let (typed, problems) = request::draft_of(unit).await?.unwrap_or_default();
    Ok((Some(typed), problems))
}

/// Who reads, and of what they may know.
struct Reader<'a> {
    actor: &'a Actor,
    parts: Vec<Part>,
}

impl<'a> Reader<'a> {
    fn of(unit: &'a Unit) -> Outcome<Self> {
        scope_of_part(unit)?;
        let actor = unit.actor()?;
        let parts = parts_of(unit, actor);
        Ok(Self { actor, parts })
    }

    async fn find(&self, unit: &Unit, id: TransitionId) -> Outcome<Model> {
        for part in &self.parts {
            let row = part.known().filter(Column::Id.eq(Uuid::from(id)));
            if let Some(row) = row.one(unit.connection()).await? {
                return Ok(row);
            }
        }
        Err(Failure::not_found())
    }

    /// What waits for the reader, the longest first: one more than stand on a page, where there are
    /// more.
    async fn waiting(&self, unit: &Unit, after: Option<TransitionId>) -> Outcome<Vec<Model>> {
        let later = match after {
            Some(after) => Some(later_than(&self.find(unit, after).await?)),
            None => None,
        };
        let mut waiting = Vec::new();
        for part in &self.parts {
            let Some(waits) = part.waits.clone() else {
                continue;
            };
            let rows = part
                .known()
                .filter(waits)
                .filter(Condition::all().add_option(later.clone()))
                .order_by_asc(Column::ChangedAt)
                .order_by_asc(Column::Id)
                .limit(QUEUE_PAGE + 1);
            waiting.extend(rows.all(unit.connection()).await?);
        }
        waiting.sort_by_key(|row| (row.changed_at, row.id));
        waiting.truncate(usize::try_from(QUEUE_PAGE + 1).unwrap_or(usize::MAX));
        Ok(waiting)
    }

    async fn under_way(&self, unit: &Unit) -> Outcome<Vec<Model>> {
        let rows = |part: &Part| {
            let mut rows = part.known().filter(Column::State.is_in(part.open.clone()));
            if let Some(waits) = part.waits.clone() {
                rows = rows.filter(waits.not());
            }
            rows
        };
        latest(unit, self.parts.iter().map(rows)).await
    }

    async fn ended(&self, unit: &Unit) -> Outcome<Vec<Model>> {
        let since = unit.now() - ENDED_DAYS;
        let rows = |part: &Part| {
            part.known()
                .filter(Column::State.is_in(part.ended.clone()))
                .filter(Column::ChangedAt.gt(since))
        };
        latest(unit, self.parts.iter().map(rows)).await
    }
}

/// Behind this one in the order of what waits.
fn later_than(row: &Model) -> Condition {
    let same = Condition::all()
        .add(Column::ChangedAt.eq(row.changed_at))
        .add(Column::Id.gt(row.id));
    Condition::any()
        .add(Column::ChangedAt.gt(row.changed_at))
        .add(same)
}

async fn latest(unit: &Unit, queries: impl Iterator<Item = Select<Entity>>) -> Outcome<Vec<Model>> {
    let mut latest = Vec::new();
    for query in queries {
        let rows = query
            .order_by_desc(Column::ChangedAt)
            .order_by_desc(Column::Id)
            .limit(ASIDE);
        latest.extend(rows.all(unit.connection()).await?);
    }
    latest.sort_by_key(|row| core::cmp::Reverse((row.changed_at, row.id)));
    latest.truncate(usize::try_from(ASIDE).unwrap_or(usize::MAX));
    Ok(latest)
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
