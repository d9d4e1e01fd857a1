use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::transitions::coded::coded;

coded! {
    /// What a shelter, a room or a bed has, or whom it is for.
    Feature {
        /// Reached and used without steps.
        Accessible = "accessible",
        /// Kept for people who belong together.
        FamilyRoom = "family_room",
        /// For women, and children who are with them.
        WomenOnly = "women_only",
        /// A bed for a small child, and for nobody else.
        Cot = "cot",
        /// Animals may come along.
        Pets = "pets",
    }
}

/// What somebody may need of a place.
pub const NEEDS: [Feature; 3] = [Feature::Accessible, Feature::Pets, Feature::WomenOnly];

/// A set of features.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Features(BTreeSet<Feature>);

impl Features {
    /// Whether this one is among them.
    pub fn has(&self, feature: Feature) -> bool {
        self.0.contains(&feature)
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = Feature> {
        self.0.iter().copied()
    }

    /// These and those: a room has what its shelter has, and a bed what its room has.
    #[must_use]
    pub fn with(&self, more: &Self) -> Self {
        Self(self.0.union(&more.0).copied().collect())
    }

    /// Those of these names; what is no feature is left out.
    pub fn from_codes<'a>(codes: impl IntoIterator<Item = &'a str>) -> Self {
        Self(codes.into_iter().filter_map(Feature::from_code).collect())
    }
}

impl FromIterator<Feature> for Features {
    fn from_iter<I: IntoIterator<Item = Feature>>(features: I) -> Self {
        Self(features.into_iter().collect())
    }
}
