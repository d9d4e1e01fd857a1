use domain::{
    ids::{DeliveryId, DistrictId},
    integration::{DeliveryState, EventKind},
};
use sea_orm::{
    Condition, ConnectionTrait, DbBackend,
    sea_query::{
        Expr, ExprTrait, Func, InsertStatement, Query, SelectStatement, SubQueryStatement,
    },
};
use serde_json::Value;
use uuid::Uuid;

use super::{delivery_row as delivery, subscription_row as subscription};
use crate::{Failure, Outcome, Together, Unit, tenancy::across};

/// Something that happened, as outside systems are told of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Happening {
    /// What.
    pub kind: EventKind,
    /// In which district.
    pub district: DistrictId,
    /// To which record, `case K7M-4PX-9`: what happens to one record is delivered in order.
    pub record: String,
    /// Ids, numbers, codes and versions, as an object. Nothing in it may be about a person: whoever
    /// wishes to know more asks, with rights of their own. The district's number is added.
    pub data: Value,
}

/// The clock of PostgreSQL at a statement, in microseconds.
const CLOCK: &str = "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint";

/// Whose webhooks are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hearers {
    /// Those of the district and those of the city.
    DistrictAndCity,
    /// Those of the district alone: the city is told by another one.
    DistrictAlone,
}

/// Tells every webhook that asked for it what happened, in the transaction in which it happened.
///
/// To be called while the record is locked, so that what happens to it has an order.
///
/// # Errors
/// When the database does not answer.
pub async fn publish(unit: &Unit, happening: Happening) -> Outcome<()> {
    let mut writes = Together::default();
    publish_with(&mut writes, unit, &happening)?;
    writes.run(unit).await
}

/// The same together with what else is written, without a round trip of its own: one statement
/// finds out who asked, and writes nothing if nobody did.
pub(crate) fn publish_with(
    writes: &mut Together,
    unit: &Unit,
    happening: &Happening,
) -> Outcome<()> {
    let id = unit.new_id::<DeliveryId>();
    writes.add(told(unit, id, happening, Hearers::DistrictAndCity)?);
    Ok(())
}

/// Tells both districts between which something happened; the city's webhooks hear of it once.
pub(crate) async fn publish_between(
    unit: &Unit,
    happening: Happening,
    other: Option<DistrictId>,
) -> Outcome<()> {
    let id = unit.new_id::<DeliveryId>();
    let mut writes = Together::default();
    writes.add(told(unit, id, &happening, Hearers::DistrictAndCity)?);
    if let Some(other) = other.filter(|other| *other != happening.district) {
        let there = Happening {
            district: other,
            ..happening
        };
        writes.add(told(unit, id, &there, Hearers::DistrictAlone)?);
    }
    across(unit, writes.run(unit)).await
}

/// A row for each webhook that asked: `INSERT INTO webhook_deliveries … SELECT … FROM
/// webhook_subscriptions`.
fn told(
    unit: &Unit,
    id: DeliveryId,
    happening: &Happening,
    hearers: Hearers,
) -> Outcome<InsertStatement> {
    use delivery::Column;
    let district = Uuid::from(happening.district);
    let mut asked = Condition::any().add(Expr::col(subscription::Column::DistrictId).eq(district));
    if hearers == Hearers::DistrictAndCity {
        asked = asked.add(Expr::col(subscription::Column::Everywhere).eq(true));
    }
    let rows = Query::select()
        .column(subscription::Column::WebhookId)
        .expr(Expr::value(Uuid::from(id)))
        .expr(Expr::value(district))
        .expr(Expr::value(happening.kind.code()))
        .expr(Expr::value(happening.record.as_str()))
        .expr(next_place(unit, &happening.record))
        .expr(Expr::value(happening.data.clone()))
        .expr(Expr::value(unit.now()))
        .expr(Expr::value(DeliveryState::Waiting.code()))
        .expr(Expr::value(0_i32))
        .expr(Expr::value(unit.now()))
        .from(subscription::Entity)
        .and_where(Expr::col(subscription::Column::Kind).eq(happening.kind.code()))
        .cond_where(asked)
        .take();
    let columns = [
        Column::WebhookId,
        Column::Id,
        Column::DistrictId,
        Column::Kind,
        Column::Record,
        Column::Seq,
        Column::Data,
        Column::At,
        Column::State,
        Column::Attempts,
        Column::TryAt,
    ];
    let mut insert = Query::insert();
    let insert = insert.into_table(delivery::Entity).columns(columns);
    let insert = insert.select_from(rows);
    let insert = insert.map_err(|error| Failure::Broken(error.to_string()))?;
    Ok(insert.take())
}

/// The place behind everything that the webhook was told of this record. Times and ids are those at
/// which units begin, which is not the order in which they come to the record.
///
/// On PostgreSQL the wall hides what happened to the record while it was another district's, so a
/// place is no earlier than the clock of the database, in microseconds, at this statement: the
/// record is locked, so whoever comes next comes later.
fn next_place(unit: &Unit, record: &str) -> Expr {
    let last: SelectStatement = Query::select()
        .expr(Expr::col((delivery::Entity, delivery::Column::Seq)).max())
        .from(delivery::Entity)
        .and_where(
            Expr::col((delivery::Entity, delivery::Column::WebhookId))
                .equals((subscription::Entity, subscription::Column::WebhookId)),
        )
        .and_where(Expr::col((delivery::Entity, delivery::Column::Record)).eq(record))
        .take();
    let last = Expr::from(SubQueryStatement::from(last));
    let next = Expr::from(Func::coalesce([last, Expr::value(0_i64)])).add(1_i64);
    match unit.connection().get_database_backend() {
        DbBackend::Postgres => Expr::from(Func::greatest([next, Expr::cust(CLOCK)])),
        _ => next,
    }
}
