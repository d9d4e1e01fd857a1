//! Who takes part in a walk, and what they may try.

use std::collections::BTreeSet;

use domain::{
    Refusal,
    workflow::{ApprovalEvent, ApprovalState},
};
use proptest::{
    collection::vec,
    prelude::*,
    sample::{Index, select},
};

use crate::{
    support::*,
    transitions::walking::{Person, Role, Who, person, who},
};

pub(super) const SECOND_HERE: &str = "supervisor2.d08";
pub(super) const SECOND_THERE: &str = "supervisor2.d09";
pub(super) const FRONT_THERE: &str = "front.d09";

pub(super) static PEOPLE: [Person; 12] = [
    person(WORKER, 8, Role::Worker("family")),
    person(COLLEAGUE, 8, Role::Worker("family")),
    person(SUPERVISOR, 8, Role::Supervisor),
    person(SECOND_HERE, 8, Role::Supervisor),
    person(HELPDESK, 8, Role::Desk),
    person(SHELTER, 8, Role::Viewer),
    person(ADMIN, 8, Role::Outside),
    person(NEIGHBOUR, 9, Role::Worker("family")),
    person(FRONT_THERE, 9, Role::Worker("front")),
    person(NEIGHBOUR_SUPERVISOR, 9, Role::Supervisor),
    person(SECOND_THERE, 9, Role::Supervisor),
    person(CALL_CENTRE, 0, Role::Outside),
];

/// The forms that are written in.
pub(super) const FORMS: [&str; 3] = ["arrival", "service_plan", "contact"];

/// What is written there, one or the other.
pub(super) fn answers(form: &str, choice: usize) -> Vec<(&'static str, &'static str)> {
    match form {
        "arrival" => vec![
            ("status", ["temporary_protection", "refugee"][choice]),
            ("travelled_alone", "yes"),
        ],
        "service_plan" => vec![
            ("plan_date", "2024-05-02"),
            ("wishes", ["A flat of her own", "To work again"][choice]),
            ("review_date", "2024-09-02"),
        ],
        _ => vec![
            ("preferred_language", "ukrainian"),
            ("interpreter_needed", ["yes", "no"][choice]),
        ],
    }
}

/// Where a step leads.
#[derive(Clone, Copy, Debug)]
pub(super) enum To {
    /// The stage that usually follows.
    First,
    /// One of the stages that may follow.
    Next(Index),
    /// Whichever stage.
    Any(Index),
}

/// What a move is about.
#[derive(Clone, Copy, Debug)]
pub(super) enum Which {
    Latest,
    Any(Index),
}

/// Something that happens.
#[derive(Clone, Copy, Debug)]
pub(super) enum Move {
    /// Somebody asks for an approval: of what is needed next, if that is so.
    Ask(Who, Index, bool),
    /// Somebody looks at an approval.
    Look(Who, Which),
    /// Somebody decides, looking first or going by what they saw, with words or without.
    Decide(Who, Which, ApprovalEvent, bool, bool),
    /// Somebody writes one or the other answer into a form.
    Edit(Who, usize, usize),
    /// Somebody takes the case to another stage, with words or without.
    Go(Who, To, bool),
    /// A supervisor gives the case to another owner.
    Give(Index),
    /// The case goes to the other district.
    Elsewhere(Index),
}

/// What is needed next is asked for and decided about, and the case goes on.
fn onwards() -> impl Strategy<Value = Vec<Move>> {
    let event = prop_oneof![4 => Just(ApprovalEvent::Grant), 1 => Just(ApprovalEvent::Refuse)];
    let says = prop::bool::weighted(0.6);
    let goes = prop_oneof![Just(Who::Owner), any::<Index>().prop_map(Who::Supervisor)];
    (any::<Index>(), any::<Index>(), event, says, goes).prop_map(|(kind, by, event, says, goes)| {
        vec![
            Move::Ask(Who::Owner, kind, true),
            Move::Decide(Who::Supervisor(by), Which::Latest, event, true, says),
            Move::Go(goes, To::First, true),
        ]
    })
}

/// Somebody looks at what is asked for, and decides when it may have changed.
fn too_late() -> impl Strategy<Value = Vec<Move>> {
    let event = select(&[ApprovalEvent::Grant, ApprovalEvent::Refuse][..]);
    let edit = (0..FORMS.len(), 0..2_usize);
    (any::<Index>(), any::<Index>(), edit, event).prop_map(|(kind, by, (form, choice), event)| {
        vec![
            Move::Ask(Who::Owner, kind, true),
            Move::Look(Who::Supervisor(by), Which::Latest),
            Move::Edit(Who::Owner, form, choice),
            Move::Decide(Who::Supervisor(by), Which::Latest, event, false, true),
        ]
    })
}

fn one() -> impl Strategy<Value = Move> {
    let which = || prop_oneof![2 => Just(Which::Latest), 1 => any::<Index>().prop_map(Which::Any)];
    let to =
        prop_oneof![3 => any::<Index>().prop_map(To::Next), 1 => any::<Index>().prop_map(To::Any)];
    let often = || prop::bool::weighted(0.75);
    let event = select(&ApprovalEvent::ALL[..]);
    let ask = (who(), any::<Index>(), often());
    let decide = (who(), which(), event, any::<bool>(), often());
    let edit = (who(), 0..FORMS.len(), 0..2_usize);
    prop_oneof![
        4 => ask.prop_map(|(who, kind, needed)| Move::Ask(who, kind, needed)),
        4 => (who(), which()).prop_map(|(who, which)| Move::Look(who, which)),
        2 => which().prop_map(|which| Move::Decide(Who::Asker, which, ApprovalEvent::Withdraw, false, false)),
        6 => decide.prop_map(|(who, which, event, looks, says)| Move::Decide(who, which, event, looks, says)),
        4 => edit.prop_map(|(who, form, choice)| Move::Edit(who, form, choice)),
        6 => (who(), to, often()).prop_map(|(who, to, says)| Move::Go(who, to, says)),
        1 => any::<Index>().prop_map(Move::Give),
        1 => any::<Index>().prop_map(Move::Elsewhere),
    ]
}

pub(super) fn moves() -> impl Strategy<Value = Vec<Move>> {
    let one = prop_oneof![
        6 => one().prop_map(|one| vec![one]),
        2 => onwards(),
        1 => too_late(),
    ];
    vec(one, 8..24).prop_map(|some| some.concat())
}

/// Everything that the walks must have met, or they would prove little.
pub(super) fn everywhere() -> BTreeSet<String> {
    let mut all: BTreeSet<String> = ["reopened", "left behind"].map(str::to_owned).into();
    all.extend(ApprovalState::ALL.map(|state| state.code().to_owned()));
    for workflow in testkit::config().case_type.workflows() {
        all.extend(
            workflow
                .stages
                .iter()
                .map(|rule| rule.stage.code().to_owned()),
        );
    }
    let refusals = [
        Refusal::PermissionMissing,
        Refusal::NotYourStep,
        Refusal::OwnStep,
        Refusal::WrongState,
        Refusal::ReasonMissing,
        Refusal::ContentChanged,
        Refusal::ApprovalMissing,
    ];
    all.extend(refusals.map(|refusal| format!("{refusal:?}")));
    all
}
