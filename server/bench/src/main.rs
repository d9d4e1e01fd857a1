//! What the benchmarks of Lánchíd compare it with, and what they ask it for. See `scripts/bench`.

mod hand_overs;
mod handler;
mod queries;
mod save;

use std::{net::SocketAddr, process::ExitCode};

use clap::{Parser, Subcommand};
use mimalloc::MiMalloc;

/// The server's, so that saves cost here what they cost there, and the handler has no other one.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

#[derive(Debug, Parser)]
#[command(name = "bench", about)]
struct Cli {
    /// The address of the database.
    #[arg(long)]
    database: String,
    /// The number of the district that is worked in.
    #[arg(long, default_value_t = 8)]
    district: i32,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serves the list of cases the shortest way there is.
    Handler {
        /// Where to listen.
        #[arg(long)]
        addr: SocketAddr,
        /// The stage of the cases that are listed.
        #[arg(long, default_value = "plan")]
        stage: String,
    },
    /// Prints addresses of searches for people of the district, in several spellings.
    Queries {
        /// How many.
        #[arg(long, default_value_t = 500)]
        count: usize,
        /// For people of all districts alike.
        #[arg(long)]
        whole_city: bool,
    },
    /// Writes open hand-overs, and prints the number of a case that is on its way.
    HandOvers {
        /// How many there are afterwards.
        #[arg(long, default_value_t = 10_000)]
        count: u64,
    },
    /// Prints how many single fields are answered.
    Answers,
    /// Measures what a save costs, beside a bare INSERT of the same row.
    Save {
        /// How many saves.
        #[arg(long, default_value_t = 400)]
        count: usize,
    },
}

#[tokio::main]
async fn main() -> ExitCode {
    let Cli {
        database,
        district,
        command,
    } = Cli::parse();
    let outcome = match command {
        Command::Handler { addr, stage } => handler::serve(&database, district, stage, addr).await,
        Command::Queries { count, whole_city } => {
            let district = (!whole_city).then_some(district);
            queries::print(&database, district, count).await
        }
        Command::HandOvers { count } => hand_overs::open(&database, district, count).await,
        Command::Answers => queries::count_answers(&database).await,
        Command::Save { count } => save::measure(&database, district, count).await,
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("bench: {reason}");
            ExitCode::FAILURE
        }
    }
}

/// What goes wrong, in one line.
type Outcome = Result<(), Box<dyn std::error::Error>>;
