use super::{Actor, Permission, Role};
use crate::ids::{ApiTokenId, SessionId};

/// What a token for programs may be used for: it narrows what the roles of its user permit, and
/// never widens it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TokenScope {
    /// List and open cases, and see their history.
    CasesRead,
    /// Register persons, and change the answers of cases.
    CasesWrite,
    /// Look for persons.
    PersonsRead,
    /// See shelters and how many beds are free.
    SheltersRead,
    /// Hold beds, receive and send off guests, and see who they are.
    SheltersWrite,
}

impl TokenScope {
    /// Every scope.
    pub const ALL: [Self; 5] = [
        Self::CasesRead,
        Self::CasesWrite,
        Self::PersonsRead,
        Self::SheltersRead,
        Self::SheltersWrite,
    ];

    /// The stable name, `cases:read`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::CasesRead => "cases:read",
            Self::CasesWrite => "cases:write",
            Self::PersonsRead => "persons:read",
            Self::SheltersRead => "shelters:read",
            Self::SheltersWrite => "shelters:write",
        }
    }

    /// The scope of this name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.code() == code)
    }

    /// The permissions that it lets through.
    pub const fn permissions(self) -> &'static [Permission] {
        match self {
            Self::CasesRead => &[Permission::CASES_READ, Permission::CASES_HISTORY],
            // Whoever registers a person owns their case, where their role owns cases.
            Self::CasesWrite => &[
                Permission::CASES_CREATE,
                Permission::CASES_EDIT,
                Permission::CASES_OWN,
            ],
            Self::PersonsRead => &[Permission::PERSONS_SEARCH],
            Self::SheltersRead => &[Permission::SHELTERS_READ],
            Self::SheltersWrite => &[Permission::SHELTERS_READ, Permission::SHELTERS_PLACE],
        }
    }
}

impl Actor {
    /// The same user as a program acts for them through a token: of what each role permits, only
    /// what the scopes let through; what they may see of fields stays as it is.
    #[must_use]
    pub fn through_token(self, token: ApiTokenId, scopes: &[TokenScope]) -> Self {
        let let_through = |permission: &Permission| {
            let mut open = scopes.iter().flat_map(|scope| scope.permissions());
            open.any(|open| open == permission)
        };
        let narrowed = |mut role: Role| {
            role.permissions.retain(let_through);
            role
        };
        Self {
            session: SessionId(token.0),
            token: Some(token),
            roles: self.roles.into_iter().map(narrowed).collect(),
            ..self
        }
    }
}
