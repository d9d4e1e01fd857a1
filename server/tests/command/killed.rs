//! A process that is killed loses nothing that it said is done, and leaves nothing half-done.

use std::{process::Command, thread::sleep, time::Duration};

use domain::search::canonical;
use testkit::{
    TestDatabase, World, on_both_databases,
    trial::{Program, Request, Served, form, kills, send, until},
};

use crate::run::{told, trial};

/// How often a server is killed; `scripts/bench kills` does it two hundred times.
const KILLS: usize = 6;
/// So that every run kills at other moments, and a failure tells how to repeat it.
const SEED: &str = "TRIAL_SEED";

/// The seed of this run.
pub(crate) fn seed() -> u64 {
    let given = std::env::var(SEED).ok().and_then(|seed| seed.parse().ok());
    let seed = given.unwrap_or_else(|| u64::from(std::process::id()));
    eprintln!("{SEED}={seed}");
    seed
}

/// Tries to sign in, and waits for the answer.
fn sign_in_wrongly(served: &Served, account: &str) {
    let body = form(&[("account", account), ("password", "wrong")]);
    let request = Request::post("/api/users/sign_in", "", body);
    send(served.port, &request).unwrap();
}

async fn failures(world: &World) -> usize {
    let failed = "SELECT 1 FROM audit_events WHERE action = 'sign_in_failed'";
    world.database.rows(failed).await.len()
}

/// Runs a command of the program, and kills it after a while; answers whether it had ended before.
fn killed_after(mut command: Command, after: Duration) -> bool {
    let mut process = command.spawn().unwrap();
    sleep(after);
    let ended = process.try_wait().unwrap().is_some();
    let _ = process.kill();
    let _ = process.wait();
    ended
}

/// The same command is killed later and later, until it comes to its end.
fn killed_until_it_ends(program: &Program, arguments: &[&str], first: Duration) {
    let mut rng = seed();
    let mut after = first;
    loop {
        let mut command = program.command();
        command.args(arguments).env("LANCHID_LOG", "error");
        command.stdout(std::process::Stdio::null());
        command.stderr(std::process::Stdio::null());
        if killed_after(command, after) {
            return;
        }
        assert!(after < Duration::from_mins(2), "it never comes to its end");
        // By a third to two thirds later each time.
        rng = rng.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        after = after * 4 / 3 + after / 3 * u32::try_from(rng >> 54).unwrap_or(0) / 1024;
    }
}

on_both_databases! {
    async fn a_killed_process_leaves_no_lost_event_and_a_stopped_one_none_unsealed(world: World) {
        let program = trial(&world.database);
        let served = program.serve();
        let all_sealed = || told(&world, &["audit", "verify"]).unwrap().contains(", 0 are not");
        until("the first round seals what was there", all_sealed);
        for number in 0..3 {
            sign_in_wrongly(&served, &format!("nobody{number}"));
        }
        served.kill();
        assert_eq!(failures(&world).await, 3);
        let said = told(&world, &["audit", "verify"]).unwrap();
        assert!(said.contains(", 3 are not sealed yet"), "{said}");

        let served = program.serve();
        until("the next process seals what the killed one left", all_sealed);
        for number in 0..3 {
            sign_in_wrongly(&served, &format!("nobody{number}"));
        }
        served.stop();
        assert_eq!(failures(&world).await, 6);
        let said = told(&world, &["audit", "verify"]).unwrap();
        assert!(said.contains(", 0 are not sealed yet"), "{said}");
    }

    async fn whenever_it_is_killed_what_it_acknowledged_is_there_and_the_rest_whole_or_not_at_all(world: World) {
        let told = kills(&world, &trial(&world.database), KILLS, seed()).await;
        assert_eq!(told.under_load, KILLS);
        assert!(told.acknowledged > KILLS, "{told:?}");
    }

    async fn a_start_that_was_killed_is_no_hindrance_to_the_next(world: World) {
        let database = TestDatabase::empty(world.database.kind).await;
        let program = trial(&database);
        // Migrations, one after another, and killed in all of them.
        killed_until_it_ends(&program, &["migrate"], Duration::from_millis(30));
        let seed = ["seed", "demo", "--persons", "200"];
        killed_until_it_ends(&program, &seed, Duration::from_millis(300));
        let served = program.serve();
        program.verify();
        served.stop();
        let persons = "SELECT family_name FROM persons";
        let persons = database.texts(persons).await;
        assert_eq!(persons.len(), 200);
        let words = database.texts("SELECT DISTINCT word FROM person_words").await;
        let first = persons[0].split([' ', '-']).next().unwrap();
        assert!(words.contains(&canonical(first)), "{first}");
        database.remove().await;
    }
}
