//! The command line's entry.

use std::process::ExitCode;

use clap::Parser;
use mimalloc::MiMalloc;

/// Many small pieces are taken and given back with every request, by every thread.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    server::cli::run(server::cli::Cli::parse())
}
