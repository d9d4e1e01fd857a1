use chrono::{DateTime, Utc};
use domain::{
    access::{Actor, CasePlace, Permission, Reach},
    ids::{DistrictId, TeamId},
    transitions::TransferFacts,
};
use uuid::Uuid;

use super::{PARTS, find::place_of, transition_row::Model};
use crate::cases::case_row;

/// Whether the actor may ask for something to be done with the case, and agree to it: it is theirs,
/// or they supervise it, and they may change it.
pub(super) fn speaks_for(actor: &Actor, permission: Permission, place: &CasePlace) -> bool {
    let covers = |permission| {
        let reach = actor.reach(permission);
        reach.is_ok_and(|reach| reach.covers(place))
    };
    let owns = place.owner == Some(actor.user);
    covers(permission)
        && covers(Permission::CASES_EDIT)
        && (owns || covers(Permission::CASES_ASSIGN))
}

/// Whether the actor may ask for this case to be handed over.
pub(crate) fn may_ask(actor: &Actor, case: &case_row::Model) -> bool {
    speaks_for(actor, Permission::TRANSFERS_ASK, &place_of(case))
}

/// Whether the actor may give this case to another owner of its district.
pub(crate) fn may_assign(actor: &Actor, case: &case_row::Model) -> bool {
    let place = place_of(case);
    let covers = |permission| {
        let reach = actor.reach(permission);
        reach.is_ok_and(|reach| reach.covers(&place))
    };
    let owns = place.owner == Some(actor.user);
    place.district == actor.district
        && covers(Permission::CASES_EDIT)
        && (owns || covers(Permission::CASES_ASSIGN))
}

/// Whether the actor decides for the whole of this district.
pub(super) fn decides_for(actor: &Actor, district: DistrictId) -> bool {
    match actor.reach(Permission::TRANSFERS_DECIDE) {
        Ok(Reach::District { district: own }) => own == district,
        Ok(Reach::City) => true,
        Ok(Reach::Own { .. } | Reach::Team { .. }) | Err(_) => false,
    }
}

/// Whether the actor may refer the person of this case to a service elsewhere.
pub(crate) fn may_refer(actor: &Actor, case: &case_row::Model) -> bool {
    speaks_for(actor, Permission::REFERRALS_OFFER, &place_of(case))
}

/// Whether any kind of transition is any business of the actor's.
pub(crate) fn takes_part(actor: &Actor) -> bool {
    PARTS.into_iter().any(|permission| actor.can(permission))
}

/// Whether the actor answers for a service: a team of a district.
pub(super) fn answers_for(actor: &Actor, district: DistrictId, team: TeamId) -> bool {
    let service = CasePlace {
        district,
        team,
        owner: None,
    };
    let reach = actor.reach(Permission::REFERRALS_ANSWER);
    reach.is_ok_and(|reach| reach.covers(&service))
}

/// What the rows say of the moment; what is typed and who is named come on top.
pub(super) fn transfer_facts(
    actor: &Actor,
    row: &Model,
    place: Option<&CasePlace>,
    now: DateTime<Utc>,
) -> TransferFacts {
    let me = Uuid::from(actor.user);
    let releases = actor.reach(Permission::TRANSFERS_DECIDE);
    TransferFacts {
        is_asker: row.asked_by == me,
        has_released: row.released_by == Some(me),
        may_ask: place.is_some_and(|place| speaks_for(actor, Permission::TRANSFERS_ASK, place)),
        may_release: place
            .is_some_and(|place| releases.as_ref().is_ok_and(|reach| reach.covers(place))),
        may_accept: decides_for(actor, row.to_district_id.into()),
        is_due: row.ends_at.is_some_and(|ends| ends <= now),
        ..TransferFacts::default()
    }
}
