//! Copies what needs no work: fonts, and the files of the site's root.

use std::path::Path;

use anyhow::Result;

use crate::files;

/// `fonts/` goes to `fonts/`, what is in `public/` to the root.
pub(crate) fn copy(style: &Path, site: &Path) -> Result<()> {
    copy_below(&style.join("fonts"), &site.join("fonts"))?;
    copy_below(&style.join("public"), site)
}

fn copy_below(from: &Path, to: &Path) -> Result<()> {
    for path in files::below(from)? {
        files::write(&to.join(files::relative(&path, from)), files::read(&path)?)?;
    }
    Ok(())
}
