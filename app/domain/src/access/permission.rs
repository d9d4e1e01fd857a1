use serde::{Deserialize, Serialize};

/// What an action is done to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Resource {
    /// Cases and their answers.
    Cases,
    /// Persons, as a search shows them.
    Persons,
    /// Audit events.
    Audit,
    /// Transfers, and requests for them.
    Transfers,
    /// Referrals.
    Referrals,
    /// Approvals.
    Approvals,
    /// What people have consented to.
    Consents,
    /// Shelters, their rooms and beds, and who stays there.
    Shelters,
    /// Webhooks, by which outside systems are told.
    Webhooks,
}

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Action {
    /// Look at it.
    Read,
    /// Make a new one.
    Create,
    /// Change it.
    Edit,
    /// Be its responsible owner.
    Own,
    /// See who changed it, and when.
    History,
    /// Look for it.
    Search,
    /// Give it to another owner.
    Assign,
    /// Ask for it.
    Ask,
    /// Decide about it.
    Decide,
    /// Give a service elsewhere sight of it.
    Offer,
    /// Take it on for a service, or say no.
    Answer,
    /// End it.
    Close,
    /// Let it go on after it had ended.
    Reopen,
    /// Go on although it is missing.
    Override,
    /// Hear of what goes on without it.
    Watch,
    /// Give people a place in it.
    Place,
    /// Change what there is.
    Arrange,
    /// Make, change and remove it.
    Manage,
}

/// A typed pair of resource and action. Only those in [`Permission::ALL`] exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Permission {
    resource: Resource,
    action: Action,
}

macro_rules! permissions {
    ($($(#[$doc:meta])* $constant:ident = $resource:ident $action:ident $name:literal;)*) => {
        impl Permission {
            $(
                $(#[$doc])*
                pub const $constant: Self = Self {
                    resource: Resource::$resource,
                    action: Action::$action,
                };
            )*

            /// Every permission that exists, with its name in configuration files.
            pub const ALL: &'static [(Self, &'static str)] = &[$((Self::$constant, $name)),*];
        }
    };
}

permissions! {
    /// Open a case and see it in lists.
    CASES_READ = Cases Read "cases.read";
    /// Register a person and open a case.
    CASES_CREATE = Cases Create "cases.create";
    /// Change the answers of a case.
    CASES_EDIT = Cases Edit "cases.edit";
    /// Be the owner of a case.
    CASES_OWN = Cases Own "cases.own";
    /// See the history of a case.
    CASES_HISTORY = Cases History "cases.history";
    /// Give cases that are not one's own to another owner of the district.
    CASES_ASSIGN = Cases Assign "cases.assign";
    /// Close cases.
    CASES_CLOSE = Cases Close "cases.close";
    /// Reopen cases that were closed.
    CASES_REOPEN = Cases Reopen "cases.reopen";
    /// Decide about approvals that others have asked for.
    APPROVALS_DECIDE = Approvals Decide "approvals.decide";
    /// Ask for a case to be handed over to another district, or for one of theirs.
    TRANSFERS_ASK = Transfers Ask "transfers.ask";
    /// Release cases of one's district, and accept those that are offered to it.
    TRANSFERS_DECIDE = Transfers Decide "transfers.decide";
    /// Refer people of one's cases to a service elsewhere.
    REFERRALS_OFFER = Referrals Offer "referrals.offer";
    /// Answer for the services of one's teams what is referred to them.
    REFERRALS_ANSWER = Referrals Answer "referrals.answer";
    /// Share without the person's consent, with a reason in writing.
    CONSENTS_OVERRIDE = Consents Override "consents.override";
    /// Hear of what was shared without consent, and why.
    CONSENTS_WATCH = Consents Watch "consents.watch";
    /// Look for a person in the district.
    PERSONS_SEARCH = Persons Search "persons.search";
    /// See how many beds are free in the city, and the boards of one's own district.
    SHELTERS_READ = Shelters Read "shelters.read";
    /// Hold beds, and receive and send off guests.
    SHELTERS_PLACE = Shelters Place "shelters.place";
    /// Make shelters, and change rooms and beds.
    SHELTERS_ARRANGE = Shelters Arrange "shelters.arrange";
    /// See audit events.
    AUDIT_READ = Audit Read "audit.read";
    /// Manage the webhooks of one's district.
    WEBHOOKS_MANAGE = Webhooks Manage "webhooks.manage";
}

impl Permission {
    /// The name in configuration files, `cases.read`.
    pub fn name(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(permission, _)| *permission == self)
            .map_or("", |(_, name)| name)
    }

    /// The permission of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(_, known)| *known == name)
            .map(|(permission, _)| *permission)
    }
}

impl TryFrom<String> for Permission {
    type Error = String;

    fn try_from(name: String) -> Result<Self, Self::Error> {
        Self::from_name(&name).ok_or_else(|| format!("there is no permission `{name}`"))
    }
}

impl From<Permission> for String {
    fn from(permission: Permission) -> Self {
        permission.name().to_owned()
    }
}
