//! Splits the lazy chunks off the compiled module and generates its JavaScript bindings.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, anyhow};
use wasm_bindgen_cli_support::Bindgen;

use crate::{
    files, merge,
    weigh::{self, Share},
};

/// The base name of all generated files; `leptos` calls it the output name.
pub(crate) const NAME: &str = "lanchid";

/// What the main module calls the module that loads the chunks. The name stays inside the
/// compiled module; only the JavaScript around it gets to know the hashed file name.
pub(crate) const LOADER: &str = "./__wasm_split.js";

/// The generated files, all in one folder and under their plain names.
#[derive(Debug)]
pub(crate) struct Bindings {
    pub(crate) main_wasm: PathBuf,
    pub(crate) main_js: PathBuf,
    /// Absent when the application has no lazy part.
    pub(crate) loader_js: Option<PathBuf>,
    pub(crate) chunks: Vec<PathBuf>,
    /// Lazy part → the names (without extension) of the chunks that it needs.
    pub(crate) needs: BTreeMap<String, Vec<String>>,
    /// Whose code the main module is made of.
    pub(crate) shares: Vec<Share>,
}

/// Generates everything from `input` into the folder `pkg`.
pub(crate) fn generate(input: &Path, pkg: &Path) -> Result<Bindings> {
    let module = files::read(input)?;
    let unbound = pkg.join("unbound.wasm");
    let (chunks, needs) = split(&module, pkg, &unbound)
        .with_context(|| format!("cannot split {}", input.display()))?;
    bind(&unbound, pkg)?;
    std::fs::remove_file(&unbound)?;
    let main_wasm = pkg.join(format!("{NAME}_bg.wasm"));
    let named = files::read(&main_wasm)?;
    let shares = weigh::by_crate(&named)?;
    files::write(&main_wasm, merge::strip(&named)?)?;

    let loader = pkg.join(LOADER.trim_start_matches("./"));
    let loader_js = (!needs.is_empty()).then_some(loader.clone());
    if loader_js.is_none() && loader.exists() {
        std::fs::remove_file(&loader)?;
    }
    Ok(Bindings {
        main_wasm,
        main_js: pkg.join(format!("{NAME}.js")),
        loader_js,
        chunks,
        needs,
        shares,
    })
}

type Split = (Vec<PathBuf>, BTreeMap<String, Vec<String>>);

fn split(module: &[u8], pkg: &Path, main: &Path) -> Result<Split> {
    let main_module = format!("./{NAME}.js");
    let mut options = wasm_split_cli_support::Options::new(module);
    options.output_dir = pkg;
    options.main_out_path = main;
    options.main_module = &main_module;
    options.link_name = LOADER;
    let split =
        wasm_split_cli_support::transform(options).map_err(|report| anyhow!("{report:#}"))?;
    let mut chunks = split.split_modules;
    chunks.sort();
    Ok((chunks, split.prefetch_map.into_iter().collect()))
}

/// Runs wasm-bindgen. The exports that the chunks link against must survive it, hence
/// `keep_lld_exports`.
fn bind(main: &Path, pkg: &Path) -> Result<()> {
    Bindgen::new()
        .input_path(main)
        .web(true)?
        .typescript(false)
        .keep_lld_exports(true)
        .demangle(false)
        .out_name(NAME)
        .generate(pkg)
        .context("wasm-bindgen failed")
}
