use domain::{
    access::Permission,
    cases::CaseNumber,
    consents::Purpose,
    districts::District,
    transitions::{ComposeTransfer, QueueRow, TransferState, TransitionKind},
};
use sea_orm::{ColumnTrait, QueryFilter};

use super::{
    UNDER_WAY,
    draft::draft_of,
    facts::may_ask,
    queue::district_names,
    standing::line,
    summary::{choosable, read_typed},
    transition_row::{Column, Entity, Model},
};
use crate::{
    Outcome, Unit,
    audit::{self, Event},
    cases::{
        case_row,
        names::Names,
        query::{Found, find_case},
    },
    consents::state_of,
    districts,
    tenancy::Tenant,
};

/// A transfer to be written: where the case may go, and what can be told of it before it does.
///
/// # Errors
/// Refused when the actor may not ask for it; `NotFound` when the case is out of reach.
pub async fn compose_transfer(
    unit: &Unit,
    number: &CaseNumber,
    tried: bool,
) -> Outcome<ComposeTransfer> {
    let scope = unit.scope(Permission::TRANSFERS_ASK)?;
    let actor = unit.actor()?;
    let found = find_case(unit, &scope, number, false).await?;
    if !may_ask(actor, &found.case) {
        return Err(domain::Refusal::NotYourStep.into());
    }
    let draft = draft_of(unit, &found).await?;
    let typed = draft.as_ref().map(read_typed).transpose()?;
    let under_way = on_its_way(unit, &found).await?;
    let event = Event::new(found.district(), domain::audit::AuditAction::FormOpened)
        .on_case(found.id())
        .with(serde_json::json!({"form": "transfer"}));
    audit::record(unit, event).await?;
    let draft = typed.is_some();
    let typed = typed.unwrap_or_default();
    Ok(ComposeTransfer {
        number: found.number()?,
        name: Names::seen_by(actor, unit.catalog(), &found.person).name,
        districts: elsewhere(unit, &found).await?,
        fields: choosable(unit, &found).await?,
        problems: if tried { typed.problems() } else { Vec::new() },
        typed,
        consent: state_of(unit, &found, Purpose::Sharing).await?,
        consent_form: unit
            .catalog()
            .consent(Purpose::Sharing)
            .map(|asked| asked.form.clone()),
        may_override: actor.can(Permission::CONSENTS_OVERRIDE),
        draft,
        under_way,
    })
}

/// The transfer that a case is on, for whoever may open the case.
pub(crate) async fn on_its_way(unit: &Unit, found: &Found) -> Outcome<Option<QueueRow>> {
    match open_transfer(unit, found).await? {
        Some(row) => Ok(Some(line(&row, &district_names(unit).await?)?)),
        None => Ok(None),
    }
}

/// The districts that a case can go to: all but its own, and not the city itself.
pub(super) async fn elsewhere(unit: &Unit, found: &Found) -> Outcome<Vec<District>> {
    let mut districts = districts::all(unit).await?;
    districts.retain(|one| one.number != 0 && one.id != found.district());
    districts.sort_by_key(|one| one.number);
    Ok(districts)
}

/// The transfer of a case that is under way.
pub(super) async fn open_transfer(unit: &Unit, found: &Found) -> Outcome<Option<Model>> {
    transfer_under_way(unit, &found.case).await
}

/// The same, of a case that need not be within reach.
pub(super) async fn transfer_under_way(
    unit: &Unit,
    case: &case_row::Model,
) -> Outcome<Option<Model>> {
    let open = Entity::in_district(case.district_id.into())
        .filter(Column::CaseId.eq(case.id))
        .filter(Column::Kind.eq(TransitionKind::Transfer.code()))
        .filter(Column::State.is_in(UNDER_WAY.map(TransferState::code)));
    Ok(open.one(unit.connection()).await?)
}
