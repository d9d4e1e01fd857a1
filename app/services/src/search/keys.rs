use std::collections::BTreeSet;

use domain::{
    ids::DistrictId,
    search::{NamePart, reversed, words_of_name},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::{sound_row, vocabulary_row, word_row};
use crate::{Outcome, Unit};

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

    /// Writes them; what is known already stays.
    pub(crate) async fn write(self, unit: &Unit) -> Outcome<()> {
        write_vocabulary(unit, self.vocabulary).await?;
        write_sounds(unit, self.sounds).await?;
        for rows in chunks(self.words) {
            let rows =
                rows.into_iter()
                    .map(|(district, word, person, part)| word_row::ActiveModel {
                        district_id: Set(district),
                        word: Set(word),
                        person_id: Set(person),
                        part: Set(part.to_owned()),
                    });
            word_row::Entity::insert_many(rows)
                .exec_without_returning(unit.connection())
                .await?;
        }
        Ok(())
    }
}

async fn write_vocabulary(unit: &Unit, words: BTreeSet<(Uuid, String)>) -> Outcome<()> {
    use vocabulary_row::Column::{DistrictId, Word};
    for rows in chunks(words) {
        let rows = rows
            .into_iter()
            .map(|(district, word)| vocabulary_row::ActiveModel {
                district_id: Set(district),
                reversed: Set(reversed(&word)),
                word: Set(word),
            });
        vocabulary_row::Entity::insert_many(rows)
            .on_conflict_do_nothing_on([DistrictId, Word])
            .exec_without_returning(unit.connection())
            .await?;
    }
    Ok(())
}

async fn write_sounds(unit: &Unit, sounds: BTreeSet<(Uuid, String, String)>) -> Outcome<()> {
    use sound_row::Column::{DistrictId, Sound, Word};
    for rows in chunks(sounds) {
        let rows = rows
            .into_iter()
            .map(|(district, sound, word)| sound_row::ActiveModel {
                district_id: Set(district),
                sound: Set(sound),
                word: Set(word),
            });
        sound_row::Entity::insert_many(rows)
            .on_conflict_do_nothing_on([DistrictId, Sound, Word])
            .exec_without_returning(unit.connection())
            .await?;
    }
    Ok(())
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
