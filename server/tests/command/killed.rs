//! A process that is killed loses no event, and one that is stopped seals what it leaves.

use testkit::{World, on_both_databases};

use crate::{
    run::told,
    serving::{Serving, until},
};

async fn failures(world: &World) -> usize {
    let failed = "SELECT 1 FROM audit_events WHERE action = 'sign_in_failed'";
    world.database.rows(failed).await.len()
}

on_both_databases! {
    async fn a_killed_process_leaves_no_lost_event_and_a_stopped_one_none_unsealed(world: World) {
        let serving = Serving::start(&world.database);
        let all_sealed = || told(&world, &["audit", "verify"]).unwrap().contains(", 0 are not");
        until("the first round seals what was there", all_sealed);
        for number in 0..3 {
            serving.sign_in(&format!("nobody{number}"), "wrong");
        }
        drop(serving);
        assert_eq!(failures(&world).await, 3);
        let said = told(&world, &["audit", "verify"]).unwrap();
        assert!(said.contains(", 3 are not sealed yet"), "{said}");

        let serving = Serving::start(&world.database);
        until("the next process seals what the killed one left", all_sealed);
        for number in 0..3 {
            serving.sign_in(&format!("nobody{number}"), "wrong");
        }
        serving.stop();
        assert_eq!(failures(&world).await, 6);
        let said = told(&world, &["audit", "verify"]).unwrap();
        assert!(said.contains(", 0 are not sealed yet"), "{said}");
    }
}
