use std::collections::BTreeMap;

use domain::search::{Meant, Places, Query, Range};
use sea_orm::{
    ColumnTrait, ConnectionTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{Alias, Expr, ExprTrait, SelectStatement, UnionType},
};

use super::{area::Area, padded::padded, sound_row, vocabulary_row};
use crate::{Outcome, Unit, tenancy::Tenant};

/// The most words that are read for the same reason; a vocabulary has fewer that are so alike.
const WORDS_MAX: u64 = 4000;

/// What each word of the query means in these districts; one look-up for all of them.
pub(crate) async fn meanings(unit: &Unit, area: &Area, query: &Query) -> Outcome<Vec<Meant>> {
    let Some(statement) = look_up(area, &Places::of(query)) else {
        return Ok(Vec::new());
    };
    let mut near: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in unit.connection().query_all(&statement).await? {
        let (word, sound): (String, String) = (row.try_get("", "word")?, row.try_get("", "sound")?);
        let sounds = near.entry(word).or_default();
        if !sound.is_empty() && !sounds.contains(&sound) {
            sounds.push(sound);
        }
    }
    Ok(Meant::of(query, &near))
}

/// The words of all places, with the sounds by which they stand there.
fn look_up(area: &Area, places: &Places) -> Option<SelectStatement> {
    use sound_row::Column as Sound;
    use vocabulary_row::Column as Word;
    let words = |ranges, by| {
        let none = Expr::cust("''");
        within::<vocabulary_row::Entity>(area, ranges, by, Word::Word, &none)
    };
    let sounds = |ranges, by| {
        let sound = Expr::col((sound_row::Entity, Sound::Sound));
        within::<sound_row::Entity>(area, ranges, by, Sound::Word, &sound)
    };
    let all = [
        words(&places.words, Word::Word),
        words(&places.halves, Word::Word),
        words(&places.reversed_halves, Word::Reversed),
        sounds(&places.sounds, Sound::Sound),
        sounds(&places.sound_halves, Sound::Sound),
        sounds(&places.reversed_sound_halves, Sound::Reversed),
    ];
    all.into_iter().flatten().reduce(|mut all, next| {
        all.union(UnionType::All, next);
        all
    })
}

/// The rows of a table that stand within the ranges: each range is a look-up of its own, single
/// texts are one together.
fn within<T: Tenant>(
    area: &Area,
    ranges: &[Range],
    by: T::Column,
    word: T::Column,
    sound: &Expr,
) -> Vec<SelectStatement> {
    let (only, longer): (Vec<&Range>, Vec<&Range>) =
        ranges.iter().partition(|range| is_only(range));
    let single = by.is_in(padded(only.iter().map(|(text, _)| text.as_str())));
    let single = (!only.is_empty()).then_some(single);
    let longer = longer.into_iter().map(|(from, to)| {
        let from = by.gte(from.as_str());
        from.and(by.lt(to.as_str()))
    });
    let places = single.into_iter().chain(longer);
    let rows = places.map(|place| {
        let mut rows = area
            .rows_of::<T>()
            .filter(place)
            .select_only()
            .column_as(word, "word")
            .into_query();
        rows.expr_as(sound.clone(), Alias::new("sound"))
            .distinct()
            .limit(WORDS_MAX);
        wrapped(rows, "near", &["word", "sound"])
    });
    rows.collect()
}

/// Whether a range holds a single text.
fn is_only((from, to): &Range) -> bool {
    to.strip_suffix('\u{1}') == Some(from)
}

/// The same as a part of a union: a limit of its own belongs into a query of its own.
pub(super) fn wrapped(
    query: SelectStatement,
    name: &'static str,
    columns: &[&'static str],
) -> SelectStatement {
    sea_orm::sea_query::Query::select()
        .columns(columns.iter().map(|column| Alias::new(*column)))
        .from_subquery(query, Alias::new(name))
        .take()
}
