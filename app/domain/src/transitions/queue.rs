//! What pages show of transitions: a queue of what waits, and one of it opened.

use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use super::{
    AgeGroup, GrantPurpose, NotAssigned, ReferralEvent, ReferralState, RequestEvent, RequestState,
    SummaryForm, TransferEvent, TransferState, TypedReferral, TypedRequest, TypedTransfer, Urgency,
};
use crate::{
    Problem, Text,
    cases::CaseNumber,
    consents::ConsentState,
    districts::District,
    ids::{TeamId, TransitionId, UserId},
    workflow::ApprovalRow,
};

/// Which machine a transition follows, and how far it has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "state", rename_all = "snake_case")]
pub enum Standing {
    /// A transfer.
    Transfer(TransferState),
    /// A referral.
    Referral(ReferralState),
    /// A transfer request.
    Request(RequestState),
}

impl Standing {
    /// The name of its state, as it stands in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Transfer(state) => state.code(),
            Self::Referral(state) => state.code(),
            Self::Request(state) => state.code(),
        }
    }

    /// Whether nothing follows any more.
    pub const fn is_final(self) -> bool {
        match self {
            Self::Transfer(state) => state.is_final(),
            Self::Referral(state) => state.is_final(),
            Self::Request(state) => state.is_final(),
        }
    }
}

/// One transition, as a line. Nothing in it names the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueRow {
    /// Its id.
    pub id: TransitionId,
    /// How far it has come.
    pub standing: Standing,
    /// The case.
    pub number: CaseNumber,
    /// The district that has the case, or had it.
    pub from: District,
    /// The district that it should go to, whose service is asked, or that asks for it.
    pub to: District,
    /// The service that a referral goes to.
    pub service: Option<Text>,
    /// How soon the other side should act; unknown while it is being written, and where nobody is
    /// asked to say.
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

/// Everything about one referral that the reader may know.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShownReferral {
    /// The line.
    pub row: QueueRow,
    /// What for.
    pub purpose: GrantPurpose,
    /// What the service should do; empty where the reader has no part in it any more.
    pub reason: String,
    /// When it was offered.
    pub asked_at: NaiveDateTime,
    /// The last day of what it opens.
    pub last_day: NaiveDate,
    /// The words that were given with the latest step.
    pub note: Option<String>,
    /// The fields that the service sees before it accepts, as far as the reader's roles see them;
    /// empty once the reader has no part in it any more.
    pub summary: Vec<SummaryForm>,
    /// What the service may see while it works on the referral: the questions, never the answers.
    pub granted: Vec<GrantedForm>,
    /// What the reader may do with it now.
    pub may: Vec<ReferralEvent>,
    /// Whether the reader may open the case.
    pub opens: bool,
}

/// The questions of one form that a grant opens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantedForm {
    /// The form's title.
    pub title: Text,
    /// The questions.
    pub questions: Vec<Text>,
}

/// Everything about one transfer request that the reader may know.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShownRequest {
    /// The line.
    pub row: QueueRow,
    /// Why the case is asked for.
    pub reason: String,
    /// When it was asked for.
    pub asked_at: NaiveDateTime,
    /// The words that were given with the latest step.
    pub note: Option<String>,
    /// What the reader may do with it now.
    pub may: Vec<RequestEvent>,
    /// Whether the reader may open the case.
    pub opens: bool,
}

/// A transition that is opened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Shown {
    /// A transfer.
    Transfer(Box<ShownTransfer>),
    /// A referral.
    Referral(Box<ShownReferral>),
    /// A transfer request.
    Request(Box<ShownRequest>),
}

impl Shown {
    /// Its line.
    pub fn row(&self) -> &QueueRow {
        match self {
            Self::Transfer(shown) => &shown.row,
            Self::Referral(shown) => &shown.row,
            Self::Request(shown) => &shown.row,
        }
    }
}

/// Through which grant somebody reads a case of another district.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shared {
    /// The referral that opened it.
    pub referral: TransitionId,
    /// The district that has the case.
    pub from: District,
    /// What the person was referred for.
    pub purpose: GrantPurpose,
    /// The last day.
    pub last_day: NaiveDate,
}

/// A service that people can be referred to: a team of another district.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Service {
    /// The team.
    pub id: TeamId,
    /// Its district.
    pub district: District,
    /// Its name.
    pub label: Text,
}

/// A referral that is being written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ComposeReferral {
    /// The case.
    pub number: CaseNumber,
    /// The person's name; empty where it is hidden.
    pub name: String,
    /// Whom the person can be referred to, district by district.
    pub services: Vec<Service>,
    /// Every answered field that the sender sees.
    pub fields: Vec<SummaryForm>,
    /// What was written so far.
    pub typed: TypedReferral,
    /// Whether that was kept as a draft.
    pub draft: bool,
    /// What is missing or wrong in it, once it was tried to offer it.
    pub problems: Vec<Problem>,
    /// How the person's consent to share stands.
    pub consent: ConsentState,
    /// The form in which the person answers for it, if there is one.
    pub consent_form: Option<String>,
    /// Whether the sender may go on without it.
    pub may_override: bool,
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
    pub shown: Option<Shown>,
    /// Whether anything could wait for the reader at all.
    pub decides: bool,
    /// What the reader wrote of a request for a case and did not send, or could not; `None` for
    /// whoever may not ask for cases.
    pub request: Option<TypedRequest>,
    /// What is missing or wrong in it, once it was tried to send it.
    pub request_problems: Vec<Problem>,
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
