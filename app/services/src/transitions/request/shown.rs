use domain::{
    access::Permission,
    transitions::{QueueRow, RequestEvent, RequestFacts, RequestState, ShownRequest, request},
};

use super::step::facts_of;
use crate::{
    Outcome, Unit,
    cases::query::readable_number,
    grants::find_readable,
    transitions::{
        find::{case_of_part, is_sender},
        standing::{read_request, request_state},
        transition_row::Model,
    },
    wall_clock::wall_time,
};

/// Everything about one transfer request that the actor may know, once they may know of it at all.
pub(in crate::transitions) async fn shown(
    unit: &Unit,
    row: &Model,
    line: QueueRow,
) -> Outcome<ShownRequest> {
    let actor = unit.actor()?;
    let state = request_state(row)?;
    let case = case_of_part(unit, row).await?;
    let facts = facts_of(unit, row, case.as_ref())?;
    let number = readable_number(&row.case_number)?;
    Ok(ShownRequest {
        row: line,
        reason: read_request(row)?.reason,
        asked_at: wall_time(row.asked_at),
        note: row.note.clone(),
        may: possible(state, facts),
        opens: is_sender(actor, row)
            && actor.can(Permission::CASES_READ)
            && find_readable(unit, Permission::CASES_READ, &number)
                .await
                .is_ok(),
    })
}

/// The steps that the machine would allow, given the words that they need.
fn possible(state: RequestState, facts: RequestFacts) -> Vec<RequestEvent> {
    let facts = RequestFacts {
        gives_reason: true,
        ..facts
    };
    let allowed = |event: &RequestEvent| request::next(state, *event, &facts).is_ok();
    RequestEvent::ALL.into_iter().filter(allowed).collect()
}
