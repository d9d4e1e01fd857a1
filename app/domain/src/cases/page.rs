use std::collections::BTreeSet;

use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use super::{CaseNumber, CasePresence};
use crate::{
    Problem, RequestKey, Text,
    audit::AuditAction,
    forms::{Answers, FormDefinition, Inputs, Setting},
    transitions::{QueueRow, Shared},
    workflow::StageLabel,
};

/// The most characters of a search that are looked at.
pub const QUERY_CHARS_MAX: usize = 200;

/// How much of a form is answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormProgress {
    /// The form's id.
    pub form: String,
    /// Its title.
    pub title: Text,
    /// Shown questions with an answer.
    pub answered: u32,
    /// Shown questions.
    pub asked: u32,
    /// Shown questions that need an answer and have none.
    pub missing: u32,
    /// Whether the actor may change anything in it.
    pub writable: bool,
}

/// A form of a case as it is read: only what the actor may see.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FormView {
    /// The form, reduced to the fields that are shown and that the actor may see; in the version
    /// that the answers were given under. Without any answer, it has no fields.
    pub definition: FormDefinition,
    /// The version of the form that the answers were given under; the current one while there are
    /// none.
    pub version: i32,
    /// Whether that is an earlier version than the one in force.
    pub earlier: bool,
    /// The answers to those fields.
    pub answers: Answers,
    /// How much of it is answered.
    pub progress: FormProgress,
    /// When it was last saved, and by whom.
    pub saved: Option<(NaiveDateTime, String)>,
}

/// A case as it is read.
#[expect(
    clippy::struct_excessive_bools,
    reason = "what the actor may do is plain yes or no"
)]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CaseView {
    /// Its number.
    pub number: CaseNumber,
    /// The person's name; empty where it is hidden.
    pub name: String,
    /// The name in Latin letters, where it differs.
    pub latin_name: String,
    /// The stages of its way, in order.
    pub stages: Vec<StageLabel>,
    /// Its stage; `None` where a grant opens the case.
    pub stage: Option<StageLabel>,
    /// When it was opened; `None` where a grant opens it.
    pub opened: Option<NaiveDateTime>,
    /// Who is responsible.
    pub owner: Option<String>,
    /// Its team.
    pub team: Text,
    /// Its forms, in order.
    pub forms: Vec<FormView>,
    /// Whether the actor may see its history.
    pub may_see_history: bool,
    /// Whether the actor may ask for it to be handed over.
    pub may_hand_over: bool,
    /// Whether the actor may give it to another owner.
    pub may_assign: bool,
    /// Whether the actor may refer the person to a service elsewhere.
    pub may_refer: bool,
    /// Whether the reader may look for a place in a shelter for the person.
    pub may_place: bool,
    /// The transfer that it is on.
    pub on_its_way: Option<QueueRow>,
    /// Through which grant the actor reads it, where it is a case of another district.
    pub shared: Option<Shared>,
    /// Who else has it open, and how it stands; `None` where a grant opens it.
    pub presence: Option<CasePresence>,
}

/// A form opened for editing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OpenForm {
    /// The case.
    pub number: CaseNumber,
    /// The person's name; empty where it is hidden.
    pub name: String,
    /// The form, reduced to the fields that the actor may see.
    pub definition: FormDefinition,
    /// The fields that the actor may read but not write.
    pub locked: BTreeSet<String>,
    /// What stands in the fields: a draft where there is one, otherwise what is stored.
    pub inputs: Inputs,
    /// What is stored in the fields that the actor may see.
    pub stored: Answers,
    /// The version that this edit starts from.
    pub version: i32,
    /// Under which key it is saved, so that a save that is repeated happens once.
    pub key: RequestKey,
    /// What is wrong with a draft that could not be saved.
    pub problems: Vec<Problem>,
    /// Whether the inputs are a draft.
    pub draft: bool,
    /// The conflict that a draft met, if it met one.
    pub conflict: Option<crate::Conflict>,
    /// What the form's rules know beside its own answers.
    pub setting: Setting,
    /// All forms of the case, for the task list.
    pub tasks: Vec<FormProgress>,
    /// The display names of others who have the case open.
    pub here: Vec<String>,
    /// When the draft was last kept, where the inputs are one.
    pub kept: Option<NaiveDateTime>,
}

/// A registration that was begun and not ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingRegistration {
    /// What was searched for before it was begun.
    pub searched: String,
    /// The name that was typed so far; perhaps none.
    pub name: String,
    /// When it was last kept.
    pub at: NaiveDateTime,
}

/// The form with which a person is registered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RegisterForm {
    /// The form, reduced to the fields that the actor may write.
    pub definition: FormDefinition,
    /// What stands in the fields: a draft, or what was searched for.
    pub inputs: Inputs,
    /// What is wrong with a draft that could not be saved.
    pub problems: Vec<Problem>,
    /// Whether the inputs are a draft.
    pub draft: bool,
    /// What was searched for before.
    pub searched: String,
    /// Under which key it is sent, so that nobody is registered twice.
    pub key: RequestKey,
    /// Other registrations that the actor began and did not end, the latest first.
    pub waiting: Vec<WaitingRegistration>,
    /// What the form's rules know beside its own answers.
    pub setting: Setting,
    /// When the draft was last kept, where the inputs are one.
    pub kept: Option<NaiveDateTime>,
}

/// An edit of one form of one case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaveEdit {
    /// The case.
    pub case: CaseNumber,
    /// The form's id.
    pub form: String,
    /// The version that the edit started from.
    pub version: i32,
    /// What was typed.
    pub answers: Inputs,
}

/// What a save came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    /// The version that is stored now.
    pub version: i32,
    /// The next form that still misses an answer and that the actor may write.
    pub next_form: Option<String>,
}

/// What a registration came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registered {
    /// The new case.
    pub number: CaseNumber,
    /// The form to go on with, if the actor may write one.
    pub next_form: Option<String>,
}

/// A person that a search found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonHit {
    /// The name in the person's own spelling.
    pub name: String,
    /// The name in Latin letters, where it differs.
    pub latin_name: String,
    /// The birth date, where known and not hidden.
    pub birth_date: Option<NaiveDate>,
    /// The district that knows the person, for city-wide searches.
    pub district: String,
    /// The team that works with the person.
    pub team: Text,
    /// Who is responsible.
    pub owner: Option<String>,
    /// The case's number, where the actor may open it.
    pub number: Option<CaseNumber>,
}

/// What a search found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonSearch {
    /// The best hits.
    pub hits: Vec<PersonHit>,
    /// Whether there are more than are shown.
    pub more: bool,
    /// Whether the actor may register whom nobody knows.
    pub may_register: bool,
}

/// What happened to a case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CaseHistory {
    /// The case.
    pub number: CaseNumber,
    /// The person's name; empty where it is hidden.
    pub name: String,
    /// What happened, latest first.
    pub entries: Vec<HistoryEntry>,
    /// Whether there is more than is shown.
    pub more: bool,
}

/// One thing that happened to a case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HistoryEntry {
    /// When, as the clock on the wall shows it.
    pub at: NaiveDateTime,
    /// Who.
    pub by: String,
    /// What.
    pub action: AuditAction,
    /// The form's title, where a form was changed.
    pub form: Option<Text>,
    /// The form's id, where a form was changed.
    pub form_id: Option<String>,
    /// What changed, as far as the actor may see the fields.
    pub changes: Vec<FieldChange>,
    /// How many further fields changed that the actor may not see.
    pub hidden_changes: u32,
}

/// A field that changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FieldChange {
    /// The field.
    pub field: crate::forms::Field,
    /// What stood there before.
    pub before: Option<crate::forms::Answer>,
    /// What stands there since.
    pub after: Option<crate::forms::Answer>,
}
