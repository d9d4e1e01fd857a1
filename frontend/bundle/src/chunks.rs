//! Makes few chunks of many, and takes the debugging names out of all of them.

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::Result;

use crate::{
    files,
    group::{self, Group},
    loader, merge,
    wasm::Bindings,
};

/// Strips and joins the chunks in the folder `pkg`.
pub(crate) fn tidy(pkg: &Path, bindings: &mut Bindings) -> Result<()> {
    for chunk in &bindings.chunks {
        files::write(chunk, merge::strip(&files::read(chunk)?)?)?;
    }
    let Some(path) = bindings.loader_js.clone() else {
        return Ok(());
    };
    let mut script = files::read_text(&path)?;
    let sizes: Vec<_> = loader::shared_chunks(&script)
        .into_iter()
        .map(|name| {
            let size = fs::metadata(file(pkg, &name)).map_or(0, |it| it.len());
            (name, usize::try_from(size).unwrap_or(usize::MAX))
        })
        .collect();
    for group in group::plan(&sizes, &bindings.needs) {
        script = loader::join(script, &group)?;
        join(pkg, &group, bindings)?;
    }
    files::write(&path, script)
}

/// Puts the code of a group into the file of its first member.
fn join(pkg: &Path, group: &Group, bindings: &mut Bindings) -> Result<()> {
    let Some((first, others)) = group.members.split_first() else {
        return Ok(());
    };
    if others.is_empty() {
        return Ok(());
    }
    let paths: Vec<_> = group.members.iter().map(|name| file(pkg, name)).collect();
    let modules = paths
        .iter()
        .map(|path| files::read(path))
        .collect::<Result<Vec<_>>>()?;
    files::write(&file(pkg, first), merge::merge(&modules)?)?;
    for path in &paths[1..] {
        fs::remove_file(path)?;
    }
    bindings.chunks.retain(|chunk| !paths[1..].contains(chunk));
    rename_needs(&mut bindings.needs, first, others);
    Ok(())
}

/// Whoever needs one of the others now needs the first, once.
fn rename_needs(needs: &mut BTreeMap<String, Vec<String>>, first: &String, others: &[String]) {
    for names in needs.values_mut() {
        let before = names.len();
        names.retain(|name| name != first && !others.contains(name));
        if names.len() < before {
            names.insert(0, first.clone());
        }
    }
}

fn file(pkg: &Path, chunk: &str) -> std::path::PathBuf {
    pkg.join(format!("{chunk}.wasm"))
}
