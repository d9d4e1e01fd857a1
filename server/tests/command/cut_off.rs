//! Clients that hang up in the middle leave nothing half-done and nothing open.

use sea_orm::{ConnectionTrait, TransactionTrait};
use services::store::connect;
use testkit::{
    on_both_databases, on_postgres,
    trial::{cut_off, open_transactions},
};

use crate::{killed::seed, run::trial};

/// How many are cut off; `scripts/bench cut-off` does it ten thousand times.
const CUTS: usize = 200;

on_both_databases! {
    async fn a_save_that_was_cut_off_is_whole_or_absent_and_the_next_one_goes_in(world: World) {
        let program = trial(&world.database).with("LANCHID_TRUST_PROXY", "1");
        let served = program.serve();
        let told = cut_off(&world, &served, CUTS, seed()).await;
        assert_eq!(told.reads + told.saves, CUTS);
        assert!(told.whole > 0 && told.absent > 0, "{told:?}");
        served.stop();
        program.verify();
    }
}

on_postgres! {
    async fn a_transaction_that_is_left_open_would_be_found(world: World) {
        let db = connect(&world.database.url, 1).await.unwrap();
        let left = db.begin().await.unwrap();
        left.execute_unprepared("SELECT 1").await.unwrap();
        assert_eq!(open_transactions(&world).await, 1);
        left.rollback().await.unwrap();
        assert_eq!(open_transactions(&world).await, 0);
        db.close().await.unwrap();
    }
}
