use std::collections::BTreeSet;

use domain::{
    ids::DistrictId,
    search::{NamePart, phone_key, reversed, words_of_name},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::{found::PHONE, key_row, sound_row, vocabulary_row, word_row};
use crate::{Outcome, Unit, bulk::Table, cases::PersonFields};

/// How many rows are written at once: databases take only so many values in one statement.
const ROWS_AT_ONCE: usize = 2000;

/// The names of a person, each with the part that it is.
pub(crate) type PersonNames<'a> = Vec<(NamePart, &'a str)>;

/// The rows by which persons are found, each once.
#[derive(Debug, Default)]
pub(crate) struct WordRows {
    words: BTreeSet<(Uuid, String, Uuid, &'static str)>,
    vocabulary: BTreeSet<(Uuid, String)>,
    sounds: BTreeSet<(Uuid, String, String)>,
    keys: BTreeSet<(Uuid, String, String, Uuid)>,
}

impl WordRows {
    /// Adds everything by which a person is found: words, telephone, documents.
    pub(crate) fn add(&mut self, district: Uuid, person: Uuid, fields: &PersonFields) {
        self.add_names(district, person, fields.names());
        let phone = fields.phone.as_deref().and_then(phone_key);
        let phone = phone.map(|key| (PHONE.to_owned(), key));
        let found = fields.found_by.iter().filter_map(super::Found::key);
        self.keys.extend(
            phone
                .into_iter()
                .chain(found)
                .map(|(kind, key)| (district, kind, key, person)),
        );
    }

    fn add_names(&mut self, district: Uuid, person: Uuid, names: PersonNames<'_>) {
        for (part, name) in names {
            for word in words_of_name(name) {
                let own = (district, word.word.clone(), person, code(part));
                self.words.insert(own);
                self.vocabulary.insert((district, word.word.clone()));
                let sounds = word.sounds.into_iter();
                self.sounds
                    .extend(sounds.map(|sound| (district, sound, word.word.clone())));
            }
        }
    }

    /// The same as tables, for a load.
    pub(crate) fn tables(self) -> Vec<Table> {
        vec![
            Table::of(self.vocabulary.into_iter().map(vocabulary_row)).once(),
            Table::of(self.sounds.into_iter().map(sound_row)).once(),
            Table::of(self.words.into_iter().map(word_row)),
            Table::of(self.keys.into_iter().map(key_row)),
        ]
    }

    /// Writes them; what is known already stays.
    pub(crate) async fn write(self, unit: &Unit) -> Outcome<()> {
        write_vocabulary(unit, self.vocabulary).await?;
        write_sounds(unit, self.sounds).await?;
        for rows in chunks(self.words) {
            word_row::Entity::insert_many(rows.into_iter().map(word_row))
                .exec_without_returning(unit.connection())
                .await?;
        }
        write_keys(unit, self.keys).await
    }
}

async fn write_keys(unit: &Unit, keys: BTreeSet<(Uuid, String, String, Uuid)>) -> Outcome<()> {
    for rows in chunks(keys) {
        key_row::Entity::insert_many(rows.into_iter().map(key_row))
            .exec_without_returning(unit.connection())
            .await?;
    }
    Ok(())
}

async fn write_vocabulary(unit: &Unit, words: BTreeSet<(Uuid, String)>) -> Outcome<()> {
    use vocabulary_row::Column::{DistrictId, Word};
    for rows in chunks(words) {
        vocabulary_row::Entity::insert_many(rows.into_iter().map(vocabulary_row))
            .on_conflict_do_nothing_on([DistrictId, Word])
            .exec_without_returning(unit.connection())
            .await?;
    }
    Ok(())
}

async fn write_sounds(unit: &Unit, sounds: BTreeSet<(Uuid, String, String)>) -> Outcome<()> {
    use sound_row::Column::{DistrictId, Sound, Word};
    for rows in chunks(sounds) {
        sound_row::Entity::insert_many(rows.into_iter().map(sound_row))
            .on_conflict_do_nothing_on([DistrictId, Sound, Word])
            .exec_without_returning(unit.connection())
            .await?;
    }
    Ok(())
}

fn word_row(
    (district, word, person, part): (Uuid, String, Uuid, &'static str),
) -> word_row::ActiveModel {
    word_row::ActiveModel {
        district_id: Set(district),
        word: Set(word),
        person_id: Set(person),
        part: Set(part.to_owned()),
    }
}

fn vocabulary_row((district, word): (Uuid, String)) -> vocabulary_row::ActiveModel {
    vocabulary_row::ActiveModel {
        district_id: Set(district),
        reversed: Set(reversed(&word)),
        word: Set(word),
    }
}

fn sound_row((district, sound, word): (Uuid, String, String)) -> sound_row::ActiveModel {
    sound_row::ActiveModel {
        district_id: Set(district),
        reversed: Set(reversed(&sound)),
        sound: Set(sound),
        word: Set(word),
    }
}

fn key_row((district, kind, key, person): (Uuid, String, String, Uuid)) -> key_row::ActiveModel {
    key_row::ActiveModel {
        district_id: Set(district),
        kind: Set(kind),
        key: Set(key),
        person_id: Set(person),
    }
}

fn chunks<T: Clone>(rows: BTreeSet<T>) -> Vec<Vec<T>> {
    let rows: Vec<T> = rows.into_iter().collect();
    rows.chunks(ROWS_AT_ONCE).map(<[T]>::to_vec).collect()
}

/// How a part of a name is written in rows.
pub(crate) const fn code(part: NamePart) -> &'static str {
    match part {
        NamePart::Family => "family",
        NamePart::Given => "given",
        NamePart::Patronymic => "patronymic",
        NamePart::Other => "other",
    }
}

/// Writes anew by what a person is found.
pub(crate) async fn rewrite_words(
    unit: &Unit,
    district: DistrictId,
    person: Uuid,
    fields: &PersonFields,
) -> Outcome<()> {
    word_row::Entity::delete_many()
        .filter(word_row::Column::DistrictId.eq(Uuid::from(district)))
        .filter(word_row::Column::PersonId.eq(person))
        .exec(unit.connection())
        .await?;
    key_row::Entity::delete_many()
        .filter(key_row::Column::DistrictId.eq(Uuid::from(district)))
        .filter(key_row::Column::PersonId.eq(person))
        .exec(unit.connection())
        .await?;
    let mut rows = WordRows::default();
    rows.add(district.into(), person, fields);
    rows.write(unit).await
}
