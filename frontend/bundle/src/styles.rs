//! Turns the SCSS into one compressed stylesheet.

use std::path::Path;

use anyhow::{Result, anyhow};

/// Compiles `main.scss` of the style folder; nothing when there is no such file.
pub(crate) fn compile(style: &Path) -> Result<String> {
    let main = style.join("main.scss");
    if !main.exists() {
        return Ok(String::new());
    }
    let options = grass::Options::default()
        .style(grass::OutputStyle::Compressed)
        .load_path(style);
    grass::from_path(&main, &options).map_err(|error| anyhow!("{error}"))
}
