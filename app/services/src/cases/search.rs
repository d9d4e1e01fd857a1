use std::collections::BTreeMap;

use domain::{
    access::{Actor, CasePlace, FieldAccess, Permission},
    audit::AuditAction,
    cases::{PersonHit, PersonSearch, QUERY_CHARS_MAX},
    districts::District,
    forms::PersonAttribute,
    search::{Birth, Known, Query, Score, rank},
};
use sea_orm::{ColumnTrait, Condition, QueryFilter, QueryOrder, QuerySelect};
use serde_json::json;
use uuid::Uuid;

use super::{
    case_row,
    names::Names,
    names_of, person_row,
    query::{label_of, number_of},
};
use crate::{
    Outcome, Unit,
    audit::{self, Event},
    districts::{self, team},
    search::{PERSONS_MAX, persons_named},
    tenancy::{DistrictScope, Tenant},
    users::user,
};

/// How many hits are shown.
const HITS: usize = 20;

/// Looks for persons by name in any script or spelling, birth date, telephone or case number.
///
/// The whole district is searched, so that nobody is registered twice; a case that the actor may
/// not open is shown without its number. Who fits best comes first, see [`domain::search::Score`].
///
/// # Errors
/// Refused when the actor may not search.
pub async fn search_persons(unit: &Unit, query: &str) -> Outcome<PersonSearch> {
    let scope = unit.scope(Permission::PERSONS_SEARCH)?.whole_district();
    let actor = unit.actor()?;
    let typed: String = query.chars().take(QUERY_CHARS_MAX).collect();
    let asked = Query::parse(&typed);
    if asked.is_empty() {
        return Ok(PersonSearch {
            hits: Vec::new(),
            more: false,
            may_register: actor.can(Permission::CASES_CREATE),
        });
    }
    let sight = Sight::of(unit, actor);
    let mut persons = found(unit, &scope, sight, &asked).await?;
    let more = persons.len() > HITS;
    persons.truncate(HITS);
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

/// What the actor may see of persons: hidden attributes match nothing.
#[derive(Clone, Copy, Debug)]
struct Sight {
    names: bool,
    birth: bool,
    phone: bool,
}

impl Sight {
    fn of(unit: &Unit, actor: &Actor) -> Self {
        let seen =
            |attribute| unit.catalog().attribute_access(actor, attribute) > FieldAccess::Hidden;
        Self {
            names: seen(PersonAttribute::FamilyName) && seen(PersonAttribute::GivenName),
            birth: seen(PersonAttribute::BirthDate),
            phone: seen(PersonAttribute::Phone),
        }
    }
}

/// The persons who fit, the best first.
async fn found(
    unit: &Unit,
    scope: &DistrictScope,
    sight: Sight,
    asked: &Query,
) -> Outcome<Vec<person_row::Model>> {
    let cases = cases_numbered(unit, scope, asked).await?;
    let mut ways = numbered(asked, sight, &cases);
    if sight.names {
        let named = persons_named(unit, scope, asked).await?;
        ways = ways.add(person_row::Column::Id.is_in(named));
    }
    let persons = person_row::Entity::in_scope(scope)
        .filter(ways)
        .order_by_asc(person_row::Column::Id)
        .limit(2 * PERSONS_MAX)
        .all(unit.connection())
        .await?;
    let mut ranked: Vec<(Score, person_row::Model)> = persons
        .into_iter()
        .filter_map(|person| Some((rank(asked, &known(&person, sight, &cases))?, person)))
        .collect();
    ranked.sort_by(|(one, first), (other, second)| {
        let place = |person: &person_row::Model| {
            (
                person.family_name.clone(),
                person.given_name.clone(),
                person.id,
            )
        };
        other
            .cmp(one)
            .then_with(|| place(first).cmp(&place(second)))
    });
    Ok(ranked.into_iter().map(|(_, person)| person).collect())
}

/// The cases whose numbers were typed.
async fn cases_numbered(
    unit: &Unit,
    scope: &DistrictScope,
    asked: &Query,
) -> Outcome<Vec<case_row::Model>> {
    let numbers = asked.numbers.iter();
    let numbers: Vec<&str> = numbers
        .filter_map(|number| Some(number.case_number.as_ref()?.as_str()))
        .collect();
    if numbers.is_empty() {
        return Ok(Vec::new());
    }
    Ok(case_row::Entity::in_scope(scope)
        .filter(case_row::Column::Number.is_in(numbers))
        .all(unit.connection())
        .await?)
}

/// Whom the numbers lead to. A birth date beside a name leads to nobody: it only says who of that
/// name comes first.
fn numbered(asked: &Query, sight: Sight, cases: &[case_row::Model]) -> Condition {
    use person_row::Column::{BirthDate, Id, Phone};
    let mut ways = Condition::any().add(Id.is_in(cases.iter().map(|case| case.person_id)));
    for number in &asked.numbers {
        if let Some(phone) = number.phone.as_ref().filter(|_| sight.phone) {
            ways = ways.add(Phone.like(format!("%{}", phone.key())));
        }
        let alone = asked.needed().next().is_none();
        for birth in number.births.iter().filter(|_| sight.birth && alone) {
            let (first, last) = birth.span();
            ways = ways.add(BirthDate.between(first, last));
        }
    }
    ways
}

/// What may be known of a person.
fn known(person: &person_row::Model, sight: Sight, cases: &[case_row::Model]) -> Known {
    let mut known = Known::default();
    if sight.names {
        for (part, name) in names_of(person) {
            known.add_name(part, name);
        }
    }
    known.birth = person.birth_date.filter(|_| sight.birth).map(Birth::on);
    known.phones = person
        .phone
        .clone()
        .filter(|_| sight.phone)
        .into_iter()
        .collect();
    let own = cases.iter().filter(|case| case.person_id == person.id);
    known.case_numbers = own.filter_map(|case| number_of(case).ok()).collect();
    known
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
