use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{CHOICES_MAX, Choice, raw::is_id};
use crate::Text;

/// A list of choices that several fields share, kept as data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lookup {
    /// The id, `countries`.
    pub lookup: String,
    /// What it is a list of.
    pub title: Text,
    /// The items, in the order in which they are offered.
    pub items: Vec<Choice>,
}

/// A lookup as it is written in YAML.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawLookup {
    lookup: String,
    title: Text,
    items: Vec<RawItem>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawItem {
    item: String,
    label: Text,
    parent: Option<String>,
    from: Option<NaiveDate>,
    until: Option<NaiveDate>,
}

/// What is wrong with a lookup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookupProblem {
    /// The item; `None` for the lookup itself.
    pub item: Option<String>,
    /// What is wrong, in English, for the administrator.
    pub reason: String,
}

impl RawLookup {
    /// The lookup's id as the file gives it.
    pub fn id(&self) -> &str {
        &self.lookup
    }

    /// The checked lookup, or everything that is wrong with it.
    pub fn check(self) -> Result<Lookup, Vec<LookupProblem>> {
        let mut problems = Vec::new();
        let mut wrong = |item: Option<&str>, reason: String| {
            problems.push(LookupProblem {
                item: item.map(str::to_owned),
                reason,
            });
        };
        if !is_id(&self.lookup) {
            wrong(None, format!("`{}` is not a lookup id", self.lookup));
        }
        if self.title.is_blank() {
            wrong(None, "the title is empty in every language".to_owned());
        }
        if self.items.len() < 2 || self.items.len() > CHOICES_MAX {
            wrong(None, format!("a lookup has 2 to {CHOICES_MAX} items"));
        }
        let mut seen = BTreeSet::new();
        for item in &self.items {
            for reason in item.problems() {
                wrong(Some(&item.item), reason);
            }
            if !seen.insert(item.item.as_str()) {
                wrong(Some(&item.item), "the item stands twice".to_owned());
            }
        }
        for item in self.in_circles() {
            wrong(Some(item), "the item lies within itself".to_owned());
        }
        if problems.is_empty() {
            Ok(self.into_lookup())
        } else {
            Err(problems)
        }
    }

    /// The items whose parents lead back to them.
    fn in_circles(&self) -> Vec<&str> {
        let parents: BTreeMap<&str, &str> = self
            .items
            .iter()
            .filter_map(|item| Some((item.item.as_str(), item.parent.as_deref()?)))
            .collect();
        let leads_back = |start: &&str| {
            let mut at = parents.get(start).copied();
            for _ in 0..=self.items.len() {
                match at {
                    Some(item) if item == *start => return true,
                    Some(item) => at = parents.get(item).copied(),
                    None => return false,
                }
            }
            false
        };
        let items = self.items.iter().map(|item| item.item.as_str());
        items.filter(leads_back).collect()
    }

    fn into_lookup(self) -> Lookup {
        Lookup {
            lookup: self.lookup,
            title: self.title,
            items: self
                .items
                .into_iter()
                .map(|item| Choice {
                    choice: item.item,
                    label: item.label,
                    parent: item.parent,
                    shown_when: None,
                    from: item.from,
                    until: item.until,
                })
                .collect(),
        }
    }
}

impl RawItem {
    fn problems(&self) -> Vec<String> {
        let mut reasons = Vec::new();
        if !is_id(&self.item) {
            reasons.push(format!("`{}` is not an item id", self.item));
        }
        if self.label.is_blank() {
            reasons.push("the label is empty in every language".to_owned());
        }
        if let (Some(from), Some(until)) = (self.from, self.until)
            && until <= from
        {
            reasons.push("it is never offered: `until` is not after `from`".to_owned());
        }
        reasons
    }
}
