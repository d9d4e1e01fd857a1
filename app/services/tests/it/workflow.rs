//! The way of a case through its stages, and what has to be approved on it.

mod walk;

use domain::{
    Error, Refusal, Result,
    audit::AuditAction,
    cases::{CaseNumber, Stage},
    ids::ApprovalId,
    transitions::{TransferEvent, TransferState},
    workflow::{ApprovalEvent, ApprovalKind, ApprovalState, CaseWorkflow},
};
use services::{
    approvals::{Decision, approvals_waiting, ask_approval, decide_approval, read_approval},
    cases::read_path,
    workflow::{case_workflow, change_stage},
};
use testkit::{World, on_both_databases};

use crate::{support::*, transitions};

/// The answers with which the form of the arrival is complete.
const ARRIVAL: [(&str, &str); 2] = [
    ("status", "temporary_protection"),
    ("travelled_alone", "yes"),
];

fn refused<T>(reason: Refusal) -> Result<T> {
    Err(Error::Refused { reason })
}

fn stage(code: &str) -> Stage {
    Stage::from_code(code).unwrap()
}

async fn go(world: &World, account: &str, number: &CaseNumber, to: &str, why: &str) -> Result<()> {
    let (number, to, why) = (number.clone(), stage(to), why.to_owned());
    world
        .run(account, |unit| async move {
            change_stage(&unit, &number, &to, &why).await
        })
        .await
}

async fn workflow(world: &World, account: &str, number: &CaseNumber) -> Result<CaseWorkflow> {
    let number = number.clone();
    world
        .read(account, |unit| async move {
            case_workflow(&unit, &number).await
        })
        .await
}

async fn ask(
    world: &World,
    account: &str,
    number: &CaseNumber,
    kind: ApprovalKind,
) -> Result<ApprovalId> {
    let number = number.clone();
    world
        .run(account, move |unit| async move {
            ask_approval(&unit, &number, kind, "").await
        })
        .await
}

/// A new case of the account's, whose plan is to be approved.
pub(crate) async fn asked_for(world: &World, account: &str) {
    let number = world.register(account, "Мельник", "Ірина").await;
    ask(world, account, &number, ApprovalKind::Plan)
        .await
        .unwrap();
}

/// What the account is shown of an approval, as a decision is bound to it.
async fn shown(world: &World, account: &str, id: ApprovalId) -> String {
    let page = world.read(account, move |unit| async move {
        read_approval(&unit, id).await
    });
    page.await.unwrap().shown
}

async fn decide(
    world: &World,
    account: &str,
    id: ApprovalId,
    event: ApprovalEvent,
    shown: &str,
) -> Result<ApprovalState> {
    let comment = if event == ApprovalEvent::Refuse {
        "Not yet"
    } else {
        ""
    };
    let decision = Decision {
        event,
        comment: comment.to_owned(),
        shown: shown.to_owned(),
    };
    world
        .run(account, move |unit| async move {
            decide_approval(&unit, id, &decision).await
        })
        .await
}

/// Grants what was asked for.
async fn grant(world: &World, account: &str, id: ApprovalId) {
    let shown = shown(world, account, id).await;
    let granted = decide(world, account, id, ApprovalEvent::Grant, &shown).await;
    assert_eq!(granted, Ok(ApprovalState::Granted));
}

async fn states(world: &World, number: &CaseNumber) -> Vec<ApprovalState> {
    let workflow = workflow(world, WORKER, number).await.unwrap();
    workflow.approvals.iter().map(|row| row.state).collect()
}

on_both_databases! {
    async fn only_declared_steps_are_taken_and_all_are_noted(world: World) {
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        assert_eq!(go(&world, WORKER, &number, "service", "").await, refused(Refusal::WrongState));
        assert_eq!(go(&world, WORKER, &number, "follow_up", "").await, refused(Refusal::WrongState));
        assert_eq!(go(&world, NEIGHBOUR, &number, "assessment", "").await, Err(Error::NotFound));
        assert_eq!(go(&world, SHELTER, &number, "assessment", "").await, refused(Refusal::PermissionMissing));
        go(&world, WORKER, &number, "assessment", "").await.unwrap();
        let case = read(&world, WORKER, &number).await.unwrap();
        let stage = case.stage.unwrap();
        assert_eq!((stage.stage.code(), stage.label.en.as_str()), ("assessment", "Assessment"));
        let path = world.read(WORKER, { let number = number.clone(); |unit| async move { read_path(&unit, &number).await } });
        let actions: Vec<_> = path.await.unwrap().entries.iter().map(|entry| entry.action).collect();
        assert!(actions.contains(&AuditAction::StageChanged), "{actions:?}");
    }

    async fn closing_needs_a_reason_and_reopening_keeps_every_closing(world: World) {
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        assert_eq!(go(&world, WORKER, &number, "closed", " ").await, refused(Refusal::ReasonMissing));
        assert_eq!(go(&world, HELPDESK, &number, "closed", "Moved").await, refused(Refusal::NotYourStep));
        for (account, to, why) in [(WORKER, "closed", "Moved"), (SUPERVISOR, "assessment", "Came back"), (WORKER, "closed", "Left")] {
            go(&world, account, &number, to, why).await.unwrap();
            world.clock.advance(chrono::TimeDelta::minutes(1));
        }
        assert_eq!(go(&world, WORKER, &number, "assessment", "Again").await, refused(Refusal::NotYourStep));
        let closings = workflow(&world, WORKER, &number).await.unwrap().closings;
        let told: Vec<_> = closings.iter().map(|one| (one.reopened, one.reason.as_str())).collect();
        assert_eq!(told, [(false, "Left"), (true, "Came back"), (false, "Moved")]);
    }

    async fn a_stage_is_not_reached_without_what_has_to_be_approved(world: World) {
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        go(&world, WORKER, &number, "assessment", "").await.unwrap();
        assert_eq!(go(&world, WORKER, &number, "plan", "").await, refused(Refusal::ApprovalMissing));
        assert_eq!(ask(&world, WORKER, &number, ApprovalKind::Closure).await, refused(Refusal::WrongState));
        let id = ask(&world, WORKER, &number, ApprovalKind::Assessment).await.unwrap();
        assert_eq!(ask(&world, WORKER, &number, ApprovalKind::Assessment).await, refused(Refusal::WrongState));
        let waiting = world.read(SUPERVISOR, |unit| async move { approvals_waiting(&unit).await }).await.unwrap();
        assert_eq!(waiting.iter().map(|row| row.id).collect::<Vec<_>>(), [id]);
        grant(&world, SUPERVISOR, id).await;
        go(&world, WORKER, &number, "plan", "").await.unwrap();
    }

    async fn nobody_approves_what_they_asked_for(world: World) {
        let number = world.register(SUPERVISOR, "Шевченко", "Олена").await;
        let id = ask(&world, SUPERVISOR, &number, ApprovalKind::Assessment).await.unwrap();
        let own = shown(&world, SUPERVISOR, id).await;
        for event in [ApprovalEvent::Grant, ApprovalEvent::Refuse] {
            assert_eq!(decide(&world, SUPERVISOR, id, event, &own).await, refused(Refusal::OwnStep));
            assert_eq!(decide(&world, WORKER, id, event, &own).await, refused(Refusal::NotYourStep));
            assert_eq!(decide(&world, NEIGHBOUR_SUPERVISOR, id, event, &own).await, Err(Error::NotFound));
        }
        assert_eq!(decide(&world, SUPERVISOR, id, ApprovalEvent::Fall, &own).await, refused(Refusal::WrongState));
        let withdrawn = decide(&world, SUPERVISOR, id, ApprovalEvent::Withdraw, "").await;
        assert_eq!(withdrawn, Ok(ApprovalState::Withdrawn));
    }

    async fn an_approval_is_bound_to_what_was_shown_and_falls_when_it_changes(world: World) {
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        go(&world, WORKER, &number, "assessment", "").await.unwrap();
        let id = ask(&world, WORKER, &number, ApprovalKind::Assessment).await.unwrap();
        let before = shown(&world, SUPERVISOR, id).await;
        save(&world, WORKER, &number, "arrival", 0, &ARRIVAL).await.unwrap();
        let late = decide(&world, SUPERVISOR, id, ApprovalEvent::Grant, &before).await;
        assert_eq!(late, refused(Refusal::ContentChanged));
        grant(&world, SUPERVISOR, id).await;
        assert_eq!(states(&world, &number).await, [ApprovalState::Granted]);

        save(&world, WORKER, &number, "contact", 0, &CONTACT).await.unwrap();
        assert_eq!(states(&world, &number).await, [ApprovalState::Granted], "the contact is not part of it");
        save(&world, WORKER, &number, "arrival", 1, &[("status", "refugee"), ("travelled_alone", "yes")]).await.unwrap();
        assert_eq!(states(&world, &number).await, [ApprovalState::Fallen]);
        assert_eq!(go(&world, WORKER, &number, "plan", "").await, refused(Refusal::ApprovalMissing));
        let again = ask(&world, WORKER, &number, ApprovalKind::Assessment).await.unwrap();
        grant(&world, SUPERVISOR, again).await;
        go(&world, WORKER, &number, "plan", "").await.unwrap();
    }

    async fn what_people_wrote_is_not_for_everybody_who_may_open_the_case(world: World) {
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        let id = ask(&world, WORKER, &number, ApprovalKind::Plan).await.unwrap();
        let shown = shown(&world, SUPERVISOR, id).await;
        decide(&world, SUPERVISOR, id, ApprovalEvent::Refuse, &shown).await.unwrap();
        let comment = async |account| workflow(&world, account, &number).await.unwrap().approvals[0].comment.clone();
        assert_eq!(comment(WORKER).await, "Not yet");
        assert_eq!(comment(SHELTER).await, "");
        let read = world.read(SHELTER, move |unit| async move { read_approval(&unit, id).await });
        assert_eq!(read.await.map(|page| page.row), refused(Refusal::PermissionMissing));
    }

    async fn what_is_refused_changes_nothing(world: World) {
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        let id = ask(&world, WORKER, &number, ApprovalKind::Assessment).await.unwrap();
        let people = [WORKER, COLLEAGUE, HELPDESK, NEIGHBOUR_SUPERVISOR];
        for account in people {
            world.actor(account).await;
        }
        let before = world.database.snapshot().await.without(&["audit_events"]);
        for account in people {
            assert!(decide(&world, account, id, ApprovalEvent::Grant, "x").await.is_err());
            assert!(go(&world, account, &number, "plan", "").await.is_err());
            assert!(go(&world, account, &number, "closed", "").await.is_err());
        }
        assert_eq!(world.database.snapshot().await.without(&["audit_events"]), before);
    }

    async fn a_district_goes_its_own_way(world: World) {
        let number = world.register(NEIGHBOUR, "Шевченко", "Олена").await;
        let stages = workflow(&world, NEIGHBOUR, &number).await.unwrap().stages;
        assert!(stages.iter().any(|stage| stage.stage.code() == "follow_up"));
        assert_eq!(go(&world, NEIGHBOUR, &number, "closed", "Moved").await, refused(Refusal::ApprovalMissing));
        go(&world, NEIGHBOUR, &number, "assessment", "").await.unwrap();
        go(&world, NEIGHBOUR, &number, "plan", "").await.unwrap();
    }

    async fn an_approval_does_not_move_to_another_district(world: World) {
        let (number, id) = transitions::offered(&world).await;
        let approval = ask(&world, WORKER, &number, ApprovalKind::Plan).await.unwrap();
        grant(&world, SUPERVISOR, approval).await;
        let accepted = transitions::step(&world, NEIGHBOUR_SUPERVISOR, id, TransferEvent::Accept, Some(NEIGHBOUR));
        assert_eq!(accepted.await, Ok(TransferState::Accepted));
        let old = world.read(SUPERVISOR, move |unit| async move { read_approval(&unit, approval).await }).await;
        assert_eq!(old.map(|page| page.row), Err(Error::NotFound));
        let states: Vec<_> = workflow(&world, NEIGHBOUR, &number).await.unwrap().approvals.iter().map(|row| row.state).collect();
        assert_eq!(states, [ApprovalState::Fallen]);
    }
}
