//! The table of every word that any name in a district has.

use sea_orm::entity::prelude::*;

use crate::tenancy::Tenant;

/// A word.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "search_words")]
pub struct Model {
    /// The district.
    #[sea_orm(primary_key, auto_increment = false)]
    pub district_id: Uuid,
    /// The word, as [`domain::search::canonical`] writes it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub word: String,
    /// The same from its end, so that endings can be looked up.
    pub reversed: String,
}

impl ActiveModelBehavior for ActiveModel {}

impl Tenant for Entity {
    fn district() -> Column {
        Column::DistrictId
    }
}
