use domain::{Problem, ProblemCode, forms::Inputs, transitions::TypedRequest};

use crate::{
    Outcome, Unit,
    forms::{Draft, DraftOf, discard_draft, draft::find_draft, keep_draft},
};

/// Where the number stands that no other district has a case of.
const UNKNOWN: &str = "~unknown";

/// Keeps what the actor has written of a request so far; nobody else sees it. `tried` says whether
/// it was tried to send it: then what is wrong is told.
///
/// # Errors
/// Refused without the permission; `TooLarge` when it is more than a draft may hold.
pub async fn keep_request(unit: &Unit, typed: &TypedRequest, tried: bool) -> Outcome<()> {
    let mut inputs: Inputs = [
        ("number".to_owned(), vec![typed.number.clone()]),
        ("reason".to_owned(), vec![typed.reason.clone()]),
    ]
    .into();
    if tried && typed.problems().is_empty() {
        // What was complete could not be sent because no other district has this case.
        inputs.insert(UNKNOWN.to_owned(), vec![typed.number.clone()]);
    }
    let draft = Draft {
        inputs,
        version: 0,
        conflict: None,
        refused: tried,
    };
    keep_draft(unit, &DraftOf::Request, &draft).await
}

/// Throws away what the actor has written of a request.
///
/// # Errors
/// When the database does not answer.
pub async fn discard_request(unit: &Unit) -> Outcome<()> {
    discard_draft(unit, &DraftOf::Request).await
}

/// What the actor has written, and what is wrong with it once it was tried to send it.
pub(in crate::transitions) async fn draft_of(
    unit: &Unit,
) -> Outcome<Option<(TypedRequest, Vec<Problem>)>> {
    let draft = find_draft(unit, &DraftOf::Request).await?;
    Ok(draft.map(|draft| {
        let one = |name: &str| {
            let values = draft.inputs.get(name).cloned().unwrap_or_default();
            values.into_iter().next().unwrap_or_default()
        };
        let typed = TypedRequest {
            number: one("number"),
            reason: one("reason"),
        };
        let mut problems = if draft.refused {
            typed.problems()
        } else {
            Vec::new()
        };
        if problems.is_empty() && draft.inputs.contains_key(UNKNOWN) {
            problems.push(Problem::new("number", ProblemCode::UnknownCase));
        }
        (typed, problems)
    }))
}
