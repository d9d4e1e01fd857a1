use serde::{Deserialize, Serialize};

use crate::ids::{DistrictId, TeamId, UserId};

/// How far a role's permissions go; ordered from near to far.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Cases that the user owns.
    Own,
    /// Cases of the user's teams, and their own.
    Team,
    /// Every case of the user's district.
    District,
    /// Every case of the city.
    City,
}

/// A scope filled in with the actor's place: what a query may touch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// What this user owns in the district.
    Own {
        /// The district.
        district: DistrictId,
        /// The owner.
        user: UserId,
    },
    /// What belongs to one of these teams, or to the user.
    Team {
        /// The district.
        district: DistrictId,
        /// The user's teams.
        teams: Vec<TeamId>,
        /// The user.
        user: UserId,
    },
    /// The whole district.
    District {
        /// The district.
        district: DistrictId,
    },
    /// The whole city.
    City,
}

/// Where a case stands: what decides who may see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CasePlace {
    /// The district that it belongs to.
    pub district: DistrictId,
    /// The team that works on it.
    pub team: TeamId,
    /// The responsible caseworker, if there is one yet.
    pub owner: Option<UserId>,
}

impl Reach {
    /// Whether a case at this place is within reach.
    pub fn covers(&self, place: &CasePlace) -> bool {
        match self {
            Self::Own { district, user } => {
                place.district == *district && place.owner == Some(*user)
            }
            Self::Team {
                district,
                teams,
                user,
            } => {
                place.district == *district
                    && (place.owner == Some(*user) || teams.contains(&place.team))
            }
            Self::District { district } => place.district == *district,
            Self::City => true,
        }
    }

    /// The only district within reach; `None` for the whole city.
    pub const fn district(&self) -> Option<DistrictId> {
        match self {
            Self::Own { district, .. }
            | Self::Team { district, .. }
            | Self::District { district } => Some(*district),
            Self::City => None,
        }
    }
}
