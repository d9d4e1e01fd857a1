//! The table of the city's settings.

use sea_orm::{ActiveValue::Set, entity::prelude::*, sea_query::OnConflict};

use crate::{Outcome, Unit};

/// A setting of the whole city.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "settings")]
pub struct Model {
    /// Its name.
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    /// Its value.
    pub value: String,
}

impl ActiveModelBehavior for ActiveModel {}

/// The value of a setting.
pub(crate) async fn value_of(unit: &Unit, name: &str) -> Outcome<Option<String>> {
    let row = Entity::find_by_id(name.to_owned());
    let row = row.one(unit.connection()).await?;
    Ok(row.map(|row| row.value))
}

/// Gives a setting this value.
pub(crate) async fn set(unit: &Unit, name: &str, value: &str) -> Outcome<()> {
    let row = ActiveModel {
        name: Set(name.to_owned()),
        value: Set(value.to_owned()),
    };
    let over = OnConflict::column(Column::Name)
        .update_column(Column::Value)
        .to_owned();
    Entity::insert(row)
        .on_conflict(over)
        .exec_without_returning(unit.connection())
        .await?;
    Ok(())
}
