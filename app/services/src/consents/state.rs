use domain::{
    consents::{ConsentField, ConsentState, Purpose},
    forms::{Answer, Answers, FormDefinition},
};
use sea_orm::{ColumnTrait, QueryFilter};

use crate::{
    Outcome, Unit,
    cases::{case_row, query::Found},
    forms::answers_row,
    tenancy::Tenant,
    transitions,
};

/// How consent for a purpose stands in a case. What is asked nowhere is allowed nowhere.
pub(crate) async fn state_of(
    unit: &Unit,
    found: &Found,
    purpose: Purpose,
) -> Outcome<ConsentState> {
    state_in(unit, &found.case, purpose).await
}

/// The same, where nothing but the case's row is at hand.
pub(crate) async fn state_in(
    unit: &Unit,
    case: &case_row::Model,
    purpose: Purpose,
) -> Outcome<ConsentState> {
    let Some(asked) = unit.catalog().consent(purpose) else {
        return Ok(ConsentState::Unknown);
    };
    let row = answers_row::Entity::in_district(case.district_id.into())
        .filter(answers_row::Column::CaseId.eq(case.id))
        .filter(answers_row::Column::Form.eq(&asked.form))
        .one(unit.connection())
        .await?;
    let choice = row.as_ref().and_then(|row| row.document.get(&asked.field));
    Ok(asked.state_of(choice.and_then(serde_json::Value::as_str)))
}

/// After a form was saved: a consent that is no longer given ends what it allowed, and whoever says
/// no ends also what went on without having asked them.
pub(crate) async fn after_save(
    unit: &Unit,
    found: &Found,
    form: &FormDefinition,
    before: &Answers,
    after: &Answers,
) -> Outcome<()> {
    let Some(asked) = unit.catalog().consent(Purpose::Sharing) else {
        return Ok(());
    };
    if asked.form != form.form {
        return Ok(());
    }
    let (before, after) = (answered(asked, before), answered(asked, after));
    let says_no = matches!(after, ConsentState::Refused | ConsentState::Withdrawn);
    if before != after && (says_no || before.allows()) {
        transitions::consent_ended(unit, &found.case).await?;
    }
    Ok(())
}

fn answered(asked: &ConsentField, answers: &Answers) -> ConsentState {
    match answers.get(&asked.field) {
        Some(Answer::Choice(choice)) => asked.state_of(Some(choice)),
        _ => ConsentState::Unknown,
    }
}
