//! The table of the words of persons' names.

use sea_orm::entity::prelude::*;

use crate::tenancy::Tenant;

/// A word of somebody's name.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "person_words")]
pub struct Model {
    /// The person's district.
    #[sea_orm(primary_key, auto_increment = false)]
    pub district_id: Uuid,
    /// The word, as [`domain::search::canonical`] writes it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub word: String,
    /// The person.
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: Uuid,
    /// Which part of the name it stands in.
    #[sea_orm(primary_key, auto_increment = false)]
    pub part: String,
}

impl ActiveModelBehavior for ActiveModel {}

impl Tenant for Entity {
    fn district() -> Column {
        Column::DistrictId
    }
}
