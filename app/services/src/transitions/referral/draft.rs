use domain::{
    access::Permission,
    cases::CaseNumber,
    forms::Inputs,
    transitions::{GrantPurpose, TypedReferral, Urgency},
};

use crate::{
    Outcome, Unit,
    cases::query::find_case,
    forms::{Draft, DraftOf, discard_draft, draft::find_draft, keep_draft},
};

/// Keeps what the actor has written of a referral so far, right or wrong; nobody else sees it.
/// `tried` says whether it was tried to offer it: then what is wrong is told.
///
/// # Errors
/// `NotFound` when the case is out of reach; refused without the permission; `TooLarge` when it is
/// more than a draft may hold.
pub async fn keep_referral(
    unit: &Unit,
    number: &CaseNumber,
    typed: &TypedReferral,
    tried: bool,
) -> Outcome<()> {
    must_reach(unit, number).await?;
    let draft = Draft {
        inputs: to_inputs(typed),
        version: 0,
        conflict: None,
        refused: tried,
    };
    keep_draft(unit, &of(number), &draft).await
}

/// Throws away what the actor has written of a referral.
///
/// # Errors
/// `NotFound` when the case is out of reach; refused without the permission.
pub async fn discard_referral(unit: &Unit, number: &CaseNumber) -> Outcome<()> {
    must_reach(unit, number).await?;
    discard_draft(unit, &of(number)).await
}

/// What the actor has written, and whether it was tried to offer it.
pub(super) async fn draft_of(
    unit: &Unit,
    number: &CaseNumber,
) -> Outcome<Option<(TypedReferral, bool)>> {
    let draft = find_draft(unit, &of(number)).await?;
    Ok(draft.map(|draft| (from_inputs(&draft.inputs), draft.refused)))
}

async fn must_reach(unit: &Unit, number: &CaseNumber) -> Outcome<()> {
    let scope = unit.scope(Permission::REFERRALS_OFFER)?;
    find_case(unit, &scope, number, false).await?;
    Ok(())
}

fn of(number: &CaseNumber) -> DraftOf {
    DraftOf::Referral {
        case: number.clone(),
    }
}

fn to_inputs(typed: &TypedReferral) -> Inputs {
    let code = |code: Option<&'static str>| code.map(str::to_owned).into_iter().collect();
    let inputs: [(&str, Vec<String>); 8] = [
        ("to", typed.to.iter().map(ToString::to_string).collect()),
        ("purpose", code(typed.purpose.map(GrantPurpose::code))),
        ("reason", vec![typed.reason.clone()]),
        ("urgency", code(typed.urgency.map(Urgency::code))),
        ("until", vec![typed.until.clone()]),
        ("fields", typed.fields.clone()),
        ("granted", typed.granted.clone()),
        ("override_reason", vec![typed.override_reason.clone()]),
    ];
    let inputs = inputs.into_iter();
    inputs
        .map(|(name, values)| (name.to_owned(), values))
        .collect()
}

fn from_inputs(inputs: &Inputs) -> TypedReferral {
    let all = |name: &str| inputs.get(name).cloned().unwrap_or_default();
    let one = |name: &str| all(name).into_iter().next().unwrap_or_default();
    TypedReferral {
        to: one("to").parse().ok(),
        purpose: GrantPurpose::from_code(&one("purpose")),
        reason: one("reason"),
        urgency: Urgency::from_code(&one("urgency")),
        until: one("until"),
        fields: all("fields"),
        granted: all("granted"),
        override_reason: one("override_reason"),
    }
}
