//! Places in a tree, found by what people call them.

use std::collections::BTreeMap;

use super::Choice;
use crate::{Language, ProblemCode, search::fold};

/// The names of a place from the inside out: `Berehove, Zakarpattia, Ukraine`.
pub fn place_name(places: &[Choice], id: &str, language: Language) -> Option<String> {
    let by_id: BTreeMap<&str, &Choice> = places
        .iter()
        .map(|place| (place.choice.as_str(), place))
        .collect();
    let mut names = Vec::new();
    let mut next = by_id.get(id).copied();
    while let Some(place) = next.filter(|_| names.len() < DEPTH_MAX) {
        names.push(place.label.in_language(language));
        next = place
            .parent
            .as_deref()
            .and_then(|id| by_id.get(id).copied());
    }
    (!names.is_empty()).then(|| names.join(", "))
}

/// How deep a tree of places is followed.
const DEPTH_MAX: usize = 8;

/// The place that was meant: its id, its name in any language, or its name with those of the
/// places around it.
pub(super) fn find_place(places: &[Choice], typed: &str) -> Result<String, ProblemCode> {
    if let Some(place) = places.iter().find(|place| place.choice == typed) {
        return Ok(place.choice.clone());
    }
    let wanted = fold(typed);
    let first = fold(typed.split(',').next().unwrap_or_default());
    let candidates = places.iter().filter(|place| named(place, &first));
    let mut exact = Vec::new();
    let mut named_alike = Vec::new();
    for place in candidates {
        let full = |language| place_name(places, &place.choice, language);
        let is_full = Language::ALL
            .into_iter()
            .filter_map(full)
            .any(|name| fold(&name) == wanted);
        if is_full {
            exact.push(place);
        } else if named(place, &wanted) {
            named_alike.push(place);
        }
    }
    match (exact.as_slice(), named_alike.as_slice()) {
        ([place], _) | ([], [place]) => Ok(place.choice.clone()),
        ([], []) => Err(ProblemCode::NotAPlace),
        _ => Err(ProblemCode::PlaceNotClear),
    }
}

fn named(place: &Choice, folded: &str) -> bool {
    let names = [&place.label.hu, &place.label.uk, &place.label.en];
    !folded.is_empty() && names.into_iter().any(|name| fold(name) == folded)
}
