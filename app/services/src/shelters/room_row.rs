//! The table of rooms.

use domain::shelters::Features;
use sea_orm::entity::prelude::*;

use crate::{Outcome, tenancy::Tenant};

/// A room of a shelter.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "rooms")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The district of the shelter.
    pub district_id: Uuid,
    /// The shelter.
    pub shelter_id: Uuid,
    /// What it is called.
    pub name: String,
    /// What it has beside what the shelter has: [`Features`].
    pub features: Json,
}

impl ActiveModelBehavior for ActiveModel {}

impl Tenant for Entity {
    fn district() -> Column {
        Column::DistrictId
    }
}

impl Model {
    pub(super) fn own_features(&self) -> Outcome<Features> {
        Ok(serde_json::from_value(self.features.clone())?)
    }
}
