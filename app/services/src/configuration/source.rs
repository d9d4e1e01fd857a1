//! Reading files, within limits.

use std::{
    fs::{self, File},
    io::{self, Read},
    path::{Path, PathBuf},
};

use serde::de::DeserializeOwned;

use super::{Fault, around::field_around, reason::reason_of};

/// The most bytes of one file of the configuration.
pub const FILE_BYTES_MAX: u64 = 1_000_000;
/// How deep a file may be nested.
pub const NESTING_MAX: usize = 64;
/// The most values of one file, those that aliases repeat included.
const VALUES_MAX: usize = 100_000;

/// A file and what stands in it.
#[derive(Clone, Debug)]
pub(super) struct Source {
    pub(super) path: PathBuf,
    pub(super) text: String,
}

impl Source {
    /// Reads a file that is a text of a reasonable size.
    pub(super) fn read(path: &Path) -> Result<Self, Fault> {
        let told = |error: io::Error| Fault::of_file(path, &in_words(&error));
        if !fs::metadata(path).map_err(told)?.is_file() {
            return Err(Fault::of_file(path, "this is not a file"));
        }
        let mut bytes = Vec::new();
        let file = File::open(path).map_err(told)?;
        file.take(FILE_BYTES_MAX + 1)
            .read_to_end(&mut bytes)
            .map_err(told)?;
        if bytes.len() as u64 > FILE_BYTES_MAX {
            let reason = format!("the file is larger than {FILE_BYTES_MAX} bytes");
            return Err(Fault::at(path, 1, &reason));
        }
        let text = String::from_utf8(bytes).map_err(|error| {
            let valid = error.utf8_error().valid_up_to();
            let before = String::from_utf8_lossy(&error.as_bytes()[..valid]);
            Fault::at(
                path,
                number(lines_of(&before).count()),
                "the text is not UTF-8",
            )
        })?;
        let path = path.to_owned();
        Ok(Self { path, text })
    }

    /// The same file, of which nothing could be read.
    pub(super) fn unread(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            text: String::new(),
        }
    }

    /// What stands in it, as a typed value.
    pub(super) fn parse<T: DeserializeOwned>(&self) -> Result<T, Fault> {
        self.parsed().map_err(|error| {
            let line = error.location().map_or(1, |location| location.line());
            let fault = self.fault(line, &reason_of(&error));
            let field = fault.line.and_then(|line| field_around(&self.text, line));
            fault.about(field.as_deref())
        })
    }

    /// The same, where it does not matter why it cannot be read.
    pub(super) fn parse_or_default<T: DeserializeOwned + Default>(&self) -> T {
        self.parsed().unwrap_or_default()
    }

    fn parsed<T: DeserializeOwned>(&self) -> Result<T, serde_saphyr::Error> {
        let options = serde_saphyr::options! {
            budget: serde_saphyr::budget! {
                max_documents: 1,
                max_depth: NESTING_MAX,
                flow_nesting_limit: NESTING_MAX,
                max_events: 2 * VALUES_MAX,
                max_nodes: VALUES_MAX,
            },
            alias_limits: serde_saphyr::alias_limits! {
                max_total_replayed_events: VALUES_MAX,
            },
            with_snippet: false,
        };
        serde_saphyr::from_str_with_options(&self.text, options)
    }

    /// A fault at this line.
    pub(super) fn fault(&self, line: u64, reason: &str) -> Fault {
        Fault::at(&self.path, line.clamp(1, count(&self.text)), reason)
    }

    /// The name of the file without `.yaml`.
    pub(super) fn stem(&self) -> &str {
        stem(&self.path)
    }
}

/// The name of a file without `.yaml`.
pub(super) fn stem(path: &Path) -> &str {
    let stem = path.file_stem().and_then(|stem| stem.to_str());
    stem.unwrap_or_default()
}

/// The lines of a text, whatever ends them.
pub(super) fn lines_of(text: &str) -> impl Iterator<Item = &str> {
    let lines = text.split('\n');
    lines.flat_map(|line| line.strip_suffix('\r').unwrap_or(line).split('\r'))
}

/// How many lines a text has; the end of the last one begins no further one.
fn count(text: &str) -> u64 {
    let text = text.strip_suffix('\n').unwrap_or(text);
    number(lines_of(text.strip_suffix('\r').unwrap_or(text)).count())
}

fn number(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

fn in_words(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "the file or folder is missing".to_owned(),
        _ => error.to_string(),
    }
}

/// The YAML files of a folder, in order; a folder that need not be there may be missing.
pub(super) fn yaml_files(folder: &Path, faults: &mut Vec<Fault>) -> Vec<PathBuf> {
    let entries: io::Result<Vec<PathBuf>> = fs::read_dir(folder).and_then(|entries| {
        let paths = entries.map(|entry| entry.map(|entry| entry.path()));
        paths.collect()
    });
    let mut files = entries.unwrap_or_else(|error| {
        faults.push(Fault::of_file(folder, &in_words(&error)));
        Vec::new()
    });
    files.sort();
    let ending = |path: &Path, ending: &str| path.extension().is_some_and(|own| own == ending);
    let misnamed = files.iter().filter(|path| ending(path, "yml"));
    faults.extend(misnamed.map(|path| Fault::of_file(path, "the file's name must end in .yaml")));
    files.retain(|path| ending(path, "yaml"));
    files
}
