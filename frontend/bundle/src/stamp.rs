//! Remembers which inputs a site was made of, so that an unchanged site is not made again.

use std::{path::Path, time::SystemTime};

use anyhow::{Context, Result};

use crate::{digest::Hash, files, options::Options};

/// A hash over all inputs.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Stamp(String);

impl Stamp {
    /// The stamp of what is there now.
    pub(crate) fn of(options: &Options) -> Result<Self> {
        let mut hash = Hash::default();
        hash.add(files::read(&options.wasm)?);
        for path in files::below(&options.style)? {
            hash.add(files::relative(&path, &options.style))
                .add(files::read(&path)?);
        }
        hash.add(format!("{:?}", options.effort));
        let this = std::env::current_exe().context("cannot find this program")?;
        for tool in options.wasm_opt.iter().chain([&this]) {
            hash.add(version(tool)?);
        }
        Ok(Self(hash.end()))
    }

    /// Whether the site was made of exactly these inputs.
    pub(crate) fn is_current(&self, site: &Path) -> bool {
        site.join("sizes.json").exists()
            && files::read_text(&files::beside(site, "stamp")).is_ok_and(|text| text == self.0)
    }

    /// Notes that the site is made of these inputs.
    pub(crate) fn write(&self, site: &Path) -> Result<()> {
        files::write(&files::beside(site, "stamp"), &self.0)
    }
}

/// Size and time of a program: reading all of it each time would cost more than it tells.
fn version(program: &Path) -> Result<String> {
    let metadata =
        std::fs::metadata(program).with_context(|| format!("there is no {}", program.display()))?;
    let changed = metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH);
    Ok(format!("{} {changed:?}", metadata.len()))
}
