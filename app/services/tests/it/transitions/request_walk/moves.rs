//! Who takes part in a walk, and what they may try.

use domain::transitions::RequestEvent;
use proptest::{
    collection::vec,
    prelude::*,
    sample::{Index, select},
};

use super::super::{
    sharing::{FRONT, THIRD},
    walking::*,
};
use crate::support::*;

pub(super) const THIRD_SUPERVISOR: &str = "supervisor1.d10";

pub(super) static PEOPLE: [Person; 11] = [
    person(WORKER, 8, Role::Worker("family")),
    person(COLLEAGUE, 8, Role::Worker("family")),
    person(SUPERVISOR, 8, Role::Supervisor),
    person(HELPDESK, 8, Role::Desk),
    person(ADMIN, 8, Role::Outside),
    person(NEIGHBOUR, 9, Role::Worker("family")),
    person(FRONT, 9, Role::Worker("front")),
    person(NEIGHBOUR_SUPERVISOR, 9, Role::Supervisor),
    person(THIRD, 10, Role::Worker("family")),
    person(THIRD_SUPERVISOR, 10, Role::Supervisor),
    person(CALL_CENTRE, 0, Role::Outside),
];

/// Which number is asked for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Number {
    Walked,
    OfOwnDistrict,
    Nobodys,
}

/// Something that happens.
#[derive(Clone, Copy, Debug)]
pub(super) enum Move {
    /// Somebody asks for a case, with a reason or without.
    Ask(Who, Number, bool),
    /// Somebody tries a step of one of the requests, with words or without.
    Step(Who, Index, RequestEvent, bool),
    /// The owner wants the case to go to another district.
    SetOut(Index),
    /// The case that is on its way arrives, and gets a new owner.
    Arrive(Index),
    /// The supervisor gives the case to another owner.
    Give(Index),
    /// Days pass, and then the clock ends what is due.
    Days(i64),
}

pub(super) fn moves() -> impl Strategy<Value = Vec<Move>> {
    let number = prop_oneof![
        4 => Just(Number::Walked),
        1 => Just(Number::OfOwnDistrict),
        1 => Just(Number::Nobodys),
    ];
    let says = || prop::bool::weighted(0.8);
    let ask = (any::<Index>().prop_map(Who::Anybody), number, says());
    let ask = ask.prop_map(|(who, number, says)| Move::Ask(who, number, says));
    let step = (
        who(),
        any::<Index>(),
        select(&RequestEvent::ALL[..]),
        says(),
    );
    let step = step.prop_map(|(who, which, event, says)| Move::Step(who, which, event, says));
    let one = prop_oneof![
        7 => ask,
        6 => step,
        2 => any::<Index>().prop_map(Move::SetOut),
        2 => any::<Index>().prop_map(Move::Arrive),
        1 => any::<Index>().prop_map(Move::Give),
        1 => (1_i64..9).prop_map(Move::Days),
    ];
    vec(one, 10..34)
}
