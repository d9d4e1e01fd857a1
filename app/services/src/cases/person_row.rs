//! The table of persons: what lists and searches know of them.

use sea_orm::entity::prelude::*;

use crate::tenancy::Tenant;

/// A person.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "persons")]
pub struct Model {
    /// Their id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The district that knows them.
    pub district_id: Uuid,
    /// The family name, as in the document.
    pub family_name: String,
    /// The given name, as in the document.
    pub given_name: String,
    /// The family name in Latin letters; may be empty.
    pub latin_family_name: String,
    /// The given name in Latin letters; may be empty.
    pub latin_given_name: String,
    /// The birth date.
    pub birth_date: Option<Date>,
    /// The sex, as the id of a choice.
    pub sex: Option<String>,
    /// The telephone number in E.164.
    pub phone: Option<String>,
    /// Empty: words of names have a table of their own. Whoever last wrote something here may still
    /// serve beside us, so the column stays until the release after the next.
    pub search_text: String,
    /// When they were registered.
    pub created_at: DateTimeUtc,
    /// By whom.
    pub created_by: Uuid,
}

impl ActiveModelBehavior for ActiveModel {}

impl Tenant for Entity {
    fn district() -> Column {
        Column::DistrictId
    }
}
