//! What `server restore` refuses, and that it then changes nothing.

use sea_orm::TransactionTrait;
use testkit::{TestDatabase, on_both_databases, on_postgres};

use crate::{
    backup_file::{Backup, kept},
    run::{owning, told_to_owner},
};

on_both_databases! {
    async fn a_database_that_holds_anything_is_refused(world: World) {
        let backup = Backup::of(&world.database);
        world.register("caseworker1.d08", "Шевченко", "Олена").await;
        let before = kept(&world.database).await;
        let said = backup.restore_into(&world.database).unwrap_err();
        assert!(said.starts_with("server: restore: the database is not empty"), "{said}");
        assert_eq!(said.lines().count(), 1);
        assert_eq!(kept(&world.database).await, before);

        let stranger = TestDatabase::empty(world.database.kind).await;
        stranger.execute("CREATE TABLE sheep (name text)").await;
        stranger.execute("INSERT INTO sheep VALUES ('Dolly')").await;
        let said = backup.restore_into(&stranger).unwrap_err();
        assert!(said.contains("there are rows in `sheep`"), "{said}");
        assert_eq!(stranger.tables().await, ["sheep"]);
        stranger.remove().await;
    }

    async fn an_empty_database_may_be_migrated_as_far_but_no_further(world: World) {
        let kind = world.database.kind;
        let migrated = TestDatabase::empty(kind).await;
        migrations::migrate(&migrated.owner).await.unwrap();
        let older = TestDatabase::empty(kind).await;
        let transaction = older.owner.begin().await.unwrap();
        let names = migrations::names();
        let early = &names[..names.len() - 1];
        migrations::take_only(&transaction, early).await.unwrap();
        transaction.commit().await.unwrap();
        let said = Backup::of(&older).restore_into(&migrated).unwrap_err();
        assert!(said.contains("the database is migrated further than the backup"), "{said}");
        assert_eq!(said.lines().count(), 1);
        Backup::of(&world.database).restore_into(&migrated).unwrap();
        assert_eq!(kept(&migrated).await, kept(&world.database).await);
        migrated.remove().await;
        older.remove().await;
    }

    async fn a_backup_of_a_newer_version_is_refused(world: World) {
        let newer = TestDatabase::empty(world.database.kind).await;
        migrations::migrate(&newer.owner).await.unwrap();
        newer.execute("INSERT INTO seaql_migrations VALUES ('m20990101_000001_flying', 0)").await;
        let restored = TestDatabase::empty(world.database.kind).await;
        let said = Backup::of(&newer).restore_into(&restored).unwrap_err();
        assert!(said.contains("taken by a newer version"), "{said}");
        assert!(said.contains("m20990101_000001_flying") && said.lines().count() == 1, "{said}");
        assert_eq!(restored.tables().await.len(), 0);
        newer.remove().await;
        restored.remove().await;
    }

    async fn what_a_backup_cannot_hold_is_not_backed_up(world: World) {
        world.database.execute("ALTER TABLE persons ADD COLUMN weight real").await;
        let said = told_to_owner(&world.database, &["backup", "-"]).unwrap_err();
        assert!(said.to_lowercase().contains("`persons.weight` is declared `real`"), "{said}");
        let empty = TestDatabase::empty(world.database.kind).await;
        let said = told_to_owner(&empty, &["backup", "-"]).unwrap_err();
        assert!(said.contains("there is nothing in this database to back up"), "{said}");
        empty.remove().await;
    }
}

on_postgres! {
    async fn only_the_owner_of_the_tables_restores(world: World) {
        let backup = Backup::of(&world.database);
        let migrated = TestDatabase::empty(world.database.kind).await;
        migrations::migrate(&migrated.owner).await.unwrap();
        migrations::grant_runtime(&migrated.owner, "lanchid_runtime").await.unwrap();
        let mut program = owning(&migrated);
        let program = program.env_remove("LANCHID_MIGRATION_DATABASE_URL");
        let output = program.args(["restore", &backup.name]).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains("set LANCHID_MIGRATION_DATABASE_URL"), "{said}");
        assert_eq!(migrated.rows("SELECT 1 FROM districts").await.len(), 0);
        migrated.remove().await;
    }
}
