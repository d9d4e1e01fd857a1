//! Districts: the tenants, and the city that they form.

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use crate::ids::DistrictId;

/// A district as pages show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct District {
    /// Its id.
    pub id: DistrictId,
    /// 1 to 23; 0 is the city itself.
    pub number: i32,
    /// `VIII`; empty for the city.
    pub roman: String,
    /// `Józsefváros`.
    pub name: String,
}

impl District {
    /// `VIII. Józsefváros`, or the bare name for the city.
    pub fn full_name(&self) -> String {
        if self.roman.is_empty() {
            self.name.clone()
        } else {
            format!("{}. {}", self.roman, self.name)
        }
    }
}

/// What stands at the head of a printed page: whose paper it is, and when it was printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letterhead {
    /// The city's name.
    pub city: String,
    /// The district's full name; empty where the city itself prints.
    pub district: String,
    /// When it is printed, as the clock on the wall shows it.
    pub at: NaiveDateTime,
    /// Who prints it.
    pub by: String,
}
