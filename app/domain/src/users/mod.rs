//! Signing in: the rules of lock-out and of a session's life.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::{Text, districts::District};

mod lockout;

pub use lockout::{Attempts, LockoutRule};

/// The longest account name that is looked at.
pub const ACCOUNT_NAME_MAX: usize = 100;
/// The longest password that is looked at, in bytes: hashing more would only cost time.
pub const PASSWORD_MAX: usize = 1024;
/// The shortest password that a new account may have, in characters.
pub const PASSWORD_MIN: usize = 12;

/// How long a session lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionLimits {
    /// Without any request.
    pub idle: TimeDelta,
    /// In all.
    pub absolute: TimeDelta,
}

impl Default for SessionLimits {
    fn default() -> Self {
        Self {
            idle: TimeDelta::minutes(60),
            absolute: TimeDelta::hours(12),
        }
    }
}

impl SessionLimits {
    /// Whether a session that began and was last used at these times is still alive.
    pub fn is_alive(
        &self,
        created: DateTime<Utc>,
        last_seen: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> bool {
        now - created < self.absolute && now - last_seen < self.idle
    }
}

/// An account name as it is stored and compared: trimmed and in lower case.
///
/// `None` when it cannot be an account name at all.
pub fn account_name(typed: &str) -> Option<String> {
    let name = typed.trim().to_lowercase();
    let fits = (1..=ACCOUNT_NAME_MAX).contains(&name.chars().count());
    (fits && !name.chars().any(char::is_control)).then_some(name)
}

/// The signed-in user, as pages know them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// The account name.
    pub account: String,
    /// The name that people read.
    pub display_name: String,
    /// The names of the roles.
    pub roles: Vec<Text>,
    /// The district, or the city.
    pub district: District,
    /// What the pages may offer; the server decides again at every request.
    pub may: Offers,
}

/// Which places the rail offers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "one independent yes or no for each place of the rail"
)]
pub struct Offers {
    /// Lists and opens cases.
    pub read_cases: bool,
    /// Sees more than a team's cases, so that the list begins with all of them.
    pub all_cases_first: bool,
    /// Registers persons.
    pub create_cases: bool,
    /// Changes answers.
    pub edit_cases: bool,
    /// Sees the history of a case.
    pub case_history: bool,
    /// Looks for persons.
    pub search_persons: bool,
    /// Takes part in hand-overs between districts.
    pub hand_over: bool,
    /// Hears of what is shared without consent.
    pub watch_consents: bool,
    /// Sees shelters.
    pub see_shelters: bool,
    /// Manages webhooks.
    pub manage_webhooks: bool,
}

/// The key under which a browser keeps what is being typed, for as long as a session lasts.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftKey {
    /// The key itself, 32 bytes in hexadecimal.
    pub key: String,
    /// What this draft is called; it tells nothing.
    pub place: String,
}
