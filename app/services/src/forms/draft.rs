//! Drafts: what a user typed and has not saved yet, kept so that nothing typed is lost.

use domain::{Conflict, access::Permission, cases::CaseNumber, forms::Inputs, ids::DraftId};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::OnConflict};

use super::draft_row::{ActiveModel, Column, Entity};
use crate::{Failure, Outcome, Unit, tenancy::Tenant};

/// The place of a registration.
pub(crate) const REGISTRATION: &str = "register";
/// The most bytes that a draft may take.
const DRAFT_BYTES_MAX: usize = 1_000_000;

/// The place of a form of a case.
pub(crate) fn place(case: &CaseNumber, form: &str) -> String {
    format!("{case}/{form}")
}

/// A draft.
#[derive(Clone, Debug)]
pub struct Draft {
    /// What was typed.
    pub inputs: Inputs,
    /// The version that the edit started from.
    pub version: i32,
    /// The conflict that it met, if it met one.
    pub conflict: Option<Conflict>,
    /// Whether saving was tried and did not succeed: then what is wrong with it is told, and not
    /// before.
    pub refused: bool,
}

/// Keeps what the actor typed into a form of a case, or, without a case, into a registration.
///
/// # Errors
/// `TooLarge` when it is more than a draft may hold; `NotFound` when there is no such form;
/// refused when the actor could not save it either.
pub async fn keep_draft(
    unit: &Unit,
    target: Option<(&CaseNumber, &str)>,
    draft: &Draft,
) -> Outcome<()> {
    let actor = unit.actor()?;
    unit.scope(match target {
        Some(_) => Permission::CASES_EDIT,
        None => Permission::CASES_CREATE,
    })?;
    let broken = |error: serde_json::Error| Failure::Broken(error.to_string());
    let inputs = serde_json::to_value(without_control_signs(&draft.inputs)).map_err(broken)?;
    if inputs.to_string().len() > DRAFT_BYTES_MAX {
        return Err(Failure::Answer(domain::Error::TooLarge));
    }
    // A draft that goes on from the same version still stands in what it met.
    let before = find_draft(unit, target)
        .await?
        .filter(|before| before.version == draft.version);
    let (met, was_refused) = before.map_or((None, false), |before| {
        let met = before.conflict;
        let met = met.filter(|conflict| conflict.version == draft.version);
        (met, before.refused)
    });
    let conflict = draft.conflict.clone().or(met);
    let conflict = conflict.map(serde_json::to_value);
    let row = ActiveModel {
        id: Set(unit.new_id::<DraftId>().into()),
        district_id: Set(actor.district.into()),
        user_id: Set(actor.user.into()),
        place: Set(target_place(unit, target)?),
        inputs: Set(inputs),
        version: Set(draft.version),
        conflict: Set(conflict.transpose().map_err(broken)?),
        refused: Set(draft.refused || was_refused),
        saved_at: Set(unit.now()),
    };
    Entity::insert(row)
        .on_conflict(
            OnConflict::columns([Column::UserId, Column::Place])
                .update_columns([
                    Column::Inputs,
                    Column::Version,
                    Column::Conflict,
                    Column::Refused,
                    Column::SavedAt,
                ])
                .to_owned(),
        )
        .exec_without_returning(unit.connection())
        .await?;
    Ok(())
}

/// Throws the actor's draft away.
pub async fn discard_draft(unit: &Unit, target: Option<(&CaseNumber, &str)>) -> Outcome<()> {
    let actor = unit.actor()?;
    Entity::delete_many()
        .filter(Column::DistrictId.eq(uuid::Uuid::from(actor.district)))
        .filter(Column::UserId.eq(uuid::Uuid::from(actor.user)))
        .filter(Column::Place.eq(target_place(unit, target)?))
        .exec(unit.connection())
        .await?;
    Ok(())
}

/// The actor's draft at this place.
pub(crate) async fn find_draft(
    unit: &Unit,
    target: Option<(&CaseNumber, &str)>,
) -> Outcome<Option<Draft>> {
    let actor = unit.actor()?;
    let row = Entity::in_district(actor.district)
        .filter(Column::UserId.eq(uuid::Uuid::from(actor.user)))
        .filter(Column::Place.eq(target_place(unit, target)?))
        .one(unit.connection())
        .await?;
    let broken = |error: serde_json::Error| Failure::Broken(error.to_string());
    row.map(|row| {
        Ok(Draft {
            inputs: serde_json::from_value(row.inputs).map_err(broken)?,
            version: row.version,
            conflict: row
                .conflict
                .map(serde_json::from_value)
                .transpose()
                .map_err(broken)?,
            refused: row.refused,
        })
    })
    .transpose()
}

/// The place of a draft. A form that does not exist has none.
fn target_place(unit: &Unit, target: Option<(&CaseNumber, &str)>) -> Outcome<String> {
    let Some((case, form)) = target else {
        return Ok(REGISTRATION.to_owned());
    };
    let form = unit.catalog().form(form).ok_or(Failure::not_found())?;
    Ok(place(case, &form.form))
}

/// PostgreSQL cannot hold the sign NUL; no control sign but line breaks and tabs is text.
fn without_control_signs(inputs: &Inputs) -> Inputs {
    let clean = |text: &String| -> String {
        text.chars()
            .filter(|sign| !sign.is_control() || matches!(sign, '\n' | '\r' | '\t'))
            .collect()
    };
    inputs
        .iter()
        .map(|(field, values)| (clean(field), values.iter().map(clean).collect()))
        .collect()
}
