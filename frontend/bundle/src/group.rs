//! Decides which shared chunks become one file.
//!
//! The splitter makes one chunk for every set of lazy parts that have code in common: dozens of
//! files, most of them tiny, and every page would ask for many of them. Here chunks are put
//! together where the saved requests are worth more than the code that somebody loads in vain.

use std::collections::BTreeMap;

/// As many bytes of (uncompressed) code may be loaded in vain for one request saved.
const REQUEST: usize = 12 * 1024;

/// Chunks that become one file; the first gives it its name.
#[derive(Debug)]
pub(crate) struct Group {
    pub(crate) members: Vec<String>,
    /// One bit for each lazy part that needs it.
    parts: u128,
    size: usize,
}

/// Plans the groups for these chunks (name and size), given what each lazy part needs.
pub(crate) fn plan(
    chunks: &[(String, usize)],
    needs: &BTreeMap<String, Vec<String>>,
) -> Vec<Group> {
    let mut groups: Vec<Group> = chunks
        .iter()
        .map(|(name, size)| Group {
            members: vec![name.clone()],
            parts: parts_that_need(name, needs),
            size: *size,
        })
        .collect();
    while let Some((one, other)) = best_pair(&groups) {
        let other = groups.remove(other);
        groups[one].join(other);
    }
    groups
}

impl Group {
    fn join(&mut self, other: Self) {
        self.members.extend(other.members);
        self.parts |= other.parts;
        self.size += other.size;
    }

    /// Bytes won by joining these two: requests saved, less code loaded in vain.
    fn gain(&self, other: &Self) -> usize {
        let count = |parts: u128| parts.count_ones() as usize;
        let saved = REQUEST * count(self.parts & other.parts);
        let in_vain = self.size * count(other.parts & !self.parts)
            + other.size * count(self.parts & !other.parts);
        saved.saturating_sub(in_vain)
    }
}

/// The parts beyond the 128th are not seen; their chunks are then simply joined less well.
fn parts_that_need(chunk: &str, needs: &BTreeMap<String, Vec<String>>) -> u128 {
    needs
        .values()
        .take(128)
        .enumerate()
        .filter(|(_, names)| names.iter().any(|name| name == chunk))
        .fold(0, |parts, (bit, _)| parts | 1 << bit)
}

/// The two groups, in order, whose joining wins the most.
fn best_pair(groups: &[Group]) -> Option<(usize, usize)> {
    let mut best = (0, None);
    for (one, group) in groups.iter().enumerate() {
        for (other, candidate) in groups.iter().enumerate().skip(one + 1) {
            let gain = group.gain(candidate);
            if gain > best.0 {
                best = (gain, Some((one, other)));
            }
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn needs(parts: &[&[&str]]) -> BTreeMap<String, Vec<String>> {
        parts
            .iter()
            .enumerate()
            .map(|(number, names)| {
                (
                    format!("part{number}"),
                    names.iter().map(|name| (*name).to_owned()).collect(),
                )
            })
            .collect()
    }

    fn members(chunks: &[(&str, usize)], parts: &[&[&str]]) -> Vec<Vec<String>> {
        let chunks: Vec<_> = chunks
            .iter()
            .map(|(name, size)| ((*name).to_owned(), *size))
            .collect();
        plan(&chunks, &needs(parts))
            .into_iter()
            .map(|group| group.members)
            .collect()
    }

    #[test]
    fn small_chunks_are_joined() {
        let groups = members(
            &[("a", 500), ("b", 700)],
            &[&["a", "b"], &["a"], &["b", "a"]],
        );
        assert_eq!(groups, [["a", "b"]]);
    }

    #[test]
    fn a_large_chunk_stays_alone_when_others_would_load_it_in_vain() {
        let groups = members(
            &[("a", 100_000), ("b", 500)],
            &[&["a", "b"], &["b"], &["b"]],
        );
        assert_eq!(groups.len(), 2);
    }

    #[test]
    fn chunks_that_nobody_needs_together_are_not_joined() {
        assert_eq!(members(&[("a", 10), ("b", 10)], &[&["a"], &["b"]]).len(), 2);
    }
}
