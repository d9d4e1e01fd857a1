//! Lists of choices: a field's own, and those of lookups.

use std::collections::BTreeSet;

use super::{CHOICE_ID_RULE, is_choice_id, kinds::Wrong};
use crate::forms::{Choice, FieldType, Lookup, ResultType};

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
        .ok_or_else(|| no_lookup(id))
}

pub(super) fn no_lookup(id: &str) -> String {
    format!("there is no lookup `{id}`")
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

/// Choices of which each is always there: bands, columns and results know no conditions.
pub(super) fn check_bare(choices: &[Choice]) -> Result<(), Wrong> {
    for choice in choices {
        let given = [
            ("parent", choice.parent.is_some()),
            ("shown_when", choice.shown_when.is_some()),
            ("from", choice.from.is_some()),
            ("until", choice.until.is_some()),
        ];
        if let Some((name, _)) = given.into_iter().find(|(_, given)| *given) {
            let reason = format!("it is always there: `{name}` cannot stand here");
            return Err(Wrong::Choice(choice.choice.clone(), reason));
        }
    }
    Ok(())
}

/// How many choices a field brings along, those of its lookups included.
pub(super) fn count(kind: &FieldType) -> usize {
    match kind {
        FieldType::OneChoice { choices }
        | FieldType::ManyChoices { choices }
        | FieldType::Location { choices }
        | FieldType::Address { countries: choices }
        | FieldType::Calculated {
            result: ResultType::OneChoice { choices },
            ..
        } => choices.len(),
        FieldType::IdentityDocument {
            document_types,
            countries,
        } => document_types.len() + countries.len(),
        FieldType::Group(group) => group.fields.iter().map(|field| count(&field.kind)).sum(),
        _ => 0,
    }
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
