//! Leaner indexes over indexed answers: each holds only the rows that have such a value, and the
//! case, so that a filter need not read the table.

use sea_orm_migration::{prelude::*, sea_orm::ConnectionTrait};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// What follows `answer_index_` in the old index's name and in the new one's, and the column.
const INDEXES: [(&str, &str, &str); 3] = [
    ("text", "texts", "text_value"),
    ("integer", "integers", "integer_value"),
    ("day", "days", "day_value"),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        for (old, new, column) in INDEXES {
            db.execute_unprepared(&format!("DROP INDEX answer_index_{old}"))
                .await?;
            db.execute_unprepared(&format!(
                "CREATE INDEX answer_index_{new} ON answer_index \
                 (district_id, form, field, {column}, case_id) WHERE {column} IS NOT NULL"
            ))
            .await?;
        }
        Ok(())
    }
}
