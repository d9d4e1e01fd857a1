use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::OnConflict,
};
use uuid::Uuid;

use super::{WordRows, sound_row, vocabulary_row, word_row};
use crate::{
    Caller, Outcome, Store, Unit,
    cases::{names_of, person_row},
    districts::setting,
};

/// The setting that tells how the words in the database were written.
const SETTING: &str = "search_words";
/// The way in which words are written now. Whoever changes keys or sounds raises it.
const WRITTEN_AS: &str = "1";
/// How many persons are read at once.
const BATCH: u64 = 500;

impl Store {
    /// Sees to it that everybody can be found by the words of today: writes them for persons who
    /// were registered before there were any, or when they were written in another way.
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

async fn rebuild(unit: &Unit) -> Outcome<()> {
    let db = unit.connection();
    let known = setting::Entity::find_by_id(SETTING.to_owned())
        .one(db)
        .await?;
    if known.is_some_and(|known| known.value == WRITTEN_AS) {
        return Ok(());
    }
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
        let mut rows = WordRows::default();
        for person in &persons {
            rows.add(person.district_id, person.id, names_of(person));
        }
        rows.write(unit).await?;
    }
    let row = setting::ActiveModel {
        name: Set(SETTING.to_owned()),
        value: Set(WRITTEN_AS.to_owned()),
    };
    setting::Entity::insert(row)
        .on_conflict(
            OnConflict::column(setting::Column::Name)
                .update_column(setting::Column::Value)
                .to_owned(),
        )
        .exec_without_returning(db)
        .await?;
    Ok(())
}
