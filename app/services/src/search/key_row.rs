//! The table of what persons are found by beside the words of their names.

use sea_orm::entity::prelude::*;

use crate::tenancy::Tenant;

/// A key of a person.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "person_keys")]
pub struct Model {
    /// The person's district.
    #[sea_orm(primary_key, auto_increment = false)]
    pub district_id: Uuid,
    /// `phone`; or the attribute and the field that gives it: `document:identity/document`,
    /// `patronymic:…`, `other_names:…`. Whoever may not see the field asks for other kinds only.
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: String,
    /// What [`domain::search::phone_key`] or [`domain::search::document_key`] gives; a name is as
    /// it was written.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// The person.
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: Uuid,
}

impl ActiveModelBehavior for ActiveModel {}

impl Tenant for Entity {
    fn district() -> Column {
        Column::DistrictId
    }
}
