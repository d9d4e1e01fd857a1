//! Requests that are repeated because their answer was lost on the way: they happen once.

pub mod answered_row;
mod programs;

pub use programs::{ProgramKey, Repeated, run_once};

use chrono::TimeDelta;
use domain::RequestKey;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryTrait, TryInsertResult,
};
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use self::answered_row::{ActiveModel, Column, Entity};
use crate::{Failure, Outcome, Together, Unit, tenancy::Tenant, users::hex};

/// How long an answer is kept for whoever asks again.
const KEPT: TimeDelta = TimeDelta::days(2);

/// What a request came to.
pub(crate) enum Once<T> {
    /// It happened now.
    Now(T),
    /// It had happened before.
    Before {
        /// What was answered, as it is kept.
        kept: Value,
        /// Whether the same was asked.
        alike: bool,
    },
}

/// What a request asks, as far as it can be told whether another one asks the same.
pub(crate) fn print_of(asked: &impl Serialize) -> Outcome<String> {
    let text = serde_json::to_vec(asked)?;
    Ok(hex(&Sha256::digest(text)))
}

/// Does the work unless the actor has already asked for it under this key; then it answers what it
/// answered. A request that came to nothing leaves no trace, and may be repeated.
///
/// Whoever comes second while the first is still at work waits for it.
pub(crate) async fn once<T: Serialize>(
    unit: &Unit,
    key: &str,
    print: &str,
    work: impl Future<Output = Outcome<T>>,
) -> Outcome<Once<T>> {
    let actor = unit.actor()?;
    let (district, user) = (Uuid::from(actor.district), Uuid::from(actor.user));
    let row = ActiveModel {
        district_id: Set(district),
        user_id: Set(user),
        key: Set(key.to_owned()),
        print: Set(print.to_owned()),
        answer: Set(Value::Null),
        answered_at: Set(unit.now()),
    };
    let begun = Entity::insert(row)
        .on_conflict_do_nothing_on([Column::UserId, Column::Key])
        .exec_without_returning(unit.connection())
        .await?;
    if !matches!(begun, TryInsertResult::Inserted(1)) {
        let row = Entity::in_district(actor.district)
            .filter(Column::UserId.eq(user))
            .filter(Column::Key.eq(key))
            .one(unit.connection())
            .await?
            .ok_or_else(|| Failure::Broken("a repeated request has no answer".to_owned()))?;
        return Ok(Once::Before {
            alike: row.print == print,
            kept: row.answer,
        });
    }
    let answer = work.await?;
    let told = serde_json::to_value(&answer)?;
    let mut writes = Together::default();
    let answered = Entity::update_many()
        .filter(Column::DistrictId.eq(district))
        .filter(Column::UserId.eq(user))
        .filter(Column::Key.eq(key))
        .col_expr(Column::Answer, told.into());
    writes.add(answered.into_query());
    let old = Entity::delete_many()
        .filter(Column::DistrictId.eq(district))
        .filter(Column::UserId.eq(user))
        .filter(Column::AnsweredAt.lt(unit.now() - KEPT));
    writes.add(old.into_query());
    writes.run(unit).await?;
    Ok(Once::Now(answer))
}

/// The key of something that may be asked for again in other words: those are another request.
pub(crate) fn key_with_print(key: &RequestKey, print: &str) -> String {
    format!("{} {print}", key.as_str())
}
