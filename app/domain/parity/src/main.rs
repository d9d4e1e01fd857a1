//! The native side: prints digests, a verdict, or what a change costs.

use std::time::Instant;

use parity::{Bench, Shape, Trial, observe, paths};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["digests", from, count] => digests(read(from), read(count)),
        ["verdict", seed] => verdict(read(seed)),
        ["bench"] => bench(),
        _ => {
            eprintln!("parity digests FROM COUNT | verdict SEED | bench");
            std::process::exit(2);
        }
    }
}

fn read(number: &str) -> u64 {
    number.parse().unwrap_or_else(|_| {
        eprintln!("not a number: {number}");
        std::process::exit(2);
    })
}

fn digests(from: u64, count: u64) {
    for seed in from..from + count {
        println!("{seed} {:016x}", Trial::of(seed).digest());
    }
}

fn verdict(seed: u64) {
    let trial = Trial::of(seed);
    let mut filling = trial.begin();
    println!("{}", observe(&filling, &paths(&filling)));
    for step in &trial.steps {
        println!("{step:?}: {:?}", step.take(&mut filling).fields);
        println!("{}", observe(&filling, &paths(&filling)));
    }
}

/// One line of JSON for each shape: nanoseconds of single changes, sorted.
fn bench() {
    for shape in Shape::all() {
        let mut bench = Bench::new(shape);
        let changes = timed(4000, || bench.change());
        let scratch = timed(100, || bench.from_scratch());
        let line = serde_json::json!({
            "name": shape.name,
            "change": summary(&changes),
            "from_scratch": summary(&scratch),
        });
        println!("{line}");
    }
}

/// Milliseconds of so many runs, sorted; the first tenth only warms up.
fn timed(runs: usize, mut work: impl FnMut() -> usize) -> Vec<f64> {
    let mut times: Vec<f64> = (0..runs + runs / 10)
        .map(|_| {
            let begin = Instant::now();
            std::hint::black_box(work());
            begin.elapsed().as_secs_f64() * 1000.0
        })
        .skip(runs / 10)
        .collect();
    times.sort_by(f64::total_cmp);
    times
}

fn summary(times: &[f64]) -> serde_json::Value {
    let at = |percent: usize| times[times.len() * percent / 100];
    serde_json::json!({"median": at(50), "p95": at(95)})
}
