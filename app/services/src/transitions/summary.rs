use domain::{
    access::{Actor, FieldAccess},
    forms::{Answers, PersonAttribute},
    transitions::{AgeGroup, Summary, SummaryForm, TypedTransfer},
};
use serde::de::DeserializeOwned;

use super::transition_row::Model;
use crate::{
    Failure, Outcome, Unit,
    cases::query::{Found, answers_of},
};

/// What the receiving side may see before it accepts: the chosen fields, as far as the sender sees
/// them, as they are now.
pub(super) async fn summary_of(unit: &Unit, found: &Found, chosen: &[String]) -> Outcome<Summary> {
    Ok(Summary {
        age_group: age_group(unit, unit.actor()?, found),
        forms: answered(unit, found, |path| chosen.iter().any(|one| one == path)).await?,
    })
}

/// Every answered field that the sender could choose. What people answered about consent is for
/// whoever asked them.
pub(super) async fn choosable(unit: &Unit, found: &Found) -> Outcome<Vec<SummaryForm>> {
    let consents = unit.catalog().consents();
    let forms = answered(unit, found, |_| true).await?.into_iter();
    let of_consent = |form: &str| consents.iter().any(|asked| asked.form == form);
    Ok(forms
        .filter(|form| !of_consent(&form.definition.form))
        .collect())
}

/// The summary of a row.
pub(super) fn read_summary(row: &Model) -> Outcome<Summary> {
    read_stored(row, &row.summary)
}

/// What its sender wrote down.
pub(super) fn read_typed(row: &Model) -> Outcome<TypedTransfer> {
    read_stored(row, &row.typed)
}

/// What is stored in a row as JSON.
pub(super) fn read_stored<T: DeserializeOwned>(
    row: &Model,
    json: &serde_json::Value,
) -> Outcome<T> {
    serde_json::from_value(json.clone())
        .map_err(|error| Failure::Broken(format!("transition {}: {error}", row.id)))
}

/// The answered fields that the sender sees, form by form, as they are now.
async fn answered(
    unit: &Unit,
    found: &Found,
    chosen: impl Fn(&str) -> bool,
) -> Outcome<Vec<SummaryForm>> {
    let actor = unit.actor()?;
    let mut forms = Vec::new();
    for (form, row) in answers_of(unit, found).await? {
        let Some(definition) = unit.catalog().version_or_current(&form, row.form_version) else {
            continue;
        };
        let open = definition.only(|field| {
            let path = format!("{form}/{}", field.id);
            chosen(&path)
                && unit.catalog().field_access(actor, definition, field) > FieldAccess::Hidden
        });
        let answers = Answers::from_json(definition, &row.document);
        let answers = answers.only(|field| open.field(field).is_some());
        if !answers.is_empty() {
            forms.push(SummaryForm {
                definition: open.for_reading(&answers),
                answers,
            });
        }
    }
    forms.sort_by_key(|form: &SummaryForm| form.definition.order);
    Ok(forms)
}

fn age_group(unit: &Unit, actor: &Actor, found: &Found) -> Option<AgeGroup> {
    let access = unit
        .catalog()
        .attribute_access(actor, PersonAttribute::BirthDate);
    let born = found.person.birth_date?;
    (access > FieldAccess::Hidden)
        .then(|| AgeGroup::on(born, unit.today()))
        .flatten()
}
