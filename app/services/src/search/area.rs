use std::collections::BTreeMap;

use domain::{districts::District, ids::DistrictId};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbBackend, QueryFilter, Select,
    sea_query::{Alias, Asterisk, Expr, ExprTrait, Query, SelectStatement},
};
use uuid::Uuid;

use super::padded::padded;
use crate::{
    Unit,
    cases::person_row,
    tenancy::{DistrictScope, Tenant},
};

/// Where somebody looks for persons: their district, or all of them.
///
/// Every index begins with the district. A search of the whole city names each of them, so that it
/// remains a look-up in each instead of reading the tables.
pub(crate) struct Area {
    scope: DistrictScope,
    districts: Vec<Uuid>,
}

impl Area {
    /// What the scope covers of these districts.
    pub(crate) fn new(scope: DistrictScope, districts: &[District]) -> Self {
        let own = |district: &&District| {
            let only: Option<DistrictId> = scope.reach().district();
            only.is_none_or(|only| only == district.id)
        };
        let districts = districts.iter().filter(own);
        Self {
            districts: districts.map(|district| district.id.into()).collect(),
            scope,
        }
    }

    /// Whether it is a single district.
    pub(super) const fn is_one_district(&self) -> bool {
        self.districts.len() == 1
    }

    /// How many there would be in all districts, if there are so many in some of them.
    pub(super) fn as_common_everywhere(&self, found: i64, districts: i64) -> i64 {
        let all = i64::try_from(self.districts.len()).unwrap_or(i64::MAX);
        found.saturating_mul(all) / Ord::max(districts, 1)
    }

    /// A query of the rows of these districts.
    pub(crate) fn rows_of<T: Tenant>(&self) -> Select<T> {
        T::in_scope(&self.scope).filter(T::district().is_in(self.districts.iter().copied()))
    }

    /// A query of the rows of these persons, each looked up in their own district alone.
    pub(crate) fn rows_of_persons<T: Tenant>(
        &self,
        unit: &Unit,
        person: T::Column,
        persons: &[person_row::Model],
    ) -> Select<T> {
        let mut by_district: BTreeMap<Uuid, Vec<Uuid>> = BTreeMap::new();
        for person in persons {
            let own = by_district.entry(person.district_id).or_default();
            own.push(person.id);
        }
        let own = by_district.into_iter().map(|(district, persons)| {
            let persons = Query::select()
                .column(Asterisk)
                .from_values(padded(persons), Alias::new("persons"))
                .take();
            let person = Expr::col((T::default(), person));
            Condition::all()
                .add(T::district().eq(district))
                .add(is_one_of(unit, person, persons))
        });
        T::in_scope(&self.scope).filter(own.fold(Condition::any(), Condition::add))
    }
}

/// The value is one of these. PostgreSQL is given them as a list, so that it looks each of them up
/// instead of reading the rows of a small district whole.
pub(super) fn is_one_of(unit: &Unit, value: Expr, these: SelectStatement) -> Expr {
    if unit.connection().get_database_backend() == DbBackend::Postgres {
        Expr::cust_with_exprs("$1 = ANY(ARRAY($2))", [value, Expr::from(these)])
    } else {
        value.in_subquery(these)
    }
}
