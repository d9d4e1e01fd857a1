use std::collections::BTreeMap;

use domain::{
    access::Permission,
    cases::CaseNumber,
    ids::UserId,
    transitions::{AssignPlan, AssignPlanRow, BULK_MAX, NotAssigned, assign},
};

use super::{
    assign::facts,
    owner::{named_owner, owner_choices},
};
use crate::{
    Outcome, Unit,
    cases::{
        names::Names,
        query::{Found, cases_with_persons, user_names},
    },
};

/// The cases that somebody wants to assign, with who owns them now, and whom they may be given to.
///
/// # Errors
/// Refused without the permission to change cases.
pub async fn plan_assignment(
    unit: &Unit,
    numbers: &[String],
    owner: Option<UserId>,
) -> Outcome<AssignPlan> {
    let scope = unit.scope(Permission::CASES_EDIT)?;
    let actor = unit.actor()?;
    let named = &numbers[..numbers.len().min(BULK_MAX)];
    let parsed: Vec<_> = named
        .iter()
        .filter_map(|one| CaseNumber::parse(one))
        .collect();
    let found = cases_with_persons(unit, &scope, &parsed).await?;
    let owners = found.iter().filter_map(|one| one.case.owner_id);
    let people = user_names(unit, actor.district, owners).await?;
    let found: BTreeMap<&str, &Found> = found
        .iter()
        .map(|one| (one.case.number.as_str(), one))
        .collect();
    let receiver = match owner {
        Some(owner) => named_owner(unit, actor.district, owner).await?,
        None => None,
    };
    let row = |typed: &String| {
        let number = CaseNumber::parse(typed);
        let found = number
            .as_ref()
            .and_then(|number| found.get(number.as_str()));
        let owned_by = found.and_then(|found| found.case.owner_id);
        let answer = match found {
            Some(found) => assign(&facts(actor, found, receiver.as_ref())),
            None => Ok(()),
        };
        AssignPlanRow {
            number: number.map_or_else(|| typed.clone(), |number| number.to_string()),
            name: found
                .map(|found| Names::seen_by(actor, unit.catalog(), &found.person).name)
                .unwrap_or_default(),
            owner: owned_by.and_then(|id| Some((id.into(), people.get(&id)?.clone()))),
            done: owner.is_some() && owned_by.map(UserId::from) == owner,
            refused: match (found, answer) {
                (None, _) => Some(NotAssigned::NotFound),
                (Some(_), Err(reason)) if owner.is_some() => Some(NotAssigned::Refused { reason }),
                (Some(_), _) => None,
            },
        }
    };
    Ok(AssignPlan {
        rows: named.iter().map(row).collect(),
        owners: owner_choices(unit, actor.district).await?,
    })
}
