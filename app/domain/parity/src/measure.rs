//! How long it takes natively. `run.mjs` measures the WASM build in the same way.

use std::{hint::black_box, time::Instant};

use parity::{Bench, Shape};
use serde_json::{Value, json};

/// The forms are measured in turn, so many times over: what else the machine does hits all alike.
const ROUNDS: usize = 3;
const CHANGES: usize = 2000;
const OTHERS: usize = 50;

#[derive(Default)]
struct Times {
    change: Vec<f64>,
    problems: Vec<f64>,
    from_scratch: Vec<f64>,
}

/// Prints a line of JSON for each form: milliseconds.
pub(crate) fn print() {
    let mut all: Vec<Times> = Shape::all().iter().map(|_| Times::default()).collect();
    for _ in 0..ROUNDS {
        for (shape, times) in Shape::all().into_iter().zip(&mut all) {
            let mut bench = Bench::new(shape);
            time(CHANGES, &mut times.change, || bench.change());
            time(OTHERS, &mut times.problems, || bench.problems());
            time(OTHERS, &mut times.from_scratch, || bench.from_scratch());
        }
    }
    for times in all {
        let line = json!({
            "change": summary(times.change),
            "problems": summary(times.problems),
            "from_scratch": summary(times.from_scratch),
        });
        println!("{line}");
    }
}

/// Milliseconds of so many runs, after a few that only warm up.
fn time(runs: usize, times: &mut Vec<f64>, mut work: impl FnMut() -> usize) {
    for _ in 0..runs / 10 {
        black_box(work());
    }
    for _ in 0..runs {
        let begin = Instant::now();
        black_box(work());
        times.push(begin.elapsed().as_secs_f64() * 1000.0);
    }
}

fn summary(mut times: Vec<f64>) -> Value {
    times.sort_by(f64::total_cmp);
    let at = |percent: usize| times[times.len() * percent / 100];
    json!({"median": at(50), "p95": at(95)})
}
