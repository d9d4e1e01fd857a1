use std::borrow::Cow;

use domain::{
    Error,
    access::{Actor, Permission},
    audit::AuditAction,
    cases::CaseNumber,
    transitions::Shared,
};
use serde_json::json;

use super::in_force::granted_cases;
use crate::{
    Failure, Outcome, Unit,
    audit::Event,
    cases::query::{Found, find_case},
    tenancy::across,
};

/// A case that the actor may read: one of their own scope, or one that a grant opens.
pub(crate) struct Readable<'a> {
    /// The case with its person.
    pub(crate) found: Found,
    /// The reader as they see this case; every field is asked of them.
    pub(crate) actor: Cow<'a, Actor>,
    /// Through which grant, if through one.
    pub(crate) shared: Option<Shared>,
}

impl Readable<'_> {
    /// Reads rows that hang on the case, in whichever district it is.
    pub(crate) async fn read<T>(
        &self,
        unit: &Unit,
        work: impl Future<Output = Outcome<T>> + Send,
    ) -> Outcome<T> {
        if self.shared.is_some() {
            across(unit, work).await
        } else {
            work.await
        }
    }

    /// What is remembered of the reading.
    pub(crate) fn event(&self, action: AuditAction) -> Event {
        let Some(shared) = &self.shared else {
            return Event::new(self.found.district(), action).on_case(self.found.id());
        };
        Event::new(self.actor.district, action)
            .on_case(self.found.id())
            .with(json!({"referral": shared.referral}))
    }
}

/// The case of this number, as far as the actor may read it.
///
/// # Errors
/// Refused without the permission; `NotFound` when the case is out of reach and no grant in force
/// opens it.
pub(crate) async fn find_readable<'a>(
    unit: &'a Unit,
    permission: Permission,
    number: &CaseNumber,
) -> Outcome<Readable<'a>> {
    let scope = unit.scope(permission)?;
    match find_case(unit, &scope, number, false).await {
        Ok(found) => Ok(Readable {
            found,
            actor: Cow::Borrowed(unit.actor()?),
            shared: None,
        }),
        Err(Failure::Answer(Error::NotFound)) => {
            let granted = granted_cases(unit, permission, Some(number)).await?;
            let granted = granted.into_iter().next().ok_or(Failure::not_found())?;
            Ok(Readable {
                found: granted.found,
                actor: Cow::Owned(granted.actor),
                shared: Some(granted.shared),
            })
        }
        Err(failure) => Err(failure),
    }
}
