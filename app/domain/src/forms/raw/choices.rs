//! Lists of choices: a field's own, and those of lookups.

use std::collections::BTreeSet;

use super::{CHOICE_ID_RULE, is_choice_id, kinds::Wrong};
use crate::forms::{Choice, Lookup};

pub(super) fn items(
    lookups: &[Lookup],
    setting: &str,
    id: Option<&str>,
) -> Result<Vec<Choice>, String> {
    let id = id.ok_or_else(|| format!("`{setting}` is missing"))?;
    lookups
        .iter()
        .find(|lookup| lookup.lookup == id)
        .map(|lookup| lookup.items.clone())
        .ok_or_else(|| format!("there is no lookup `{id}`"))
}

/// Places lie in places of the same lookup.
pub(super) fn places(items: Vec<Choice>) -> Result<Vec<Choice>, String> {
    let known: BTreeSet<&str> = items.iter().map(|item| item.choice.as_str()).collect();
    let lost = items.iter().find(|item| {
        item.parent
            .as_deref()
            .is_some_and(|parent| !known.contains(parent))
    });
    match lost {
        Some(item) => Err(format!(
            "the place `{}` lies in a place that is not there",
            item.choice
        )),
        None => Ok(items),
    }
}

pub(super) fn check_choices(choices: &[Choice], least: usize, most: usize) -> Result<(), Wrong> {
    if choices.len() < least || choices.len() > most {
        return Err(Wrong::Own(format!(
            "this type needs {least} to {most} choices"
        )));
    }
    let mut seen = BTreeSet::new();
    for choice in choices {
        let reason = if seen.insert(choice.choice.as_str()) {
            own_fault(choice)
        } else {
            Some("it stands twice".to_owned())
        };
        if let Some(reason) = reason {
            return Err(Wrong::Choice(choice.choice.clone(), reason));
        }
    }
    Ok(())
}

pub(super) fn own_fault(choice: &Choice) -> Option<String> {
    if !is_choice_id(&choice.choice) {
        return Some(format!("this is not a choice id ({CHOICE_ID_RULE})"));
    }
    if choice.label.is_blank() {
        return Some("the label is empty in every language".to_owned());
    }
    match (choice.from, choice.until) {
        (Some(from), Some(until)) if until <= from => {
            Some("it is never offered: `until` is not after `from`".to_owned())
        }
        _ => None,
    }
}
