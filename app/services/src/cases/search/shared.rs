//! Persons of other districts whom grants open to the actor.

use std::{cell::LazyCell, collections::BTreeMap};

use domain::{
    Text,
    access::{Actor, Permission},
    cases::PersonHit,
    search::{Query, Score, rank},
};
use uuid::Uuid;

use super::{Words, known, sight::Sight};
use crate::{
    Outcome, Unit,
    cases::{names::Names, query::keys_of_persons, query::number_of},
    grants::{Granted, granted_cases},
    tenancy::across,
};

/// Those who fit, the best first: matched by what the grant and the actor's roles show, and by
/// nothing else.
pub(super) async fn shared_hits(
    unit: &Unit,
    actor: &Actor,
    asked: &Query,
    most: usize,
) -> Outcome<Vec<(Uuid, PersonHit)>> {
    if !actor.can(Permission::CASES_READ) {
        return Ok(Vec::new());
    }
    let granted = granted_cases(unit, Permission::CASES_READ, None).await?;
    if granted.is_empty() {
        return Ok(Vec::new());
    }
    let persons = granted.iter().map(|one| &one.found.person);
    let persons: Vec<(Uuid, Uuid)> = persons
        .map(|person| (person.district_id, person.id))
        .collect();
    let keys = across(unit, keys_of_persons(unit, &persons)).await?;
    let mut beside: BTreeMap<Uuid, Vec<_>> = BTreeMap::new();
    for key in keys {
        beside.entry(key.person_id).or_default().push(key);
    }
    let mut words = Words::default();
    let loosened = LazyCell::new(|| asked.loosened());
    let mut ranked: Vec<(Score, &Granted)> = Vec::new();
    for one in &granted {
        let sight = Sight::of(unit.catalog(), &one.actor);
        let person = &one.found.person;
        let beside = beside.get(&person.id).map_or(&[][..], Vec::as_slice);
        let case = core::slice::from_ref(&one.found.case);
        let known = known(person, &sight, case, beside, &mut words);
        let score = rank(asked, &known);
        let doubtful = score.is_none_or(|score| score.is_doubtful(asked));
        let likelier = if doubtful && sight.names {
            loosened.as_ref().and_then(|loose| rank(loose, &known))
        } else {
            None
        };
        ranked.extend(score.max(likelier).map(|score| (score, one)));
    }
    ranked.sort_by(|(one, _), (other, _)| other.cmp(one));
    let best = ranked.into_iter().take(most);
    best.map(|(_, one)| Ok((one.found.person.id, hit(unit, one)?)))
        .collect()
}

fn hit(unit: &Unit, one: &Granted) -> Outcome<PersonHit> {
    let names = Names::seen_by(&one.actor, unit.catalog(), &one.found.person);
    Ok(PersonHit {
        name: names.name,
        latin_name: names.latin_name,
        birth_date: names.birth_date,
        district: one.shared.from.full_name(),
        team: Text::same(""),
        owner: None,
        number: Some(number_of(&one.found.case)?),
    })
}
