//! A backup that is taken while people work holds one moment.

use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicBool, AtomicU32, Ordering},
};

use domain::cases::CaseNumber;
use sea_orm::EntityTrait;
use services::audit::{Look, entity::Entity, seal_events};
use testkit::{TestDatabase, World, on_both_databases};
use uuid::Uuid;

use crate::{
    backup_file::{Backup, make_large},
    run::told_to_owner,
};

const WORKERS: [&str; 3] = ["caseworker1.d08", "caseworker2.d08", "caseworker1.d09"];

/// People who save one form again and again, register, and seal, until told to stop.
struct Work<'a> {
    world: &'a World,
    ended: AtomicBool,
    saves: AtomicU32,
}

impl Work<'_> {
    async fn save(&self, worker: &str, case: &CaseNumber) {
        let mut given = true;
        while !self.ended.load(Ordering::Relaxed) {
            let answer = if given { "given" } else { "refused" };
            self.world.consent(worker, case, answer).await;
            self.saves.fetch_add(1, Ordering::Relaxed);
            given = !given;
        }
    }

    async fn register(&self) {
        while !self.ended.load(Ordering::Relaxed) {
            self.world.register(WORKERS[0], "Бондар", "Юлія").await;
            seal_events(&self.world.store, Look::Near).await.unwrap();
        }
    }

    /// Takes a backup in the middle; answers how many had saved before and after.
    async fn backup(&self) -> (Backup, u32, u32) {
        self.until_saved(10).await;
        let before = self.saves.load(Ordering::Relaxed);
        let database = self.world.database.clone();
        let taken = tokio::task::spawn_blocking(move || Backup::of(&database));
        let backup = taken.await.unwrap();
        let after = self.saves.load(Ordering::Relaxed);
        self.until_saved(after + 10).await;
        self.ended.store(true, Ordering::Relaxed);
        (backup, before, after)
    }

    async fn until_saved(&self, count: u32) {
        while self.saves.load(Ordering::Relaxed) < count {
            tokio::task::yield_now().await;
        }
    }
}

/// The version of the answers to each form of consents, and what the audit says it is.
async fn versions(database: &TestDatabase) -> (BTreeMap<Uuid, i64>, BTreeMap<Uuid, i64>, u32) {
    let mut stored = BTreeMap::new();
    for row in database
        .rows("SELECT case_id, version FROM answers WHERE form = 'consents'")
        .await
    {
        let version: i32 = row.try_get_by_index(1).unwrap();
        stored.insert(row.try_get_by_index(0).unwrap(), i64::from(version));
    }
    let (mut told, mut saves) = (BTreeMap::new(), 0);
    for event in Entity::find().all(&database.owner).await.unwrap() {
        if event.action == "answers_saved" && event.details["form"] == "consents" {
            let version = event.details["version"].as_i64().unwrap();
            let latest: &mut i64 = told.entry(event.case_id.unwrap()).or_default();
            *latest = version.max(*latest);
            saves += 1;
        }
    }
    (stored, told, saves)
}

on_both_databases! {
    async fn what_is_backed_up_while_people_work_is_one_moment(world: World) {
        let mut cases = Vec::new();
        for worker in WORKERS {
            let case = world.register(worker, "Шевченко", "Олена").await;
            world.consent(worker, &case, "refused").await;
            cases.push(case);
        }
        make_large(&world.database).await;
        let work = Work { world: &world, ended: AtomicBool::new(false), saves: AtomicU32::new(3) };
        let ((), (), (), (), (backup, before, after)) = tokio::join!(
            work.save(WORKERS[0], &cases[0]),
            work.save(WORKERS[1], &cases[1]),
            work.save(WORKERS[2], &cases[2]),
            work.register(),
            work.backup(),
        );
        let restored = TestDatabase::empty(world.database.kind).await;
        backup.restore_into(&restored).unwrap();

        let (stored, told, saves) = versions(&restored).await;
        assert_eq!(stored, told);
        assert_eq!(stored.len(), WORKERS.len());
        // A save is counted a little after it is stored.
        assert!(before <= saves && saves <= after + 3, "{before} {saves} {after}");
        assert!(before < after, "nobody worked while it was taken: {before} {after}");
        let registered = "SELECT 1 FROM audit_events WHERE action = 'case_registered'";
        let registered = restored.rows(registered).await.len();
        assert_eq!(restored.rows("SELECT 1 FROM cases").await.len(), registered);
        told_to_owner(&restored, &["audit", "verify"]).unwrap();
        restored.remove().await;
    }
}
