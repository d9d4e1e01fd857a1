//! The table of districts.

use domain::districts::District;
use sea_orm::entity::prelude::*;

/// A district; number 0 is the city.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "districts")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// 0 to 23.
    #[sea_orm(unique)]
    pub number: i32,
    /// `VIII`.
    pub roman: String,
    /// `Józsefváros`.
    pub name: String,
}

impl ActiveModelBehavior for ActiveModel {}

impl From<Model> for District {
    fn from(row: Model) -> Self {
        Self {
            id: row.id.into(),
            number: row.number,
            roman: row.roman,
            name: row.name,
        }
    }
}
