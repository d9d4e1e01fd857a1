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
    /// What is wrong, in English and in one line, for the administrator.
    pub reason: String,
}

impl Fault {
    /// A fault of the file as a whole, or of the folder.
    pub(super) fn of_file(file: &Path, reason: &str) -> Self {
        Self {
            file: file.to_owned(),
            line: None,
            field: None,
            reason: one_line(reason, 300, 200),
        }
    }

    /// A fault at a line.
    pub(super) fn at(file: &Path, line: u64, reason: &str) -> Self {
        Self {
            line: Some(line),
            ..Self::of_file(file, reason)
        }
    }

    /// The same, about this field.
    #[must_use]
    pub(super) fn about(self, field: Option<&str>) -> Self {
        Self {
            field: field.map(|field| one_line(field, 40, 0)),
            ..self
        }
    }
}

/// What a file says may be anything: no line breaks, nothing that moves the cursor or turns the
/// direction of writing, and of what is too long the beginning and the end.
fn one_line(text: &str, first: usize, last: usize) -> String {
    let plain = |sign: char| {
        let unseen = matches!(sign, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
        if sign.is_control() || unseen {
            '\u{fffd}'
        } else {
            sign
        }
    };
    let count = text.chars().count();
    if count <= first + last + 1 {
        return text.chars().map(plain).collect();
    }
    let head = text.chars().take(first);
    let tail = text.chars().skip(count - last);
    head.chain(['…']).chain(tail).map(plain).collect()
}

impl core::fmt::Display for Fault {
    fn fmt(&self, out: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let file = self.file.display().to_string();
        write!(out, "{}", one_line(&file, 300, 300))?;
        if let Some(line) = self.line {
            write!(out, ":{line}")?;
        }
        if let Some(field) = &self.field {
            write!(out, ": field `{field}`")?;
        }
        write!(out, ": {}", self.reason)
    }
}
