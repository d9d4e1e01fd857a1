//! Kills servers and cuts clients off, large; the tests of `server` do the same, small. Prints what
//! came of it as JSON, and fails when anything is lost or there by half. See `scripts/bench`.

use std::{path::PathBuf, time::Duration};

use clap::{Parser, Subcommand, ValueEnum};
use serde_json::{Value, json};
use testkit::{
    Kind, World, run,
    trial::{Program, cut_off, kills},
};

#[derive(Debug, Parser)]
#[command(name = "trials", about)]
struct Cli {
    /// The server's program.
    #[arg(long)]
    server: PathBuf,
    /// Which database; PostgreSQL's socket stands in `TEST_POSTGRES_SOCKET`.
    #[arg(long)]
    kind: Database,
    /// The seed of all chance.
    #[arg(long, default_value_t = 1849)]
    seed: u64,
    #[command(subcommand)]
    trial: Trial,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Database {
    Sqlite,
    Postgres,
}

#[derive(Clone, Copy, Debug, Subcommand)]
enum Trial {
    /// Kills a server at random moments of a write load.
    Kills {
        /// How often.
        count: usize,
    },
    /// Cuts requests off at random moments, half of them saves.
    CutOff {
        /// How many.
        count: usize,
    },
}

fn main() {
    let cli = Cli::parse();
    let kind = match cli.kind {
        Database::Sqlite => Kind::Sqlite,
        Database::Postgres => Kind::Postgres,
    };
    run(kind, |world: World| async move {
        let program = Program::new(&cli.server, &world.database);
        let told = match cli.trial {
            Trial::Kills { count } => told_of_kills(&world, &program, count, cli.seed).await,
            Trial::CutOff { count } => told_of_cuts(&world, program, count, cli.seed).await,
        };
        println!("{told}");
    });
}

async fn told_of_kills(world: &World, program: &Program, count: usize, seed: u64) -> Value {
    let mut told = kills(world, program, count, seed).await;
    told.up.sort_unstable();
    json!({
        "kind": name(world),
        "kills": told.under_load,
        "at_start": told.at_start,
        "acknowledged": told.acknowledged,
        "whole": told.whole,
        "absent": told.absent,
        "start_ms": {
            "p50": at(&told.up, 50),
            "p95": at(&told.up, 95),
            "max": at(&told.up, 100),
        },
    })
}

async fn told_of_cuts(world: &World, program: Program, count: usize, seed: u64) -> Value {
    let program = program.with("LANCHID_TRUST_PROXY", "1");
    let served = program.serve();
    let told = cut_off(world, &served, count, seed).await;
    served.stop();
    program.verify();
    json!({
        "kind": name(world),
        "reads": told.reads,
        "saves": told.saves,
        "whole": told.whole,
        "absent": told.absent,
        "resident_kb": told.resident_kb,
    })
}

fn name(world: &World) -> &'static str {
    match world.database.kind {
        Kind::Sqlite => "sqlite",
        Kind::Postgres => "postgres",
    }
}

fn at(sorted: &[Duration], percent: usize) -> u128 {
    let place = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
    sorted.get(place).map_or(0, Duration::as_millis)
}
