use std::collections::{BTreeMap, BTreeSet};

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::{WordRows, key_row, sound_row, vocabulary_row, word_row};
use crate::{
    Caller, Catalog, Outcome, Store, Together, Unit, alone,
    cases::{PersonFields, case_row, person_row, stored_answers},
    districts::setting,
    forms::answers_row,
};

/// The setting that tells how the words in the database were written.
const SETTING: &str = "search_words";
/// The way in which words are written now. Whoever changes keys or sounds raises it.
const WRITTEN_AS: &str = "3";
/// How many persons are read at once.
const BATCH: u64 = 500;

impl Store {
    /// Sees to it that everybody can be found by the words of today: writes them for persons who
    /// were registered before there were any, when they were written in another way, or when other
    /// fields of forms feed them.
    ///
    /// # Errors
    /// When the database does not answer; nothing is changed then.
    pub async fn with_search_words(self) -> domain::Result<Self> {
        self.unit(Caller::System, "search.rebuild", |unit| async move {
            rebuild(&unit).await
        })
        .await?;
        Ok(self)
    }
}

/// How rows are written, and from which fields.
fn written_as(catalog: &Catalog) -> String {
    let mut way = WRITTEN_AS.to_owned();
    for form in catalog.forms() {
        for (attribute, field) in form.searched_fields() {
            way.push(' ');
            way.push_str(&super::kind_of(attribute, &form.form, &field.id));
        }
    }
    way
}

async fn rebuild(unit: &Unit) -> Outcome<()> {
    alone(unit).await?;
    let db = unit.connection();
    let way = written_as(unit.catalog());
    if setting::value_of(unit, SETTING).await?.as_deref() == Some(way.as_str()) {
        return Ok(());
    }
    key_row::Entity::delete_many().exec(db).await?;
    word_row::Entity::delete_many().exec(db).await?;
    sound_row::Entity::delete_many().exec(db).await?;
    vocabulary_row::Entity::delete_many().exec(db).await?;
    let mut after = Uuid::nil();
    loop {
        let persons = person_row::Entity::find()
            .filter(person_row::Column::Id.gt(after))
            .order_by_asc(person_row::Column::Id)
            .limit(BATCH)
            .all(db)
            .await?;
        let Some(last) = persons.last() else { break };
        after = last.id;
        write_batch(unit, &persons).await?;
    }
    setting::set(unit, SETTING, &way).await
}

async fn write_batch(unit: &Unit, persons: &[person_row::Model]) -> Outcome<()> {
    let mut fed = feeding_answers(unit, persons).await?;
    let mut rows = WordRows::default();
    for person in persons {
        let mut fields = PersonFields::of(person);
        for answers in fed.remove(&person.id).unwrap_or_default() {
            if let Some(form) = unit.catalog().form(&answers.form) {
                let stored = stored_answers(unit, form, Some(&answers));
                fields.feed_search(form, &stored);
            }
        }
        rows.add(person.district_id, person.id, &fields);
    }
    let mut writes = Together::default();
    rows.write_with(&mut writes);
    writes.run(unit).await
}

/// The answers of these persons' cases to the forms that feed the search.
async fn feeding_answers(
    unit: &Unit,
    persons: &[person_row::Model],
) -> Outcome<BTreeMap<Uuid, Vec<answers_row::Model>>> {
    let forms = unit.catalog().forms().iter();
    let feeding = forms.filter(|form| form.searched_fields().next().is_some());
    let feeding: Vec<&str> = feeding.map(|form| form.form.as_str()).collect();
    let mut found: BTreeMap<Uuid, Vec<answers_row::Model>> = BTreeMap::new();
    if feeding.is_empty() {
        return Ok(found);
    }
    let districts: BTreeSet<Uuid> = persons.iter().map(|person| person.district_id).collect();
    let cases: BTreeMap<Uuid, Uuid> = case_row::Entity::find()
        .filter(case_row::Column::DistrictId.is_in(districts))
        .filter(case_row::Column::PersonId.is_in(persons.iter().map(|person| person.id)))
        .all(unit.connection())
        .await?
        .into_iter()
        .map(|case| (case.id, case.person_id))
        .collect();
    let answers = answers_row::Entity::find()
        .filter(answers_row::Column::CaseId.is_in(cases.keys().copied()))
        .filter(answers_row::Column::Form.is_in(feeding))
        .all(unit.connection())
        .await?;
    for row in answers {
        if let Some(person) = cases.get(&row.case_id) {
            found.entry(*person).or_default().push(row);
        }
    }
    Ok(found)
}
