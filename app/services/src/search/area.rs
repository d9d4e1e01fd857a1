use domain::{districts::District, ids::DistrictId};
use sea_orm::{ColumnTrait, QueryFilter, Select};
use uuid::Uuid;

use crate::tenancy::{DistrictScope, Tenant};

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

    /// A query of the rows of these districts.
    pub(crate) fn rows_of<T: Tenant>(&self) -> Select<T> {
        T::in_scope(&self.scope).filter(T::district().is_in(self.districts.iter().copied()))
    }
}
