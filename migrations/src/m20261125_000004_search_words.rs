//! The words by which persons are found: each person's own, each district's vocabulary, and how
//! its words sound.

use sea_orm_migration::{prelude::*, schema::uuid};

use crate::{is_postgres, wall};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let bytes = is_postgres(manager);
        let own = tenant("person_words")
            .col(word("word", bytes))
            .col(uuid("person_id"))
            .col(word("part", bytes))
            .primary_key(&mut key(&["district_id", "word", "person_id", "part"]))
            .foreign_key(&mut to_person("person_words"))
            .take();
        let vocabulary = tenant("search_words")
            .col(word("word", bytes))
            .col(word("reversed", bytes))
            .primary_key(&mut key(&["district_id", "word"]))
            .take();
        let sounds = tenant("search_sounds")
            .col(word("sound", bytes))
            .col(word("word", bytes))
            .primary_key(&mut key(&["district_id", "sound", "word"]))
            .take();
        for table in [own, vocabulary, sounds] {
            manager.create_table(table).await?;
        }
        for (name, table, column) in [
            ("person_words_person", "person_words", "person_id"),
            ("search_words_reversed", "search_words", "reversed"),
        ] {
            let index = Index::create()
                .name(name)
                .table(Alias::new(table))
                .col(Alias::new("district_id"))
                .col(Alias::new(column))
                .take();
            manager.create_index(index).await?;
        }
        if bytes {
            for table in ["person_words", "search_words", "search_sounds"] {
                wall::raise(manager.get_connection(), table).await?;
            }
        }
        Ok(())
    }
}

/// A person of the same district.
pub(crate) fn to_person(from: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .from_tbl(Alias::new(from))
        .from_col(Alias::new("district_id"))
        .from_col(Alias::new("person_id"))
        .to_tbl(Alias::new("persons"))
        .to_col(Alias::new("district_id"))
        .to_col(Alias::new("id"))
        .take()
}

/// A table whose rows belong to districts.
pub(crate) fn tenant(name: &'static str) -> TableCreateStatement {
    Table::create()
        .table(Alias::new(name))
        .col(uuid("district_id"))
        .foreign_key(
            ForeignKey::create()
                .from(Alias::new(name), Alias::new("district_id"))
                .to(Alias::new("districts"), Alias::new("id")),
        )
        .take()
}

/// A text that is compared byte by byte, whatever the language of the database: beginnings of
/// words are looked up as ranges.
pub(crate) fn word(name: &'static str, says_so: bool) -> ColumnDef {
    let mut column = ColumnDef::new(Alias::new(name));
    column.text();
    if says_so {
        column.extra("COLLATE \"C\"");
    }
    column.not_null().take()
}

/// The primary key of these columns.
pub(crate) fn key(columns: &[&'static str]) -> IndexCreateStatement {
    let mut key = Index::create().primary().take();
    for column in columns {
        key.col(Alias::new(*column));
    }
    key
}
