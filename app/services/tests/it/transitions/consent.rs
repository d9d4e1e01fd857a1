//! Nothing is shared without consent, unless somebody who may says why.

use domain::{
    Error, Refusal,
    transitions::{TransferEvent, TransferState, TypedTransfer},
};
use services::consents::read_overrides;
use testkit::on_both_databases;

use super::support::*;
use crate::support::*;

const DPO: &str = "dpo";
const MISSING: Error = Error::Refused {
    reason: Refusal::ConsentMissing,
};

fn overriding(reason: &str) -> TypedTransfer {
    TypedTransfer {
        override_reason: reason.to_owned(),
        ..typed(9)
    }
}

on_both_databases! {
    async fn who_was_not_asked_or_said_no_is_not_shared(world: World) {
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        assert_eq!(ask(&world, WORKER, &number, typed(9)).await, Err(MISSING));
        world.consent(WORKER, &number, "refused").await;
        assert_eq!(ask(&world, WORKER, &number, typed(9)).await, Err(MISSING));
        world.consent(WORKER, &number, "given").await;
        assert!(ask(&world, WORKER, &number, typed(9)).await.is_ok());
    }

    async fn going_on_without_needs_the_permission_and_a_reason_and_is_told(world: World) {
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        assert_eq!(ask(&world, WORKER, &number, overriding("A child is in danger")).await, Err(MISSING));
        assert_eq!(ask(&world, SUPERVISOR, &number, overriding("  ")).await, Err(MISSING));
        assert!(told(&world, DPO).await.is_empty());
        assert!(ask(&world, SUPERVISOR, &number, overriding("A child is in danger")).await.is_ok());
        assert_eq!(told(&world, DPO).await, ["consent_overridden"]);
        let seen = world.read(DPO, |unit| async move { read_overrides(&unit).await }).await.unwrap();
        assert_eq!(seen.len(), 1);
        assert_eq!((seen[0].number.as_ref(), seen[0].reason.as_str()), (Some(&number), "A child is in danger"));
        for account in [WORKER, SUPERVISOR, NEIGHBOUR_SUPERVISOR] {
            let refused = world.read(account, |unit| async move { read_overrides(&unit).await }).await;
            assert_eq!(refused, Err(Error::Refused { reason: Refusal::PermissionMissing }), "{account}");
        }
    }

    async fn with_consent_nothing_is_overridden(world: World) {
        let number = consenting(&world, SUPERVISOR).await;
        assert!(ask(&world, SUPERVISOR, &number, overriding("No need")).await.is_ok());
        assert!(told(&world, DPO).await.is_empty());
    }

    async fn a_withdrawal_ends_what_it_allowed(world: World) {
        let (number, id) = offered(&world).await;
        world.consent(COLLEAGUE, &number, "withdrawn").await;
        let late = step(&world, NEIGHBOUR_SUPERVISOR, id, TransferEvent::Accept, Some(NEIGHBOUR)).await;
        assert!(matches!(late, Err(Error::Overtaken { by, .. }) if by == COLLEAGUE));
        assert!(told(&world, WORKER).await.contains(&"consent_withdrawn"));
        assert!(told(&world, NEIGHBOUR_SUPERVISOR).await.contains(&"transfer_withdrawn"));
        assert!(read(&world, WORKER, &number).await.is_ok());
        assert_eq!(ask(&world, WORKER, &number, typed(9)).await, Err(MISSING));
    }

    async fn consent_moves_along_with_the_case(world: World) {
        let (number, id) = offered(&world).await;
        let accepted = step(&world, NEIGHBOUR_SUPERVISOR, id, TransferEvent::Accept, Some(NEIGHBOUR));
        assert_eq!(accepted.await, Ok(TransferState::Accepted));
        assert!(ask(&world, NEIGHBOUR, &number, typed(8)).await.is_ok());
    }
}
