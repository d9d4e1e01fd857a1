//! The command line's entry.

use std::process::ExitCode;

use clap::Parser;
use mimalloc::MiMalloc;

/// Many small pieces are taken and given back with every request, by every thread.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    #[cfg(target_os = "linux")]
    take_memory_in_small_pieces();
    server::cli::run(server::cli::Cli::parse())
}

/// Where the allocator asks for pieces of two megabytes, Linux gives them whole to whoever touches a
/// byte: an idle process held nearly twice as much, and was no faster for it. Older kernels cannot be
/// told, which does no harm.
#[cfg(target_os = "linux")]
fn take_memory_in_small_pieces() {
    let _ = nix::sys::prctl::set_thp_disable(true);
}
