use std::collections::BTreeSet;

use super::{FieldAccess, Permission, Reach, Role, Scope, Sensitivity};
use crate::{
    Refusal,
    ids::{ApiTokenId, DistrictId, SessionId, TeamId, UserId},
};

/// A signed-in user, with everything that decides what they may do.
///
/// It never leaves the server.
#[derive(Clone, Debug)]
pub struct Actor {
    /// The user.
    pub user: UserId,
    /// The session through which they act; a program's token counts as one.
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
    /// Who reads through a grant sees these fields, `form/field`, and no others; `None` for whoever
    /// reads by their roles alone.
    pub granted: Option<BTreeSet<String>>,
    /// The token through which a program acts for them; `None` for whoever acts themselves.
    pub token: Option<ApiTokenId>,
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

    /// The same actor as they read through a grant: never more than their roles allow, of these
    /// fields alone, and without changing any.
    #[must_use]
    pub fn through_grant(&self, fields: BTreeSet<String>) -> Self {
        Self {
            granted: Some(fields),
            ..self.clone()
        }
    }

    /// What the actor may do with one field of a form.
    pub fn access_to(&self, form: &str, field: &str, sensitivity: Sensitivity) -> FieldAccess {
        let own = self.access_by_role(form, sensitivity);
        self.limited(own, |granted| granted.contains(&format!("{form}/{field}")))
    }

    /// What the actor may do at most with fields of this form and sensitivity.
    pub fn field_access(&self, form: &str, sensitivity: Sensitivity) -> FieldAccess {
        let own = self.access_by_role(form, sensitivity);
        self.limited(own, |granted| {
            let of_form = |path: &String| path.split_once('/').is_some_and(|(of, _)| of == form);
            granted.iter().any(of_form)
        })
    }

    /// Through a grant, nothing is written and only what is granted is read.
    fn limited(
        &self,
        own: FieldAccess,
        is_granted: impl Fn(&BTreeSet<String>) -> bool,
    ) -> FieldAccess {
        match &self.granted {
            None => own,
            Some(granted) if is_granted(granted) => own.min(FieldAccess::Read),
            Some(_) => FieldAccess::Hidden,
        }
    }

    /// What the roles say of fields of this form and sensitivity: the most that any allows.
    fn access_by_role(&self, form: &str, sensitivity: Sensitivity) -> FieldAccess {
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
