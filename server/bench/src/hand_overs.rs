//! Open hand-overs by the thousand, as a city has them in a bad week.

use chrono::{DateTime, TimeDelta, Utc};
use domain::transitions::{Summary, TransferState, TransitionKind, TypedTransfer, Urgency};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, TransactionTrait,
};
use services::{
    cases::case_row,
    districts::district,
    source::{Clock, SystemClock},
    store::connect,
    transitions::transition_row::{ActiveModel, Column, Entity},
};
use uuid::Uuid;

use crate::Outcome;

/// How many rows are written at once.
const AT_ONCE: usize = 500;

/// Writes open transfers of cases from all over the city until there are so many, and prints the
/// number of one case of the district that is on its way.
pub(crate) async fn open(database: &str, number: i32, count: u64) -> Outcome {
    let db = connect(database, 1).await?;
    let there = Entity::find().count(&db).await?;
    let districts: Vec<district::Model> = district::Entity::find()
        .filter(district::Column::Number.ne(0))
        .order_by_asc(district::Column::Number)
        .all(&db)
        .await?;
    let now = SystemClock.now();
    let missing = count.saturating_sub(there);
    let cases = case_row::Entity::find()
        .filter(case_row::Column::OwnerId.is_not_null())
        .order_by_asc(case_row::Column::Id)
        .limit(missing)
        .all(&db)
        .await?;
    let rows = cases
        .iter()
        .enumerate()
        .filter_map(|(place, case)| row(place, case, &districts, now));
    let rows: Vec<ActiveModel> = rows.collect();
    let transaction = db.begin().await?;
    for some in rows.chunks(AT_ONCE) {
        Entity::insert_many(some.to_vec())
            .exec_without_returning(&transaction)
            .await?;
    }
    transaction.commit().await?;
    let here = districts.iter().find(|one| one.number == number);
    let here = here.ok_or("there is no such district")?;
    let one = Entity::find()
        .filter(Column::DistrictId.eq(here.id))
        .one(&db)
        .await?
        .ok_or("no case of the district is on its way")?;
    println!("{}", one.case_number);
    Ok(())
}

/// Every other one waits to be released, the others to be accepted by the next district.
fn row(
    place: usize,
    case: &case_row::Model,
    districts: &[district::Model],
    now: DateTime<Utc>,
) -> Option<ActiveModel> {
    let from = districts
        .iter()
        .position(|one| one.id == case.district_id)?;
    let to = districts[(from + 1 + place % 5) % districts.len()].clone();
    let offered = place % 2 == 1;
    let state = if offered {
        TransferState::Offered
    } else {
        TransferState::AwaitingRelease
    };
    let minutes = i64::try_from(place).ok()?;
    let at = now - TimeDelta::minutes(minutes);
    let typed = TypedTransfer {
        to: Some(to.number),
        reason: "The family has moved, and the school is there".to_owned(),
        urgency: Some(Urgency::Soon),
        ..TypedTransfer::default()
    };
    Some(ActiveModel {
        id: Set(Uuid::from_u128(
            0x0190_0000_0000_7000_8000_0000_0000_0000 + place as u128,
        )),
        district_id: Set(case.district_id),
        to_team_id: Set(None),
        kind: Set(TransitionKind::Transfer.code().to_owned()),
        state: Set(state.code().to_owned()),
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
        typed: Set(serde_json::to_value(typed).ok()?),
        summary: Set(serde_json::to_value(Summary::default()).ok()?),
        ends_at: Set(Some(now + TimeDelta::days(14))),
        changed_at: Set(at),
    })
}
