//! Typed identifiers, so that one kind of id cannot be taken for another.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl From<Uuid> for $name {
            fn from(value: Uuid) -> Self {
                Self(value)
            }
        }

        impl From<$name> for Uuid {
            fn from(value: $name) -> Self {
                value.0
            }
        }

        impl core::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, uuid::Error> {
                text.parse().map(Self)
            }
        }

        impl core::fmt::Display for $name {
            fn fmt(&self, out: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                self.0.fmt(out)
            }
        }
    )*};
}

id! {
    /// A district: the tenant. The city itself is district number 0.
    DistrictId,
    /// A team within a district.
    TeamId,
    /// A user account.
    UserId,
    /// A signed-in session.
    SessionId,
    /// A token by which a program acts for a user.
    ApiTokenId,
    /// A person.
    PersonId,
    /// A case.
    CaseId,
    /// The answers to one form of one case.
    AnswersId,
    /// An audit event.
    AuditEventId,
    /// What a user typed and has not saved yet.
    DraftId,
    /// An open page of a case.
    PresenceId,
    /// A transition: a case, or sight of it, passing on.
    TransitionId,
    /// A grant: sight of a case across a boundary.
    GrantId,
    /// A shelter.
    ShelterId,
    /// A room of a shelter.
    RoomId,
    /// A bed in a room.
    BedId,
    /// Somebody's place in a bed: a hold, a stay, or the plan of one.
    StayId,
    /// An approval.
    ApprovalId,
    /// A notification in somebody's inbox.
    NotificationId,
    /// A webhook.
    WebhookId,
    /// Something that is delivered to webhooks.
    DeliveryId,
}
