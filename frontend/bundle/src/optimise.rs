//! Runs binaryen's `wasm-opt` over the main module and the chunks.

use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::Mutex,
    thread,
};

use anyhow::{Context, Result, bail};

use crate::{files, wasm::Bindings};

/// What is there twice becomes one, and what nobody uses goes; and the WASM features that rustc
/// uses by default, as every browser of the last years has them.
///
/// Not `-Oz`: the compiler has optimised for size already. It would save another eighth of the
/// bytes, but leave code in which less repeats itself, and what travels is compressed: with brotli
/// that code is larger by 4 % (the main module) to 11 % (the forms).
const FLAGS: &[&str] = &[
    "--duplicate-function-elimination",
    "--remove-unused-module-elements",
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
    "--strip-debug",
    "--strip-producers",
    "--strip-target-features",
];

/// Smaller modules gain less than starting the optimiser costs.
const MIN: u64 = 4096;

/// Optimises all modules in place, the large one first, as many at a time as there are cores.
pub(crate) fn all(wasm_opt: &Path, bindings: &Bindings) -> Result<()> {
    let todo: Vec<&PathBuf> = bindings
        .chunks
        .iter()
        .chain(std::iter::once(&bindings.main_wasm))
        .collect();
    let todo = Mutex::new(todo);
    let workers = thread::available_parallelism().map_or(1, Into::into);
    thread::scope(|scope| {
        let running: Vec<_> = (0..workers)
            .map(|_| scope.spawn(|| work_off(wasm_opt, &todo)))
            .collect();
        running
            .into_iter()
            .try_for_each(|worker| worker.join().unwrap_or_else(|_| bail!("a worker panicked")))
    })
}

fn work_off(wasm_opt: &Path, todo: &Mutex<Vec<&PathBuf>>) -> Result<()> {
    while let Some(module) = next(todo) {
        one(wasm_opt, module)?;
    }
    Ok(())
}

fn next<'a>(todo: &Mutex<Vec<&'a PathBuf>>) -> Option<&'a PathBuf> {
    todo.lock().ok()?.pop()
}

fn one(wasm_opt: &Path, module: &Path) -> Result<()> {
    if std::fs::metadata(module)?.len() < MIN {
        return Ok(());
    }
    let result = files::beside(module, "opt");
    let output = Command::new(wasm_opt)
        .args(FLAGS)
        .arg(module)
        .arg("-o")
        .arg(&result)
        .output()
        .with_context(|| format!("cannot run {}", wasm_opt.display()))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("wasm-opt failed on {}: {}", module.display(), said.trim());
    }
    files::rename(&result, module)
}
