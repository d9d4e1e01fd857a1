coded! {
    /// In which way a case, or sight of it, passes on.
    TransitionKind {
        /// Another owner in the same district, in one step.
        Assignment = "assignment",
        /// Ownership moves, usually to another district.
        Transfer = "transfer",
        /// A service elsewhere; ownership stays.
        Referral = "referral",
        /// Somebody who found out that the case exists asks its owner's side for it.
        TransferRequest = "transfer_request",
    }
}
