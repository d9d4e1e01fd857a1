//! On SQLite, the indexes over birth dates and over the words and keys of a person hold all that a
//! search reads of them: each row beside the index is a look-up of its own there. PostgreSQL finds
//! the few rows of a person side by side.
//!
//! Each table is a step of its own, so that writers get their turn between two of them.

use sea_orm_migration::prelude::*;

use crate::{
    Step,
    indexes::{Wider, widen},
    is_postgres,
};

/// The steps' names and their indexes.
const STEPS: [(&str, Wider); 3] = [
    (
        "m20261130_000027_births_in_an_index",
        ("persons_birth", "persons", "district_id, birth_date, id"),
    ),
    (
        "m20261130_000028_words_in_an_index",
        (
            "person_words_person",
            "person_words",
            "district_id, person_id, part, word",
        ),
    ),
    (
        "m20261130_000029_keys_in_an_index",
        (
            "person_keys_person",
            "person_keys",
            "district_id, person_id, kind, key",
        ),
    ),
];

struct Migration {
    name: &'static str,
    index: Wider,
}

/// The steps, in order.
pub(crate) fn steps() -> impl Iterator<Item = Step> {
    STEPS
        .into_iter()
        .map(|(name, index)| Box::new(Migration { name, index }) as Step)
}

impl MigrationName for Migration {
    fn name(&self) -> &str {
        self.name
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if is_postgres(manager) {
            return Ok(());
        }
        widen(manager, &[self.index]).await
    }
}
