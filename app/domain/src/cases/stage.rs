use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// How far the work on a case has come. Which stages there are, what they are called and which may
/// follow is configuration ([`crate::workflow`]); only the first and the last are known here.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Stage(Cow<'static, str>);

/// The longest name of a stage.
const CHARS_MAX: usize = 40;

impl Stage {
    /// Registered.
    pub const NEW: Self = Self(Cow::Borrowed("new"));
    /// Ended.
    pub const CLOSED: Self = Self(Cow::Borrowed("closed"));

    /// The stable name, as it stands in the database.
    pub fn code(&self) -> &str {
        &self.0
    }

    /// The stage of this name: small Latin letters, digits and low lines, a letter first.
    pub fn from_code(code: &str) -> Option<Self> {
        let fits = |sign: u8| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == b'_';
        let reads = code.len() <= CHARS_MAX
            && code.bytes().all(fits)
            && code.starts_with(|first: char| first.is_ascii_lowercase());
        reads.then(|| Self(Cow::Owned(code.to_owned())))
    }
}

impl Default for Stage {
    fn default() -> Self {
        Self::NEW
    }
}

impl TryFrom<String> for Stage {
    type Error = String;

    fn try_from(code: String) -> Result<Self, String> {
        Self::from_code(&code).ok_or_else(|| format!("`{code}` cannot be the name of a stage"))
    }
}

impl From<Stage> for String {
    fn from(stage: Stage) -> Self {
        stage.0.into_owned()
    }
}
