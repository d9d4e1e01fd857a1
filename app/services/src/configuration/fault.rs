use std::path::{Path, PathBuf};

/// Something wrong with a file of the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The file.
    pub file: PathBuf,
    /// The line, counted from 1; `None` when there is no text to point into.
    pub line: Option<u64>,
    /// The field of a form that it is about, if it is about one.
    pub field: Option<String>,
    /// What is wrong, in English, for the administrator.
    pub reason: String,
}

impl Fault {
    /// A fault of the file as a whole, or of the folder.
    pub(super) fn of_file(file: &Path, reason: impl Into<String>) -> Self {
        Self {
            file: file.to_owned(),
            line: None,
            field: None,
            reason: reason.into(),
        }
    }
}

impl core::fmt::Display for Fault {
    fn fmt(&self, out: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(out, "{}", self.file.display())?;
        if let Some(line) = self.line {
            write!(out, ":{line}")?;
        }
        if let Some(field) = &self.field {
            write!(out, ": field `{field}`")?;
        }
        write!(out, ": {}", self.reason)
    }
}
