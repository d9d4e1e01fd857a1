//! A district asks another for a case, by its number alone.

use domain::{
    Error, Problem, ProblemCode, Refusal, Result,
    cases::CaseNumber,
    ids::TransitionId,
    transitions::{RequestEvent, RequestState, TypedRequest},
};
use services::transitions::{RequestStep, ask_request, compose_transfer, step_request};
use testkit::{World, on_both_databases};

use crate::support::*;

async fn request(world: &World, account: &str, number: &str) -> Result<TransitionId> {
    let typed = TypedRequest {
        number: number.to_owned(),
        reason: "They live here now".to_owned(),
    };
    let asked = world.run(
        account,
        |unit| async move { ask_request(&unit, &typed).await },
    );
    asked.await
}

async fn take(
    world: &World,
    account: &str,
    id: TransitionId,
    event: RequestEvent,
) -> Result<RequestState> {
    let step = RequestStep {
        event,
        note: "Not now".to_owned(),
    };
    let taken = world.run(account, move |unit| async move {
        step_request(&unit, id, &step).await
    });
    taken.await
}

fn unknown() -> Error {
    Error::Invalid {
        problems: vec![Problem::new("number", ProblemCode::UnknownCase)],
    }
}

async fn elsewhere(world: &World) -> CaseNumber {
    world.register(WORKER, "Шевченко", "Олена").await
}

on_both_databases! {
    async fn whoever_agrees_finds_the_transfer_begun(world: World) {
        let number = elsewhere(&world).await;
        let id = request(&world, NEIGHBOUR, number.as_str()).await.unwrap();
        assert!(read(&world, NEIGHBOUR, &number).await.is_err());
        for account in [NEIGHBOUR, NEIGHBOUR_SUPERVISOR, COLLEAGUE, CALL_CENTRE] {
            assert!(take(&world, account, id, RequestEvent::Agree).await.is_err(), "{account}");
        }
        assert_eq!(take(&world, WORKER, id, RequestEvent::Agree).await, Ok(RequestState::Agreed));
        let of = number.clone();
        let draft = world.run(WORKER, |unit| async move { compose_transfer(&unit, &of, false).await }).await.unwrap();
        assert_eq!((draft.typed.to, draft.draft), (Some(9), true));
        assert!(read(&world, NEIGHBOUR, &number).await.is_err(), "nothing has moved yet");
    }

    async fn it_is_declined_or_taken_back(world: World) {
        let number = elsewhere(&world).await;
        let id = request(&world, NEIGHBOUR, number.as_str()).await.unwrap();
        let second = request(&world, NEIGHBOUR_SUPERVISOR, number.as_str()).await;
        assert_eq!(second, Err(Error::Refused { reason: Refusal::WrongState }));
        assert_eq!(take(&world, SUPERVISOR, id, RequestEvent::Decline).await, Ok(RequestState::Declined));
        let again = request(&world, NEIGHBOUR, number.as_str()).await.unwrap();
        assert_eq!(take(&world, NEIGHBOUR, again, RequestEvent::Withdraw).await, Ok(RequestState::Withdrawn));
    }

    async fn nothing_is_learnt_by_asking(world: World) {
        let number = elsewhere(&world).await;
        assert_eq!(request(&world, NEIGHBOUR, "222-222-2").await, Err(unknown()));
        assert_eq!(request(&world, WORKER, number.as_str()).await, Err(unknown()));
        // Without a reason nobody is told whether there is such a case.
        for number in ["222-222-2", number.as_str()] {
            let typed = TypedRequest { number: number.to_owned(), reason: String::new() };
            let asked = world.run(NEIGHBOUR, |unit| async move { ask_request(&unit, &typed).await }).await;
            let Err(Error::Invalid { problems }) = asked else { panic!("{asked:?}") };
            assert_eq!(problems, [Problem::new("reason", ProblemCode::Required)]);
        }
    }
}
