use std::collections::BTreeSet;

use domain::{
    ids::DistrictId,
    search::{NamePart, phone_key, reversed, words_of_name},
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryTrait,
    sea_query::{ExprTrait, OnConflict},
};
use uuid::Uuid;

use super::{found::PHONE, key_row, sound_row, vocabulary_row, word_row};
use crate::{Together, bulk::Table, cases::PersonFields};

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
        self.add_keys(district, person, fields);
    }

    fn add_keys(&mut self, district: Uuid, person: Uuid, fields: &PersonFields) {
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

    /// The rows that are not among the others.
    fn without(&self, others: &Self) -> Self {
        Self {
            words: self.words.difference(&others.words).cloned().collect(),
            vocabulary: self
                .vocabulary
                .difference(&others.vocabulary)
                .cloned()
                .collect(),
            sounds: self.sounds.difference(&others.sounds).cloned().collect(),
            keys: self.keys.difference(&others.keys).cloned().collect(),
        }
    }

    /// Statements that write them; what is known already stays.
    pub(crate) fn write_with(self, writes: &mut Together) {
        add_rows(writes, self.vocabulary, vocabulary_row);
        add_rows(writes, self.sounds, sound_row);
        add_rows(writes, self.words, word_row);
        add_rows(writes, self.keys, key_row);
    }

    /// Statements that take away by what this person is found; words stay in the vocabulary.
    fn remove_with(self, writes: &mut Together, district: Uuid, person: Uuid) {
        if !self.words.is_empty() {
            let words = self.words.into_iter();
            let gone = words.fold(Condition::any(), |gone, (_, word, _, part)| {
                let same = word_row::Column::Word.eq(word);
                gone.add(same.and(word_row::Column::Part.eq(part)))
            });
            let delete = word_row::Entity::delete_many()
                .filter(word_row::Column::DistrictId.eq(district))
                .filter(word_row::Column::PersonId.eq(person))
                .filter(gone);
            writes.add(delete.into_query());
        }
        if !self.keys.is_empty() {
            let keys = self.keys.into_iter();
            let gone = keys.fold(Condition::any(), |gone, (_, kind, key, _)| {
                let same = key_row::Column::Kind.eq(kind);
                gone.add(same.and(key_row::Column::Key.eq(key)))
            });
            let delete = key_row::Entity::delete_many()
                .filter(key_row::Column::DistrictId.eq(district))
                .filter(key_row::Column::PersonId.eq(person))
                .filter(gone);
            writes.add(delete.into_query());
        }
    }
}

/// Rows that stay as they are where they are known already.
fn add_rows<T, A: ActiveModelTrait>(
    writes: &mut Together,
    rows: BTreeSet<T>,
    row: impl Fn(T) -> A,
) {
    let rows: Vec<A> = rows.into_iter().map(row).collect();
    for some in rows.chunks(ROWS_AT_ONCE) {
        let known = OnConflict::new().do_nothing().to_owned();
        let insert = <A::Entity as EntityTrait>::insert_many(some.to_vec()).on_conflict(known);
        writes.add(insert.into_query());
    }
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

/// How a part of a name is written in rows.
pub(crate) const fn code(part: NamePart) -> &'static str {
    match part {
        NamePart::Family => "family",
        NamePart::Given => "given",
        NamePart::Patronymic => "patronymic",
        NamePart::Other => "other",
    }
}

/// Writes what differs between by what a person is found and was found before.
pub(crate) fn write_found_by(
    writes: &mut Together,
    district: DistrictId,
    person: Uuid,
    before: &PersonFields,
    after: &PersonFields,
) {
    let (old_names, new_names) = changed(&before.names(), &after.names());
    let rows = |names, fields| {
        let mut rows = WordRows::default();
        rows.add_names(district.into(), person, names);
        rows.add_keys(district.into(), person, fields);
        rows
    };
    let (old, new) = (rows(old_names, before), rows(new_names, after));
    old.without(&new)
        .remove_with(writes, district.into(), person);
    new.without(&old).write_with(writes);
}

/// The names of those parts of which one became another, as they were and as they are. Words of
/// different parts are rows of their own, so all others stay as they are.
fn changed<'a>(
    before: &PersonNames<'a>,
    after: &PersonNames<'a>,
) -> (PersonNames<'a>, PersonNames<'a>) {
    let of_part = |names: &PersonNames<'a>, part| -> Vec<&'a str> {
        let names = names.iter().filter(|(of, _)| *of == part);
        names.map(|(_, name)| *name).collect()
    };
    let changes = |part| of_part(before, part) != of_part(after, part);
    let those = |names: &PersonNames<'a>| -> PersonNames<'a> {
        let names = names.iter().filter(|(part, _)| changes(*part));
        names.copied().collect()
    };
    (those(before), those(after))
}
