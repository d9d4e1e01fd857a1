//! What everything weighs: the table, `sizes.json`, and the budget.

use std::{
    collections::BTreeMap,
    fmt::{self, Display, Formatter},
    fs,
    path::Path,
};

use anyhow::{Context, Result, ensure};
use serde::{Deserialize, Serialize};

use crate::{
    files,
    wasm::{Bindings, NAME},
    weigh::Share,
};

const FILE: &str = "sizes.json";

/// The figures of one site.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Report {
    /// What the first page loads before it is interactive: main module, main script, loader and
    /// stylesheet, in bytes, compressed with brotli.
    first_page: u64,
    /// For each lazy part, the WASM that a page of it loads: the main module and what it needs, in
    /// bytes, compressed with brotli.
    parts: BTreeMap<String, u64>,
    files: Vec<Entry>,
    main_by_crate: Vec<Share>,
}

/// The figures of one file, in bytes.
#[derive(Debug, Serialize, Deserialize)]
struct Entry {
    name: String,
    kind: Kind,
    raw: u64,
    brotli: u64,
}

/// What a file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Main,
    Script,
    Style,
    Chunk,
    Other,
}

impl Kind {
    fn of(name: &str) -> Self {
        let main = format!("pkg/{NAME}.");
        let extension = Path::new(name)
            .extension()
            .and_then(|it| it.to_str())
            .unwrap_or_default();
        match extension {
            "wasm" if name.starts_with(&main) => Self::Main,
            "wasm" => Self::Chunk,
            "js" if name.starts_with("pkg/") => Self::Script,
            "css" if name.starts_with("pkg/") => Self::Style,
            _ => Self::Other,
        }
    }

    fn on_first_page(self) -> bool {
        matches!(self, Self::Main | Self::Script | Self::Style)
    }
}

impl Report {
    /// Weighs a finished site.
    pub(crate) fn measure(site: &Path, bindings: Bindings) -> Result<Self> {
        let mut entries = Vec::new();
        for path in files::below(site)? {
            let name = files::relative(&path, site);
            let packed = [".br", ".gz"].iter().any(|suffix| name.ends_with(suffix));
            if packed || name == "hash.txt" {
                continue;
            }
            let raw = length(&path)?;
            let brotli = length(&files::beside(&path, "br")).unwrap_or(raw);
            entries.push(Entry {
                kind: Kind::of(&name),
                name,
                raw,
                brotli,
            });
        }
        entries.sort_by(|a, b| (a.kind, b.brotli, &a.name).cmp(&(b.kind, a.brotli, &b.name)));
        let first_page = entries
            .iter()
            .filter(|it| it.kind.on_first_page())
            .map(|it| it.brotli);
        Ok(Self {
            first_page: first_page.sum(),
            parts: parts(&entries, &bindings.needs),
            files: entries,
            main_by_crate: bindings.shares,
        })
    }

    /// Writes `sizes.json` into the site.
    pub(crate) fn write(&self, site: &Path) -> Result<()> {
        files::write(&site.join(FILE), serde_json::to_string_pretty(self)?)
    }

    /// Reads `sizes.json` of a site.
    pub(crate) fn read(site: &Path) -> Result<Self> {
        let path = site.join(FILE);
        serde_json::from_slice(&files::read(&path)?)
            .with_context(|| format!("{} is not what it should be", path.display()))
    }

    /// Prints the crates that make up the main module, small ones left out.
    pub(crate) fn print_shares(&self) {
        let all: u64 = self.main_by_crate.iter().map(|share| share.bytes).sum();
        println!("\n    bytes     %  crate (main module, before it is optimised)");
        for share in self
            .main_by_crate
            .iter()
            .take_while(|share| share.bytes * 200 >= all)
        {
            println!(
                "{:>9} {:>5}  {}",
                share.bytes,
                share.bytes * 100 / all,
                share.name
            );
        }
    }

    /// Fails when the main module or one of the others is larger than its budget.
    pub(crate) fn check(&self, main: Option<u64>, chunk: Option<u64>) -> Result<()> {
        let mains = self.files.iter().filter(|it| it.kind == Kind::Main);
        ensure!(
            mains.count() == 1,
            "the site has no main module, or several"
        );
        for (kind, budget) in [(Kind::Main, main), (Kind::Chunk, chunk)] {
            let budget = budget.unwrap_or(u64::MAX);
            for Entry { name, brotli, .. } in self.files.iter().filter(|it| it.kind == kind) {
                ensure!(
                    *brotli <= budget,
                    "{name} is {brotli} bytes with brotli; the budget is {budget}"
                );
            }
        }
        Ok(())
    }
}

impl Display for Report {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:>9} {:>9}  file", "raw", "brotli")?;
        for entry in &self.files {
            writeln!(f, "{:>9} {:>9}  {}", entry.raw, entry.brotli, entry.name)?;
        }
        writeln!(f, "{:>9} {:>9}  on the first page", "", self.first_page)?;
        for (part, size) in &self.parts {
            writeln!(f, "{:>9} {size:>9}  WASM with {part}", "")?;
        }
        Ok(())
    }
}

/// What the pages of each lazy part load.
fn parts(entries: &[Entry], needs: &BTreeMap<String, Vec<String>>) -> BTreeMap<String, u64> {
    let weigh = |prefix: &str| -> u64 {
        let prefix = format!("pkg/{prefix}.");
        let named = entries.iter().filter(|it| it.name.starts_with(&prefix));
        let modules = named.filter(|it| matches!(it.kind, Kind::Main | Kind::Chunk));
        modules.map(|it| it.brotli).sum()
    };
    let loaded = |chunks: &Vec<String>| {
        let chunks = chunks.iter().map(|chunk| weigh(chunk));
        weigh(NAME) + chunks.sum::<u64>()
    };
    needs
        .iter()
        .map(|(part, chunks)| (part.trim_start_matches('_').to_owned(), loaded(chunks)))
        .collect()
}

fn length(path: &Path) -> Result<u64> {
    let metadata =
        fs::metadata(path).with_context(|| format!("cannot measure {}", path.display()))?;
    Ok(metadata.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(name: &str, brotli: u64) -> Entry {
        Entry {
            kind: Kind::of(name),
            name: name.to_owned(),
            raw: brotli * 3,
            brotli,
        }
    }

    fn report(main: u64, chunk: u64) -> Report {
        let files = vec![
            entry("pkg/lanchid.0123456789abcdef.wasm", main),
            entry("pkg/chunk_1.0123456789abcdef.wasm", 1),
            entry("pkg/split_a.0123456789abcdef.wasm", chunk),
            entry("fonts/a.woff2", 1_000_000),
        ];
        Report {
            first_page: main,
            parts: BTreeMap::new(),
            files,
            main_by_crate: Vec::new(),
        }
    }

    #[test]
    fn the_main_module_has_its_budget() {
        assert!(report(300_000, 9).check(Some(300_000), None).is_ok());
        assert!(report(300_001, 9).check(Some(300_000), None).is_err());
        assert!(report(300_001, 9).check(None, None).is_ok());
    }

    #[test]
    fn every_other_module_has_another() {
        assert!(report(300_000, 60_000).check(None, Some(60_000)).is_ok());
        assert!(report(300_000, 60_001).check(None, Some(60_000)).is_err());
        assert!(report(9, 60_001).check(Some(9), None).is_ok());
    }

    #[test]
    fn a_site_without_a_main_module_is_an_error() {
        let mut report = report(9, 9);
        report.files.remove(0);
        assert!(report.check(None, None).is_err());
    }

    #[test]
    fn a_part_weighs_what_its_pages_load() {
        let files = [
            entry("pkg/lanchid.00.wasm", 100),
            entry("pkg/lanchid.00.js", 7),
            entry("pkg/chunk_1.00.wasm", 20),
            entry("pkg/chunk_10.00.wasm", 3000),
            entry("pkg/split_a.00.wasm", 40_000),
        ];
        let needs = [
            (
                "__a_1".to_owned(),
                vec!["chunk_1".to_owned(), "split_a".to_owned()],
            ),
            ("b".to_owned(), vec!["chunk_1".to_owned()]),
        ];
        let expected = [("a_1".to_owned(), 40_120), ("b".to_owned(), 120)];
        assert_eq!(parts(&files, &needs.into()), expected.into());
    }

    #[test]
    fn kinds() {
        assert_eq!(Kind::of("pkg/lanchid.00.js"), Kind::Script);
        assert_eq!(Kind::of("pkg/__wasm_split.00.js"), Kind::Script);
        assert_eq!(Kind::of("pkg/chunk_1.00.wasm"), Kind::Chunk);
        assert_eq!(Kind::of("fonts/a.woff2"), Kind::Other);
    }
}
