use domain::{forms::Inputs, transitions::TypedRequest};

use crate::{
    Outcome, Unit,
    forms::{Draft, DraftOf, discard_draft, draft::find_draft, keep_draft},
};

/// Keeps what the actor has written of a request so far; nobody else sees it. `tried` says whether
/// it was tried to send it: then what is wrong is told.
///
/// # Errors
/// Refused without the permission; `TooLarge` when it is more than a draft may hold.
pub async fn keep_request(unit: &Unit, typed: &TypedRequest, tried: bool) -> Outcome<()> {
    let inputs: Inputs = [
        ("number".to_owned(), vec![typed.number.clone()]),
        ("reason".to_owned(), vec![typed.reason.clone()]),
    ]
    .into();
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

/// What the actor has written, and whether it was tried to send it.
pub(in crate::transitions) async fn draft_of(unit: &Unit) -> Outcome<Option<(TypedRequest, bool)>> {
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
        (typed, draft.refused)
    }))
}
