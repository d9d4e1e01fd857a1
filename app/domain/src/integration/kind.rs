use crate::transitions::coded::coded;

coded! {
    /// What may have happened that an outside system wishes to hear of.
    EventKind {
        /// A case was opened.
        CaseOpened = "case.opened",
        /// Answers of a case were saved.
        CaseChanged = "case.changed",
        /// A case went on to another stage.
        CaseStageChanged = "case.stage_changed",
        /// A transfer was offered to another district.
        TransferOffered = "transfer.offered",
        /// The other district took a case over.
        TransferAccepted = "transfer.accepted",
        /// One of the sides refused a transfer.
        TransferRefused = "transfer.refused",
        /// The sending side took a transfer back.
        TransferWithdrawn = "transfer.withdrawn",
        /// Nobody decided about a transfer in time.
        TransferExpired = "transfer.expired",
        /// A person was referred to a service.
        ReferralOffered = "referral.offered",
        /// A service took a referral on.
        ReferralAccepted = "referral.accepted",
        /// A service has done its part.
        ReferralCompleted = "referral.completed",
        /// A service refused a referral.
        ReferralRefused = "referral.refused",
        /// A referral was taken back.
        ReferralWithdrawn = "referral.withdrawn",
        /// The end of a referral has come.
        ReferralExpired = "referral.expired",
        /// A bed is held for somebody.
        BedHeld = "bed.held",
        /// A bed is held no longer.
        BedReleased = "bed.released",
        /// A bed cannot be used for now.
        BedOutOfService = "bed.out_of_service",
        /// A bed can be used again.
        BedInService = "bed.in_service",
        /// Somebody has moved in.
        StayBegan = "stay.began",
        /// Somebody sleeps in another bed since.
        StayMoved = "stay.moved",
        /// Somebody has moved out.
        StayEnded = "stay.ended",
        /// An administrator tries a webhook out.
        Test = "webhook.test",
    }
}

impl EventKind {
    /// Whether a webhook can ask for it. A trial is sent to the webhook that is tried out, whatever
    /// it asked for.
    pub const fn is_asked_for(self) -> bool {
        !matches!(self, Self::Test)
    }

    /// Every kind that a webhook can ask for.
    pub fn all_asked_for() -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(|kind| kind.is_asked_for())
    }
}
