use domain::{
    Result,
    cases::CaseNumber,
    ids::{TransitionId, UserId},
    transitions::{TransferEvent, TransferState, TypedTransfer, Urgency},
};
use services::{
    Caller,
    notifications::inbox,
    transitions::{TransferStep, ask_transfer, step_transfer},
};
use testkit::{Account, World};

use crate::support::*;

pub(super) const SECOND_SUPERVISOR: &str = "supervisor2.d09";

pub(super) fn typed(to: i32) -> TypedTransfer {
    TypedTransfer {
        to: Some(to),
        reason: "The family has moved".to_owned(),
        urgency: Some(Urgency::Soon),
        fields: vec!["identity/citizenship".to_owned()],
        override_reason: String::new(),
    }
}

/// A second supervisor of the district IX.
pub(super) async fn second_supervisor(world: &World) {
    let account = Account {
        name: SECOND_SUPERVISOR,
        role: "supervisor",
        district: 9,
        team: Some("family"),
    };
    world.add(account).await;
}

pub(super) async fn ask(
    world: &World,
    account: &str,
    number: &CaseNumber,
    typed: TypedTransfer,
) -> Result<TransitionId> {
    let number = number.clone();
    let asked = world.run(account, |unit| async move {
        ask_transfer(&unit, &number, &typed).await
    });
    asked.await
}

pub(crate) async fn step(
    world: &World,
    account: &str,
    id: TransitionId,
    event: TransferEvent,
    owner: Option<&str>,
) -> Result<TransferState> {
    let owner = match owner {
        Some(owner) => Some(user(world, owner).await),
        None => None,
    };
    let note = if event == TransferEvent::Refuse {
        "No place"
    } else {
        ""
    };
    let step = TransferStep {
        event,
        note: note.to_owned(),
        owner,
    };
    let taken = world.run(account, move |unit| async move {
        step_transfer(&unit, id, &step).await
    });
    taken.await
}

pub(super) async fn user(world: &World, account: &str) -> UserId {
    match world.actor(account).await {
        Caller::Actor(actor) => actor.user,
        other => panic!("{other:?}"),
    }
}

/// A new case of the account's, whose person has consented to sharing.
pub(super) async fn consenting(world: &World, account: &str) -> CaseNumber {
    let number = world.register(account, "Шевченко", "Олена").await;
    world.consent(account, &number, "given").await;
    number
}

/// A case of the worker's, whose transfer to the district IX was asked for and released.
pub(crate) async fn offered(world: &World) -> (CaseNumber, TransitionId) {
    let number = consenting(world, WORKER).await;
    let id = ask(world, WORKER, &number, typed(9)).await.unwrap();
    let state = step(world, SUPERVISOR, id, TransferEvent::Release, None).await;
    assert_eq!(state, Ok(TransferState::Offered));
    (number, id)
}

/// A new case of the account's, whose transfer is asked for.
pub(crate) async fn asked_for(world: &World, account: &str, to: i32) {
    let number = world.register(account, "Мельник", "Ірина").await;
    world.consent(account, &number, "given").await;
    ask(world, account, &number, typed(to)).await.unwrap();
}

/// The kinds of what the account was told, in the order of the alphabet: the clock stands still.
pub(super) async fn told(world: &World, account: &str) -> Vec<&'static str> {
    let read = world.read(account, |unit| async move { inbox(&unit, None).await });
    let notices = read.await.unwrap().notices.into_iter();
    let mut kinds: Vec<_> = notices.map(|notice| notice.kind.code()).collect();
    kinds.sort_unstable();
    kinds
}
