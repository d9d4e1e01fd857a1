use crate::transitions::coded::coded;

coded! {
    /// What somebody is told of.
    NotificationKind {
        /// A caseworker asks for a transfer: it waits for the sending supervisor.
        TransferAsked = "transfer_asked",
        /// A transfer was released: an offer waits for the receiving supervisors.
        TransferReleased = "transfer_released",
        /// The other side took the case over.
        TransferAccepted = "transfer_accepted",
        /// A transfer was refused, by one side or the other.
        TransferRefused = "transfer_refused",
        /// The sender took a transfer back.
        TransferWithdrawn = "transfer_withdrawn",
        /// Nobody answered an offer in time.
        TransferExpired = "transfer_expired",
        /// A case has a new owner, who is told.
        CaseAssigned = "case_assigned",
        /// A referral waits for an answer.
        ReferralOffered = "referral_offered",
        /// A service took a referral on.
        ReferralAccepted = "referral_accepted",
        /// A service has done what it was asked for.
        ReferralCompleted = "referral_completed",
        /// A service refused a referral.
        ReferralRefused = "referral_refused",
        /// A referral was taken back.
        ReferralWithdrawn = "referral_withdrawn",
        /// Nobody answered a referral in time.
        ReferralExpired = "referral_expired",
        /// Somebody elsewhere asks for a case.
        RequestAsked = "request_asked",
        /// The owner's side agreed to hand a case over.
        RequestAgreed = "request_agreed",
        /// The owner's side keeps the case.
        RequestDeclined = "request_declined",
        /// Whoever asked for a case took it back.
        RequestWithdrawn = "request_withdrawn",
        /// An approval waits for a decision.
        ApprovalAsked = "approval_asked",
        /// An approval was granted.
        ApprovalGranted = "approval_granted",
        /// An approval was refused.
        ApprovalRefused = "approval_refused",
        /// Something went on without the person's consent, for a written reason.
        ConsentOverridden = "consent_overridden",
        /// A person took a consent back.
        ConsentWithdrawn = "consent_withdrawn",
        /// An administrator tries the notifications out.
        Trial = "trial",
    }
}
