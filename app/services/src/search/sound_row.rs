//! The table of how the words of a district sound.

use sea_orm::entity::prelude::*;

use crate::tenancy::Tenant;

/// One sound of one word.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "search_sounds")]
pub struct Model {
    /// The district.
    #[sea_orm(primary_key, auto_increment = false)]
    pub district_id: Uuid,
    /// The sound, as [`domain::search::sounds`] writes it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub sound: String,
    /// The word.
    #[sea_orm(primary_key, auto_increment = false)]
    pub word: String,
    /// The sound from its end, so that endings can be looked up.
    pub reversed: String,
}

impl ActiveModelBehavior for ActiveModel {}

impl Tenant for Entity {
    fn district() -> Column {
        Column::DistrictId
    }
}
