//! Every version of a form that was ever in force is kept: answers are shown as they were asked
//! for, even when the file is gone.

use std::{collections::BTreeMap, fmt};

use domain::forms::{FormDefinition, asks_the_same};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, sea_query::OnConflict,
};
use sha2::{Digest, Sha256};

use super::{
    answers_row,
    version_row::{ActiveModel, Column, Entity, Model},
};
use crate::{Caller, Catalog, Failure, Outcome, Store, Unit, alone, users::hex};

/// Why the forms of the configuration cannot be used with this database.
#[derive(Debug, thiserror::Error)]
pub enum FormsRefused {
    /// Forms that ask something else than they did when answers were given under their version.
    #[error("{}", told(.0))]
    Changed(Vec<ChangedForm>),
    /// The database did not do what was asked.
    #[error("{0}")]
    Failed(#[from] domain::Error),
}

/// A form that changed without a new version, although there are answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedForm {
    /// Its id.
    pub form: String,
    /// Its version.
    pub version: i32,
}

impl fmt::Display for ChangedForm {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { form, version } = self;
        write!(
            out,
            "form `{form}`, version {version}: it is not what it was when answers were given under \
             it; raise the version, and keep the former file as forms/earlier/{form}.{version}.yaml"
        )
    }
}

fn told(changed: &[ChangedForm]) -> String {
    let lines: Vec<String> = changed.iter().map(ToString::to_string).collect();
    lines.join("; ")
}

impl Store {
    /// Keeps the forms of the catalogue in the database, and answers the store with every version
    /// that it knows.
    ///
    /// # Errors
    /// When a form changed without a new version although there are answers under it; nothing is
    /// written then.
    pub async fn with_known_forms(self) -> Result<Self, FormsRefused> {
        let applied = self
            .unit(Caller::System, "forms.apply", |unit| async move {
                apply_forms(&unit).await
            })
            .await?;
        match applied {
            Ok(catalog) => Ok(self.with_catalog(catalog)),
            Err(changed) => Err(FormsRefused::Changed(changed)),
        }
    }
}

/// Keeps every form of the catalogue that is new, and answers the catalogue with every version
/// that is kept; or the forms that may not be what they are.
async fn apply_forms(unit: &Unit) -> Outcome<Result<Catalog, Vec<ChangedForm>>> {
    alone(unit).await?;
    let rows = Entity::find().all(unit.connection()).await?;
    let kept: BTreeMap<(&str, i32), &Model> = rows
        .iter()
        .map(|row| ((row.form.as_str(), row.version), row))
        .collect();
    let (mut fresh, mut changed) = (Vec::new(), Vec::new());
    for form in unit.catalog().every_version() {
        let row = row_of(unit, form)?;
        match kept.get(&(form.form.as_str(), form.version)) {
            Some(kept) if kept.hash == *row.hash.as_ref() => {}
            Some(kept) if !may_replace(unit, kept, form).await? => changed.push(ChangedForm {
                form: form.form.clone(),
                version: form.version,
            }),
            _ => fresh.push(row),
        }
    }
    if !changed.is_empty() {
        return Ok(Err(changed));
    }
    for row in fresh {
        write(unit, row).await?;
    }
    let earlier = rows.iter().filter_map(definition_of).collect();
    Ok(Ok(unit.catalog().clone().with_earlier(earlier)))
}

fn row_of(unit: &Unit, form: &FormDefinition) -> Outcome<ActiveModel> {
    let definition =
        serde_json::to_value(form).map_err(|error| Failure::Broken(error.to_string()))?;
    Ok(ActiveModel {
        form: Set(form.form.clone()),
        version: Set(form.version),
        hash: Set(hex(&Sha256::digest(definition.to_string()))),
        definition: Set(definition),
        first_seen: Set(unit.now()),
    })
}

/// A kept definition may be replaced by one that asks the same, or while nothing was answered.
async fn may_replace(unit: &Unit, kept: &Model, fresh: &FormDefinition) -> Outcome<bool> {
    if definition_of(kept).is_some_and(|kept| asks_the_same(&kept, fresh)) {
        return Ok(true);
    }
    let answers = answers_row::Entity::find()
        .filter(answers_row::Column::Form.eq(&kept.form))
        .filter(answers_row::Column::FormVersion.eq(kept.version))
        .count(unit.connection())
        .await?;
    Ok(answers == 0)
}

async fn write(unit: &Unit, row: ActiveModel) -> Outcome<()> {
    Entity::insert(row)
        .on_conflict(
            OnConflict::columns([Column::Form, Column::Version])
                .update_columns([Column::Definition, Column::Hash])
                .to_owned(),
        )
        .exec_without_returning(unit.connection())
        .await?;
    Ok(())
}

/// What cannot be read any more is as good as unknown.
fn definition_of(row: &Model) -> Option<FormDefinition> {
    let definition = serde_json::from_value(row.definition.clone());
    definition
        .inspect_err(|error| {
            tracing::warn!(form = row.form, version = row.version, %error, "an unreadable form");
        })
        .ok()
}
