use std::collections::BTreeMap;

use domain::{
    access::{Actor, CasePlace, FieldAccess, Permission},
    audit::AuditAction,
    cases::{CaseNumber, PersonHit, PersonSearch, QUERY_CHARS_MAX},
    dates::parse_date,
    districts::District,
    forms::PersonAttribute,
    search::{romanise_ukrainian, search_words},
};
use sea_orm::{
    ColumnTrait, Condition, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, LikeExpr},
};
use serde_json::json;
use uuid::Uuid;

use super::{
    case_row,
    names::Names,
    person_row,
    query::{label_of, number_of},
};
use crate::{
    Outcome, Unit,
    audit::{self, Event},
    districts::{self, team},
    tenancy::{DistrictScope, Tenant},
    users::user,
};

/// How many hits are shown.
const HITS: u64 = 20;

/// Looks for persons by name in either script, birth date, telephone or case number.
///
/// The whole district is searched, so that nobody is registered twice; a case that the actor may
/// not open is shown without its number.
///
/// # Errors
/// Refused when the actor may not search.
pub async fn search_persons(unit: &Unit, query: &str) -> Outcome<PersonSearch> {
    let scope = unit.scope(Permission::PERSONS_SEARCH)?.whole_district();
    let actor = unit.actor()?;
    let typed: String = query.chars().take(QUERY_CHARS_MAX).collect();
    let Some(condition) = matching(unit, actor, &scope, &typed).await? else {
        return Ok(PersonSearch {
            hits: Vec::new(),
            more: false,
            may_register: actor.can(Permission::CASES_CREATE),
        });
    };
    let mut persons = person_row::Entity::in_scope(&scope)
        .filter(condition)
        .order_by_asc(person_row::Column::FamilyName)
        .order_by_asc(person_row::Column::GivenName)
        .order_by_asc(person_row::Column::Id)
        .limit(HITS + 1)
        .all(unit.connection())
        .await?;
    let shown = usize::try_from(HITS).unwrap_or(usize::MAX);
    let more = persons.len() > shown;
    persons.truncate(shown);
    let ids: Vec<Uuid> = persons.iter().map(|person| person.id).collect();
    let event = Event::new(actor.district, AuditAction::PersonsSearched)
        .with(json!({"query": without_control_signs(&typed), "persons": ids}));
    audit::record(unit, event).await?;
    Ok(PersonSearch {
        hits: hits(unit, actor, &scope, persons).await?,
        more,
        may_register: actor.can(Permission::CASES_CREATE),
    })
}

/// What a person must match; `None` when nothing was asked. Hidden attributes match nothing.
async fn matching(
    unit: &Unit,
    actor: &Actor,
    scope: &DistrictScope,
    typed: &str,
) -> Outcome<Option<Condition>> {
    let seen = |attribute| unit.catalog().attribute_access(actor, attribute) > FieldAccess::Hidden;
    let mut ways = Condition::any();
    let words = search_words(typed);
    if words.is_empty() {
        return Ok(None);
    }
    if seen(PersonAttribute::FamilyName) && seen(PersonAttribute::GivenName) {
        // A name that was typed in Cyrillic may be known in Latin letters only.
        let latin = search_words(&romanise_ukrainian(typed));
        ways = ways.add(named(&words));
        if !latin.is_empty() {
            ways = ways.add(named(&latin));
        }
    }
    if let Some(day) = parse_date(typed).filter(|_| seen(PersonAttribute::BirthDate)) {
        ways = ways.add(person_row::Column::BirthDate.eq(day));
    }
    if let Some(digits) = phone_digits(typed).filter(|_| seen(PersonAttribute::Phone)) {
        ways = ways.add(person_row::Column::Phone.like(format!("%{digits}")));
    }
    if let Some(number) = CaseNumber::parse(typed) {
        let cases = case_row::Entity::in_scope(scope)
            .filter(case_row::Column::Number.eq(number.as_str()))
            .all(unit.connection())
            .await?;
        ways = ways.add(person_row::Column::Id.is_in(cases.into_iter().map(|case| case.person_id)));
    }
    // Without any way that is open to the actor, nothing may match.
    Ok(Some(if ways.is_empty() {
        Condition::all().add(Expr::value(false))
    } else {
        ways
    }))
}

/// Every word begins some part of the name.
fn named(words: &[String]) -> Condition {
    words.iter().fold(Condition::all(), |all, word| {
        all.add(
            person_row::Column::SearchText
                .like(LikeExpr::new(format!("% {}%", literal(word))).escape('\\')),
        )
    })
}

/// A word as it stands in a pattern. Folding leaves letters and digits alone, so only those pass.
fn literal(word: &str) -> String {
    word.chars().filter(|sign| sign.is_alphanumeric()).collect()
}

/// The last digits of a telephone number in any notation: country codes and trunk prefixes differ.
fn phone_digits(typed: &str) -> Option<String> {
    let phone = |sign: char| sign.is_ascii_digit() || " +-()/.".contains(sign);
    if !typed.trim().chars().all(phone) {
        return None;
    }
    let digits: Vec<char> = typed.chars().filter(char::is_ascii_digit).collect();
    let start = digits.len().saturating_sub(9);
    (digits.len() >= 6).then(|| digits[start..].iter().collect())
}

fn without_control_signs(typed: &str) -> String {
    typed.chars().filter(|sign| !sign.is_control()).collect()
}

async fn hits(
    unit: &Unit,
    actor: &Actor,
    scope: &DistrictScope,
    persons: Vec<person_row::Model>,
) -> Outcome<Vec<PersonHit>> {
    let cases: BTreeMap<Uuid, case_row::Model> = case_row::Entity::in_scope(scope)
        .filter(case_row::Column::PersonId.is_in(persons.iter().map(|person| person.id)))
        .all(unit.connection())
        .await?
        .into_iter()
        .map(|case| (case.person_id, case))
        .collect();
    let teams = team::Entity::in_scope(scope)
        .filter(team::Column::Id.is_in(cases.values().map(|case| case.team_id)))
        .all(unit.connection())
        .await?;
    let owners = user::Entity::in_scope(scope)
        .filter(user::Column::Id.is_in(cases.values().filter_map(|case| case.owner_id)))
        .all(unit.connection())
        .await?;
    let districts = districts::all(unit).await?;
    persons
        .into_iter()
        .map(|person| {
            let names = Names::seen_by(actor, unit.catalog(), &person);
            let case = cases.get(&person.id);
            let team = case.and_then(|case| teams.iter().find(|team| team.id == case.team_id));
            let owner = case
                .and_then(|case| case.owner_id)
                .and_then(|id| owners.iter().find(|owner| owner.id == id));
            Ok(PersonHit {
                name: names.name,
                latin_name: names.latin_name,
                birth_date: names.birth_date,
                district: district_name(&districts, person.district_id),
                team: team
                    .map(label_of)
                    .transpose()?
                    .unwrap_or_else(|| domain::Text::same("")),
                owner: owner.map(|owner| owner.display_name.clone()),
                number: case
                    .filter(|case| may_open(actor, case))
                    .map(number_of)
                    .transpose()?,
            })
        })
        .collect()
}

fn district_name(districts: &[District], id: Uuid) -> String {
    let known = districts
        .iter()
        .find(|district| Uuid::from(district.id) == id);
    known.map(District::full_name).unwrap_or_default()
}

fn may_open(actor: &Actor, case: &case_row::Model) -> bool {
    let place = CasePlace {
        district: case.district_id.into(),
        team: case.team_id.into(),
        owner: case.owner_id.map(Into::into),
    };
    actor
        .reach(Permission::CASES_READ)
        .is_ok_and(|reach| reach.covers(&place))
}
