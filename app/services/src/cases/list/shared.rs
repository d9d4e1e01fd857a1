//! The cases of other districts that grants open to the actor.
//!
//! They are few, and each may be open in other fields, so they are sorted where they are read. What
//! a grant does not open can be neither shown nor sorted by; beside the granted fields, a service
//! sees who is responsible for the case, so that it knows whom to call.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Problem, ProblemCode, Text,
    access::Permission,
    audit::AuditAction,
    cases::{
        CaseList, CaseListItem, Count, ListQuery,
        list::{AnswerPath, Sort, Subject},
    },
    search::sort_name,
};
use serde_json::json;
use uuid::Uuid;

use super::{Walk, columns::answer, is_open_to, nothing_behind, plan::answers};
use crate::{
    Failure, Outcome, Unit,
    audit::{self, Event},
    cases::{
        names::Names,
        query::{answers_in, number_of, team_labels, user_names},
    },
    forms::answers_row,
    grants::{Granted, granted_cases},
    tenancy::across,
};

/// One page of them.
pub(super) async fn list(
    unit: &Unit,
    query: &ListQuery,
    size: usize,
    walk: Walk,
) -> Outcome<CaseList> {
    let actor = unit.actor()?;
    refuse_unknown(unit, query)?;
    let mut granted = granted_cases(unit, Permission::CASES_READ, None).await?;
    granted
        .sort_by_cached_key(|one| (sort_key(unit, one, &query.sort.by), one.number().to_owned()));
    if query.sort.descending {
        granted.reverse();
    }
    let count = u64::try_from(granted.len()).unwrap_or(u64::MAX);
    let begins = query.after.as_ref().and_then(|after| {
        let behind = granted
            .iter()
            .position(|one| one.number() == after.as_str())?;
        Some(behind + 1)
    });
    if walk == Walk::ByProgram && query.after.is_some() && begins.is_none() {
        return Err(nothing_behind());
    }
    let mut page = granted.split_off(begins.unwrap_or_default());
    let more = page.len() > size;
    page.truncate(size);
    let ids: Vec<Uuid> = page.iter().map(|one| one.found.case.id).collect();
    let event = Event::new(actor.district, AuditAction::CasesListed)
        .with(json!({"query": query.to_address(), "cases": ids}));
    audit::record(unit, event).await?;
    let beside = across(unit, Beside::of(unit, query, &page, &ids)).await?;
    let cases = page.iter().map(|one| beside.item(unit, one));
    let cases = cases.collect::<Outcome<Vec<CaseListItem>>>()?;
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

/// What would have to be asked of every case is not asked here; what does not exist or is hidden
/// looks the same.
fn refuse_unknown(unit: &Unit, query: &ListQuery) -> Outcome<()> {
    let mut fields: Vec<String> = query.filters.keys().map(ToString::to_string).collect();
    if !query.stages.is_empty() {
        fields.push("stage".to_owned());
    }
    let sorts =
        query.sort == Sort::default() || matches!(query.sort.by, Subject::Name | Subject::Born);
    if !sorts || (fields.is_empty() && !is_open_to(unit, query)) {
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

/// What stands in other tables about the cases of one page.
struct Beside {
    paths: Vec<AnswerPath>,
    owners: BTreeMap<Uuid, String>,
    teams: BTreeMap<Uuid, Text>,
    answers: Vec<answers_row::Model>,
}

impl Beside {
    async fn of(unit: &Unit, query: &ListQuery, page: &[Granted], ids: &[Uuid]) -> Outcome<Self> {
        let paths = answers(unit, query)?;
        let forms = paths.iter().map(|path| path.form.as_str()).collect();
        let cases = page.iter().map(|one| &one.found.case);
        let owners = cases.clone().filter_map(|case| case.owner_id);
        let teams: BTreeSet<Uuid> = cases.map(|case| case.team_id).collect();
        Ok(Self {
            owners: user_names(unit, unit.actor()?.district, owners).await?,
            teams: team_labels(unit, &teams).await?,
            answers: answers_in(unit, ids, &forms).await?,
            paths,
        })
    }

    fn item(&self, unit: &Unit, granted: &Granted) -> Outcome<CaseListItem> {
        let case = &granted.found.case;
        let names = Names::seen_by(&granted.actor, unit.catalog(), &granted.found.person);
        let cells = self.paths.iter().map(|path| {
            let mut rows = self.answers.iter();
            let row = rows.find(|row| row.case_id == case.id && row.form == path.form)?;
            answer(unit, &granted.actor, row, path)
        });
        Ok(CaseListItem {
            number: number_of(case)?,
            name: names.name,
            latin_name: names.latin_name,
            birth_date: names.birth_date,
            stage: None,
            owner: case.owner_id.and_then(|id| self.owners.get(&id).cloned()),
            team: self.teams.get(&case.team_id).cloned(),
            opened: None,
            changed: None,
            answers: cells.collect(),
        })
    }
}

/// By what is seen of the case, as text that sorts alike.
fn sort_key(unit: &Unit, granted: &Granted, by: &Subject) -> String {
    let names = Names::seen_by(&granted.actor, unit.catalog(), &granted.found.person);
    match by {
        Subject::Name => sort_name([&names.name, &names.latin_name], ["", ""]),
        Subject::Born => names
            .birth_date
            .map(|born| born.to_string())
            .unwrap_or_default(),
        _ => String::new(),
    }
}
