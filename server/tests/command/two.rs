//! Two processes on one database.

use testkit::{
    Kind, TestDatabase, World, on_both_databases,
    trial::{Load, Writer, hold, sign_in_all, until},
};

use crate::run::trial;

/// So many saves behind a kill show that the other process goes on.
const GOES_ON: usize = 40;

fn never_refused(world: &World, writers: &[Writer]) {
    for writer in writers {
        // Two that ask for SQLite's lock again and again may wait in vain, and are told so.
        let has_turns = world.database.kind == Kind::Postgres;
        let went_in = writer.pending.is_none() && writer.not_now == 0;
        assert!(went_in || !has_turns, "{writer:?}");
    }
}

on_both_databases! {
    async fn two_that_start_at_once_on_an_empty_database_both_serve(world: World) {
        for _ in 0..2 {
            let database = TestDatabase::empty(world.database.kind).await;
            let program = trial(&database);
            let mut both = [program.start(), program.start()];
            for served in &mut both {
                served.wait();
            }
            assert_eq!(database.texts("SELECT name FROM districts").await.len(), 24);
            for served in both {
                served.stop();
            }
            program.verify();
            database.remove().await;
        }
    }

    async fn one_is_killed_and_the_other_goes_on(world: World) {
        let program = trial(&world.database);
        let (one, other) = (program.serve(), program.serve());
        let here = Load::on(one.port, sign_in_all(one.port, 1));
        let there = Load::on(other.port, sign_in_all(other.port, 11));
        until("people work at both", || here.acknowledged() > 5 && there.acknowledged() > 5);
        one.kill();
        let mut writers = here.end();
        let so_far = there.acknowledged();
        until("the other goes on", || there.is_over() || there.acknowledged() > so_far + GOES_ON);
        let others = there.end();
        never_refused(&world, &others);
        let mut all: Vec<Writer> = writers.drain(..).chain(others).collect();
        hold(&world, &mut all).await;
        // Whoever was not answered comes to the other one.
        let load = Load::on(other.port, all);
        until("all work at the other", || load.is_over() || load.acknowledged() > GOES_ON);
        let mut all = load.end();
        never_refused(&world, &all);
        hold(&world, &mut all).await;
        let mut numbers = world.database.texts("SELECT number FROM cases ORDER BY number").await;
        let count = numbers.len();
        numbers.dedup();
        assert_eq!(numbers.len(), count);
        other.stop();
        let said = program.verify();
        assert!(said.contains(", 0 are not sealed"), "{said}");
    }
}
