//! What pages show of transfers: a queue of what waits, and one of them opened.

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use super::{
    AgeGroup, NotAssigned, SummaryForm, TransferEvent, TransferState, TypedTransfer, Urgency,
};
use crate::{
    Problem,
    cases::CaseNumber,
    consents::ConsentState,
    districts::District,
    ids::{TransitionId, UserId},
    workflow::ApprovalRow,
};

/// One transfer, as a line. Nothing in it names the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueRow {
    /// Its id.
    pub id: TransitionId,
    /// How far it has come.
    pub state: TransferState,
    /// The case.
    pub number: CaseNumber,
    /// The district that has the case, or had it.
    pub from: District,
    /// The district that it should go to.
    pub to: District,
    /// How soon the other side should act; unknown while it is being written.
    pub urgency: Option<Urgency>,
    /// How old the person is, as the sender sees it.
    pub age_group: Option<AgeGroup>,
    /// Who asked.
    pub asked_by: String,
    /// Who took the latest step; `None` when it was the clock.
    pub decided_by: Option<String>,
    /// Since when it stands as it does.
    pub since: NaiveDateTime,
    /// When it ends by the clock; `None` once it has ended.
    pub until: Option<NaiveDateTime>,
}

/// Everything about one transfer that the reader may know.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShownTransfer {
    /// The line.
    pub row: QueueRow,
    /// Why it was asked for; empty where the reader has no part in it any more.
    pub reason: String,
    /// When it was asked for.
    pub asked_at: NaiveDateTime,
    /// Who released it, and when.
    pub released: Option<(String, NaiveDateTime)>,
    /// The words that were given with the latest step.
    pub note: Option<String>,
    /// The fields that the sender chose, as far as the reader's roles see them; empty once the
    /// reader has no part in it any more.
    pub summary: Vec<SummaryForm>,
    /// What the reader may do with it now.
    pub may: Vec<TransferEvent>,
    /// Who may be named as the new owner, where the reader may accept.
    pub owners: Vec<OwnerChoice>,
    /// Whether the reader may open the case.
    pub opens: bool,
}

/// What waits for the reader, and what they should know of.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Queue {
    /// What waits for the reader, the longest first.
    pub waiting: Vec<QueueRow>,
    /// Behind which one the next page of it begins, if there is one.
    pub more: Option<TransitionId>,
    /// The approvals that wait for the reader, the longest first.
    pub approvals: Vec<ApprovalRow>,
    /// What waits for somebody else, the latest first.
    pub under_way: Vec<QueueRow>,
    /// What ended in the last thirty days, the latest first.
    pub ended: Vec<QueueRow>,
    /// The one that is opened.
    pub shown: Option<ShownTransfer>,
    /// Whether the reader decides for a district at all.
    pub decides: bool,
}

/// Somebody who may own cases, with how many open ones they have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnerChoice {
    /// The user.
    pub id: UserId,
    /// Their name.
    pub name: String,
    /// How many cases of theirs are not closed.
    pub open_cases: u64,
}

/// A transfer that is being written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ComposeTransfer {
    /// The case.
    pub number: CaseNumber,
    /// The person's name; empty where it is hidden.
    pub name: String,
    /// Where the case may go.
    pub districts: Vec<District>,
    /// Every answered field that the sender sees.
    pub fields: Vec<SummaryForm>,
    /// What was written so far.
    pub typed: TypedTransfer,
    /// Whether that was kept as a draft.
    pub draft: bool,
    /// What is missing or wrong in it, once it was tried to ask.
    pub problems: Vec<Problem>,
    /// How the person's consent to share stands.
    pub consent: ConsentState,
    /// The form in which the person answers for it, if there is one.
    pub consent_form: Option<String>,
    /// Whether the sender may go on without it.
    pub may_override: bool,
    /// The transfer of this case that is under way: another cannot begin.
    pub under_way: Option<QueueRow>,
}

/// What an assignment would do, or did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssignPlan {
    /// The cases, in the order in which they were named.
    pub rows: Vec<AssignPlanRow>,
    /// Who may be named as the new owner.
    pub owners: Vec<OwnerChoice>,
}

/// One case of an assignment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssignPlanRow {
    /// The case, as it was named.
    pub number: String,
    /// The person's name; empty where it is hidden.
    pub name: String,
    /// Who owns the case now.
    pub owner: Option<(UserId, String)>,
    /// Whether the named new owner owns it, so that nothing is left to do.
    pub done: bool,
    /// Why it cannot be given to the named new owner.
    pub refused: Option<NotAssigned>,
}
