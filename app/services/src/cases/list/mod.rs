use domain::{
    access::Permission,
    audit::AuditAction,
    cases::{CASES_PER_PAGE, CaseListItem, CasePageOfList, ListCursor, Stage, Whose},
};
use sea_orm::{
    ColumnTrait, Condition, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};
use serde_json::json;
use std::collections::BTreeMap;
use uuid::Uuid;

use super::{case_row, names::Names, person_row, query::number_of};
use crate::{
    Outcome, Unit,
    audit::{self, Event},
    tenancy::{DistrictScope, Tenant},
    users::user,
    wall_clock::wall_time,
};

/// Which cases to list.
#[derive(Clone, Debug, Default)]
pub struct ListRequest {
    /// Whose.
    pub whose: Whose,
    /// Only those in this stage.
    pub stage: Option<Stage>,
    /// Where the page begins.
    pub after: Option<ListCursor>,
}

/// One page of the actor's list of cases, latest change first.
///
/// # Errors
/// Refused when the actor may not read cases.
pub async fn list_cases(unit: &Unit, request: &ListRequest) -> Outcome<CasePageOfList> {
    let scope = unit.scope(Permission::CASES_READ)?;
    let actor = unit.actor()?;
    let wanted = wanted(&scope, request, actor.user.into());
    let total = wanted.clone().count(unit.connection()).await?;
    let mut page = behind(unit, &scope, wanted, request.after.as_ref())
        .await?
        .order_by_desc(case_row::Column::ChangedAt)
        .order_by_desc(case_row::Column::Id)
        .limit(CASES_PER_PAGE + 1)
        .all(unit.connection())
        .await?;
    let size = usize::try_from(CASES_PER_PAGE).unwrap_or(usize::MAX);
    let more = page.len() > size;
    page.truncate(size);
    let next = match page.last().filter(|_| more) {
        Some(last) => Some(ListCursor(number_of(last)?)),
        None => None,
    };
    let ids: Vec<Uuid> = page.iter().map(|case| case.id).collect();
    let event = Event::new(actor.district, AuditAction::CasesListed)
        .with(json!({"whose": request.whose.code(), "cases": ids}));
    audit::record(unit, event).await?;
    Ok(CasePageOfList {
        cases: items(unit, &scope, page).await?,
        total,
        next,
        may_register: actor.can(Permission::CASES_CREATE),
    })
}

fn wanted(scope: &DistrictScope, request: &ListRequest, me: Uuid) -> Select<case_row::Entity> {
    let mut query = case_row::Entity::in_scope(scope);
    query = match request.whose {
        Whose::All => query,
        Whose::Mine => query.filter(case_row::Column::OwnerId.eq(me)),
        Whose::Nobodys => query.filter(case_row::Column::OwnerId.is_null()),
    };
    match request.stage {
        Some(stage) => query.filter(case_row::Column::Stage.eq(stage.code())),
        None => query,
    }
}

/// The rows behind the cursor's case. A cursor out of reach is as good as none.
async fn behind(
    unit: &Unit,
    scope: &DistrictScope,
    query: Select<case_row::Entity>,
    after: Option<&ListCursor>,
) -> Outcome<Select<case_row::Entity>> {
    let Some(ListCursor(number)) = after else {
        return Ok(query);
    };
    let last = case_row::Entity::in_scope(scope)
        .filter(case_row::Column::Number.eq(number.as_str()))
        .one(unit.connection())
        .await?;
    Ok(match last {
        None => query,
        Some(last) => query.filter(
            Condition::any()
                .add(case_row::Column::ChangedAt.lt(last.changed_at))
                .add(
                    Condition::all()
                        .add(case_row::Column::ChangedAt.eq(last.changed_at))
                        .add(case_row::Column::Id.lt(last.id)),
                ),
        ),
    })
}

async fn items(
    unit: &Unit,
    scope: &DistrictScope,
    page: Vec<case_row::Model>,
) -> Outcome<Vec<CaseListItem>> {
    let actor = unit.actor()?;
    let persons: BTreeMap<Uuid, person_row::Model> = person_row::Entity::in_scope(scope)
        .filter(person_row::Column::Id.is_in(page.iter().map(|case| case.person_id)))
        .all(unit.connection())
        .await?
        .into_iter()
        .map(|person| (person.id, person))
        .collect();
    let owners = owners(unit, scope, &page).await?;
    page.iter()
        .map(|case| {
            let names = persons
                .get(&case.person_id)
                .map(|person| Names::seen_by(actor, unit.catalog(), person));
            let (name, latin_name, birth_date) = names
                .map(|names| (names.name, names.latin_name, names.birth_date))
                .unwrap_or_default();
            Ok(CaseListItem {
                number: number_of(case)?,
                name,
                latin_name,
                birth_date,
                stage: Stage::from_code(&case.stage).unwrap_or_default(),
                owner: case.owner_id.and_then(|id| owners.get(&id).cloned()),
                changed: wall_time(case.changed_at),
            })
        })
        .collect()
}

async fn owners(
    unit: &Unit,
    scope: &DistrictScope,
    page: &[case_row::Model],
) -> Outcome<BTreeMap<Uuid, String>> {
    let rows = user::Entity::in_scope(scope)
        .filter(user::Column::Id.is_in(page.iter().filter_map(|case| case.owner_id)))
        .all(unit.connection())
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.id, row.display_name))
        .collect())
}
