//! The table of roles.

use sea_orm::entity::prelude::*;

/// A role as it is configured.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "roles")]
pub struct Model {
    /// The role's id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub role: String,
    /// A [`domain::access::Role`].
    pub definition: Json,
}

impl ActiveModelBehavior for ActiveModel {}
