//! The table of typed index rows: answers that are filtered, sorted or reported.

use sea_orm::entity::prelude::*;

use crate::tenancy::Tenant;

/// One indexed answer, or one choice of it.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "answer_index")]
pub struct Model {
    /// The case's district.
    pub district_id: Uuid,
    /// The case.
    #[sea_orm(primary_key, auto_increment = false)]
    pub case_id: Uuid,
    /// The form's id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub form: String,
    /// The field's id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub field: String,
    /// Counts the choices of one answer, from 0.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    /// A text or the id of a choice.
    pub text_value: Option<String>,
    /// A whole number; 1 and 0 for yes and no.
    pub integer_value: Option<i64>,
    /// A day.
    pub day_value: Option<Date>,
}

impl ActiveModelBehavior for ActiveModel {}

impl Tenant for Entity {
    fn district() -> Column {
        Column::DistrictId
    }
}
