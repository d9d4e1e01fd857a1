//! Lists of cases: filtered, sorted, page by page.
//!
//! A list costs at most three round trips: how selective its filters are, the page with its count,
//! and the answers in its columns.

mod columns;
mod filters;
mod frame;
mod page;
mod panel;
mod people;
mod plan;
mod shared;
mod sorting;

use domain::{
    ProblemCode, Text,
    access::Permission,
    audit::AuditAction,
    cases::{CASES_PER_PAGE, CaseList, CaseListItem, ListQuery, Stage, Whose},
};
pub use frame::list_frame;
use page::ListRow;
pub use plan::ListLimits;
use plan::Plan;
use serde_json::json;
use uuid::Uuid;

use super::{names::Sight, query::readable_number};
use crate::{
    Failure, Outcome, Unit,
    audit::{self, Event},
    wall_clock::wall_time,
};

/// One page of the actor's list of cases.
///
/// # Errors
/// Refused when the actor may not read cases; a problem for each filter, sort and column that does
/// not exist or that is hidden from the actor: the two look alike.
pub async fn list_cases(unit: &Unit, query: &ListQuery) -> Outcome<CaseList> {
    list_cases_within(unit, query, ListLimits::default()).await
}

/// The same with other limits of work: what is listed does not depend on them.
///
/// # Errors
/// As [`list_cases`].
pub async fn list_cases_within(
    unit: &Unit,
    query: &ListQuery,
    limits: ListLimits,
) -> Outcome<CaseList> {
    let most = usize::try_from(CASES_PER_PAGE).unwrap_or(usize::MAX);
    list(unit, query, limits, most, Walk::ByPeople).await
}

/// At most `size` cases of the actor's list, and no more than a page has: for a program that walks
/// along all of it. A page behind the last case is empty.
///
/// # Errors
/// As [`list_cases`]; a problem at `after` when the case behind which the page would begin is out of
/// reach, now or ever: beginning anew would walk in a circle.
pub async fn list_cases_on(unit: &Unit, query: &ListQuery, size: usize) -> Outcome<CaseList> {
    let most = usize::try_from(CASES_PER_PAGE).unwrap_or(usize::MAX);
    let size = size.clamp(1, most);
    list(unit, query, ListLimits::default(), size, Walk::ByProgram).await
}

/// Who turns the pages of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Walk {
    /// Where a page has nothing to show any more, they see the first one.
    ByPeople,
    /// A page has what is behind its case, and nothing else.
    ByProgram,
}

async fn list(
    unit: &Unit,
    query: &ListQuery,
    limits: ListLimits,
    size: usize,
    walk: Walk,
) -> Outcome<CaseList> {
    let scope = unit.scope(Permission::CASES_READ)?;
    if query.whose == Whose::Shared {
        return shared::list(unit, query, size, walk).await;
    }
    let actor = unit.actor()?;
    let plan = Plan::of(unit, &scope, query, limits).await?;
    let (mut rows, count) = page::read(unit, &plan, walk).await?;
    let more = rows.len() > size;
    rows.truncate(size);
    let last = rows.last().filter(|_| more);
    let next = last.map(|row| readable_number(&row.number)).transpose()?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let event = Event::new(actor.district, AuditAction::CasesListed)
        .with(json!({"query": query.to_address(), "cases": ids}));
    audit::record(unit, event).await?;
    Ok(CaseList {
        cases: items(unit, &plan, rows).await?,
        count,
        next,
        may_assign: actor.can(Permission::CASES_ASSIGN),
        may_register: actor.can(Permission::CASES_CREATE),
    })
}

/// What is said of a case behind which no page can begin.
fn nothing_behind() -> Failure {
    Failure::Answer(domain::Error::invalid("after", ProblemCode::NotAChoice))
}

/// Whether the actor may use everything that a query names.
pub(super) fn is_open_to(unit: &Unit, query: &ListQuery) -> bool {
    let Ok(scope) = unit.scope(Permission::CASES_READ) else {
        return false;
    };
    filters::filters(unit, &scope, query).is_ok()
        && sorting::Sorting::of(unit, &query.sort).is_ok()
        && query
            .columns
            .iter()
            .all(|column| frame::column_at(unit, column).is_ok())
}

fn team_label(label: serde_json::Value) -> Outcome<Text> {
    serde_json::from_value(label).map_err(|error| Failure::Broken(format!("a team: {error}")))
}

async fn items(unit: &Unit, plan: &Plan<'_>, rows: Vec<ListRow>) -> Outcome<Vec<CaseListItem>> {
    let sight = Sight::of(unit.actor()?, unit.catalog());
    let mut answers = columns::read(unit, plan, &rows).await?;
    rows.into_iter()
        .map(|row| {
            let names = sight.of_person(row.person());
            Ok(CaseListItem {
                number: readable_number(&row.number)?,
                name: names.name,
                latin_name: names.latin_name,
                birth_date: names.birth_date,
                stage: Some(Stage::from_code(&row.stage).unwrap_or_default()),
                owner: row.owner,
                team: row.team.map(team_label).transpose()?,
                opened: Some(wall_time(row.opened_at)),
                changed: Some(wall_time(row.changed_at)),
                answers: answers.remove(&row.id).unwrap_or_default(),
            })
        })
        .collect()
}
