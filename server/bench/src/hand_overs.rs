//! Open hand-overs by the thousand, as a city has them in a bad week.

use chrono::{DateTime, TimeDelta, Utc};
use domain::transitions::{
    GrantPurpose, ReferralState, RequestState, Summary, TransferState, TransitionKind,
    TypedReferral, TypedRequest, TypedTransfer, Urgency,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, DatabaseConnection, EntityTrait, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, TransactionTrait,
};
use services::{
    cases::case_row,
    districts::{district, team},
    source::{Clock, SystemClock},
    store::connect,
    transitions::transition_row::{ActiveModel, Column, Entity},
};
use uuid::Uuid;

use crate::Outcome;

/// How many rows are written at once.
const AT_ONCE: usize = 500;

/// How many requests and referrals there are to each transfer: one to so many.
const TRANSFERS_TO_OTHERS: u64 = 10;

/// Writes open transfers of cases from all over the city until there are so many, and a tenth as
/// many referrals and requests; prints the number of one case of the district that is on its way.
pub(crate) async fn open(database: &str, number: i32, count: u64) -> Outcome {
    let db = connect(database, 1).await?;
    let districts: Vec<district::Model> = district::Entity::find()
        .filter(district::Column::Number.ne(0))
        .order_by_asc(district::Column::Number)
        .all(&db)
        .await?;
    let teams = team::Entity::find().all(&db).await?;
    let city = City {
        districts,
        teams,
        now: SystemClock.now(),
    };
    for (kind, count) in [
        (TransitionKind::Transfer, count),
        (TransitionKind::Referral, count / TRANSFERS_TO_OTHERS),
        (TransitionKind::TransferRequest, count / TRANSFERS_TO_OTHERS),
    ] {
        city.fill(&db, kind, count).await?;
    }
    let here = city.districts.iter().find(|one| one.number == number);
    let here = here.ok_or("there is no such district")?;
    let one = Entity::find()
        .filter(Column::DistrictId.eq(here.id))
        .one(&db)
        .await?
        .ok_or("no case of the district is on its way")?;
    println!("{}", one.case_number);
    Ok(())
}

/// What rows are made of.
struct City {
    districts: Vec<district::Model>,
    teams: Vec<team::Model>,
    now: DateTime<Utc>,
}

impl City {
    /// Writes open transitions of a kind until there are so many.
    async fn fill(&self, db: &DatabaseConnection, kind: TransitionKind, count: u64) -> Outcome {
        let of_kind = Entity::find().filter(Column::Kind.eq(kind.code()));
        let missing = count.saturating_sub(of_kind.count(db).await?);
        let cases = case_row::Entity::find()
            .filter(case_row::Column::OwnerId.is_not_null())
            .order_by_asc(case_row::Column::Id)
            .limit(missing)
            .all(db)
            .await?;
        let rows = cases.iter().enumerate();
        let rows: Vec<ActiveModel> = rows
            .filter_map(|(place, case)| self.row(kind, place, case))
            .collect();
        let transaction = db.begin().await?;
        for some in rows.chunks(AT_ONCE) {
            Entity::insert_many(some.to_vec())
                .exec_without_returning(&transaction)
                .await?;
        }
        transaction.commit().await?;
        Ok(())
    }

    /// Where an open transition of this kind stands: every other transfer waits to be released, the
    /// others to be accepted by the next district.
    const fn state(kind: TransitionKind, place: usize) -> &'static str {
        match kind {
            TransitionKind::Referral => ReferralState::Offered.code(),
            TransitionKind::TransferRequest => RequestState::Asked.code(),
            _ if place % 2 == 1 => TransferState::Offered.code(),
            _ => TransferState::AwaitingRelease.code(),
        }
    }

    fn row(
        &self,
        kind: TransitionKind,
        place: usize,
        case: &case_row::Model,
    ) -> Option<ActiveModel> {
        let mut districts = self.districts.iter();
        let from = districts.position(|one| one.id == case.district_id)?;
        let to = &self.districts[(from + 1 + place % 5) % self.districts.len()];
        let state = Self::state(kind, place);
        let offered = state != TransferState::AwaitingRelease.code();
        let team = self.teams.iter().find(|team| team.district_id == to.id)?;
        let is_referral = kind == TransitionKind::Referral;
        let minutes = i64::try_from(place).ok()?;
        let at = self.now - TimeDelta::minutes(minutes);
        Some(ActiveModel {
            id: Set(id(kind, place)),
            district_id: Set(case.district_id),
            to_team_id: Set(is_referral.then_some(team.id)),
            kind: Set(kind.code().to_owned()),
            state: Set(state.to_owned()),
            to_district_id: Set(to.id),
            offered: Set(offered),
            case_id: Set(case.id),
            case_number: Set(case.number.clone()),
            asked_by: Set(case.owner_id?),
            asked_by_name: Set("A caseworker".to_owned()),
            asked_at: Set(at),
            released_by: Set(None),
            released_by_name: Set(None),
            released_at: Set(offered.then_some(at)),
            decided_by: Set(case.owner_id),
            decided_by_name: Set(Some("A caseworker".to_owned())),
            note: Set(None),
            typed: Set(self.typed(kind, to, case)?),
            summary: Set(serde_json::to_value(Summary::default()).ok()?),
            ends_at: Set(Some(self.now + TimeDelta::days(14))),
            changed_at: Set(at),
        })
    }

    fn typed(
        &self,
        kind: TransitionKind,
        to: &district::Model,
        case: &case_row::Model,
    ) -> Option<serde_json::Value> {
        let reason = "The family has moved, and the school is there".to_owned();
        match kind {
            TransitionKind::Referral => serde_json::to_value(TypedReferral {
                purpose: Some(GrantPurpose::Housing),
                reason,
                urgency: Some(Urgency::Soon),
                until: (self.now + TimeDelta::days(30)).date_naive().to_string(),
                granted: vec!["identity/family_name".to_owned()],
                ..TypedReferral::default()
            }),
            TransitionKind::TransferRequest => serde_json::to_value(TypedRequest {
                number: case.number.clone(),
                reason,
            }),
            _ => serde_json::to_value(TypedTransfer {
                to: Some(to.number),
                reason,
                urgency: Some(Urgency::Soon),
                ..TypedTransfer::default()
            }),
        }
        .ok()
    }
}

fn id(kind: TransitionKind, place: usize) -> Uuid {
    const FIRST: u128 = 0x0190_0000_0000_7000_8000_0000_0000_0000;
    const APART: u128 = 1_000_000;
    let of_kind = match kind {
        TransitionKind::Referral => APART,
        TransitionKind::TransferRequest => 2 * APART,
        _ => 0,
    };
    Uuid::from_u128(FIRST + of_kind + place as u128)
}
