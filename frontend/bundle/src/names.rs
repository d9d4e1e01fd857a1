//! Gives the generated files names that carry a hash of their content, so that browsers may keep
//! them for ever, and writes `hash.txt`, where `leptos` looks the names up.
//!
//! The loader imports the main script and the main script imports the loader, so neither name can
//! depend on the other's final text: both carry one hash over everything that either of them says
//! or names.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use crate::{
    digest::{self, Hash},
    files, loader,
    wasm::{Bindings, LOADER, NAME},
};

/// Renames the files of `site/pkg`, makes them refer to each other by the new names, and writes
/// the stylesheet and `hash.txt`.
pub(crate) fn apply(site: &Path, bindings: &Bindings, css: &str) -> Result<()> {
    let pkg = site.join("pkg");
    let mut lines = String::new();

    let wasm = hash_of(&bindings.main_wasm)?;
    let wasm_name = format!("{NAME}.{wasm}.wasm");
    files::rename(&bindings.main_wasm, &pkg.join(&wasm_name))?;

    let chunks = rename_chunks(&pkg, &bindings.chunks)?;
    let scripts = Scripts::read(bindings, &chunks)?;
    let js = scripts.hash(&wasm);
    scripts.write(&pkg, &js, &wasm_name)?;
    remove_plain(bindings)?;

    let css_hash = digest::of(css);
    files::write(&pkg.join(format!("{NAME}.{css_hash}.css")), css)?;

    let _ = write!(lines, "js: {js}\nwasm: {wasm}\ncss: {css_hash}\n");
    if bindings.loader_js.is_some() {
        let manifest = write_manifest(&pkg, &bindings.needs, &chunks)?;
        let _ = write!(lines, "manifest: {manifest}\nsplit: {js}\n");
    }
    files::write(&site.join("hash.txt"), lines)
}

/// Plain chunk name → hashed chunk name, both without extension.
type Chunks = BTreeMap<String, String>;

fn rename_chunks(pkg: &Path, chunks: &[PathBuf]) -> Result<Chunks> {
    let mut names = Chunks::new();
    for chunk in chunks {
        let plain = chunk
            .file_stem()
            .context("a chunk without a name")?
            .to_string_lossy();
        let hashed = format!("{plain}.{}", hash_of(chunk)?);
        files::rename(chunk, &pkg.join(format!("{hashed}.wasm")))?;
        names.insert(plain.into_owned(), hashed);
    }
    Ok(names)
}

/// The main script and the loader, which know each other by name.
struct Scripts {
    main: String,
    loader: Option<String>,
}

impl Scripts {
    /// Reads both; the loader already asks for the chunks by their hashed names.
    fn read(bindings: &Bindings, chunks: &Chunks) -> Result<Self> {
        let loader = bindings
            .loader_js
            .as_deref()
            .map(files::read_text)
            .transpose()?;
        Ok(Self {
            main: files::read_text(&bindings.main_js)?,
            loader: loader
                .map(|text| loader::name_chunks(text, chunks))
                .transpose()?,
        })
    }

    fn hash(&self, wasm: &str) -> String {
        let mut hash = Hash::default();
        hash.add(&self.main)
            .add(self.loader.as_deref().unwrap_or_default())
            .add(wasm);
        hash.end()
    }

    fn write(&self, pkg: &Path, hash: &str, wasm_name: &str) -> Result<()> {
        let main_name = format!("{NAME}.{hash}.js");
        let main = self
            .main
            .replace(&format!("{NAME}_bg.wasm"), wasm_name)
            .replace(
                &format!("from \"{LOADER}\""),
                &format!("from \"{}\"", loader_path(hash)),
            );
        files::write(&pkg.join(&main_name), main)?;
        let Some(loader) = &self.loader else {
            return Ok(());
        };
        files::write(
            &pkg.join(loader_path(hash)),
            loader::mind_the_missing(&loader::name_main(loader, &main_name)?)?,
        )
    }
}

fn loader_path(hash: &str) -> String {
    LOADER.replace(".js", &format!(".{hash}.js"))
}

/// The plain scripts have been written again under their hashed names.
fn remove_plain(bindings: &Bindings) -> Result<()> {
    for path in bindings.loader_js.iter().chain([&bindings.main_js]) {
        std::fs::remove_file(path).with_context(|| format!("cannot remove {}", path.display()))?;
    }
    Ok(())
}

/// Which chunks the server asks the browser to preload for which lazy part.
fn write_manifest(
    pkg: &Path,
    needs: &BTreeMap<String, Vec<String>>,
    chunks: &Chunks,
) -> Result<String> {
    let hashed = |plain: &String| chunks.get(plain).unwrap_or(plain).clone();
    let manifest: BTreeMap<_, Vec<_>> = needs
        .iter()
        .map(|(part, names)| (part, names.iter().map(hashed).collect()))
        .collect();
    let text = serde_json::to_string(&manifest)?;
    let hash = digest::of(&text);
    files::write(
        &pkg.join(format!("__wasm_split_manifest.{hash}.json")),
        text,
    )?;
    Ok(hash)
}

fn hash_of(path: &Path) -> Result<String> {
    Ok(digest::of(files::read(path)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shared_hash_covers_what_the_loader_names() {
        let scripts = |loader: &str| Scripts {
            main: "main".to_owned(),
            loader: Some(loader.to_owned()),
        };
        assert_ne!(scripts("chunk.aa").hash("w"), scripts("chunk.bb").hash("w"));
        assert_ne!(scripts("chunk.aa").hash("w"), scripts("chunk.aa").hash("x"));
    }
}
