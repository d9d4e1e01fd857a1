//! On SQLite, the indexes over birth dates and over the words and keys of a person hold all that a
//! search reads of them: each row beside the index is a look-up of its own there. PostgreSQL finds
//! the few rows of a person side by side.

use sea_orm_migration::prelude::*;

use crate::{
    indexes::{Wider, widen},
    is_postgres,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const WIDER: [Wider; 3] = [
    ("persons_birth", "persons", "district_id, birth_date, id"),
    (
        "person_words_person",
        "person_words",
        "district_id, person_id, part, word",
    ),
    (
        "person_keys_person",
        "person_keys",
        "district_id, person_id, kind, key",
    ),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if is_postgres(manager) {
            return Ok(());
        }
        widen(manager, &WIDER).await
    }
}
