use std::collections::{BTreeMap, BTreeSet};

use domain::{
    access::{Actor, Permission, Reach},
    cases::CaseNumber,
    transitions::{GrantPurpose, Shared},
};
use sea_orm::{
    ColumnTrait, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::{Expr, ExprTrait},
};
use uuid::Uuid;

use super::grant_row::{Column, Entity, Model};
use crate::{
    Failure, Outcome, Unit,
    cases::query::{Found, cases_of_ids},
    districts,
    tenancy::{DistrictScope, Tenant, across},
    wall_clock::wall_day,
};

/// The most grants that one reader's lists and searches look at.
const GRANTS_MAX: u64 = 2000;

/// A case of another district, as far as grants open it to the reader.
pub(crate) struct Granted {
    /// The case with its person.
    pub(crate) found: Found,
    /// The reader as they see this case.
    pub(crate) actor: Actor,
    /// Through which grant; where there are several, the one that lasts longest.
    pub(crate) shared: Shared,
}

impl Granted {
    /// The number of the case, as it is written.
    pub(crate) fn number(&self) -> &str {
        &self.found.case.number
    }
}

/// Every case that grants open to the actor at this moment, for what the permission is for; or the
/// one of this number.
pub(crate) async fn granted_cases(
    unit: &Unit,
    permission: Permission,
    number: Option<&CaseNumber>,
) -> Outcome<Vec<Granted>> {
    let mut grants = in_force(unit, permission)?;
    if let Some(number) = number {
        grants = grants.filter(Column::CaseNumber.eq(number.as_str()));
    }
    let grants = grants
        .order_by_desc(Column::EndsAt)
        .order_by_asc(Column::Id)
        .limit(GRANTS_MAX)
        .all(unit.connection())
        .await?;
    let mut by_case: BTreeMap<Uuid, Vec<Model>> = BTreeMap::new();
    for grant in grants {
        by_case.entry(grant.case_id).or_default().push(grant);
    }
    if by_case.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<Uuid> = by_case.keys().copied().collect();
    let districts = by_case.values().flatten().map(|grant| grant.district_id);
    let districts: BTreeSet<Uuid> = districts.collect();
    let found = across(unit, cases_of_ids(unit, &districts, &ids)).await?;
    let names: BTreeMap<Uuid, _> = districts::all(unit)
        .await?
        .into_iter()
        .map(|district| (Uuid::from(district.id), district))
        .collect();
    let actor = unit.actor()?;
    let mut granted = Vec::new();
    for found in found {
        let grants = by_case.remove(&found.case.id).unwrap_or_default();
        // A grant is given by the district that has the case; it ends when the case moves.
        let grants = grants.iter();
        let own = grants.filter(|grant| grant.district_id == found.case.district_id);
        let own: Vec<&Model> = own.collect();
        let Some(longest) = own.first() else {
            continue;
        };
        let shared = Shared {
            referral: longest.referral_id.into(),
            from: names
                .get(&found.case.district_id)
                .cloned()
                .ok_or_else(|| Failure::Broken(format!("grant {} has no district", longest.id)))?,
            purpose: GrantPurpose::from_code(&longest.purpose).unwrap_or(GrantPurpose::Other),
            last_day: last_day(longest),
        };
        let mut fields = BTreeSet::new();
        for grant in &own {
            fields.extend(fields_of(grant)?);
        }
        granted.push(Granted {
            found,
            actor: actor.through_grant(fields),
            shared,
        });
    }
    Ok(granted)
}

/// The grants in force for the teams that the actor's permission reaches.
fn in_force(unit: &Unit, permission: Permission) -> Outcome<Select<Entity>> {
    let actor = unit.actor()?;
    let reach = actor.reach(permission)?;
    let grants = Entity::in_scope(&DistrictScope::own_district(actor))
        .filter(Column::ToDistrictId.eq(Uuid::from(actor.district)))
        .filter(Expr::col(Column::EndedAt).is_null())
        .filter(Column::EndsAt.gt(unit.now()));
    Ok(match reach {
        Reach::District { .. } | Reach::City => grants,
        Reach::Team { teams, .. } => {
            grants.filter(Column::ToTeamId.is_in(teams.into_iter().map(Uuid::from)))
        }
        Reach::Own { .. } => grants.filter(Column::ToTeamId.is_in(Vec::<Uuid>::new())),
    })
}

fn fields_of(grant: &Model) -> Outcome<BTreeSet<String>> {
    serde_json::from_value(grant.fields.clone())
        .map_err(|error| Failure::Broken(format!("grant {}: {error}", grant.id)))
}

/// The last day on which it holds: it ends with the beginning of the next.
fn last_day(grant: &Model) -> chrono::NaiveDate {
    let after = wall_day(grant.ends_at);
    after.pred_opt().unwrap_or(after)
}
