//! `server restore`.

use std::{
    io::{BufRead, BufReader},
    os::unix::process::ExitStatusExt,
    process::Stdio,
};

use sea_orm::TransactionTrait;
use services::audit::{Look, seal_events};
use testkit::{Kind, TestDatabase, World, on_both_databases, trial::sign_in};

use crate::{
    backup_file::{Backup, RESTORED, kept, make_large, other},
    run::{owning, told_to_owner, trial},
};

/// Work in three districts, and its seals.
async fn story(world: &World) {
    for worker in ["caseworker1.d08", "caseworker1.d09", "caseworker1.d08"] {
        let case = world.register(worker, "Шевченко", "Олена").await;
        world.consent(worker, &case, "given").await;
    }
    let _ = world
        .sign_in("helpdesk.d09", "wrong", Some("192.0.2.1"))
        .await;
    seal_events(&world.store, Look::Near).await.unwrap();
}

async fn count(database: &TestDatabase, table: &str) -> usize {
    database.rows(&format!("SELECT 1 FROM {table}")).await.len()
}

on_both_databases! {
    async fn what_is_restored_is_what_was_backed_up(world: World) {
        story(&world).await;
        let before = kept(&world.database).await;
        let backup = Backup::of(&world.database);
        let restored = TestDatabase::empty(world.database.kind).await;
        let said = backup.restore_into(&restored).unwrap();
        assert!(said.starts_with("Restored "), "{said}");
        let after = kept(&restored).await;
        for (table, rows) in &before.0 {
            assert_eq!(after.0.get(table), Some(rows), "{table}");
        }
        assert_eq!(before.0.len(), after.0.len());
        assert!(count(&world.database, "sessions").await > 0);
        assert_eq!(count(&restored, "sessions").await, 0);
        let noted = restored.snapshot().await.0["audit_events"].concat();
        assert_eq!(noted.matches(RESTORED).count(), 1);
        let said = told_to_owner(&restored, &["audit", "verify"]).unwrap();
        assert!(said.contains(", 1 are not sealed yet"), "{said}");
        restored.remove().await;
    }

    async fn a_backup_is_restored_into_the_other_database_and_back(world: World) {
        story(&world).await;
        let (there, back) = (other(world.database.kind), world.database.kind);
        let (there, back) = (TestDatabase::empty(there).await, TestDatabase::empty(back).await);
        let first = Backup::of(&world.database);
        first.restore_into(&there).unwrap();
        told_to_owner(&there, &["audit", "verify"]).unwrap();
        let second = Backup::of(&there);
        second.restore_into(&back).unwrap();
        told_to_owner(&back, &["audit", "verify"]).unwrap();
        let (_, expected) = first.content();
        for copy in [second, Backup::of(&back)] {
            let (_, mut content) = copy.content();
            content.get_mut("audit_events").unwrap().retain(|row| !row.contains(RESTORED));
            assert!(content == expected);
        }
        there.remove().await;
        back.remove().await;
    }

    async fn a_restored_city_serves_and_everybody_signs_in(world: World) {
        story(&world).await;
        let backup = Backup::of(&world.database);
        let restored = TestDatabase::empty(world.database.kind).await;
        backup.restore_into(&restored).unwrap();
        let served = trial(&restored).serve();
        let cookie = sign_in(served.port, "caseworker1.d08");
        assert!(cookie.starts_with("lanchid_session="), "{cookie}");
        served.stop();
        let said = told_to_owner(&restored, &["audit", "verify"]).unwrap();
        assert!(said.contains(", 0 are not sealed yet"), "{said}");
        restored.remove().await;
    }

    async fn a_backup_of_an_older_schema_is_brought_up_to_date(world: World) {
        let (kind, names) = (world.database.kind, migrations::names());
        let (older, restored) = (TestDatabase::empty(kind).await, TestDatabase::empty(kind).await);
        let transaction = older.owner.begin().await.unwrap();
        let early = &names[..names.len() - 3];
        migrations::take_only(&transaction, early).await.unwrap();
        transaction.commit().await.unwrap();
        let id = match kind {
            Kind::Sqlite => "x'00000000000000000000000000000007'",
            Kind::Postgres => "'00000000-0000-0000-0000-000000000007'",
        };
        older.execute(&format!("INSERT INTO districts VALUES ({id}, 7, 'VII', 'Erzsébetváros')")).await;
        let backup = Backup::of(&older);
        backup.restore_into(&restored).unwrap();
        assert_eq!(restored.texts("SELECT name FROM districts").await, ["Erzsébetváros"]);
        assert_eq!(count(&restored, "seaql_migrations").await, names.len());
        assert_eq!(count(&restored, "audit_seals").await, 0);
        older.remove().await;
        restored.remove().await;
    }

    async fn a_killed_restore_leaves_nothing_and_can_be_repeated(world: World) {
        world.register("caseworker1.d08", "Шевченко", "Олена").await;
        make_large(&world.database).await;
        let backup = Backup::of(&world.database);
        let restored = TestDatabase::empty(world.database.kind).await;
        let mut program = owning(&restored);
        let program = program.args(["restore", &backup.name]).stderr(Stdio::piped());
        let mut child = program.spawn().unwrap();
        let mut said = BufReader::new(child.stderr.take().unwrap()).lines();
        assert!(said.next().unwrap().unwrap().contains("is read into the database"));
        child.kill().unwrap();
        assert_eq!(child.wait().unwrap().signal(), Some(9));
        assert_eq!(restored.tables().await.len(), 0);
        backup.restore_into(&restored).unwrap();
        assert_eq!(count(&restored, "approvals").await, 1500);
        restored.remove().await;
    }
}
