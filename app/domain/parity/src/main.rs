//! The native side: prints digests, a verdict, or what a change costs.

mod measure;
mod report;

use std::process::ExitCode;

use parity::Trial;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments.as_slice() {
        ["digests", from, count] => digests(from, count),
        ["verdict", seed] => number(seed).map(|seed| print!("{}", Trial::of(seed).verdict())),
        ["bench"] => {
            measure::print();
            Ok(())
        }
        ["report", native, wasm, out] => report::write(native, wasm, out),
        _ => Err(
            "parity digests FROM COUNT | verdict SEED | bench | report NATIVE WASM OUT".to_owned(),
        ),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("{reason}");
            ExitCode::FAILURE
        }
    }
}

fn number(text: &str) -> Result<u64, String> {
    text.parse().map_err(|_| format!("not a number: {text}"))
}

fn digests(from: &str, count: &str) -> Result<(), String> {
    let (from, count) = (number(from)?, number(count)?);
    for seed in from..from + count {
        println!("{seed} {:016x}", Trial::of(seed).digest());
    }
    Ok(())
}
