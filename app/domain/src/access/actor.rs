use super::{FieldAccess, Permission, Reach, Role, Scope, Sensitivity};
use crate::{
    Refusal,
    ids::{DistrictId, SessionId, TeamId, UserId},
};

/// A signed-in user, with everything that decides what they may do.
///
/// It never leaves the server.
#[derive(Clone, Debug)]
pub struct Actor {
    /// The user.
    pub user: UserId,
    /// The session through which they act.
    pub session: SessionId,
    /// The account name, `caseworker1.d08`.
    pub account: String,
    /// The name that people read, `Kiss Anna`.
    pub display_name: String,
    /// Their district; the city itself for city-wide accounts.
    pub district: DistrictId,
    /// Their teams.
    pub teams: Vec<TeamId>,
    /// Their roles.
    pub roles: Vec<Role>,
    /// Where the request came from.
    pub address: Option<String>,
}

impl Actor {
    /// Whether any role carries the permission.
    pub fn can(&self, permission: Permission) -> bool {
        self.scope_of(permission).is_some()
    }

    /// How far the permission reaches, or why there is none.
    ///
    /// Of several roles that carry it, the farthest counts.
    pub fn reach(&self, permission: Permission) -> Result<Reach, Refusal> {
        let scope = self
            .scope_of(permission)
            .ok_or(Refusal::PermissionMissing)?;
        Ok(self.reach_of(scope))
    }

    /// What the actor may do with a field of this form and sensitivity: the most any role allows.
    pub fn field_access(&self, form: &str, sensitivity: Sensitivity) -> FieldAccess {
        self.roles
            .iter()
            .map(|role| role.field_access(form, sensitivity))
            .max()
            .unwrap_or(FieldAccess::Hidden)
    }

    /// The farthest scope of any role: the width of the database's own wall.
    pub fn widest_reach(&self) -> Reach {
        let scope = self
            .roles
            .iter()
            .filter(|role| !role.permissions.is_empty())
            .map(|role| role.scope)
            .max();
        self.reach_of(scope.unwrap_or(Scope::Own))
    }

    fn scope_of(&self, permission: Permission) -> Option<Scope> {
        self.roles
            .iter()
            .filter(|role| role.permissions.contains(&permission))
            .map(|role| role.scope)
            .max()
    }

    fn reach_of(&self, scope: Scope) -> Reach {
        let (district, user) = (self.district, self.user);
        match scope {
            Scope::Own => Reach::Own { district, user },
            Scope::Team => Reach::Team {
                district,
                teams: self.teams.clone(),
                user,
            },
            Scope::District => Reach::District { district },
            Scope::City => Reach::City,
        }
    }
}
