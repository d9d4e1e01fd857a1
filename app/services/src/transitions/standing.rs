use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    districts::District,
    ids::DistrictId,
    transitions::{
        QueueRow, ReferralState, RequestState, Standing, TransitionKind, TypedReferral,
        TypedRequest,
    },
};
use std::collections::BTreeMap;
use uuid::Uuid;

use super::{
    find::transfer_state,
    summary::{read_stored, read_summary, read_typed},
    transition_row::Model,
};
use crate::{Failure, Outcome, cases::query::readable_number, wall_clock::wall_time};

/// Which machine a row follows, and how far it has come.
pub(super) fn standing_of(row: &Model) -> Outcome<Standing> {
    let broken = || {
        Failure::Broken(format!(
            "transition {} is {} {}",
            row.id, row.kind, row.state
        ))
    };
    let standing = match TransitionKind::from_code(&row.kind) {
        Some(TransitionKind::Transfer) => return transfer_state(row).map(Standing::Transfer),
        Some(TransitionKind::Referral) => {
            ReferralState::from_code(&row.state).map(Standing::Referral)
        }
        Some(TransitionKind::TransferRequest) => {
            RequestState::from_code(&row.state).map(Standing::Request)
        }
        Some(TransitionKind::Assignment) | None => None,
    };
    standing.ok_or_else(broken)
}

/// The state of a referral.
pub(super) fn referral_state(row: &Model) -> Outcome<ReferralState> {
    match standing_of(row)? {
        Standing::Referral(state) => Ok(state),
        other => Err(Failure::Broken(format!(
            "transition {} is {other:?}",
            row.id
        ))),
    }
}

/// The state of a transfer request.
pub(super) fn request_state(row: &Model) -> Outcome<RequestState> {
    match standing_of(row)? {
        Standing::Request(state) => Ok(state),
        other => Err(Failure::Broken(format!(
            "transition {} is {other:?}",
            row.id
        ))),
    }
}

/// What the sender of a referral wrote down.
pub(super) fn read_referral(row: &Model) -> Outcome<TypedReferral> {
    read_stored(row, &row.typed)
}

/// What was written down with a request.
pub(super) fn read_request(row: &Model) -> Outcome<TypedRequest> {
    read_stored(row, &row.typed)
}

/// One transition as a line.
pub(super) fn line(row: &Model, names: &BTreeMap<DistrictId, District>) -> Outcome<QueueRow> {
    let district = |id: Uuid| {
        let found = names.get(&id.into()).cloned();
        found.ok_or_else(|| Failure::Broken(format!("no district {id}")))
    };
    let standing = standing_of(row)?;
    let urgency = match standing {
        Standing::Transfer(_) => read_typed(row)?.urgency,
        Standing::Referral(_) => read_referral(row)?.urgency,
        Standing::Request(_) => None,
    };
    Ok(QueueRow {
        id: row.id.into(),
        standing,
        number: readable_number(&row.case_number)?,
        from: district(row.district_id)?,
        to: district(row.to_district_id)?,
        service: None,
        urgency,
        age_group: read_summary(row)?.age_group,
        asked_by: row.asked_by_name.clone(),
        decided_by: row.decided_by_name.clone(),
        since: wall_time(row.changed_at),
        until: row
            .ends_at
            .filter(|_| !standing.is_final())
            .map(|ends| wall_time(last_minute(standing, ends))),
    })
}

/// A referral at work ends with its last day, of which people speak, and not with the next.
fn last_minute(standing: Standing, ends: DateTime<Utc>) -> DateTime<Utc> {
    match standing {
        Standing::Referral(ReferralState::Accepted) => ends - TimeDelta::minutes(1),
        _ => ends,
    }
}
