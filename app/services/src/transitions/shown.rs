use domain::{
    access::{Actor, FieldAccess, Permission},
    transitions::{
        OwnerChoice, QueueRow, ShownTransfer, SummaryForm, TransferEvent, TransferFacts,
        TransferState, transfer,
    },
};
use sea_orm::{ColumnTrait, QueryFilter};
use uuid::Uuid;

use super::{
    facts::{decides_for, transfer_facts},
    find::{place_of, scope_of_part, transfer_state},
    owner::owner_choices,
    summary::{read_summary, read_typed},
    transition_row::Model,
};
use crate::{
    Outcome, Unit,
    cases::case_row,
    tenancy::{DistrictScope, Tenant},
    wall_clock::wall_time,
};

/// What somebody may press.
const STEPS: [TransferEvent; 4] = [
    TransferEvent::Release,
    TransferEvent::Accept,
    TransferEvent::Refuse,
    TransferEvent::Withdraw,
];

/// Everything about one transfer that the actor may know, once they may know of it at all.
pub(super) async fn shown(unit: &Unit, row: &Model, line: QueueRow) -> Outcome<ShownTransfer> {
    let actor = unit.actor()?;
    let place = case_in(unit, row, &scope_of_part(unit)?)
        .await?
        .as_ref()
        .map(place_of);
    let facts = transfer_facts(actor, row, place.as_ref(), unit.now());
    let state = transfer_state(row)?;
    let may = possible(state, &facts);
    let opens = match unit.scope(Permission::CASES_READ) {
        Ok(scope) => case_in(unit, row, &scope).await?.is_some(),
        Err(_) => false,
    };
    let takes_part = takes_part(actor, row, state, opens);
    let owners: Vec<OwnerChoice> = if may.contains(&TransferEvent::Accept) {
        owner_choices(unit, row.to_district_id.into()).await?
    } else {
        Vec::new()
    };
    let released = row.released_by_name.clone().zip(row.released_at);
    Ok(ShownTransfer {
        row: line,
        reason: takes_part
            .then(|| read_typed(row))
            .transpose()?
            .unwrap_or_default()
            .reason,
        asked_at: wall_time(row.asked_at),
        released: released.map(|(by, at)| (by, wall_time(at))),
        note: row.note.clone(),
        summary: if takes_part && !state.is_final() {
            seen(unit, actor, row)?
        } else {
            Vec::new()
        },
        may,
        owners,
        opens,
    })
}

/// Who asked and whoever may open the case always have a part in it, the other side only while it
/// is offered.
fn takes_part(actor: &Actor, row: &Model, state: TransferState, opens: bool) -> bool {
    let asked = row.asked_by == Uuid::from(actor.user);
    let sends = row.district_id == Uuid::from(actor.district);
    let decides = decides_for(actor, row.to_district_id.into());
    let receives = state == TransferState::Offered && decides;
    (asked && !state.is_final()) || (sends && !state.is_final()) || receives || opens
}

/// The steps that the machine would allow, given the words and the owner that they need.
fn possible(state: TransferState, facts: &TransferFacts) -> Vec<TransferEvent> {
    let facts = TransferFacts {
        gives_reason: true,
        owner_fits: true,
        ..*facts
    };
    let allowed = |event: &TransferEvent| transfer::next(state, *event, &facts).is_ok();
    STEPS.into_iter().filter(allowed).collect()
}

/// The case, if the scope covers it.
async fn case_in(
    unit: &Unit,
    row: &Model,
    scope: &DistrictScope,
) -> Outcome<Option<case_row::Model>> {
    let case = case_row::Entity::in_scope(scope).filter(case_row::Column::Id.eq(row.case_id));
    Ok(case.one(unit.connection()).await?)
}

/// The summary as far as the reader's own roles see its fields.
pub(super) fn seen(unit: &Unit, actor: &Actor, row: &Model) -> Outcome<Vec<SummaryForm>> {
    let forms = read_summary(row)?.forms.into_iter();
    let forms = forms.map(|form| {
        let catalog = unit.catalog();
        let open = form.definition.only(|field| {
            catalog.field_access(actor, &form.definition, field) > FieldAccess::Hidden
        });
        let answers = form.answers.only(|field| open.field(field).is_some());
        SummaryForm {
            definition: open,
            answers,
        }
    });
    Ok(forms.filter(|form| !form.answers.is_empty()).collect())
}
