//! What the audit says of everything that happens, and how its events are sealed into a chain.
//!
//! A [`Seal`] holds the hash of each event of a batch and the hash of the seal before it, district
//! by district. A [`Walk`] along the chain names the first [`Fault`].

mod canonical;
mod event;
mod fault;
mod head;
mod seal;
#[cfg(test)]
mod tests;
mod walk;

use serde::{Deserialize, Serialize};

pub use event::{AuditEvent, NamedEvent, SealedEvent};
pub use fault::Fault;
pub use head::{DistrictHead, Head};
pub use seal::{ChainEnd, GRACE, Seal};
pub use walk::{Meeting, Walk};

/// What was done. The names are stable: they stand in the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuditAction {
    /// A user signed in.
    SignedIn,
    /// A sign-in failed.
    SignInFailed,
    /// A sign-in was not looked at, because of too many failures.
    SignInLocked,
    /// A user signed out.
    SignedOut,
    /// A user ended all their sessions.
    SignedOutEverywhere,
    /// A list of cases was shown.
    CasesListed,
    /// A case was opened.
    CaseRead,
    /// A form of a case was opened for editing.
    FormOpened,
    /// The history of a case was shown.
    HistoryRead,
    /// A case was opened for a newly registered person.
    CaseRegistered,
    /// Answers of a case were changed.
    AnswersSaved,
    /// A search for persons was made.
    PersonsSearched,
    /// A list was kept under a name.
    ListViewSaved,
    /// A kept list was removed.
    ListViewRemoved,
    /// A case was given to another owner of its district.
    CaseAssigned,
    /// A transfer to another district was asked for.
    TransferAsked,
    /// The sending side let a case go.
    TransferReleased,
    /// The receiving side took a case over.
    TransferAccepted,
    /// One of the sides refused a transfer.
    TransferRefused,
    /// The sending side took a transfer back.
    TransferWithdrawn,
    /// A transfer ended because nobody decided in time.
    TransferExpired,
    /// A person was referred to a service elsewhere.
    ReferralOffered,
    /// A service took a referral on, which opened access to what was granted.
    ReferralAccepted,
    /// A service has done its part.
    ReferralCompleted,
    /// A service refused a referral.
    ReferralRefused,
    /// The sending side took a referral back.
    ReferralWithdrawn,
    /// The end of a referral has come.
    ReferralExpired,
    /// Another district asked for a case.
    RequestAsked,
    /// The owner's side agreed to hand a case over.
    RequestAgreed,
    /// The owner's side keeps a case that was asked for.
    RequestDeclined,
    /// Whoever asked for a case does not any more.
    RequestWithdrawn,
    /// The queue of transfers was shown, perhaps with one of them opened.
    QueueRead,
    /// The path of a case was shown.
    PathRead,
    /// A case went on to another stage.
    StageChanged,
    /// A case was closed.
    CaseClosed,
    /// A case that was closed goes on.
    CaseReopened,
    /// The stages of a case and its approvals were shown.
    WorkflowRead,
    /// An approval was asked for.
    ApprovalAsked,
    /// An approval was granted.
    ApprovalGranted,
    /// An approval was refused.
    ApprovalRefused,
    /// An approval was taken back by whoever asked.
    ApprovalWithdrawn,
    /// Something went on without the person's consent.
    ConsentOverridden,
    /// What went on without consent was shown.
    OverridesRead,
    /// Shelters, or the board of one, were shown.
    SheltersRead,
    /// Who was in a shelter was shown.
    OccupancyRead,
    /// It was shown where the people of a case could stay.
    PlacementRead,
    /// A bed was held for somebody.
    BedHeld,
    /// A bed is held no longer, or a planned stay was given up.
    BedReleased,
    /// A hold ran out by itself.
    HoldExpired,
    /// A stay was planned.
    StayPlanned,
    /// Somebody came to stay in a bed.
    GuestArrived,
    /// Somebody moved to another bed.
    GuestMoved,
    /// It was found out whose stay it is: somebody's of a case.
    GuestIdentified,
    /// Somebody left their bed.
    GuestDeparted,
    /// A bed was taken out of service.
    BedTakenOut,
    /// A bed came back into service.
    BedPutBack,
    /// A shelter, a room or a bed was made, changed or removed.
    ShelterArranged,
    /// A webhook was made.
    WebhookAdded,
    /// A webhook was paused.
    WebhookPaused,
    /// A webhook goes on.
    WebhookResumed,
    /// A webhook was removed.
    WebhookRemoved,
    /// The secret of a webhook was replaced.
    WebhookSecretReplaced,
    /// Something was sent to try a webhook out.
    WebhookTested,
    /// The receiver of a webhook wishes for nothing any more.
    WebhookGone,
    /// Webhooks were shown, perhaps with what was delivered to one of them.
    WebhooksRead,
    /// Dead letters are delivered anew.
    DeliveriesReplayed,
    /// Something was refused.
    Refused,
    /// An administrator's act at the command line.
    Administered,
}

impl AuditAction {
    /// Every action.
    pub const ALL: [Self; 68] = [
        Self::SignedIn,
        Self::SignInFailed,
        Self::SignInLocked,
        Self::SignedOut,
        Self::SignedOutEverywhere,
        Self::CasesListed,
        Self::CaseRead,
        Self::FormOpened,
        Self::HistoryRead,
        Self::CaseRegistered,
        Self::AnswersSaved,
        Self::PersonsSearched,
        Self::ListViewSaved,
        Self::ListViewRemoved,
        Self::CaseAssigned,
        Self::TransferAsked,
        Self::TransferReleased,
        Self::TransferAccepted,
        Self::TransferRefused,
        Self::TransferWithdrawn,
        Self::TransferExpired,
        Self::ReferralOffered,
        Self::ReferralAccepted,
        Self::ReferralCompleted,
        Self::ReferralRefused,
        Self::ReferralWithdrawn,
        Self::ReferralExpired,
        Self::RequestAsked,
        Self::RequestAgreed,
        Self::RequestDeclined,
        Self::RequestWithdrawn,
        Self::QueueRead,
        Self::PathRead,
        Self::StageChanged,
        Self::CaseClosed,
        Self::CaseReopened,
        Self::WorkflowRead,
        Self::ApprovalAsked,
        Self::ApprovalGranted,
        Self::ApprovalRefused,
        Self::ApprovalWithdrawn,
        Self::ConsentOverridden,
        Self::OverridesRead,
        Self::SheltersRead,
        Self::OccupancyRead,
        Self::PlacementRead,
        Self::BedHeld,
        Self::BedReleased,
        Self::HoldExpired,
        Self::StayPlanned,
        Self::GuestArrived,
        Self::GuestMoved,
        Self::GuestIdentified,
        Self::GuestDeparted,
        Self::BedTakenOut,
        Self::BedPutBack,
        Self::ShelterArranged,
        Self::WebhookAdded,
        Self::WebhookPaused,
        Self::WebhookResumed,
        Self::WebhookRemoved,
        Self::WebhookSecretReplaced,
        Self::WebhookTested,
        Self::WebhookGone,
        Self::WebhooksRead,
        Self::DeliveriesReplayed,
        Self::Refused,
        Self::Administered,
    ];

    /// The stable name.
    pub const fn code(self) -> &'static str {
        match self {
            Self::SignedIn => "signed_in",
            Self::SignInFailed => "sign_in_failed",
            Self::SignInLocked => "sign_in_locked",
            Self::SignedOut => "signed_out",
            Self::SignedOutEverywhere => "signed_out_everywhere",
            Self::CasesListed => "cases_listed",
            Self::CaseRead => "case_read",
            Self::FormOpened => "form_opened",
            Self::HistoryRead => "history_read",
            Self::CaseRegistered => "case_registered",
            Self::AnswersSaved => "answers_saved",
            Self::PersonsSearched => "persons_searched",
            Self::ListViewSaved => "list_view_saved",
            Self::ListViewRemoved => "list_view_removed",
            Self::CaseAssigned => "case_assigned",
            Self::TransferAsked => "transfer_asked",
            Self::TransferReleased => "transfer_released",
            Self::TransferAccepted => "transfer_accepted",
            Self::TransferRefused => "transfer_refused",
            Self::TransferWithdrawn => "transfer_withdrawn",
            Self::TransferExpired => "transfer_expired",
            Self::ReferralOffered => "referral_offered",
            Self::ReferralAccepted => "referral_accepted",
            Self::ReferralCompleted => "referral_completed",
            Self::ReferralRefused => "referral_refused",
            Self::ReferralWithdrawn => "referral_withdrawn",
            Self::ReferralExpired => "referral_expired",
            Self::RequestAsked => "request_asked",
            Self::RequestAgreed => "request_agreed",
            Self::RequestDeclined => "request_declined",
            Self::RequestWithdrawn => "request_withdrawn",
            Self::QueueRead => "queue_read",
            Self::PathRead => "path_read",
            Self::StageChanged => "stage_changed",
            Self::CaseClosed => "case_closed",
            Self::CaseReopened => "case_reopened",
            Self::WorkflowRead => "workflow_read",
            Self::ApprovalAsked => "approval_asked",
            Self::ApprovalGranted => "approval_granted",
            Self::ApprovalRefused => "approval_refused",
            Self::ApprovalWithdrawn => "approval_withdrawn",
            Self::ConsentOverridden => "consent_overridden",
            Self::OverridesRead => "overrides_read",
            Self::SheltersRead => "shelters_read",
            Self::OccupancyRead => "occupancy_read",
            Self::PlacementRead => "placement_read",
            Self::BedHeld => "bed_held",
            Self::BedReleased => "bed_released",
            Self::HoldExpired => "hold_expired",
            Self::StayPlanned => "stay_planned",
            Self::GuestArrived => "guest_arrived",
            Self::GuestMoved => "guest_moved",
            Self::GuestIdentified => "guest_identified",
            Self::GuestDeparted => "guest_departed",
            Self::BedTakenOut => "bed_taken_out",
            Self::BedPutBack => "bed_put_back",
            Self::ShelterArranged => "shelter_arranged",
            Self::WebhookAdded => "webhook_added",
            Self::WebhookPaused => "webhook_paused",
            Self::WebhookResumed => "webhook_resumed",
            Self::WebhookRemoved => "webhook_removed",
            Self::WebhookSecretReplaced => "webhook_secret_replaced",
            Self::WebhookTested => "webhook_tested",
            Self::WebhookGone => "webhook_gone",
            Self::WebhooksRead => "webhooks_read",
            Self::DeliveriesReplayed => "deliveries_replayed",
            Self::Refused => "refused",
            Self::Administered => "administered",
        }
    }

    /// The action of this name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.code() == code)
    }
}
