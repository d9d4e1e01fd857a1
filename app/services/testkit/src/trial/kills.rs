//! A server that is killed again and again while people work.

use std::{thread::sleep, time::Duration};

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use super::{
    below,
    ledger::hold,
    load::{Load, sign_in_all},
    served::{Program, until},
    writer::{Ended, Writer},
};
use crate::World;

/// After so many kills a start is killed as well.
const BETWEEN_STARTS: usize = 4;
/// The latest moment of a kill, in microseconds from the first acknowledgement.
const LATEST: u64 = 120_000;

/// What came of it.
#[derive(Clone, Debug, Default)]
pub struct Kills {
    /// How often the server was killed while people worked.
    pub under_load: usize,
    /// How often it was killed while it started.
    pub at_start: usize,
    /// How many attempts were acknowledged.
    pub acknowledged: usize,
    /// How many were not, and are there whole.
    pub whole: usize,
    /// How many were not, and nothing of them is there.
    pub absent: usize,
    /// How long each start took until the first answer.
    pub up: Vec<Duration>,
}

/// Kills a server so many times at random moments of a write load. After each kill everything is
/// held against what was acknowledged, and the writers repeat what was not answered.
///
/// # Panics
/// When anything is lost or there by half, when the audit does not hold, or when the server does
/// not come up again.
pub async fn kills(world: &World, program: &Program, count: usize, seed: u64) -> Kills {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut told = Kills::default();
    let mut served = program.serve();
    let mut writers = sign_in_all(served.port, 1);
    for number in 1..=count {
        let load = Load::on(served.port, writers);
        until("somebody works", || load.acknowledged() > 0);
        sleep(Duration::from_micros(below(&mut rng, LATEST)));
        served.kill();
        writers = load.end();
        told.under_load += 1;
        let unanswered = hold(world, &mut writers).await;
        told.whole += unanswered.whole;
        told.absent += unanswered.absent;
        program.verify();
        if number % BETWEEN_STARTS == 0 {
            let usual = told.up.last().copied().unwrap_or(Duration::from_secs(1));
            let usual = u64::try_from(usual.as_micros()).unwrap_or(u64::MAX);
            kill_at_start(program, Duration::from_micros(below(&mut rng, usual)));
            told.at_start += 1;
        }
        served = program.serve();
        told.up.push(served.up_after);
        for writer in &mut writers {
            repeat(writer, served.port);
        }
    }
    served.stop();
    hold(world, &mut writers).await;
    let verified = program.verify();
    assert!(verified.contains(", 0 are not sealed"), "{verified}");
    told.acknowledged = writers.iter().map(|writer| writer.acknowledged).sum();
    told
}

/// Whoever was not answered tries the same again, and is.
fn repeat(writer: &mut Writer, port: u16) {
    if writer.pending.is_some() {
        assert_eq!(writer.step(port), Ended::Acknowledged);
    }
}

fn kill_at_start(program: &Program, after: Duration) {
    let served = program.start();
    sleep(after);
    served.kill();
}
