use domain::{
    Error,
    transitions::{TransferEvent, TransferState},
};
use testkit::on_both_databases;

use super::support::*;
use crate::support::*;

on_both_databases! {
    async fn two_accept_at_once_and_the_other_is_told_who(world: World) {
        second_supervisor(&world).await;
        world.actor(SECOND_SUPERVISOR).await;
        for _ in 0..64 {
            let (_, id) = offered(&world).await;
            let accept = |account| step(&world, account, id, TransferEvent::Accept, Some(NEIGHBOUR));
            let (one, other) = tokio::join!(accept(NEIGHBOUR_SUPERVISOR), accept(SECOND_SUPERVISOR));
            let (winner, loser) = match (&one, &other) {
                (Ok(TransferState::Accepted), Err(loser)) => (NEIGHBOUR_SUPERVISOR, loser),
                (Err(loser), Ok(TransferState::Accepted)) => (SECOND_SUPERVISOR, loser),
                both => panic!("{both:?}"),
            };
            assert!(matches!(loser, Error::Overtaken { by, .. } if by == winner), "{loser:?}");
        }
    }
}
