//! What refers to a case or a person of its district need not refer to the district as well: that
//! row does. On PostgreSQL each such reference is looked up with each row that is written. SQLite
//! keeps them, as it cannot take a reference away from a table.
//!
//! Each table is a step of its own, so that no two of them are locked at once.

use sea_orm_migration::{prelude::*, sea_orm::ConnectionTrait};

use crate::{Step, is_postgres};

/// The steps' names and their tables.
const STEPS: [(&str, &str); 5] = [
    ("m20261130_000022_cases_through_persons", "cases"),
    ("m20261130_000023_answers_through_cases", "answers"),
    (
        "m20261130_000024_answer_index_through_cases",
        "answer_index",
    ),
    (
        "m20261130_000025_person_words_through_persons",
        "person_words",
    ),
    (
        "m20261130_000026_person_keys_through_persons",
        "person_keys",
    ),
];

struct Migration {
    name: &'static str,
    table: &'static str,
}

/// The steps, in order.
pub(crate) fn steps() -> impl Iterator<Item = Step> {
    STEPS
        .into_iter()
        .map(|(name, table)| Box::new(Migration { name, table }) as Step)
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
            let table = self.table;
            let db = manager.get_connection();
            db.execute_unprepared(&format!(
                "ALTER TABLE {table} DROP CONSTRAINT {table}_district_id_fkey"
            ))
            .await?;
        }
        Ok(())
    }
}
