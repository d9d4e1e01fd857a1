//! The table of failed sign-ins, and counting them.

use domain::users::{Attempts, LockoutRule};
use sea_orm::{ActiveValue::Set, QuerySelect, entity::prelude::*};

use crate::{Outcome, Unit};

/// Failed sign-ins of one account or one address.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "sign_in_attempts")]
pub struct Model {
    /// `account` or `address`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: String,
    /// Which one.
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    /// Failures in a row.
    pub failures: i32,
    /// The latest.
    pub last_failure: Option<DateTimeUtc>,
    /// Until then no attempt is looked at.
    pub locked_until: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}

/// What is counted.
#[derive(Clone, Copy)]
pub(crate) enum Counted<'a> {
    /// An account, by the name that was typed, whether it exists or not.
    Account(&'a str),
    /// A client's address.
    Address(&'a str),
}

impl Counted<'_> {
    const fn key(&self) -> (&'static str, &str) {
        match self {
            Self::Account(name) => ("account", name),
            Self::Address(name) => ("address", name),
        }
    }

    const fn rule(&self) -> LockoutRule {
        match self {
            Self::Account(_) => LockoutRule::ACCOUNT,
            Self::Address(_) => LockoutRule::ADDRESS,
        }
    }
}

/// Counts an attempt as failed before it is looked at, so that attempts made at the same time
/// cannot slip past the limit. Answers the seconds to wait when it may not be looked at.
pub(crate) async fn charge(unit: &Unit, counted: Counted<'_>) -> Outcome<Option<u32>> {
    let before = locked_row(unit, counted).await?;
    if let Some(wait) = before.wait_at(unit.now()) {
        return Ok(Some(wait));
    }
    write(
        unit,
        counted,
        counted.rule().after_failure(before, unit.now()),
    )
    .await?;
    Ok(None)
}

/// Takes back the charge of an attempt that succeeded. An account starts anew; an address keeps
/// the failures of others.
pub(crate) async fn refund(unit: &Unit, counted: Counted<'_>) -> Outcome<()> {
    let charged = locked_row(unit, counted).await?;
    let after = match counted {
        Counted::Account(_) => Attempts::default(),
        Counted::Address(_) => Attempts {
            failures: (charged.failures - 1).max(0),
            locked_until: None,
            ..charged
        },
    };
    write(unit, counted, after).await
}

/// The row of this name, made when missing, and locked until the transaction ends.
async fn locked_row(unit: &Unit, counted: Counted<'_>) -> Outcome<Attempts> {
    let (kind, name) = counted.key();
    let fresh = ActiveModel {
        kind: Set(kind.to_owned()),
        name: Set(name.to_owned()),
        failures: Set(0),
        last_failure: Set(None),
        locked_until: Set(None),
    };
    Entity::insert(fresh)
        .on_conflict_do_nothing_on([Column::Kind, Column::Name])
        .exec_without_returning(unit.connection())
        .await?;
    let row = Entity::find_by_id((kind.to_owned(), name.to_owned()))
        .lock_exclusive()
        .one(unit.connection())
        .await?;
    Ok(row.map_or_else(Attempts::default, |row| Attempts {
        failures: row.failures,
        last_failure: row.last_failure,
        locked_until: row.locked_until,
    }))
}

async fn write(unit: &Unit, counted: Counted<'_>, attempts: Attempts) -> Outcome<()> {
    let (kind, name) = counted.key();
    let row = ActiveModel {
        kind: Set(kind.to_owned()),
        name: Set(name.to_owned()),
        failures: Set(attempts.failures),
        last_failure: Set(attempts.last_failure),
        locked_until: Set(attempts.locked_until),
    };
    row.update(unit.connection()).await?;
    Ok(())
}
