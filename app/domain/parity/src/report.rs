//! The table of what was measured, and whether it stays within the budget.

use std::{fs, thread};

use parity::Shape;
use serde_json::{Value, json};

/// The most milliseconds that a change may take in a form of 300 fields with 100 conditions and 20
/// calculations, all of which ask the changed field.
const NATIVE_MAX: f64 = 0.2;
const WASM_MAX: f64 = 2.0;
/// How many times as long a change may take in the largest forms as in the smallest one, when the
/// same fields depend on it.
const GROWTH_MAX: f64 = 1.5;

/// Something that was promised.
struct Budget {
    what: String,
    unit: &'static str,
    max: f64,
    measured: f64,
}

impl Budget {
    fn holds(&self) -> bool {
        self.measured < self.max
    }
}

/// Reads the lines of both sides, prints the tables, and writes all of it as JSON; an error tells
/// which budgets do not hold.
pub(crate) fn write(native: &str, wasm: &str, out: &str) -> Result<(), String> {
    let (native, wasm) = (lines(native)?, lines(wasm)?);
    let budgets = budgets(&native, &wasm);
    print_forms(&native, &wasm);
    print_budgets(&budgets);
    let text = document(&native, &wasm, &budgets).to_string();
    fs::write(out, text + "\n").map_err(|error| format!("{out}: {error}"))?;
    let broken: Vec<&str> = budgets
        .iter()
        .filter(|budget| !budget.holds())
        .map(|budget| budget.what.as_str())
        .collect();
    if broken.is_empty() {
        Ok(())
    } else {
        Err(format!("over budget: {}", broken.join("; ")))
    }
}

/// One line of JSON for each form.
fn lines(path: &str) -> Result<Vec<Value>, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
    let read = text.lines().map(serde_json::from_str);
    let lines: Vec<Value> = read
        .collect::<Result<_, _>>()
        .map_err(|error| format!("{path}: {error}"))?;
    let is_number = |line: &Value| line["change"]["median"].is_f64();
    if lines.len() == Shape::all().len() && lines.iter().all(is_number) {
        Ok(lines)
    } else {
        Err(format!("{path}: not what was to be measured"))
    }
}

fn median(line: &Value, what: &str) -> f64 {
    line[what]["median"].as_f64().unwrap_or(f64::NAN)
}

fn budgets(native: &[Value], wasm: &[Value]) -> Vec<Budget> {
    let mut budgets = Vec::new();
    for (side, lines, max) in [("native", native, NATIVE_MAX), ("WASM", wasm, WASM_MAX)] {
        budgets.push(Budget {
            what: format!("a change on which 100 conditions and 20 calculations hang, {side}"),
            unit: "ms",
            max,
            measured: median(&lines[0], "change"),
        });
        // The first form stands by itself; in the others the same fields depend on the change.
        let smallest = median(&lines[1], "change");
        for (shape, line) in Shape::all().iter().zip(lines).skip(4) {
            let rows = if shape.has_rows { " with rows" } else { "" };
            budgets.push(Budget {
                what: format!("{} fields{rows} against 75, {side}", shape.fields),
                unit: "times",
                max: GROWTH_MAX,
                measured: median(line, "change") / smallest,
            });
        }
    }
    budgets
}

fn print_forms(native: &[Value], wasm: &[Value]) {
    println!("| milliseconds, median | native | WASM |");
    println!("|---|---|---|");
    for (place, shape) in Shape::all().iter().enumerate() {
        let cell = |lines: &[Value]| {
            let change = &lines[place]["change"];
            let p95 = change["p95"].as_f64().unwrap_or(f64::NAN);
            format!("{:.4} (95%: {p95:.4})", median(&lines[place], "change"))
        };
        println!(
            "| one change; {} | {} | {} |",
            shape.name(),
            cell(native),
            cell(wasm)
        );
    }
    for (what, name) in [
        ("problems", "all problems of the first form"),
        ("from_scratch", "the first form from scratch"),
    ] {
        let (native, wasm) = (median(&native[0], what), median(&wasm[0], what));
        println!("| {name} | {native:.4} | {wasm:.4} |");
    }
    println!();
}

fn print_budgets(budgets: &[Budget]) {
    println!("| budget | less than | measured | holds |");
    println!("|---|---|---|---|");
    for budget in budgets {
        let Budget {
            what,
            unit,
            max,
            measured,
        } = budget;
        let holds = if budget.holds() { "yes" } else { "NO" };
        println!("| {what} | {max} {unit} | {measured:.4} | {holds} |");
    }
}

fn document(native: &[Value], wasm: &[Value], budgets: &[Budget]) -> Value {
    let forms = Shape::all().into_iter().zip(native.iter().zip(wasm));
    let forms: Vec<Value> = forms
        .map(|(shape, (native, wasm))| {
            json!({
                "name": shape.name(), "fields": shape.fields, "conditions": shape.conditions,
                "calculations": shape.calculations, "native": native, "wasm": wasm,
            })
        })
        .collect();
    let budgets: Vec<Value> = budgets
        .iter()
        .map(|budget| {
            json!({
                "what": budget.what, "unit": budget.unit, "max": budget.max,
                "measured": budget.measured, "holds": budget.holds(),
            })
        })
        .collect();
    let cores = thread::available_parallelism().map_or(0, usize::from);
    json!({"unit": "ms", "cores": cores, "forms": forms, "budgets": budgets})
}
