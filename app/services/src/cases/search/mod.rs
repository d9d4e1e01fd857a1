//! Finding anyone.

mod hits;
mod shared;
mod sight;

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet},
};

use domain::{
    access::Permission,
    audit::AuditAction,
    cases::{PersonSearch, QUERY_CHARS_MAX},
    search::{Birth, Known, NamePart, NameWord, Query, Score, document_key, rank, words_of_name},
};
use sea_orm::{ColumnTrait, QueryFilter};
use serde_json::json;
use uuid::Uuid;

use self::{hits::hits, shared::shared_hits, sight::Sight};
use super::{case_row, person_row, query::number_of};
use crate::{
    Outcome, Unit,
    audit::{self, Event},
    districts,
    search::{Area, candidates, key_row, meanings},
};

/// How many hits are shown.
const HITS: usize = 20;

/// Looks for persons by name in any script or spelling, birth date, telephone, document or case
/// number.
///
/// The whole district is searched, so that nobody is registered twice; a case that the actor may
/// not open is shown without its number. Persons of other districts whom a grant opens to the actor
/// come behind those of their own. Who fits best comes first, see [`domain::search::Score`].
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
    let districts = districts::all(unit).await?;
    let area = Area::new(scope, &districts);
    let sight = Sight::of(unit.catalog(), actor);
    let mut persons = found(unit, &area, &sight, &asked).await?;
    let more = persons.len() > HITS;
    persons.truncate(HITS);
    let shared = shared_hits(unit, actor, &asked, HITS).await?;
    let mut ids: Vec<Uuid> = persons.iter().map(|person| person.id).collect();
    ids.extend(shared.iter().map(|(person, _)| *person));
    let event = Event::new(actor.district, AuditAction::PersonsSearched)
        .with(json!({"query": without_control_signs(&typed), "persons": ids}));
    audit::record(unit, event).await?;
    let mut hits = hits(unit, actor, &area, &districts, persons).await?;
    hits.extend(shared.into_iter().map(|(_, hit)| hit));
    Ok(PersonSearch {
        hits,
        more,
        may_register: actor.can(Permission::CASES_CREATE),
    })
}

/// The persons who fit, the best first; when there are none, or none who is sure, also those who fit but
/// for one word.
async fn found(
    unit: &Unit,
    area: &Area,
    sight: &Sight,
    asked: &Query,
) -> Outcome<Vec<person_row::Model>> {
    let cases = cases_numbered(unit, area, asked).await?;
    let mut ranked = fitting(unit, area, sight, asked, &cases).await?;
    let best = ranked.first().map(|(score, _)| score);
    let doubtful = best.is_none_or(|best| best.is_doubtful(asked));
    if doubtful
        && sight.names
        && let Some(loose) = asked.loosened()
    {
        let likelier = fitting(unit, area, sight, &loose, &cases).await?;
        let again: BTreeSet<Uuid> = likelier.iter().map(|(_, person)| person.id).collect();
        ranked.retain(|(_, person)| !again.contains(&person.id));
        ranked.extend(likelier);
        ranked.sort_by(best_first);
    }
    Ok(ranked.into_iter().map(|(_, person)| person).collect())
}

type Ranked = (Score, person_row::Model);

/// Those who fit equally well stand in the order of their names.
fn best_first((one, first): &Ranked, (other, second): &Ranked) -> Ordering {
    other
        .cmp(one)
        .then_with(|| first.family_name.cmp(&second.family_name))
        .then_with(|| first.given_name.cmp(&second.given_name))
        .then(first.id.cmp(&second.id))
}

/// Whoever fits, the best first.
async fn fitting(
    unit: &Unit,
    area: &Area,
    sight: &Sight,
    asked: &Query,
    cases: &[case_row::Model],
) -> Outcome<Vec<Ranked>> {
    let of_cases: Vec<Uuid> = cases.iter().map(|case| case.person_id).collect();
    let meant = if sight.names {
        meanings(unit, area, asked).await?
    } else {
        Vec::new()
    };
    let visible = sight.visible();
    let persons = candidates(unit, area, asked, &meant, &visible, &of_cases).await?;
    let mut beside = beside(unit, area, sight, asked, &persons).await?;
    let mut words = Words::default();
    let mut ranked: Vec<Ranked> = Vec::new();
    for person in persons {
        let beside = beside.remove(&person.id).unwrap_or_default();
        let known = known(&person, sight, cases, &beside, &mut words);
        ranked.extend(rank(asked, &known).map(|score| (score, person)));
    }
    ranked.sort_by(best_first);
    Ok(ranked)
}

/// The cases whose numbers were typed.
async fn cases_numbered(unit: &Unit, area: &Area, asked: &Query) -> Outcome<Vec<case_row::Model>> {
    let numbers = asked.numbers.iter();
    let numbers: Vec<&str> = numbers
        .filter_map(|number| Some(number.case_number.as_ref()?.as_str()))
        .collect();
    if numbers.is_empty() {
        return Ok(Vec::new());
    }
    Ok(area
        .rows_of::<case_row::Entity>()
        .filter(case_row::Column::Number.is_in(numbers))
        .all(unit.connection())
        .await?)
}

/// What these persons are found by beside their rows, as far as the actor may see it and something
/// of that kind was typed.
async fn beside(
    unit: &Unit,
    area: &Area,
    sight: &Sight,
    asked: &Query,
    persons: &[person_row::Model],
) -> Outcome<BTreeMap<Uuid, Vec<key_row::Model>>> {
    let mut beside: BTreeMap<Uuid, Vec<key_row::Model>> = BTreeMap::new();
    let kinds = sight.kinds.iter();
    let kinds = kinds.filter(|(_, part)| part.is_some() || !asked.numbers.is_empty());
    let kinds: Vec<&str> = kinds.map(|(kind, _)| kind.as_str()).collect();
    if persons.is_empty() || kinds.is_empty() {
        return Ok(beside);
    }
    let keys = area
        .rows_of_persons::<key_row::Entity>(unit, key_row::Column::PersonId, persons)
        .filter(key_row::Column::Kind.is_in(kinds))
        .all(unit.connection())
        .await?;
    for key in keys {
        beside.entry(key.person_id).or_default().push(key);
    }
    Ok(beside)
}

/// The words of names, each name read once: many have the same.
#[derive(Default)]
struct Words(BTreeMap<String, Vec<NameWord>>);

impl Words {
    fn of(&mut self, name: &str) -> Vec<NameWord> {
        if let Some(known) = self.0.get(name) {
            return known.clone();
        }
        let words = words_of_name(name);
        self.0.insert(name.to_owned(), words.clone());
        words
    }
}

/// What may be known of a person.
fn known(
    person: &person_row::Model,
    sight: &Sight,
    cases: &[case_row::Model],
    beside: &[key_row::Model],
    words: &mut Words,
) -> Known {
    let mut known = Known::default();
    let mut name = |part: NamePart, name: &str| {
        let words = words.of(name).into_iter();
        known.words.extend(words.map(|word| (part, word)));
    };
    for (part, text) in sight.names_of(person) {
        name(part, text);
    }
    for key in beside {
        match sight.kinds.get(&key.kind) {
            Some(Some(part)) => name(*part, &key.key),
            Some(None) => known.documents.extend(document_key(&key.key)),
            None => {}
        }
    }
    known.birth = person.birth_date.filter(|_| sight.birth).map(Birth::on);
    let phone = person.phone.clone().filter(|_| sight.phone);
    known.phones = phone.into_iter().collect();
    let own = cases.iter().filter(|case| case.person_id == person.id);
    known.case_numbers = own.filter_map(|case| number_of(case).ok()).collect();
    known
}

fn without_control_signs(typed: &str) -> String {
    typed.chars().filter(|sign| !sign.is_control()).collect()
}
