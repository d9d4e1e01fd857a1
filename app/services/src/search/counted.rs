//! How many have the words that a search leads to: it begins with the rarest.

use std::collections::BTreeMap;

use domain::search::Level;
use sea_orm::{
    ConnectionTrait, QueryResult, QuerySelect, QueryTrait,
    sea_query::{self, Alias, Expr, ExprTrait, SelectStatement, UnionType},
};

use super::{area::Area, candidates::Search, word_row};
use crate::{Outcome, Unit};

/// From how many bearers on a word of a district is as common as any.
pub(super) const COMMON_IN_DISTRICT: i64 = 400;
/// As many are counted in the whole city; how common a word is that has more is told from how far
/// the count came.
const COUNTED_IN_CITY: i64 = 1000;

/// The words of a level, and how many have one of each list, as far as it matters.
pub(super) struct Counted<'a> {
    pub(super) words: &'a Level<'a>,
    pub(super) bearers: Vec<i64>,
}

impl Counted<'_> {
    /// The place of the words that the fewest have.
    pub(super) fn rarest(&self) -> usize {
        let places = self.bearers.iter().enumerate();
        let rarest = places.min_by_key(|(place, bearers)| (**bearers, *place));
        rarest.map_or(0, |(place, _)| place)
    }
}

impl Search<'_> {
    /// How many bear the words in each list of each level, as far as it matters.
    pub(super) async fn counted(
        &self,
        unit: &Unit,
        levels: &[Level<'_>],
    ) -> Outcome<Vec<Vec<i64>>> {
        let mut lists: Vec<&Vec<&str>> = Vec::new();
        let several = levels.iter().filter(|level| level.len() > 1);
        for words in several.flatten() {
            if !lists.contains(&words) {
                lists.push(words);
            }
        }
        let bearers = self.count(unit, &lists).await?;
        let of = |words: &Vec<&str>| {
            let place = lists.iter().position(|list| *list == words);
            let bearers = place.and_then(|place| bearers.get(&place).copied());
            bearers.unwrap_or_default()
        };
        let levels = levels.iter();
        Ok(levels.map(|level| level.iter().map(of).collect()).collect())
    }

    /// How many have one of the words in each list.
    async fn count(&self, unit: &Unit, lists: &[&Vec<&str>]) -> Outcome<BTreeMap<usize, i64>> {
        let counts = lists.iter().enumerate();
        let counts = counts.map(|(place, words)| self.count_of(place, words));
        let all = counts.reduce(|mut all, next| {
            all.union(UnionType::All, next);
            all
        });
        let mut bearers = BTreeMap::new();
        let Some(all) = all else { return Ok(bearers) };
        for row in unit.connection().query_all(&all).await? {
            let place: i32 = row.try_get("", PLACE)?;
            let place = usize::try_from(place).unwrap_or_default();
            bearers.insert(place, self.bearers_in(&row)?);
        }
        Ok(bearers)
    }

    fn count_of(&self, place: usize, words: &[&str]) -> SelectStatement {
        let most = most(self.area).unsigned_abs();
        let some = self.bearers(words).select_only();
        let some = some.column(word_row::Column::DistrictId).limit(most);
        let mut count = sea_query::Query::select();
        count
            .expr_as(Expr::cust(place.to_string()), Alias::new(PLACE))
            .expr_as(Expr::cust("COUNT(*)"), Alias::new(BEARERS))
            .from_subquery(some.into_query(), Alias::new("some"));
        if !self.area.is_one_district() {
            let district = Expr::col(Alias::new("district_id"));
            count.expr_as(district.count_distinct(), Alias::new(DISTRICTS));
        }
        count
    }

    /// How many there are. Where the count ended early, it had come through some districts: bearers
    /// stand district by district.
    fn bearers_in(&self, row: &QueryResult) -> Outcome<i64> {
        let counted: i64 = row.try_get("", BEARERS)?;
        if self.area.is_one_district() || counted < COUNTED_IN_CITY {
            return Ok(counted);
        }
        let districts = row.try_get("", DISTRICTS)?;
        Ok(self.area.as_common_everywhere(counted, districts))
    }
}

const PLACE: &str = "place";
const BEARERS: &str = "bearers";
/// To how many districts the count came.
const DISTRICTS: &str = "districts";

const fn most(area: &Area) -> i64 {
    if area.is_one_district() {
        COMMON_IN_DISTRICT
    } else {
        COUNTED_IN_CITY
    }
}
