//! What people need of a place, as the forms of their case say.

use domain::{
    forms::Answer,
    shelters::{Features, NeedField},
};

use crate::{
    Outcome, Unit,
    cases::{
        query::{Found, answers_of},
        stored_answers,
    },
};

/// What is needed, as far as the actor may read it.
pub(super) async fn needs_of(unit: &Unit, found: &Found) -> Outcome<Features> {
    let fields = &unit.catalog().shelter_fields().needs;
    let rows = answers_of(unit, found).await?;
    let mut needs = Vec::new();
    for need in fields {
        let Some(form) = unit.catalog().form(&need.form) else {
            continue;
        };
        let answers = stored_answers(unit, form, rows.get(&need.form));
        let seen = unit
            .catalog()
            .sees_field(unit.actor()?, &need.form, &need.field);
        if seen && says_so(need, answers.get(&need.field)) {
            needs.push(need.feature);
        }
    }
    Ok(needs.into_iter().collect())
}

fn says_so(need: &NeedField, answer: Option<&Answer>) -> bool {
    match answer {
        Some(Answer::Choices(chosen)) => chosen.iter().any(|one| need.choices.contains(one)),
        _ => false,
    }
}
