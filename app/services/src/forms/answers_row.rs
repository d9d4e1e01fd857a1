//! The table of answers.

use sea_orm::entity::prelude::*;

use crate::tenancy::Tenant;

/// The answers to one form of one case.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "answers")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The case's district.
    pub district_id: Uuid,
    /// The case.
    pub case_id: Uuid,
    /// The form's id.
    pub form: String,
    /// The version of the form under which they were given.
    pub form_version: i32,
    /// Counts the saves, from 1.
    pub version: i32,
    /// Plain values by field id.
    pub document: Json,
    /// The last save.
    pub saved_at: DateTimeUtc,
    /// Who saved.
    pub saved_by: Uuid,
}

impl ActiveModelBehavior for ActiveModel {}

impl Tenant for Entity {
    fn district() -> Column {
        Column::DistrictId
    }
}
