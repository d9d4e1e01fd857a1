//! Nothing: `functions.rs` is the benchmark.
