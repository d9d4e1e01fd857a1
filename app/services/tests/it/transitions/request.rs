//! A district asks another for a case, by its number alone.

use domain::{
    Error, Problem, ProblemCode, Refusal, Result,
    cases::CaseNumber,
    ids::TransitionId,
    transitions::{
        RequestEvent, RequestState, Shown, ShownRequest, TransferEvent, TransferState, TypedRequest,
    },
};
use services::transitions::{
    RequestStep, ask_request, compose_transfer, keep_request, keep_transfer, step_request,
};
use testkit::{World, on_both_databases};

use super::{
    sharing::{FRONT, THIRD, front, queue, refused, third},
    support::*,
};
use crate::support::*;

pub(crate) async fn request(world: &World, account: &str, number: &str) -> Result<TransitionId> {
    saying(world, account, number, "They live here now").await
}

async fn saying(world: &World, account: &str, number: &str, reason: &str) -> Result<TransitionId> {
    let typed = TypedRequest {
        number: number.to_owned(),
        reason: reason.to_owned(),
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
    take_saying(world, account, id, event, "Not now").await
}

pub(super) async fn take_saying(
    world: &World,
    account: &str,
    id: TransitionId,
    event: RequestEvent,
    note: &str,
) -> Result<RequestState> {
    let note = note.to_owned();
    let step = RequestStep { event, note };
    let taken = world.run(account, move |unit| async move {
        step_request(&unit, id, &step).await
    });
    taken.await
}

fn unknown<T>() -> Result<T> {
    Err(Error::invalid("number", ProblemCode::UnknownCase))
}

async fn elsewhere(world: &World) -> CaseNumber {
    world.register(WORKER, "Шевченко", "Олена").await
}

async fn shown(world: &World, account: &str, id: TransitionId) -> ShownRequest {
    match queue(world, account, id).await.unwrap().shown {
        Some(Shown::Request(shown)) => *shown,
        other => panic!("{other:?}"),
    }
}

/// Where the account's draft of a transfer goes, and why, if there is one.
async fn draft(world: &World, account: &str, number: &CaseNumber) -> Option<(Option<i32>, String)> {
    let of = number.clone();
    let page = world.read(account, |unit| async move {
        compose_transfer(&unit, &of, false).await
    });
    let page = page.await.unwrap();
    page.draft.then_some((page.typed.to, page.typed.reason))
}

/// The worker's case goes to another district, whose supervisor gives it to this owner.
async fn moved(world: &World, number: &CaseNumber, to: i32, supervisor: &str, owner: &str) {
    let id = ask(world, WORKER, number, typed(to)).await.unwrap();
    let released = step(world, SUPERVISOR, id, TransferEvent::Release, None).await;
    assert_eq!(released, Ok(TransferState::Offered));
    let accepted = step(world, supervisor, id, TransferEvent::Accept, Some(owner)).await;
    assert_eq!(accepted, Ok(TransferState::Accepted));
}

on_both_databases! {
    async fn whoever_agrees_finds_the_transfer_begun(world: World) {
        let number = consenting(&world, WORKER).await;
        let id = request(&world, NEIGHBOUR, number.as_str()).await.unwrap();
        assert!(read(&world, NEIGHBOUR, &number).await.is_err());
        assert_eq!(take_saying(&world, SUPERVISOR, id, RequestEvent::Agree, "").await, Ok(RequestState::Agreed));
        let begun = Some((Some(9), "They live here now".to_owned()));
        assert_eq!(draft(&world, SUPERVISOR, &number).await, begun);
        assert_eq!(draft(&world, WORKER, &number).await, None, "it is of whoever agreed");
        assert!(read(&world, NEIGHBOUR, &number).await.is_err(), "nothing has moved yet");
        assert_eq!(told(&world, NEIGHBOUR).await, ["request_agreed"]);
        moved(&world, &number, 9, NEIGHBOUR_SUPERVISOR, NEIGHBOUR).await;
        assert!(read(&world, NEIGHBOUR, &number).await.is_ok());
        assert_eq!(shown(&world, NEIGHBOUR, id).await.may, []);
    }

    async fn what_the_one_who_agrees_has_begun_already_is_kept(world: World) {
        let number = elsewhere(&world).await;
        let id = request(&world, NEIGHBOUR, number.as_str()).await.unwrap();
        let of = number.clone();
        world.run(WORKER, |unit| async move { keep_transfer(&unit, &of, &typed(10)).await }).await.unwrap();
        assert_eq!(take(&world, WORKER, id, RequestEvent::Agree).await, Ok(RequestState::Agreed));
        assert_eq!(draft(&world, WORKER, &number).await, Some((Some(10), "The family has moved".to_owned())));
    }

    async fn it_is_declined_with_a_reason_or_taken_back(world: World) {
        let number = elsewhere(&world).await;
        let id = request(&world, NEIGHBOUR, number.as_str()).await.unwrap();
        for account in [NEIGHBOUR, NEIGHBOUR_SUPERVISOR] {
            assert_eq!(request(&world, account, number.as_str()).await, refused(Refusal::WrongState), "one at a time");
        }
        assert_eq!(take_saying(&world, SUPERVISOR, id, RequestEvent::Decline, " ").await, refused(Refusal::ReasonMissing));
        assert_eq!(take(&world, SUPERVISOR, id, RequestEvent::Decline).await, Ok(RequestState::Declined));
        assert_eq!(shown(&world, NEIGHBOUR, id).await.note.as_deref(), Some("Not now"));
        assert_eq!(draft(&world, SUPERVISOR, &number).await, None);
        let late = take(&world, WORKER, id, RequestEvent::Agree).await;
        assert!(matches!(late, Err(Error::Overtaken { ref by, .. }) if by == SUPERVISOR), "{late:?}");

        let again = request(&world, NEIGHBOUR, number.as_str()).await.unwrap();
        assert_eq!(take_saying(&world, NEIGHBOUR, again, RequestEvent::Withdraw, "").await, Ok(RequestState::Withdrawn));
        let late = take(&world, WORKER, again, RequestEvent::Agree).await;
        assert!(matches!(late, Err(Error::Overtaken { ref by, .. }) if by == NEIGHBOUR), "{late:?}");
        assert_eq!(told(&world, NEIGHBOUR).await, ["request_declined"]);
        assert_eq!(told(&world, WORKER).await, ["request_asked", "request_asked", "request_withdrawn"]);
        assert!(told(&world, COLLEAGUE).await.is_empty());
    }

    async fn two_districts_may_ask_for_one_case(world: World) {
        third(&world).await;
        let number = elsewhere(&world).await;
        let one = request(&world, NEIGHBOUR, number.as_str()).await.unwrap();
        let two = request(&world, THIRD, number.as_str()).await.unwrap();
        assert_eq!(queue(&world, THIRD, one).await, Err(Error::NotFound), "neither knows of the other");
        assert_eq!(queue(&world, NEIGHBOUR, two).await, Err(Error::NotFound));
        let queue = queue(&world, WORKER, two).await.unwrap();
        assert_eq!(queue.waiting.iter().map(|row| row.id).collect::<Vec<_>>(), [one, two]);
    }

    async fn nothing_is_learnt_by_asking(world: World) {
        let number = elsewhere(&world).await;
        let own = world.register(NEIGHBOUR, "Коваль", "Петро").await;
        for nothing in ["222-222-2", nobodys_number().as_str(), own.as_str(), "case", "' OR 1=1"] {
            assert_eq!(request(&world, NEIGHBOUR, nothing).await, unknown(), "{nothing}");
        }
        // Without a reason nobody is told whether there is such a case.
        for asked in [nobodys_number().as_str(), number.as_str(), own.as_str()] {
            let asked = saying(&world, NEIGHBOUR, asked, " ").await;
            assert_eq!(asked, Err(Error::invalid("reason", ProblemCode::Required)));
        }
        let empty = saying(&world, NEIGHBOUR, " ", "").await;
        let problems = ["number", "reason"].map(|field| Problem::new(field, ProblemCode::Required));
        assert_eq!(empty, Err(Error::Invalid { problems: problems.to_vec() }));
        assert_eq!(world.database.snapshot().await.count("transitions"), 0);

        let id = request(&world, NEIGHBOUR, &number.as_str().to_lowercase()).await.unwrap();
        let told = serde_json::to_string(&queue(&world, NEIGHBOUR, id).await.unwrap()).unwrap();
        for word in ["Шевченко", "Shevchenko", WORKER] {
            assert!(!told.contains(word), "{word}: {told}");
        }
        assert_eq!(search(&world, NEIGHBOUR, number.as_str()).await.unwrap().hits, []);
    }

    async fn only_the_owners_side_answers_and_only_the_asking_side_takes_back(world: World) {
        front(&world).await;
        third(&world).await;
        let number = elsewhere(&world).await;
        let id = request(&world, NEIGHBOUR, number.as_str()).await.unwrap();
        let not_theirs = refused(Refusal::NotYourStep);
        for (account, answer) in [
            (NEIGHBOUR, not_theirs.clone()),
            (NEIGHBOUR_SUPERVISOR, not_theirs.clone()),
            (FRONT, not_theirs.clone()),
            (COLLEAGUE, not_theirs.clone()),
            (HELPDESK, not_theirs.clone()),
            (THIRD, Err(Error::NotFound)),
            (ADMIN, refused(Refusal::PermissionMissing)),
            (CALL_CENTRE, refused(Refusal::PermissionMissing)),
        ] {
            for event in [RequestEvent::Agree, RequestEvent::Decline] {
                assert_eq!(take(&world, account, id, event).await, answer, "{account} {event:?}");
            }
        }
        for account in [WORKER, SUPERVISOR, FRONT] {
            assert_eq!(take(&world, account, id, RequestEvent::Withdraw).await, not_theirs, "{account}");
        }
        for account in [COLLEAGUE, FRONT, THIRD] {
            assert_eq!(queue(&world, account, id).await, Err(Error::NotFound), "{account}");
        }
        for (account, may) in [(NEIGHBOUR, &[RequestEvent::Withdraw][..]), (NEIGHBOUR_SUPERVISOR, &[RequestEvent::Withdraw]), (WORKER, &[RequestEvent::Agree, RequestEvent::Decline])] {
            assert_eq!(shown(&world, account, id).await.may, may, "{account}");
        }
        for account in ["helpdesk.d09", CALL_CENTRE, "dpo"] {
            assert_eq!(request(&world, account, number.as_str()).await, refused(Refusal::PermissionMissing), "{account}");
        }
        // Whoever asked may be away: their supervisor takes it back, too.
        assert_eq!(take(&world, NEIGHBOUR_SUPERVISOR, id, RequestEvent::Withdraw).await, Ok(RequestState::Withdrawn));
        assert_eq!(told(&world, NEIGHBOUR).await, ["request_withdrawn"]);
    }

    async fn nobody_agrees_while_the_case_is_on_its_way(world: World) {
        third(&world).await;
        let number = consenting(&world, WORKER).await;
        let id = request(&world, THIRD, number.as_str()).await.unwrap();
        let transfer = ask(&world, WORKER, &number, typed(9)).await.unwrap();
        assert_eq!(take(&world, WORKER, id, RequestEvent::Agree).await, refused(Refusal::WrongState));
        assert_eq!(step(&world, WORKER, transfer, TransferEvent::Withdraw, None).await, Ok(TransferState::Withdrawn));
        assert_eq!(take(&world, WORKER, id, RequestEvent::Agree).await, Ok(RequestState::Agreed));
        assert_eq!(draft(&world, WORKER, &number).await.map(|(to, _)| to), Some(Some(10)));
    }

    async fn a_request_follows_the_case(world: World) {
        third(&world).await;
        let number = consenting(&world, WORKER).await;
        let of_third = request(&world, THIRD, number.as_str()).await.unwrap();
        let of_ninth = request(&world, NEIGHBOUR, number.as_str()).await.unwrap();
        moved(&world, &number, 9, NEIGHBOUR_SUPERVISOR, NEIGHBOUR).await;
        // Who has the case now asks for it no more.
        assert!(told(&world, NEIGHBOUR).await.contains(&"request_withdrawn"));
        assert_eq!(shown(&world, NEIGHBOUR, of_ninth).await.may, []);
        for account in [WORKER, SUPERVISOR] {
            assert_eq!(queue(&world, account, of_third).await, Err(Error::NotFound), "{account}");
            assert_eq!(take(&world, account, of_third, RequestEvent::Agree).await, Err(Error::NotFound), "{account}");
        }
        assert_eq!(request(&world, THIRD, number.as_str()).await, refused(Refusal::WrongState), "it still stands");
        assert_eq!(queue(&world, NEIGHBOUR, of_third).await.unwrap().waiting.len(), 1);
        assert!(told(&world, NEIGHBOUR).await.contains(&"request_asked"), "the new side hears of it");
        assert_eq!(take(&world, NEIGHBOUR, of_third, RequestEvent::Agree).await, Ok(RequestState::Agreed));
        assert_eq!(draft(&world, NEIGHBOUR, &number).await, Some((Some(10), "They live here now".to_owned())));
        assert_eq!(told(&world, THIRD).await, ["request_agreed"]);
        // The district that has lost it may ask for it.
        assert!(request(&world, WORKER, number.as_str()).await.is_ok());
    }

    async fn what_is_written_so_far_is_kept_and_told_of_once_it_was_tried(world: World) {
        let number = elsewhere(&world).await;
        let kept = async |typed: TypedRequest, tried| {
            world.run(NEIGHBOUR, move |unit| async move { keep_request(&unit, &typed, tried).await }).await.unwrap();
            let read = world.read(NEIGHBOUR, |unit| async move { services::transitions::read_queue(&unit, None, None).await });
            let queue = read.await.unwrap();
            (queue.request.unwrap(), queue.request_problems)
        };
        let typed = TypedRequest { number: number.to_string(), reason: String::new() };
        assert_eq!(kept(typed.clone(), false).await, (typed.clone(), vec![]));
        assert_eq!(kept(typed.clone(), true).await, (typed, vec![Problem::new("reason", ProblemCode::Required)]));
        let unknown = TypedRequest { number: nobodys_number().to_string(), reason: "They live here now".to_owned() };
        let problem = Problem::new("number", ProblemCode::UnknownCase);
        assert_eq!(kept(unknown.clone(), true).await, (unknown, vec![problem]));
        let another = TypedRequest { number: number.to_string(), reason: "They live here now".to_owned() };
        assert_eq!(kept(another.clone(), false).await, (another, vec![]), "nobody has said anything of this one");
        request(&world, NEIGHBOUR, number.as_str()).await.unwrap();
        let read = world.read(NEIGHBOUR, |unit| async move { services::transitions::read_queue(&unit, None, None).await });
        assert_eq!(read.await.unwrap().request, Some(TypedRequest::default()));
    }
}
