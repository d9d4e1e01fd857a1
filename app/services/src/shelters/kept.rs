//! What was typed and could not be done is kept for whoever typed it.

use std::collections::BTreeMap;

use domain::{
    Problem,
    forms::Inputs,
    ids::{BedId, ShelterId},
    shelters::{Features, Tried},
};

use crate::{
    Outcome, Unit,
    forms::{Draft, DraftOf, discard_draft, draft::find_draft, keep_draft},
};

/// Where it stands beside the fields, whose names begin otherwise.
const EVENT: &str = "~event";
const PROBLEMS: &str = "~problems";
const FEATURES: &str = "~features";

/// Keeps what was typed about a bed.
///
/// # Errors
/// Refused without the permission; `TooLarge` when it is more than a draft may hold.
pub async fn keep_tried(unit: &Unit, bed: BedId, tried: &Tried) -> Outcome<()> {
    keep(unit, &DraftOf::Bed(bed), tried).await
}

/// Keeps what was typed about a shelter, its rooms or beds.
///
/// # Errors
/// As [`keep_tried`].
pub async fn keep_arranged(unit: &Unit, shelter: Option<ShelterId>, tried: &Tried) -> Outcome<()> {
    keep(unit, &DraftOf::Shelter(shelter), tried).await
}

pub(super) async fn discard_tried(unit: &Unit, bed: BedId) -> Outcome<()> {
    discard_draft(unit, &DraftOf::Bed(bed)).await
}

pub(super) async fn discard_arranged(unit: &Unit, shelter: Option<ShelterId>) -> Outcome<()> {
    discard_draft(unit, &DraftOf::Shelter(shelter)).await
}

pub(super) async fn tried(unit: &Unit, bed: BedId) -> Outcome<Option<Tried>> {
    find(unit, &DraftOf::Bed(bed)).await
}

pub(super) async fn arranged(unit: &Unit, shelter: Option<ShelterId>) -> Outcome<Option<Tried>> {
    find(unit, &DraftOf::Shelter(shelter)).await
}

async fn keep(unit: &Unit, of: &DraftOf, tried: &Tried) -> Outcome<()> {
    let typed = tried.typed.iter();
    let mut inputs: Inputs = typed
        .map(|(field, text)| (field.clone(), vec![text.clone()]))
        .collect();
    inputs.insert(EVENT.to_owned(), vec![tried.event.clone()]);
    let problems = serde_json::to_string(&tried.problems)?;
    inputs.insert(PROBLEMS.to_owned(), vec![problems]);
    let features = tried.features.iter().map(|one| one.code().to_owned());
    inputs.insert(FEATURES.to_owned(), features.collect());
    let draft = Draft {
        inputs,
        version: 0,
        conflict: None,
        refused: true,
    };
    keep_draft(unit, of, &draft).await
}

async fn find(unit: &Unit, of: &DraftOf) -> Outcome<Option<Tried>> {
    let Some(mut draft) = find_draft(unit, of).await? else {
        return Ok(None);
    };
    let mut one = |name: &str| {
        let values = draft.inputs.remove(name).unwrap_or_default();
        values.into_iter().next().unwrap_or_default()
    };
    let (event, problems) = (one(EVENT), one(PROBLEMS));
    let features = draft.inputs.remove(FEATURES).unwrap_or_default();
    let problems: Vec<Problem> = serde_json::from_str(&problems)?;
    let typed: BTreeMap<String, String> = draft
        .inputs
        .into_iter()
        .map(|(field, values)| (field, values.into_iter().next().unwrap_or_default()))
        .collect();
    Ok(Some(Tried {
        event,
        typed,
        features: Features::from_codes(features.iter().map(String::as_str)),
        problems,
    }))
}
