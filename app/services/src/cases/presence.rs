//! Who has a case open at this moment, for those who have it open, too.
//!
//! A row for each open page, kept fresh while it is open. It is no history and leaves no event.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;
use domain::{
    access::{FieldAccess, Permission},
    cases::{CaseNumber, CasePresence, SavedForm},
    ids::{CaseId, DistrictId, PresenceId},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::{
    case_row,
    presence_row::{ActiveModel, Column, Entity, Model},
    query::{Found, answers_of, find_case, user_names},
};
use crate::{
    Outcome, Unit, catalog::form_access, forms::answers_row, tenancy::Tenant, wall_clock::wall_time,
};

/// How long a page counts as open after it was last known to be: a process may have died.
const LIFE: TimeDelta = TimeDelta::seconds(45);

/// A page of a case that was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenPage {
    /// The case.
    pub case: CaseId,
    /// Its district.
    pub district: DistrictId,
    /// Where it is told to others. Whoever comes from elsewhere hears, and is not told of.
    pub told: Option<PresenceId>,
}

/// Somebody has opened a page of a case.
///
/// # Errors
/// `NotFound` when the case is out of the actor's own reach: who works on a case is not part of
/// what a grant opens.
pub async fn open_page(unit: &Unit, number: &CaseNumber) -> Outcome<OpenPage> {
    let scope = unit.scope(Permission::CASES_READ)?;
    let found = find_case(unit, &scope, number, false).await?;
    let actor = unit.actor()?;
    let page = OpenPage {
        case: found.id(),
        district: found.district(),
        told: (actor.district == found.district()).then(|| unit.new_id()),
    };
    if let Some(id) = page.told {
        let row = ActiveModel {
            id: Set(id.into()),
            district_id: Set(found.case.district_id),
            case_id: Set(found.case.id),
            user_id: Set(actor.user.into()),
            seen_at: Set(unit.now()),
        };
        Entity::insert(row)
            .exec_without_returning(unit.connection())
            .await?;
    }
    Ok(page)
}

/// A page was closed.
///
/// # Errors
/// When the database does not answer.
pub async fn close_page(unit: &Unit, page: OpenPage) -> Outcome<()> {
    let Some(id) = page.told else {
        return Ok(());
    };
    Entity::delete_many()
        .filter(Column::DistrictId.eq(Uuid::from(page.district)))
        .filter(Column::Id.eq(Uuid::from(id)))
        .exec(unit.connection())
        .await?;
    Ok(())
}

/// These pages are open still; what is not open any more in their districts is swept away.
///
/// # Errors
/// When the database does not answer.
pub async fn keep_pages_open(unit: &Unit, pages: &[OpenPage]) -> Outcome<()> {
    let districts = || pages.iter().map(|page| Uuid::from(page.district));
    let ids = pages.iter().filter_map(|page| page.told.map(Uuid::from));
    Entity::update_many()
        .filter(Column::DistrictId.is_in(districts()))
        .filter(Column::Id.is_in(ids))
        .col_expr(Column::SeenAt, unit.now().into())
        .exec(unit.connection())
        .await?;
    Entity::delete_many()
        .filter(Column::DistrictId.is_in(districts()))
        .filter(Column::SeenAt.lte(unit.now() - LIFE))
        .exec(unit.connection())
        .await?;
    Ok(())
}

/// How cases stand and who has them open, to tell whether anything is another.
pub type Stands = BTreeMap<CaseId, (case_row::Model, BTreeSet<Uuid>)>;

/// How these cases stand at this moment, in whichever district each is.
///
/// # Errors
/// When the database does not answer.
pub async fn how_cases_stand(unit: &Unit, cases: &BTreeSet<CaseId>) -> Outcome<Stands> {
    let ids = || cases.iter().map(|case| Uuid::from(*case));
    let rows = case_row::Entity::of_found()
        .filter(case_row::Column::Id.is_in(ids()))
        .all(unit.connection())
        .await?;
    let open = Entity::of_found()
        .filter(Column::DistrictId.is_in(rows.iter().map(|row| row.district_id)))
        .filter(Column::CaseId.is_in(ids()))
        .filter(Column::SeenAt.gt(unit.now() - LIFE))
        .all(unit.connection())
        .await?;
    let mut stands: Stands = rows
        .into_iter()
        .map(|row| (CaseId(row.id), (row, BTreeSet::new())))
        .collect();
    for Model {
        case_id, user_id, ..
    } in open
    {
        if let Some((_, users)) = stands.get_mut(&CaseId(case_id)) {
            users.insert(user_id);
        }
    }
    Ok(stands)
}

/// Who else has a case open, and how it stands, for somebody who may read it.
///
/// # Errors
/// `NotFound` when the case is out of the actor's own reach.
pub async fn case_presence(unit: &Unit, number: &CaseNumber) -> Outcome<CasePresence> {
    let scope = unit.scope(Permission::CASES_READ)?;
    let found = find_case(unit, &scope, number, false).await?;
    let rows = answers_of(unit, &found).await?;
    presence_of(unit, &found, &rows).await
}

/// The same for a case that was found in the actor's own reach.
pub(super) async fn presence_of(
    unit: &Unit,
    found: &Found,
    rows: &BTreeMap<String, answers_row::Model>,
) -> Outcome<CasePresence> {
    let actor = unit.actor()?;
    let seen = rows.values().filter(|row| {
        let form = unit.catalog().form(&row.form);
        form.is_some_and(|form| form_access(actor, form) > FieldAccess::Hidden)
    });
    let seen: Vec<&answers_row::Model> = seen.collect();
    let people = seen.iter().map(|row| row.saved_by);
    let people = user_names(unit, found.district(), people).await?;
    let saved = seen.into_iter().map(|row| SavedForm {
        form: row.form.clone(),
        version: row.version,
        by: people.get(&row.saved_by).cloned().unwrap_or_default(),
        at: wall_time(row.saved_at),
    });
    let case = &found.case;
    Ok(CasePresence {
        here: others_at(unit, found).await?,
        saved: saved.collect(),
        mark: format!(
            "{:020} {} {} {:?}",
            case.changed_at.timestamp_micros(),
            case.stage,
            case.team_id,
            case.owner_id,
        ),
    })
}

/// The names of others who have a case open that was found in the actor's own reach.
pub(super) async fn others_at(unit: &Unit, found: &Found) -> Outcome<Vec<String>> {
    let me = Uuid::from(unit.actor()?.user);
    let open = Entity::in_district(found.district())
        .filter(Column::CaseId.eq(found.case.id))
        .filter(Column::UserId.ne(me))
        .filter(Column::SeenAt.gt(unit.now() - LIFE))
        .order_by_asc(Column::Id)
        .all(unit.connection())
        .await?;
    let users = open.into_iter().map(|row| row.user_id);
    let names = user_names(unit, found.district(), users).await?;
    let mut names: Vec<String> = names.into_values().collect();
    names.sort_unstable();
    Ok(names)
}
