//! The table of shelters.

use domain::shelters::Features;
use sea_orm::entity::prelude::*;

use crate::{Outcome, tenancy::Tenant};

/// A shelter.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "shelters")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whose it is.
    pub district_id: Uuid,
    /// What it is called.
    pub name: String,
    /// Where it is.
    pub address: String,
    /// Under which telephone number it is reached.
    pub phone: String,
    /// What holds of all its rooms: [`Features`].
    pub features: Json,
    /// Rises with every change of anything in it.
    pub version: i64,
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
