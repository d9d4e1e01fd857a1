//! The table of forms in every version that was ever in force. It belongs to the whole city.

use sea_orm::entity::prelude::*;

/// A form in one version.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "form_versions")]
pub struct Model {
    /// The form's id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub form: String,
    /// Its version.
    #[sea_orm(primary_key, auto_increment = false)]
    pub version: i32,
    /// A [`domain::forms::FormDefinition`].
    pub definition: Json,
    /// SHA-256 of the definition, to see at a glance whether it changed.
    pub hash: String,
    /// When it was in force for the first time.
    pub first_seen: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
