//! What a case says of how its person lives follows their stay.

use chrono::NaiveDate;
use domain::{
    cases::CaseNumber,
    forms::Inputs,
    shelters::{HousingFields, MAIN_GUEST},
};

use super::stay_row;
use crate::{
    Failure, Outcome, Unit,
    cases::{
        put_in_by_us,
        query::{Found, find_case},
    },
    tenancy::DistrictScope,
};

/// The case of a guest, locked, if it still is in the district of their shelter. Whoever works in a
/// shelter receives and sends off all of its guests, whoever works on their cases.
pub(super) async fn case_of(
    unit: &Unit,
    scope: &DistrictScope,
    stay: &stay_row::Model,
) -> Outcome<Option<Found>> {
    let Some(number) = stay.case_number.as_deref().and_then(CaseNumber::parse) else {
        return Ok(None);
    };
    match find_case(unit, scope, &number, true).await {
        Ok(found) => Ok(Some(found)),
        Err(Failure::Answer(domain::Error::NotFound)) => Ok(None),
        Err(failure) => Err(failure),
    }
}

/// Writes into the case that its person stays in a shelter since a day.
pub(super) async fn lives_in(
    unit: &Unit,
    found: Option<&Found>,
    member: i32,
    shelter: &str,
    since: NaiveDate,
) -> Outcome<()> {
    write(unit, found, member, |fields| {
        [
            (fields.kind.clone(), fields.in_shelter.clone()),
            (fields.name.clone(), shelter.to_owned()),
            (fields.since.clone(), since.to_string()),
        ]
    })
    .await
}

/// Writes into the case that its person has left, and nobody knows where they live.
pub(super) async fn has_left(unit: &Unit, found: Option<&Found>, member: i32) -> Outcome<()> {
    write(unit, found, member, |fields| {
        [
            (fields.kind.clone(), fields.gone.clone()),
            (fields.name.clone(), String::new()),
            (fields.since.clone(), String::new()),
        ]
    })
    .await
}

async fn write(
    unit: &Unit,
    found: Option<&Found>,
    member: i32,
    typed: impl FnOnce(&HousingFields) -> [(String, String); 3],
) -> Outcome<()> {
    let fields = unit.catalog().shelter_fields().housing.as_ref();
    let (Some(found), Some(fields)) = (found, fields.filter(|_| member == MAIN_GUEST)) else {
        return Ok(());
    };
    let typed: Inputs = typed(fields)
        .into_iter()
        .map(|(field, text)| (field, vec![text]))
        .collect();
    put_in_by_us(unit, found, &fields.form, &typed, "stay").await
}
