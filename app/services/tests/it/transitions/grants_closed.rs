//! What stays closed to whoever reads through a grant, and what is remembered of their reading.

use domain::{
    Error, Refusal, Result,
    audit::AuditAction,
    cases::{CaseNumber, Stage, Whose},
    transitions::{NotAssigned, TypedTransfer},
    workflow::ApprovalKind,
};
use services::{
    Outcome, Unit,
    approvals::ask_approval,
    cases::{print_case, read_path},
    transitions::{
        assign_cases, compose_referral, compose_transfer, keep_referral, keep_transfer,
        plan_assignment,
    },
    workflow::{case_workflow, change_stage},
};
use testkit::{World, on_both_databases};

use super::{sharing::*, support::*};
use crate::support::*;

const STRANGERS: [&str; 2] = [NEIGHBOUR, NEIGHBOUR_SUPERVISOR];

/// What comes of a piece of work on the case, but for its result.
async fn tried<T, F, Fut>(world: &World, account: &str, number: &CaseNumber, work: F) -> Result<()>
where
    T: Send + 'static,
    F: FnOnce(Unit, CaseNumber) -> Fut + Send + 'static,
    Fut: Future<Output = Outcome<T>> + Send + 'static,
{
    let number = number.clone();
    let done = world.run(account, |unit| work(unit, number));
    done.await.map(|_| ())
}

on_both_databases! {
    async fn nothing_but_reading_is_open(world: World) {
        let (number, _) = accepted(&world).await;
        let (new_owner, typed) = (user(&world, NEIGHBOUR).await, to_neighbours(&world).await);
        for account in STRANGERS {
            assert!(sees(&world, account, &number).await);
            let case = read(&world, account, &number).await.unwrap();
            assert!(!case.may_assign && !case.may_hand_over && !case.may_refer && case.on_its_way.is_none());
            let before = world.database.snapshot().await.without(&["audit_events"]);
            let closed = Err(Error::NotFound);
            assert_eq!(tried(&world, account, &number, |unit, of| async move { read_path(&unit, &of).await }).await, closed);
            assert_eq!(tried(&world, account, &number, |unit, of| async move { case_workflow(&unit, &of).await }).await, closed);
            assert_eq!(tried(&world, account, &number, |unit, of| async move {
                change_stage(&unit, &of, &Stage::from_code("assessment").unwrap(), "").await
            }).await, closed);
            assert_eq!(tried(&world, account, &number, |unit, of| async move { ask_approval(&unit, &of, ApprovalKind::Plan, "").await }).await, closed);
            assert_eq!(open(&world, account, &number, "identity").await.map(|_| ()), closed);
            assert_eq!(save(&world, account, &number, "identity", 1, &[("family_name", "Коваль")]).await.map(|_| ()), closed);
            assert_eq!(tried(&world, account, &number, |unit, of| async move { compose_transfer(&unit, &of, false).await }).await, closed);
            assert_eq!(tried(&world, account, &number, |unit, of| async move { keep_transfer(&unit, &of, &TypedTransfer::default()).await }).await, closed);
            assert_eq!(ask(&world, account, &number, super::support::typed(10)).await.map(|_| ()), closed);
            // Nor does a service pass on what it was shown.
            assert_eq!(tried(&world, account, &number, |unit, of| async move { compose_referral(&unit, &of).await }).await, closed);
            let kept = typed.clone();
            assert_eq!(tried(&world, account, &number, |unit, of| async move { keep_referral(&unit, &of, &kept, false).await }).await, closed);
            assert_eq!(offer(&world, account, &number, typed.clone()).await.map(|_| ()), closed);
            let of = [number.to_string()];
            let rows = world.run(account, move |unit| async move { assign_cases(&unit, &of, new_owner).await }).await.unwrap();
            assert_eq!(rows[0].refused, Some(NotAssigned::NotFound));
            let of = [number.to_string()];
            let plan = world.read(account, move |unit| async move { plan_assignment(&unit, &of, Some(new_owner)).await }).await.unwrap();
            assert_eq!((plan.rows[0].refused, plan.rows[0].name.as_str()), (Some(NotAssigned::NotFound), ""));
            assert_eq!(world.database.snapshot().await.without(&["audit_events"]), before, "{account}");
        }
    }

    async fn a_list_of_shared_cases_asks_for_no_answers(world: World) {
        let (number, _) = accepted(&world).await;
        for address in ["identity/citizenship=ukrainian", "identity/citizenship:none=1", "sort=identity/citizenship", "identity/nothing=1", "stage=plan", "sort=stage", "sort=opened", "sort=changed"] {
            let listed = list_of(&world, NEIGHBOUR, &format!("whose=shared&{address}")).await;
            assert!(matches!(listed, Err(Error::Invalid { .. })), "{address}: {listed:?}");
        }
        let listed = list_of(&world, NEIGHBOUR, "whose=shared").await.unwrap().cases.remove(0);
        assert_eq!((listed.number, listed.stage, listed.opened, listed.changed), (number.clone(), None, None, None));
        let case = read(&world, NEIGHBOUR, &number).await.unwrap();
        assert_eq!((case.stage, case.opened, case.stages.len()), (None, None, 0));
        assert!(case.owner.is_some(), "whom to call");
    }

    async fn pages_of_shared_cases_follow_each_other(world: World) {
        let mut numbers = Vec::new();
        for _ in 0..51 {
            numbers.push(accepted(&world).await.0);
        }
        let first = list_of(&world, NEIGHBOUR, "whose=shared&sort=name").await.unwrap();
        assert_eq!((exactly(&first), first.cases.len()), (Some(51), 50));
        let after = first.next.clone().unwrap();
        let second = list_of(&world, NEIGHBOUR, &format!("whose=shared&sort=name&after={after}")).await.unwrap();
        assert_eq!((exactly(&second), second.cases.len(), second.next), (Some(51), 1, None));
        let mut listed: Vec<_> = first.cases.into_iter().chain(second.cases).map(|case| case.number).collect();
        listed.sort_by_key(ToString::to_string);
        numbers.sort_by_key(ToString::to_string);
        assert_eq!(listed, numbers);
    }

    async fn every_reading_is_remembered_with_its_referral(world: World) {
        let (number, id) = accepted(&world).await;
        let of = number.clone();
        let ((), left) = events_of(&world, async {
            read(&world, NEIGHBOUR, &number).await.unwrap();
            world.read(NEIGHBOUR, |unit| async move { print_case(&unit, &of, None).await }).await.unwrap();
            history(&world, NEIGHBOUR, &number).await.unwrap();
        }).await;
        let mut actions: Vec<_> = left.iter().map(|event| event.action.as_str()).collect();
        actions.sort_unstable();
        assert_eq!(actions, [AuditAction::CaseRead.code(), AuditAction::CaseRead.code(), AuditAction::HistoryRead.code()]);
        for event in &left {
            assert!(event.case_id.is_some() && event.actor_name == NEIGHBOUR);
            assert_eq!(event.details["referral"], id.to_string());
        }
        let case = left[0].case_id.unwrap().to_string();
        let (_, left) = events_of(&world, async { list(&world, NEIGHBOUR, Whose::Shared).await.unwrap() }).await;
        assert_eq!(left[0].details["cases"], serde_json::json!([case]));
        let (found, left) = events_of(&world, async { search(&world, NEIGHBOUR, "Шевченко").await.unwrap() }).await;
        assert_eq!(found.hits.len(), 1);
        assert_eq!(left[0].details["persons"].as_array().map(Vec::len), Some(1));
    }

    async fn who_may_not_read_cases_reads_none_through_a_grant(world: World) {
        let (number, _) = accepted(&world).await;
        for account in [CALL_CENTRE, ADMIN, "programme"] {
            assert_eq!(read(&world, account, &number).await, refused(Refusal::PermissionMissing), "{account}");
            assert_eq!(list(&world, account, Whose::Shared).await, refused(Refusal::PermissionMissing), "{account}");
        }
        // The call centre finds everybody in the city anyway, and opens nobody.
        let hits = search(&world, CALL_CENTRE, "Шевченко").await.unwrap().hits;
        assert!(hits.len() == 1 && hits[0].number.is_none());
    }
}
