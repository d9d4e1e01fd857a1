//! The cases of other districts that grants open to the actor.
//!
//! They are few, and each may be open in other fields, so they are sorted where they are read. What
//! a grant does not open can be neither shown nor sorted by.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Problem, ProblemCode, Text,
    access::Permission,
    audit::AuditAction,
    cases::{CASES_PER_PAGE, CaseList, CaseListItem, Count, ListQuery, list::Subject},
    search::sort_name,
};
use serde_json::json;
use uuid::Uuid;

use super::{columns::answer, is_open_to, plan::answers};
use crate::{
    Failure, Outcome, Unit,
    audit::{self, Event},
    cases::{
        names::Names,
        query::{answers_of, number_of, team_label, user_names},
    },
    grants::{Granted, granted_cases},
    tenancy::across,
    wall_clock::wall_time,
};

/// One page of them.
pub(super) async fn list(unit: &Unit, query: &ListQuery) -> Outcome<CaseList> {
    let actor = unit.actor()?;
    refuse_unknown(unit, query)?;
    let granted = granted_cases(unit, Permission::CASES_READ, None).await?;
    let mut items = Vec::new();
    for granted in &granted {
        let item = across(unit, item(unit, granted, query)).await?;
        if query.stages.is_empty() || query.stages.contains(&item.stage) {
            items.push((granted.found.case.id, item));
        }
    }
    items.sort_by_cached_key(|(_, item)| (sort_key(item, &query.sort.by), item.number.clone()));
    if query.sort.descending {
        items.reverse();
    }
    let count = u64::try_from(items.len()).unwrap_or(u64::MAX);
    let begins = query.after.as_ref().and_then(|after| {
        let behind = items.iter().position(|(_, item)| item.number == *after)?;
        Some(behind + 1)
    });
    let mut page = items.split_off(begins.unwrap_or_default());
    let size = usize::try_from(CASES_PER_PAGE).unwrap_or(usize::MAX);
    let more = page.len() > size;
    page.truncate(size);
    let ids: Vec<Uuid> = page.iter().map(|(id, _)| *id).collect();
    let event = Event::new(actor.district, AuditAction::CasesListed)
        .with(json!({"query": query.to_address(), "cases": ids}));
    audit::record(unit, event).await?;
    let cases: Vec<CaseListItem> = page.into_iter().map(|(_, item)| item).collect();
    Ok(CaseList {
        next: cases
            .last()
            .filter(|_| more)
            .map(|last| last.number.clone()),
        cases,
        count: Count::Exactly(count),
        may_assign: false,
        may_register: actor.can(Permission::CASES_CREATE),
    })
}

/// What would have to be asked of every case's answers is not asked here; what does not exist or is
/// hidden looks the same.
fn refuse_unknown(unit: &Unit, query: &ListQuery) -> Outcome<()> {
    let mut fields: Vec<String> = query.filters.keys().map(ToString::to_string).collect();
    let by_answer = matches!(query.sort.by, Subject::Answer(_));
    if by_answer || (fields.is_empty() && !is_open_to(unit, query)) {
        fields.push("sort".to_owned());
    }
    if fields.is_empty() {
        return Ok(());
    }
    let problems = fields.into_iter();
    let problems = problems.map(|field| Problem::new(field, ProblemCode::UnknownField));
    Err(Failure::Answer(domain::Error::Invalid {
        problems: problems.collect(),
    }))
}

async fn item(unit: &Unit, granted: &Granted, query: &ListQuery) -> Outcome<CaseListItem> {
    let (found, actor) = (&granted.found, &granted.actor);
    let names = Names::seen_by(actor, unit.catalog(), &found.person);
    let owners = user_names(unit, found.district(), found.case.owner_id).await?;
    let team: Text = team_label(unit, found).await?;
    let paths = answers(unit, query)?;
    let forms: BTreeSet<&str> = paths.iter().map(|path| path.form.as_str()).collect();
    let rows = if forms.is_empty() {
        BTreeMap::new()
    } else {
        answers_of(unit, found).await?
    };
    let cells = paths.iter().map(|path| {
        let row = rows.get(&path.form)?;
        answer(unit, actor, row, path)
    });
    Ok(CaseListItem {
        number: number_of(&found.case)?,
        name: names.name,
        latin_name: names.latin_name,
        birth_date: names.birth_date,
        stage: domain::cases::Stage::from_code(&found.case.stage).unwrap_or_default(),
        owner: owners.into_values().next(),
        team: Some(team),
        opened: wall_time(found.case.opened_at),
        changed: wall_time(found.case.changed_at),
        answers: cells.collect(),
    })
}

/// By what is seen of the case, as text that sorts alike.
fn sort_key(item: &CaseListItem, by: &Subject) -> String {
    match by {
        Subject::Name => sort_name([&item.name, &item.latin_name], ["", ""]),
        Subject::Born => item
            .birth_date
            .map(|born| born.to_string())
            .unwrap_or_default(),
        Subject::Stage => item.stage.code().to_owned(),
        Subject::Owner => item.owner.clone().unwrap_or_default(),
        Subject::Opened => item.opened.to_string(),
        Subject::Team | Subject::Changed | Subject::Answer(_) => item.changed.to_string(),
    }
}
