use domain::audit::{DistrictHead, Head, Seal};
use sea_orm::{QueryOrder, QuerySelect};

use super::seal_row;
use crate::{Failure, Outcome, Unit, districts, tenancy::Tenant};

/// Where the chains of all districts end now.
///
/// # Errors
/// When the last seal of a district cannot be read, or the database does not answer.
pub async fn head(unit: &Unit) -> Outcome<Head> {
    let mut all = districts::all(unit).await?;
    all.sort_unstable_by_key(|district| district.number);
    let mut heads = Vec::with_capacity(all.len());
    for district in all {
        let last = seal_row::Entity::in_district(district.id)
            .order_by_desc(seal_row::Column::Number)
            .limit(1)
            .one(unit.connection())
            .await?;
        if let Some(last) = last {
            heads.push(head_of(district.number, &last.into())?);
        }
    }
    Ok(Head {
        taken_at: unit.now(),
        districts: heads,
    })
}

fn head_of(district: i32, last: &Seal) -> Outcome<DistrictHead> {
    let events = last.sealed_events().unwrap_or_default();
    let event = events
        .last()
        .ok_or_else(|| Failure::Broken(format!("seal {} of {district}", last.number)))?;
    Ok(DistrictHead {
        id: last.district,
        district,
        seal: last.number,
        hash: last.hash.clone(),
        last: event.named(),
    })
}
