use domain::{
    access::Permission,
    audit::AuditAction,
    cases::CaseNumber,
    consents::Purpose,
    transitions::{ComposeReferral, Service},
};
use serde_json::json;

use super::draft::draft_of;
use crate::{
    Outcome, Unit,
    audit::{self, Event},
    cases::{
        names::Names,
        query::{Found, find_case},
    },
    consents::state_of,
    districts,
    transitions::{compose::elsewhere, facts::may_refer, summary::choosable},
};

/// A referral to be written: whom the person can be referred to, and what can be shown to them.
///
/// # Errors
/// Refused when the actor may not refer the person; `NotFound` when the case is out of reach.
pub async fn compose_referral(unit: &Unit, number: &CaseNumber) -> Outcome<ComposeReferral> {
    let scope = unit.scope(Permission::REFERRALS_OFFER)?;
    let actor = unit.actor()?;
    let found = find_case(unit, &scope, number, false).await?;
    if !may_refer(actor, &found.case) {
        return Err(domain::Refusal::NotYourStep.into());
    }
    let draft = draft_of(unit, number).await?;
    let event = Event::new(found.district(), AuditAction::FormOpened)
        .on_case(found.id())
        .with(json!({"form": "referral"}));
    audit::record(unit, event).await?;
    let tried = draft.as_ref().is_some_and(|(_, tried)| *tried);
    let is_draft = draft.is_some();
    let typed = draft.map(|(typed, _)| typed).unwrap_or_default();
    Ok(ComposeReferral {
        number: found.number()?,
        name: Names::seen_by(actor, unit.catalog(), &found.person).name,
        services: services(unit, &found).await?,
        fields: choosable(unit, &found).await?,
        problems: if tried {
            typed.problems(unit.today())
        } else {
            Vec::new()
        },
        typed,
        draft: is_draft,
        consent: state_of(unit, &found, Purpose::Sharing).await?,
        consent_form: unit
            .catalog()
            .consent(Purpose::Sharing)
            .map(|asked| asked.form.clone()),
        may_override: actor.can(Permission::CONSENTS_OVERRIDE),
    })
}

/// The teams of all other districts.
pub(super) async fn services(unit: &Unit, found: &Found) -> Outcome<Vec<Service>> {
    let districts = elsewhere(unit, found).await?;
    let teams = districts::teams_of(unit, &districts).await?.into_iter();
    Ok(teams
        .map(|(district, id, label)| Service {
            id,
            district,
            label,
        })
        .collect())
}
