//! What the WASM module lets JavaScript call: numbers in, numbers out.

#![expect(unsafe_code, reason = "functions are exported under their own names")]

use std::cell::RefCell;

use crate::{Bench, Shape, Trial};

/// The digest of one trial.
#[unsafe(no_mangle)]
pub extern "C" fn digest(seed: u64) -> u64 {
    Trial::of(seed).digest()
}

thread_local! {
    static VERDICT: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Writes the verdict of one trial down, and tells its length in bytes.
#[unsafe(no_mangle)]
pub extern "C" fn verdict(seed: u64) -> usize {
    VERDICT.set(Trial::of(seed).verdict());
    VERDICT.with_borrow(String::len)
}

/// Where the verdict has been written down.
#[unsafe(no_mangle)]
pub extern "C" fn verdict_at() -> *const u8 {
    VERDICT.with_borrow(|verdict| verdict.as_ptr())
}

thread_local! {
    static BENCH: RefCell<Option<Bench>> = const { RefCell::new(None) };
}

/// Prepares a form to be measured: the number of a [`Shape`].
#[unsafe(no_mangle)]
pub extern "C" fn prepare(shape: u32) {
    let shape = usize::try_from(shape)
        .ok()
        .and_then(|place| Shape::all().get(place).copied());
    BENCH.set(shape.map(Bench::new));
}

/// Makes one change in the prepared form, and tells how many fields came out differently.
#[unsafe(no_mangle)]
pub extern "C" fn change() -> u32 {
    with_bench(Bench::change)
}

/// Tells how many problems the prepared form has.
#[unsafe(no_mangle)]
pub extern "C" fn problems() -> u32 {
    with_bench(|bench| bench.problems())
}

/// Works the prepared form out from scratch, and tells how many fields are shown.
#[unsafe(no_mangle)]
pub extern "C" fn from_scratch() -> u32 {
    with_bench(|bench| bench.from_scratch())
}

fn with_bench(work: impl FnOnce(&mut Bench) -> usize) -> u32 {
    BENCH.with_borrow_mut(|bench| {
        bench
            .as_mut()
            .map_or(0, |bench| u32::try_from(work(bench)).unwrap_or(u32::MAX))
    })
}
