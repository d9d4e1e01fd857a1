//! The names by which lists sort cases: the person's, kept with the case.

use std::collections::BTreeMap;

use domain::search::sort_name;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, UpdateMany};
use uuid::Uuid;

use super::{case_row, person_row};
use crate::{Caller, Outcome, Store, Unit, alone, districts::setting};

/// The setting that tells how the names in the database were written.
const SETTING: &str = "sort_names";
/// The way in which they are written now. Whoever changes [`sort_name`] raises it.
const WRITTEN_AS: &str = "1";
/// How many cases are read at once.
const BATCH: u64 = 500;

impl Store {
    /// Sees to it that every case can be sorted by name, also those from before names were kept
    /// with cases.
    ///
    /// # Errors
    /// When the database does not answer; nothing is changed then.
    pub async fn with_sort_names(self) -> domain::Result<Self> {
        self.unit(Caller::System, "cases.sort_names", |unit| async move {
            rewrite(&unit).await
        })
        .await?;
        Ok(self)
    }
}

/// Writes the name of a person into their cases.
pub(super) fn update_sort_name(
    person: &person_row::Model,
    name: &str,
) -> UpdateMany<case_row::Entity> {
    case_row::Entity::update_many()
        .col_expr(case_row::Column::SortName, name.into())
        .filter(case_row::Column::DistrictId.eq(person.district_id))
        .filter(case_row::Column::PersonId.eq(person.id))
}

async fn rewrite(unit: &Unit) -> Outcome<()> {
    alone(unit).await?;
    let db = unit.connection();
    if setting::value_of(unit, SETTING).await?.as_deref() == Some(WRITTEN_AS) {
        return Ok(());
    }
    let mut after = Uuid::nil();
    loop {
        let cases = case_row::Entity::find()
            .filter(case_row::Column::Id.gt(after))
            .order_by_asc(case_row::Column::Id)
            .limit(BATCH)
            .all(db)
            .await?;
        let Some(last) = cases.last() else { break };
        after = last.id;
        rewrite_batch(unit, &cases).await?;
    }
    setting::set(unit, SETTING, WRITTEN_AS).await
}

async fn rewrite_batch(unit: &Unit, cases: &[case_row::Model]) -> Outcome<()> {
    let persons = person_row::Entity::find()
        .filter(person_row::Column::Id.is_in(cases.iter().map(|case| case.person_id)))
        .all(unit.connection())
        .await?;
    let persons: BTreeMap<Uuid, person_row::Model> = persons
        .into_iter()
        .map(|person| (person.id, person))
        .collect();
    for case in cases {
        let Some(person) = persons.get(&case.person_id) else {
            continue;
        };
        let name = sort_name(
            [&person.latin_family_name, &person.family_name],
            [&person.latin_given_name, &person.given_name],
        );
        if case.sort_name != name {
            update_sort_name(person, &name)
                .exec(unit.connection())
                .await?;
        }
    }
    Ok(())
}
