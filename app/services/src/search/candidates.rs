use std::collections::BTreeSet;

use domain::search::{Halves, Query, QueryWord, one_slip_apart};
use sea_orm::{ColumnTrait, Condition, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use uuid::Uuid;

use super::{sound_row, vocabulary_row, word_row};
use crate::{
    Outcome, Unit,
    tenancy::{DistrictScope, Tenant},
};

/// The most words of the vocabulary that are looked at for one typed word.
const WORDS_MAX: u64 = 1000;
/// The most persons that are ranked.
pub(crate) const PERSONS_MAX: u64 = 400;

/// The persons in whose names every needed word of the query is found: equal, beginning with it,
/// alike in sound, or one slip apart.
pub(crate) async fn persons_named(
    unit: &Unit,
    scope: &DistrictScope,
    query: &Query,
) -> Outcome<Vec<Uuid>> {
    let mut matching = Condition::all();
    let mut asked = false;
    for word in query.needed() {
        let known = known_words(unit, scope, word).await?;
        if known.is_empty() {
            return Ok(Vec::new());
        }
        let with_word = word_row::Entity::in_scope(scope)
            .filter(word_row::Column::Word.is_in(known))
            .select_only()
            .column(word_row::Column::PersonId)
            .into_query();
        matching = matching.add(word_row::Column::PersonId.in_subquery(with_word));
        asked = true;
    }
    if !asked {
        return Ok(Vec::new());
    }
    Ok(word_row::Entity::in_scope(scope)
        .filter(matching)
        .select_only()
        .column(word_row::Column::PersonId)
        .distinct()
        .order_by_asc(word_row::Column::PersonId)
        .limit(PERSONS_MAX)
        .into_tuple()
        .all(unit.connection())
        .await?)
}

/// The words of the vocabulary that a typed word may mean.
async fn known_words(
    unit: &Unit,
    scope: &DistrictScope,
    typed: &QueryWord,
) -> Outcome<BTreeSet<String>> {
    use vocabulary_row::Column::{Reversed, Word};
    let mut places = Condition::any();
    for key in typed.keys() {
        places = if key.chars().nth(1).is_some() {
            places.add(begins(Word, key))
        } else {
            places.add(Word.eq(key))
        };
    }
    for Halves {
        first,
        last_reversed,
        swapped,
    } in typed.halves()
    {
        places = places
            .add(begins(Word, &first))
            .add(begins(Reversed, &last_reversed))
            .add(Word.is_in(swapped));
    }
    let near: Vec<String> = vocabulary_row::Entity::in_scope(scope)
        .filter(places)
        .select_only()
        .column(Word)
        .limit(WORDS_MAX)
        .into_tuple()
        .all(unit.connection())
        .await?;
    let means = |word: &String| {
        let begins = |key: &str| word.starts_with(key) && (key.len() > 1 || word == key);
        typed
            .keys()
            .any(|key| begins(key) || one_slip_apart(key, word))
    };
    let mut known: BTreeSet<String> = near.into_iter().filter(means).collect();
    let alike: Vec<String> = sound_row::Entity::in_scope(scope)
        .filter(sound_row::Column::Sound.is_in(typed.sounds()))
        .select_only()
        .column(sound_row::Column::Word)
        .limit(WORDS_MAX)
        .into_tuple()
        .all(unit.connection())
        .await?;
    known.extend(alike);
    Ok(known)
}

/// Beginnings as a range, which every index can look up.
fn begins<C: ColumnTrait>(column: C, beginning: &str) -> Condition {
    Condition::all()
        .add(column.gte(beginning))
        .add(column.lt(format!("{beginning}\u{10ffff}")))
}
