use std::collections::BTreeSet;

use domain::{
    ids::DistrictId,
    search::{NamePart, reversed, words_of_name},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::{sound_row, vocabulary_row, word_row};
use crate::{Outcome, Unit, bulk::Table};

/// How many rows are written at once: databases take only so many values in one statement.
const ROWS_AT_ONCE: usize = 2000;

/// The names of a person, each with the part that it is.
pub(crate) type PersonNames<'a> = [(NamePart, &'a str); 4];

/// The rows by which persons are found, each once.
#[derive(Debug, Default)]
pub(crate) struct WordRows {
    words: BTreeSet<(Uuid, String, Uuid, &'static str)>,
    vocabulary: BTreeSet<(Uuid, String)>,
    sounds: BTreeSet<(Uuid, String, String)>,
}

impl WordRows {
    /// Adds the words of a person's names.
    pub(crate) fn add(&mut self, district: Uuid, person: Uuid, names: PersonNames<'_>) {
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
        Ok(())
    }
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
        sound: Set(sound),
        word: Set(word),
    }
}

fn chunks<T: Clone>(rows: BTreeSet<T>) -> Vec<Vec<T>> {
    let rows: Vec<T> = rows.into_iter().collect();
    rows.chunks(ROWS_AT_ONCE).map(<[T]>::to_vec).collect()
}

const fn code(part: NamePart) -> &'static str {
    match part {
        NamePart::Family => "family",
        NamePart::Given => "given",
        NamePart::Patronymic => "patronymic",
        NamePart::Other => "other",
    }
}

/// Writes a person's words anew.
pub(crate) async fn rewrite_words(
    unit: &Unit,
    district: DistrictId,
    person: Uuid,
    names: PersonNames<'_>,
) -> Outcome<()> {
    word_row::Entity::delete_many()
        .filter(word_row::Column::DistrictId.eq(Uuid::from(district)))
        .filter(word_row::Column::PersonId.eq(person))
        .exec(unit.connection())
        .await?;
    let mut rows = WordRows::default();
    rows.add(district.into(), person, names);
    rows.write(unit).await
}
