//! What persons are found by beside the words of their names: telephones and documents by their
//! keys, and the names that stand in answers only. Sounds can be looked up from their end as well.

use sea_orm_migration::{prelude::*, schema::uuid};

use crate::{is_postgres, m20261125_000004_search_words as words, wall};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let bytes = is_postgres(manager);
        let keys = words::tenant("person_keys")
            .col(words::word("kind", bytes))
            .col(words::word("key", bytes))
            .col(uuid("person_id"))
            .primary_key(&mut words::key(&[
                "district_id",
                "kind",
                "key",
                "person_id",
            ]))
            .foreign_key(&mut words::to_person("person_keys"))
            .take();
        manager.create_table(keys).await?;
        let by_person = Index::create()
            .name("person_keys_person")
            .table(Alias::new("person_keys"))
            .col(Alias::new("district_id"))
            .col(Alias::new("person_id"))
            .take();
        manager.create_index(by_person).await?;
        let mut reversed = words::word("reversed", bytes);
        reversed.default("");
        let sounds = Table::alter()
            .table(Alias::new("search_sounds"))
            .add_column(&mut reversed)
            .take();
        manager.alter_table(sounds).await?;
        let from_the_end = Index::create()
            .name("search_sounds_reversed")
            .table(Alias::new("search_sounds"))
            .col(Alias::new("district_id"))
            .col(Alias::new("reversed"))
            .take();
        manager.create_index(from_the_end).await?;
        if bytes {
            wall::raise(manager.get_connection(), "person_keys").await?;
        }
        Ok(())
    }
}
