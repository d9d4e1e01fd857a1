use std::collections::BTreeMap;

use domain::{audit::AuditAction, shelters::StayState};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::{LockBehavior, LockType},
};
use serde_json::json;
use uuid::Uuid;

use super::{bed_row, stay_row, write::tell_stay};
use crate::{Outcome, Unit, tenancy::Tenant, wall_clock::wall_time};

/// How many run out in one unit of work.
const AT_ONCE: u64 = 200;

/// Writes down which holds have run out by themselves, in whichever shelter, and tells of it;
/// answers how many. Whatever somebody else is changing waits for the next time.
///
/// # Errors
/// When the database does not answer.
pub async fn expire_holds(unit: &Unit) -> Outcome<usize> {
    let over = over(unit, stay_row::Entity::of_found())
        .order_by_asc(stay_row::Column::EndsAt)
        .limit(AT_ONCE)
        .all(unit.connection())
        .await?;
    let beds = bed_row::Entity::of_found()
        .filter(bed_row::Column::Id.is_in(over.iter().map(|stay| stay.bed_id)))
        .order_by_asc(bed_row::Column::Id)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .all(unit.connection())
        .await?;
    write_down_what_ran_out(unit, &beds).await
}

/// The same in these beds, which are locked.
pub(super) async fn write_down_what_ran_out(
    unit: &Unit,
    beds: &[bed_row::Model],
) -> Outcome<usize> {
    let mut count = 0;
    for (district, beds) in by_district(beds) {
        let over = over(unit, stay_row::Entity::in_district(district.into()))
            .filter(stay_row::Column::BedId.is_in(beds))
            .order_by_asc(stay_row::Column::Id)
            .all(unit.connection())
            .await?;
        for hold in over {
            let mut fresh = hold.into_active_model();
            fresh.state = Set(StayState::Expired.code().to_owned());
            let hold = fresh.update(unit.connection()).await?;
            let until = hold.ends_at.map(|end| wall_time(end).to_string());
            tell_stay(
                unit,
                AuditAction::HoldExpired,
                &hold,
                json!({"until": until}),
            )
            .await?;
            count += 1;
        }
    }
    Ok(count)
}

fn over(unit: &Unit, stays: Select<stay_row::Entity>) -> Select<stay_row::Entity> {
    stays
        .filter(stay_row::Column::State.eq(StayState::Held.code()))
        .filter(stay_row::Column::EndsAt.lte(unit.now()))
}

fn by_district(beds: &[bed_row::Model]) -> BTreeMap<Uuid, Vec<Uuid>> {
    let mut districts: BTreeMap<Uuid, Vec<Uuid>> = BTreeMap::new();
    for bed in beds {
        districts.entry(bed.district_id).or_default().push(bed.id);
    }
    districts
}
