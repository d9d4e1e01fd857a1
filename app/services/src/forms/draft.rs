//! Drafts: what a user typed and has not saved yet, kept so that nothing typed is lost.

use chrono::{DateTime, Utc};
use domain::{
    Conflict,
    access::Permission,
    cases::{CaseNumber, QUERY_CHARS_MAX},
    forms::Inputs,
    ids::{BedId, DistrictId, DraftId, ShelterId},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::OnConflict,
};

use super::draft_row::{ActiveModel, Column, Entity, Model};
use crate::{Failure, Outcome, Together, Unit, tenancy::Tenant};

/// The place of registrations.
const REGISTRATION: &str = "register";
/// The most bytes that a draft may take.
const DRAFT_BYTES_MAX: usize = 1_000_000;
/// How many registrations that wait are shown.
const REGISTRATIONS_SHOWN: u64 = 10;

/// What a draft is a draft of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DraftOf {
    /// The registration of whoever was searched for; each has a draft of its own, so that one
    /// begun beside another takes nothing away.
    Registration {
        /// What was searched for; empty when nothing was.
        searched: String,
    },
    /// A form of a case.
    Form {
        /// The case.
        case: CaseNumber,
        /// The form.
        form: String,
    },
    /// A referral of a case's person.
    Referral {
        /// The case.
        case: CaseNumber,
    },
    /// The request for a case of another district.
    Request,
    /// What is to happen to a bed, or to whoever is in it.
    Bed(BedId),
    /// A shelter that is being made or changed; `None` for a new one.
    Shelter(Option<ShelterId>),
}

impl DraftOf {
    /// A registration that nobody was searched for before.
    pub const fn registration() -> Self {
        Self::Registration {
            searched: String::new(),
        }
    }

    /// A form of a case.
    pub fn form(case: &CaseNumber, form: &str) -> Self {
        Self::Form {
            case: case.clone(),
            form: form.to_owned(),
        }
    }

    /// Where it is kept. A form that does not exist has no place.
    fn place(&self, unit: &Unit) -> Outcome<String> {
        match self {
            Self::Registration { searched } if searched.trim().is_empty() => {
                Ok(REGISTRATION.to_owned())
            }
            Self::Registration { searched } => {
                Ok(format!("{REGISTRATION}/{}", as_searched(searched)))
            }
            Self::Form { case, form } => {
                let form = unit.catalog().form(form).ok_or(Failure::not_found())?;
                Ok(format!("{case}/{}", form.form))
            }
            // No form can have a name that begins so.
            Self::Referral { case } => Ok(format!("{case}/~referral")),
            Self::Request => Ok("~request".to_owned()),
            Self::Bed(bed) => Ok(format!("~bed/{bed}")),
            Self::Shelter(None) => Ok("~shelter".to_owned()),
            Self::Shelter(Some(shelter)) => Ok(format!("~shelter/{shelter}")),
        }
    }
}

/// A search, as far as it is looked at.
fn as_searched(searched: &str) -> String {
    let signs = searched.trim().chars().take(QUERY_CHARS_MAX);
    signs.filter(|sign| !sign.is_control()).collect()
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

/// Keeps what the actor typed.
///
/// # Errors
/// `TooLarge` when it is more than a draft may hold; `NotFound` when there is no such form;
/// refused when the actor could not save it either.
pub async fn keep_draft(unit: &Unit, of: &DraftOf, draft: &Draft) -> Outcome<()> {
    let actor = unit.actor()?;
    unit.scope(match of {
        DraftOf::Form { .. } => Permission::CASES_EDIT,
        DraftOf::Registration { .. } => Permission::CASES_CREATE,
        DraftOf::Referral { .. } => Permission::REFERRALS_OFFER,
        DraftOf::Request => Permission::TRANSFERS_ASK,
        DraftOf::Bed(_) => Permission::SHELTERS_PLACE,
        DraftOf::Shelter(_) => Permission::SHELTERS_ARRANGE,
    })?;
    let inputs = serde_json::to_value(without_control_signs(&draft.inputs))?;
    if inputs.to_string().len() > DRAFT_BYTES_MAX {
        return Err(Failure::Answer(domain::Error::TooLarge));
    }
    // A draft that goes on from the same version still stands in what it met.
    let before = find_draft(unit, of)
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
        place: Set(of.place(unit)?),
        inputs: Set(inputs),
        version: Set(draft.version),
        conflict: Set(conflict.transpose()?),
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
pub async fn discard_draft(unit: &Unit, of: &DraftOf) -> Outcome<()> {
    let mut writes = Together::default();
    discard_draft_with(&mut writes, unit, of)?;
    writes.run(unit).await
}

/// Discards it together with what else is written.
pub(crate) fn discard_draft_with(writes: &mut Together, unit: &Unit, of: &DraftOf) -> Outcome<()> {
    let actor = unit.actor()?;
    let gone = Entity::delete_many()
        .filter(Column::DistrictId.eq(uuid::Uuid::from(actor.district)))
        .filter(Column::UserId.eq(uuid::Uuid::from(actor.user)))
        .filter(Column::Place.eq(of.place(unit)?));
    writes.add(gone.into_query());
    Ok(())
}

/// Throws away what anybody of this district has written of a case that has gone elsewhere.
pub(crate) async fn discard_drafts_of_case(
    unit: &Unit,
    district: DistrictId,
    number: &str,
) -> Outcome<()> {
    Entity::delete_many()
        .filter(Column::DistrictId.eq(uuid::Uuid::from(district)))
        .filter(Column::Place.starts_with(format!("{number}/")))
        .exec(unit.connection())
        .await?;
    Ok(())
}

/// The actor's draft.
pub(crate) async fn find_draft(unit: &Unit, of: &DraftOf) -> Outcome<Option<Draft>> {
    let kept = find_draft_kept(unit, of).await?;
    Ok(kept.map(|(draft, _)| draft))
}

/// The actor's draft, and when it was last kept.
pub(crate) async fn find_draft_kept(
    unit: &Unit,
    of: &DraftOf,
) -> Outcome<Option<(Draft, DateTime<Utc>)>> {
    let actor = unit.actor()?;
    let row = Entity::in_district(actor.district)
        .filter(Column::UserId.eq(uuid::Uuid::from(actor.user)))
        .filter(Column::Place.eq(of.place(unit)?))
        .one(unit.connection())
        .await?;
    let kept = row.map(|row| {
        let at = row.saved_at;
        Ok((draft_of(row)?, at))
    });
    kept.transpose()
}

/// The conflict that the actor's draft met, if it met one.
///
/// # Errors
/// `NotFound` when there is no such form.
pub async fn conflict_met(unit: &Unit, of: &DraftOf) -> Outcome<Option<Conflict>> {
    let draft = find_draft(unit, of).await?;
    Ok(draft.and_then(|draft| draft.conflict))
}

fn draft_of(row: Model) -> Outcome<Draft> {
    let conflict = row.conflict.map(serde_json::from_value).transpose();
    Ok(Draft {
        inputs: serde_json::from_value(row.inputs)?,
        version: row.version,
        conflict: conflict?,
        refused: row.refused,
    })
}

/// The actor's registrations that were begun and not ended, the latest first: what was searched
/// for, what was typed, and when.
pub(crate) async fn open_registrations(
    unit: &Unit,
) -> Outcome<Vec<(String, Inputs, DateTime<Utc>)>> {
    let actor = unit.actor()?;
    let rows = Entity::in_district(actor.district)
        .filter(Column::UserId.eq(uuid::Uuid::from(actor.user)))
        .filter(Column::Place.starts_with(REGISTRATION))
        .order_by_desc(Column::SavedAt)
        .limit(REGISTRATIONS_SHOWN)
        .all(unit.connection())
        .await?;
    rows.into_iter()
        .map(|row| {
            let searched = row.place.strip_prefix(REGISTRATION).unwrap_or_default();
            let searched = searched.trim_start_matches('/').to_owned();
            let saved_at = row.saved_at;
            Ok((searched, draft_of(row)?.inputs, saved_at))
        })
        .collect()
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
