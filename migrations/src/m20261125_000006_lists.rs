//! What lists of cases are sorted by, and lists that were kept under a name.

use sea_orm_migration::{
    prelude::*,
    schema::{boolean, text, timestamp_with_time_zone, uuid},
};

use crate::{is_postgres, wall};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let bytes = is_postgres(manager);
        let column = Table::alter()
            .table(Alias::new("cases"))
            .add_column(sort_name(bytes))
            .take();
        manager.alter_table(column).await?;
        for (name, columns) in [
            ("cases_name", ["district_id", "sort_name", "id"].as_slice()),
            ("cases_opened", &["district_id", "opened_at", "id"]),
            ("cases_stage", &["district_id", "stage", "changed_at", "id"]),
            // Whoever may see the whole city lists it in these orders.
            ("cases_changed_in_the_city", &["changed_at", "id"]),
            ("cases_name_in_the_city", &["sort_name", "id"]),
        ] {
            manager.create_index(index(name, "cases", columns)).await?;
        }
        manager.create_table(views()).await?;
        let by_user = index(
            "list_views_user",
            "list_views",
            &["district_id", "user_id", "name"],
        );
        manager.create_index(by_user).await?;
        if bytes {
            wall::raise(manager.get_connection(), wall::LIST_VIEWS).await?;
        }
        Ok(())
    }
}

/// Compared byte by byte, whatever the language of the database: alike in every database.
fn sort_name(says_so: bool) -> ColumnDef {
    let mut column = ColumnDef::new(Alias::new("sort_name"));
    column.text();
    if says_so {
        column.extra("COLLATE \"C\"");
    }
    column.not_null().default("").take()
}

fn views() -> TableCreateStatement {
    Table::create()
        .table(Alias::new(wall::LIST_VIEWS))
        .col(uuid("district_id"))
        .col(uuid("id").primary_key())
        .col(uuid("user_id"))
        .col(text("name"))
        .col(text("address"))
        .col(boolean("shared"))
        .col(timestamp_with_time_zone("saved_at"))
        .foreign_key(
            ForeignKey::create()
                .from_tbl(Alias::new(wall::LIST_VIEWS))
                .from_col(Alias::new("district_id"))
                .from_col(Alias::new("user_id"))
                .to_tbl(Alias::new("users"))
                .to_col(Alias::new("district_id"))
                .to_col(Alias::new("id")),
        )
        .take()
}

fn index(name: &str, table: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut index = Index::create().name(name).table(Alias::new(table)).take();
    for column in columns {
        index.col(Alias::new(*column));
    }
    index
}
