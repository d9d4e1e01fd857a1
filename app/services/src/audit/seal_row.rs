//! The table of seals over the audit.

use domain::audit::{ChainEnd, Seal};
use sea_orm::{ActiveValue::Set, entity::prelude::*};

use crate::tenancy::Tenant;

/// A seal: never changed, never removed.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_seals")]
pub struct Model {
    /// The district.
    #[sea_orm(primary_key, auto_increment = false)]
    pub district_id: Uuid,
    /// Which of the district, from 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    /// The hash of the seal before.
    pub previous: String,
    /// The time of the latest event that is sealed up to here.
    pub through_at: DateTimeUtc,
    /// When it was made.
    pub sealed_at: DateTimeUtc,
    /// How many events it holds.
    pub count: i64,
    /// The events: a JSON list of [`domain::audit::SealedEvent`].
    pub events: String,
    /// The hash of all of this.
    pub hash: String,
}

impl ActiveModelBehavior for ActiveModel {}

impl Tenant for Entity {
    fn district() -> Column {
        Column::DistrictId
    }
}

impl From<Model> for Seal {
    fn from(row: Model) -> Self {
        Self {
            district: row.district_id.into(),
            number: row.number,
            previous: row.previous,
            through: row.through_at,
            sealed_at: row.sealed_at,
            count: row.count,
            events: row.events,
            hash: row.hash,
        }
    }
}

impl From<Seal> for ActiveModel {
    fn from(seal: Seal) -> Self {
        Self {
            district_id: Set(seal.district.into()),
            number: Set(seal.number),
            previous: Set(seal.previous),
            through_at: Set(seal.through),
            sealed_at: Set(seal.sealed_at),
            count: Set(seal.count),
            events: Set(seal.events),
            hash: Set(seal.hash),
        }
    }
}

/// Where a chain ends with its last seal.
pub(super) fn end_of(last: Option<Model>) -> ChainEnd {
    last.map_or_else(ChainEnd::default, |row| Seal::from(row).end())
}
