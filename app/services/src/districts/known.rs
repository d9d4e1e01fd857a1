use std::{
    collections::HashMap,
    sync::{PoisonError, RwLock},
};

use domain::{districts::District, ids::DistrictId};

/// Districts that were asked for once, and are known from then on: which there are, and what they
/// are called, comes with the configuration that a process starts with.
#[derive(Debug, Default)]
pub(crate) struct KnownDistricts(RwLock<HashMap<DistrictId, District>>);

impl KnownDistricts {
    pub(super) fn get(&self, id: DistrictId) -> Option<District> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        known.get(&id).cloned()
    }

    pub(super) fn keep(&self, district: District) {
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        known.insert(district.id, district);
    }

    pub(super) fn forget(&self) {
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        known.clear();
    }
}
