//! Builds the site that the server hands out.
//!
//! Input: the `.wasm` file that cargo made of the `frontend` crate, and the `style` folder.
//! Output: a site folder with everything that a browser asks for, under names that carry a hash
//! of the content, each file with a `.br` and a `.gz` beside it, plus two files for ourselves:
//! `hash.txt` (which `leptos` reads to find the names) and `sizes.json` (the figures).
//!
//! The steps, one module each: [`wasm`] splits off the lazy chunks and writes the bindings,
//! [`chunks`] makes few of many, [`optimise`] runs `wasm-opt`, [`cut`] cuts chunks that are too large
//! into pieces, [`names`] gives the hashed names, [`styles`] and [`assets`] add the rest, [`compress`] writes the compressed files, [`sizes`] reports. [`stamp`] skips all of
//! it when nothing changed.

mod assets;
mod chunks;
mod compress;
mod cut;
mod digest;
mod files;
mod group;
mod loader;
mod merge;
mod names;
mod optimise;
mod options;
mod sizes;
mod stamp;
mod styles;
mod table;
mod wasm;
mod weigh;

use std::process::ExitCode;

use anyhow::Result;

use crate::{options::Options, sizes::Report, stamp::Stamp};

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bundle: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let Some(options) = Options::parse(std::env::args().skip(1))? else {
        println!("{}", options::USAGE);
        return Ok(());
    };
    let stamp = Stamp::of(&options)?;
    let current = stamp.is_current(&options.site);
    if !current {
        build(&options)?;
        stamp.write(&options.site)?;
    }
    let report = Report::read(&options.site)?;
    if !current || options.table {
        print!("{report}");
    }
    if options.table {
        report.print_shares();
    }
    report.check(options.budget_main, options.budget_chunk)
}

/// Builds the site in a folder beside the final one and then swaps them, so that a running server
/// never sees half a site.
fn build(options: &Options) -> Result<()> {
    let staging = files::empty_dir(files::beside(&options.site, "new"))?;
    let pkg = staging.join("pkg");
    let mut bindings = wasm::generate(&options.wasm, &pkg)?;
    chunks::tidy(&pkg, &mut bindings)?;
    if let Some(wasm_opt) = &options.wasm_opt {
        optimise::all(wasm_opt, &bindings)?;
        cut::all(&pkg, &mut bindings)?;
    }
    let css = styles::compile(&options.style)?;
    names::apply(&staging, &bindings, &css)?;
    assets::copy(&options.style, &staging)?;
    compress::all(&staging, options.effort)?;
    Report::measure(&staging, bindings)?.write(&staging)?;
    files::swap(&staging, &options.site)
}
