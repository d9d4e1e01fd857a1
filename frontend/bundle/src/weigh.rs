//! Whose code the main module is made of: its bytes by crate. Measured while functions still have
//! names, before the optimiser runs, so the sum is larger than the finished module; what counts are
//! the proportions.

use std::collections::BTreeMap;

use anyhow::Result;
use rustc_demangle::demangle;
use serde::{Deserialize, Serialize};
use wasmparser::{KnownCustom, Name, Parser, Payload, TypeRef};

/// The code of one crate.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Share {
    pub(crate) name: String,
    pub(crate) bytes: u64,
}

/// The crates of a module that still has its name section, the heaviest first.
pub(crate) fn by_crate(module: &[u8]) -> Result<Vec<Share>> {
    let mut imported = 0;
    let mut sizes = Vec::new();
    let mut names = BTreeMap::new();
    let mut data = 0;
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => sizes.push(body.range().end - body.range().start),
            Payload::DataSection(section) => {
                for segment in section {
                    data += segment?.data.len() as u64;
                }
            }
            Payload::CustomSection(section) => {
                if let KnownCustom::Name(section) = section.as_known() {
                    for part in section {
                        if let Name::Function(functions) = part? {
                            for naming in functions {
                                let naming = naming?;
                                names.insert(naming.index, crate_of(naming.name));
                            }
                        }
                    }
                }
            }
            _ => {}
        }
    }
    let mut shares = BTreeMap::from([("(data)".to_owned(), data)]);
    for (index, size) in (imported..).zip(sizes) {
        let name = names
            .remove(&index)
            .unwrap_or_else(|| "(nameless)".to_owned());
        *shares.entry(name).or_default() += size;
    }
    let mut shares: Vec<_> = shares
        .into_iter()
        .map(|(name, bytes)| Share { name, bytes })
        .collect();
    shares.sort_by_key(|share| std::cmp::Reverse(share.bytes));
    Ok(shares)
}

/// The crate that a function belongs to; for a method of a trait, that of the type, or of the
/// trait where the type is anyone's.
fn crate_of(symbol: &str) -> String {
    let path = format!("{:#}", demangle(symbol));
    let mut candidates = path.splitn(2, " as ").filter_map(first_segment);
    candidates.next().unwrap_or("(other)").to_owned()
}

/// What stands before the first `::`, if that can be a crate.
fn first_segment(path: &str) -> Option<&str> {
    let path = path.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '_');
    let path = path
        .strip_prefix("mut ")
        .or_else(|| path.strip_prefix("dyn "))
        .unwrap_or(path);
    let (first, _) = path.split_once("::")?;
    first
        .chars()
        .all(|c| c.is_alphanumeric() || c == '_')
        .then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_crate() {
        for (symbol, name) in [
            ("_ZN4core3ptr4drop17h0123456789abcdefE", "core"),
            (
                "_ZN44_$LT$app..Home$u20$as$u20$tachys..Render$GT$5build17h0123456789abcdefE",
                "app",
            ),
            ("<&mut app::Home as tachys::Render>::build", "app"),
            ("<(A,B) as tachys::Render>::build", "tachys"),
            ("memcpy", "(other)"),
        ] {
            assert_eq!(crate_of(symbol), name, "{symbol}");
        }
    }
}
