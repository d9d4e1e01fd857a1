use chrono::{DateTime, Utc};
use domain::audit::AuditAction;
use domain::{
    Error, Problem, ProblemCode,
    access::{FieldAccess, Permission},
    cases::CaseNumber,
    ids::{TeamId, TransitionId},
    transitions::{ReferralFacts, ReferralState, Service, TransitionKind, TypedReferral, referral},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::{OPEN, compose::services, tell::tell_service};
use crate::{
    Failure, Outcome, Unit,
    cases::query::{Found, find_case},
    tenancy::Tenant,
    transitions::{
        ask::{begun, json},
        consent::Consent,
        discard_referral,
        facts::may_refer,
        note::note_action,
        publish::publish_offer,
        summary::summary_of,
        transition_row::{ActiveModel, Column, Entity},
    },
    wall_clock::start_of_day,
};

/// Offers a referral to a service elsewhere, which sees the summary and decides next.
///
/// # Errors
/// `Invalid` with a problem for each field; refused when the actor may not refer the person, or
/// without consent; `NotFound` when the case is out of reach.
pub async fn offer_referral(
    unit: &Unit,
    number: &CaseNumber,
    typed: &TypedReferral,
) -> Outcome<TransitionId> {
    let scope = unit.scope(Permission::REFERRALS_OFFER)?;
    let actor = unit.actor()?;
    let found = find_case(unit, &scope, number, true).await?;
    let consent = Consent::of(unit, &found, &typed.override_reason).await?;
    let state = referral::offer(&ReferralFacts {
        is_asker: true,
        may_offer: may_refer(actor, &found.case),
        consented: consent.is_enough(),
        is_due: typed.last_day().is_some_and(|last| last < unit.today()),
        ..ReferralFacts::default()
    });
    // What is wrong with a day is told at its field.
    let problems = problems(unit, &found, typed).await?;
    let state = match state {
        Err(domain::Refusal::OfferEnded) if !problems.is_empty() => ReferralState::Offered,
        other => other?,
    };
    let service = match chosen(unit, &found, typed).await? {
        Some(service) if problems.is_empty() => service,
        _ => return Err(Failure::Answer(Error::Invalid { problems })),
    };
    let kept = TypedReferral {
        // Whoever goes on without consent does so for this reason; with it, there is none.
        override_reason: if consent.is_overridden() {
            typed.override_reason.clone()
        } else {
            String::new()
        },
        ..typed.clone()
    };
    let id: TransitionId = unit.new_id();
    let row = ActiveModel {
        id: Set(id.into()),
        to_district_id: Set(service.district.id.into()),
        to_team_id: Set(Some(service.id.into())),
        offered: Set(true),
        summary: Set(json(&summary_of(unit, &found, &typed.fields).await?)?),
        ends_at: Set(Some(offer_ends(unit, typed))),
        ..begun(
            unit,
            &found.case,
            TransitionKind::Referral,
            state.code(),
            json(&kept)?,
        )?
    };
    refuse_second(unit, &found, service.id).await?;
    discard_referral(unit, number).await?;
    let row = Entity::insert(row)
        .exec_with_returning(unit.connection())
        .await?;
    consent.note(unit, &found, &typed.override_reason).await?;
    note_action(
        unit,
        &row,
        AuditAction::ReferralOffered,
        &typed.reason,
        None,
    )
    .await?;
    tell_service(unit, &row).await?;
    publish_offer(unit, &row).await?;
    Ok(id)
}

/// A person is referred to a service once at a time; the case is locked meanwhile.
async fn refuse_second(unit: &Unit, found: &Found, service: TeamId) -> Outcome<()> {
    let open = Entity::in_district(found.district())
        .filter(Column::CaseId.eq(found.case.id))
        .filter(Column::Kind.eq(TransitionKind::Referral.code()))
        .filter(Column::State.is_in(OPEN.map(ReferralState::code)))
        .filter(Column::ToTeamId.eq(Uuid::from(service)));
    match open.one(unit.connection()).await? {
        Some(_) => Err(domain::Refusal::WrongState.into()),
        None => Ok(()),
    }
}

/// An offer waits as long as any, and never beyond the referral's own end.
fn offer_ends(unit: &Unit, typed: &TypedReferral) -> DateTime<Utc> {
    let offer = unit.now() + unit.catalog().offer_time();
    let after = typed.last_day().and_then(|last| last.succ_opt());
    after.map_or(offer, |after| offer.min(start_of_day(after)))
}

async fn chosen(unit: &Unit, found: &Found, typed: &TypedReferral) -> Outcome<Option<Service>> {
    let services = services(unit, found).await?;
    Ok(services
        .into_iter()
        .find(|service| Some(service.id) == typed.to))
}

async fn problems(unit: &Unit, found: &Found, typed: &TypedReferral) -> Outcome<Vec<Problem>> {
    let mut problems = typed.problems(unit.today());
    if typed.to.is_some() && chosen(unit, found, typed).await?.is_none() {
        problems.push(Problem::new("to", ProblemCode::NotAChoice));
    }
    let mut granted = typed.granted.iter();
    if !granted.all(|path| may_grant(unit, path)) {
        problems.push(Problem::new("granted", ProblemCode::NotAChoice));
    }
    Ok(problems)
}

/// Nobody gives sight of what they do not see themselves.
fn may_grant(unit: &Unit, path: &str) -> bool {
    let Ok(actor) = unit.actor() else {
        return false;
    };
    let mut versions = unit.catalog().every_version();
    let Some((form, field)) = path.split_once('/') else {
        return false;
    };
    versions.any(|version| {
        let field = version.field(field).filter(|_| version.form == form);
        field.is_some_and(|field| {
            unit.catalog().field_access(actor, version, field) > FieldAccess::Hidden
        })
    })
}
