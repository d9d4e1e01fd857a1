//! Who is to be given a place.

use domain::{
    Error, ProblemCode,
    access::{FieldAccess, Permission},
    cases::CaseNumber,
    forms::{Answer, Answers, PersonAttribute},
    shelters::{FamilyFields, Guest, MAIN_GUEST, Sex, TypedStay},
};
use uuid::Uuid;

use super::stay_row;
use crate::{
    Failure, Outcome, Unit,
    cases::{
        names::Names,
        query::{Found, answers_of, find_case},
        stored_answers,
    },
};

/// Somebody who is given a place.
pub(super) struct Who {
    /// Their case, locked; none for a guest without one.
    pub(super) found: Option<Found>,
    /// Who of the case.
    pub(super) member: i32,
    /// Their name.
    pub(super) name: String,
    /// Whether they are known to be too old for a cot.
    pub(super) too_old_for_cot: bool,
}

impl Who {
    /// Somebody of a case, which is locked.
    pub(super) fn of_case(found: Found, guest: Guest) -> Self {
        Self {
            found: Some(found),
            member: guest.member,
            too_old_for_cot: guest.is_too_old_for_cot(),
            name: guest.name,
        }
    }

    pub(super) fn case(&self) -> Option<Uuid> {
        self.found.as_ref().map(|found| found.case.id)
    }

    pub(super) fn number(&self) -> Option<String> {
        self.found.as_ref().map(|found| found.case.number.clone())
    }
}

/// Who was typed: somebody of a case within the actor's reach, or a guest without a case.
///
/// # Errors
/// `Invalid` when nobody was typed, or no such case is within reach.
pub(super) async fn typed_guest(unit: &Unit, typed: &TypedStay) -> Outcome<Who> {
    let number = typed.number.trim();
    if number.is_empty() {
        let name = typed.name.trim();
        if name.is_empty() {
            return Err(Failure::Answer(Error::invalid(
                "number",
                ProblemCode::Required,
            )));
        }
        return Ok(Who {
            found: None,
            member: MAIN_GUEST,
            name: name.to_owned(),
            too_old_for_cot: false,
        });
    }
    let unknown = || Failure::Answer(Error::invalid("number", ProblemCode::UnknownGuest));
    let number = CaseNumber::parse(number).ok_or_else(unknown)?;
    let found = locked_case(unit, &number).await?.ok_or_else(unknown)?;
    let member = typed.member.unwrap_or(MAIN_GUEST);
    let guests = guests_of(unit, &found).await?;
    let guest = guests.into_iter().find(|guest| guest.member == member);
    let guest = guest.ok_or_else(unknown)?;
    Ok(Who::of_case(found, guest))
}

/// Whose stay this is; `found` is their case, locked, where they have one.
pub(super) async fn guest_of(
    unit: &Unit,
    found: Option<Found>,
    stay: &stay_row::Model,
) -> Outcome<Who> {
    let known = match &found {
        Some(found) => guests_of(unit, found).await?,
        None => Vec::new(),
    };
    let guest = known.iter().find(|guest| guest.member == stay.member);
    Ok(Who {
        too_old_for_cot: guest.is_some_and(Guest::is_too_old_for_cot),
        found,
        member: stay.member,
        name: stay.guest.clone(),
    })
}

/// The case of this number within the actor's reach, locked until the unit ends.
pub(super) async fn locked_case(unit: &Unit, number: &CaseNumber) -> Outcome<Option<Found>> {
    let scope = unit.scope(Permission::SHELTERS_PLACE)?;
    match find_case(unit, &scope, number, true).await {
        Ok(found) => Ok(Some(found)),
        Err(Failure::Answer(Error::NotFound)) => Ok(None),
        Err(failure) => Err(failure),
    }
}

/// Those of a case who may need a place: the person, and the members of their family who are with
/// them, as far as the actor may know of them.
pub(super) async fn guests_of(unit: &Unit, found: &Found) -> Outcome<Vec<Guest>> {
    let actor = unit.actor()?;
    let catalog = unit.catalog();
    let sees = |attribute| catalog.attribute_access(actor, attribute) > FieldAccess::Hidden;
    let names = Names::seen_by(actor, catalog, &found.person);
    let sex = found
        .person
        .sex
        .as_deref()
        .filter(|_| sees(PersonAttribute::Sex));
    let mut guests = vec![Guest {
        member: MAIN_GUEST,
        name: names.name,
        sex: sex.and_then(Sex::from_code),
        age: names
            .birth_date
            .and_then(|born| Guest::age_on(born, unit.today())),
    }];
    if let Some(family) = &catalog.shelter_fields().family {
        guests.extend(members(unit, found, family).await?);
    }
    Ok(guests)
}

async fn members(unit: &Unit, found: &Found, family: &FamilyFields) -> Outcome<Vec<Guest>> {
    let Some(form) = unit
        .catalog()
        .form(&family.form)
        .filter(|_| sees_family(unit))
    else {
        return Ok(Vec::new());
    };
    let rows = answers_of(unit, found).await?;
    let answers = stored_answers(unit, form, rows.get(&family.form));
    let Some(Answer::Rows(rows)) = answers.get(&family.group) else {
        return Ok(Vec::new());
    };
    let guests = rows.iter().filter_map(|(number, row)| {
        let here = matches!(row.get(&family.whereabouts), Some(Answer::Choice(choice)) if *choice == family.here);
        here.then(|| member(unit, family, number, row)).flatten()
    });
    Ok(guests.collect())
}

fn member(unit: &Unit, family: &FamilyFields, number: u32, row: &Answers) -> Option<Guest> {
    let Some(Answer::Text(name)) = row.get(&family.name) else {
        return None;
    };
    let sex = match row.get(&family.sex) {
        Some(Answer::Choice(choice)) => Sex::from_code(choice),
        _ => None,
    };
    let age = match (row.get(&family.birth_date), row.get(&family.age)) {
        (Some(Answer::Date(born)), _) => Guest::age_on(*born, unit.today()),
        (_, Some(Answer::Integer(age))) => u32::try_from(*age).ok(),
        _ => None,
    };
    Some(Guest {
        member: i32::try_from(number).ok()?,
        name: name.clone(),
        sex,
        age,
    })
}

/// Whether the actor may know of the families of cases.
pub(super) fn sees_family(unit: &Unit) -> bool {
    let (Ok(actor), Some(family)) = (unit.actor(), &unit.catalog().shelter_fields().family) else {
        return false;
    };
    unit.catalog()
        .sees_field(actor, &family.form, &family.group)
}
