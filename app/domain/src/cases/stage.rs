use serde::{Deserialize, Serialize};

/// How far the work on a case has come.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Registered.
    #[default]
    New,
    /// What is needed is being found out.
    Assessment,
    /// Services are being planned.
    Plan,
    /// Services are being given.
    Service,
    /// Ended.
    Closed,
}

impl Stage {
    /// Every stage, in order.
    pub const ALL: [Self; 5] = [
        Self::New,
        Self::Assessment,
        Self::Plan,
        Self::Service,
        Self::Closed,
    ];

    /// The stable name, as it stands in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Assessment => "assessment",
            Self::Plan => "plan",
            Self::Service => "service",
            Self::Closed => "closed",
        }
    }

    /// The stage of this name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.code() == code)
    }
}
