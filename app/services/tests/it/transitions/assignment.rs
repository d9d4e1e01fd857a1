use domain::{
    Error, Refusal,
    transitions::{AssignedRow, BULK_MAX, NotAssigned},
};
use services::transitions::assign_cases;
use testkit::{World, on_both_databases};

use super::support::user;
use crate::support::*;

async fn assign(
    world: &World,
    account: &str,
    numbers: Vec<String>,
    owner: &str,
) -> domain::Result<Vec<AssignedRow>> {
    let owner = user(world, owner).await;
    let assigned = world.run(account, move |unit| async move {
        assign_cases(&unit, &numbers, owner).await
    });
    assigned.await
}

on_both_databases! {
    async fn each_row_of_a_bulk_is_answered_for(world: World) {
        let own = world.register(WORKER, "Шевченко", "Олена").await;
        let theirs = world.register(COLLEAGUE, "Коваль", "Іван").await;
        let foreign = world.register(NEIGHBOUR, "Бойко", "Анна").await;
        let numbers: Vec<String> = [&own, &theirs, &foreign].map(ToString::to_string).into();
        let rows = assign(&world, WORKER, numbers.clone(), COLLEAGUE).await.unwrap();
        let reasons: Vec<_> = rows.into_iter().map(|row| row.refused).collect();
        let not_yours = NotAssigned::Refused { reason: Refusal::NotYourStep };
        assert_eq!(reasons, [None, Some(not_yours), Some(NotAssigned::NotFound)]);
        assert_eq!(read(&world, WORKER, &own).await.unwrap().owner.as_deref(), Some(COLLEAGUE));

        let rows = assign(&world, SUPERVISOR, numbers, COLLEAGUE).await.unwrap();
        let already = NotAssigned::Refused { reason: Refusal::AlreadyTheirs };
        let reasons: Vec<_> = rows.into_iter().map(|row| row.refused).collect();
        assert_eq!(reasons, [Some(already), Some(already), Some(NotAssigned::NotFound)]);
    }

    async fn whoever_cannot_own_a_case_is_refused(world: World) {
        let own = world.register(WORKER, "Шевченко", "Олена").await.to_string();
        for owner in [HELPDESK, NEIGHBOUR] {
            let rows = assign(&world, SUPERVISOR, vec![own.clone()], owner).await.unwrap();
            let unfit = NotAssigned::Refused { reason: Refusal::ReceiverUnfit };
            assert_eq!(rows[0].refused, Some(unfit), "{owner}");
        }
        let too_many = vec![own; BULK_MAX + 1];
        let answer = assign(&world, SUPERVISOR, too_many, COLLEAGUE).await;
        assert!(matches!(answer, Err(Error::Invalid { .. })));
        let shelter = assign(&world, SHELTER, Vec::new(), COLLEAGUE).await;
        assert_eq!(shelter, Err(Refusal::PermissionMissing.into()));
    }
}
