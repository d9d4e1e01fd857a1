//! The schema grows while older processes serve.

mod shape;

use migrations::{Migrator, RELEASED, Step, drops_after, take};
use sea_orm::{ConnectionTrait, DatabaseConnection, TransactionTrait};
use sea_orm_migration::prelude::*;
use services::store::connect;
use testkit::{
    Kind, TestDatabase, World, on_both_databases, on_postgres,
    trial::{Load, hold, sign_in_all, until},
};

use self::shape::Shape;
use crate::run::trial;

/// Steps that take something away, each with the reason why no process of the release before needs
/// it any more. Their names say since when: `…_drops_after_000014_…`.
const ALLOWED: [(&str, &str); 0] = [];

/// A step of these statements.
struct Made(&'static str, &'static [&'static str]);

impl MigrationName for Made {
    fn name(&self) -> &str {
        self.0
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Made {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for statement in self.1 {
            manager
                .get_connection()
                .execute_unprepared(statement)
                .await?;
        }
        Ok(())
    }
}

/// What a next release may well add.
const GROWN: Made = Made(
    "m20991231_009999_grown",
    &[
        "CREATE TABLE grown (id integer PRIMARY KEY, note text NOT NULL)",
        "ALTER TABLE answers ADD COLUMN grown text",
        "ALTER TABLE cases ADD COLUMN grown integer NOT NULL DEFAULT 0",
        "ALTER TABLE persons ADD COLUMN grown text",
        "ALTER TABLE audit_events ADD COLUMN grown text",
        "CREATE INDEX grown_answers ON answers (grown)",
    ],
);

fn with(step: Made) -> Vec<Step> {
    let mut steps = Migrator::migrations();
    steps.push(Box::new(step));
    steps
}

on_both_databases! {
    async fn an_older_process_serves_on_while_the_schema_grows_and_starts_again_behind_it(world: World) {
        let program = trial(&world.database);
        let served = program.serve();
        let load = Load::on(served.port, sign_in_all(served.port, 1));
        until("people work", || load.acknowledged() > 5);
        take(&world.database.owner, &with(GROWN)).await.unwrap();
        let so_far = load.acknowledged();
        until("they go on", || load.is_over() || load.acknowledged() > so_far + 40);
        let mut writers = load.end();
        for writer in &writers {
            assert_eq!((writer.not_now, &writer.pending), (0, &None), "{}", served.log());
        }
        hold(&world, &mut writers).await;
        served.stop();
        let served = program.serve();
        assert!(served.log().contains("a newer version of this program has extended the database"));
        served.stop();
    }

    async fn a_process_that_still_needs_what_was_taken_away_does_not_start(world: World) {
        let step = Made("m20991231_009999_drops_after_009998_notes", &[]);
        take(&world.database.owner, &with(step)).await.unwrap();
        let refused = trial(&world.database).run(&["serve"]);
        let told = String::from_utf8(refused.stderr).unwrap();
        assert_eq!(refused.status.code(), Some(1), "{told}");
        assert!(told.contains("start the newer one"), "{told}");
    }

    async fn a_step_that_fails_leaves_nothing(world: World) {
        let before = Shape::of(&world.database).await;
        let step = Made("m20991231_009999_fails", &["CREATE TABLE half (id integer)", "nonsense"]);
        take(&world.database.owner, &with(step)).await.unwrap_err();
        assert_eq!(Shape::of(&world.database).await, before);
        let step = Made("m20991231_009999_fails", &["CREATE TABLE half (id integer)"]);
        take(&world.database.owner, &with(step)).await.unwrap();
    }

    async fn every_step_since_the_last_release_only_adds(world: World) {
        let database = TestDatabase::empty(world.database.kind).await;
        let mut steps = Migrator::migrations().into_iter().peekable();
        let mut taken: Vec<Step> = Vec::new();
        while let Some(step) = steps.next_if(|step| step.name() <= RELEASED) {
            taken.push(step);
        }
        take(&database.owner, &taken).await.unwrap();
        for step in steps {
            let before = Shape::of(&database).await;
            let name = step.name().to_owned();
            taken.push(step);
            take(&database.owner, &taken).await.unwrap();
            let faults = Shape::of(&database).await.missed_by_who_knows(&before);
            let is_allowed = drops_after(&name).is_some()
                && ALLOWED.iter().any(|(allowed, _)| *allowed == name);
            assert!(faults.is_empty() || is_allowed, "{name}: {faults:?} (see CONTRIBUTING.md)");
        }
        database.remove().await;
    }

    async fn whatever_takes_away_is_found(world: World) {
        let both: [(&str, &[&str]); 5] = [
            ("cases.sort_name is gone", &["DROP INDEX IF EXISTS cases_by_name", "ALTER TABLE cases RENAME COLUMN sort_name TO name"]),
            ("list_views.address is gone", &["DROP TABLE list_views"]),
            ("unique: districts", &["CREATE UNIQUE INDEX districts_name ON districts (name)"]),
            ("", &["ALTER TABLE cases ADD COLUMN grown integer NOT NULL DEFAULT 0"]),
            ("", GROWN.1),
        ];
        let postgres: [(&str, &[&str]); 4] = [
            ("cases.must has to be written", &["ALTER TABLE cases ADD COLUMN must integer NOT NULL"]),
            ("cases.owner_id may not be empty", &["ALTER TABLE cases ALTER COLUMN owner_id SET NOT NULL"]),
            ("districts.number is another type", &["ALTER TABLE districts ALTER COLUMN number TYPE bigint"]),
            ("check: cases", &["ALTER TABLE cases ADD CONSTRAINT staged CHECK (stage <> '')"]),
        ];
        let before = Shape::of(&world.database).await;
        let more = if world.database.kind == Kind::Postgres { &postgres[..] } else { &[] };
        for (fault, statements) in both.iter().chain(more) {
            let found = faults_of(&world.database.owner, &before, statements, &world).await;
            if fault.is_empty() {
                assert_eq!(found, Vec::<String>::new());
            } else {
                assert!(found.iter().any(|found| found.starts_with(fault)), "{fault}: {found:?}");
            }
        }
    }
}

/// What these statements would take away; nothing of them stays.
async fn faults_of(
    owner: &DatabaseConnection,
    before: &Shape,
    statements: &[&str],
    world: &World,
) -> Vec<String> {
    let transaction = owner.begin().await.unwrap();
    for statement in statements {
        transaction.execute_unprepared(statement).await.unwrap();
    }
    let shape = Shape::in_transaction(&transaction, world.database.kind).await;
    transaction.rollback().await.unwrap();
    shape.missed_by_who_knows(before)
}

on_postgres! {
    async fn who_owns_nothing_starts_on_a_schema_that_is_up_to_date_only(world: World) {
        const OWNER: &str = "LANCHID_MIGRATION_DATABASE_URL";
        trial(&world.database).with(OWNER, "").serve().stop();
        let empty = TestDatabase::empty(Kind::Postgres).await;
        let refused = trial(&empty).with(OWNER, "").run(&["serve"]);
        let told = String::from_utf8(refused.stderr).unwrap();
        assert!(told.contains("run `server migrate` as the owner"), "{told}");
        empty.remove().await;
    }

    async fn a_step_that_waits_for_a_lock_lets_everybody_else_pass(world: World) {
        let program = trial(&world.database);
        let served = program.serve();
        let load = Load::on(served.port, sign_in_all(served.port, 1));
        let owner = world.database.url.replace("lanchid_runtime@", "lanchid_owner@");
        let reader = connect(&owner, 1).await.unwrap();
        let reading = reader.begin().await.unwrap();
        reading.execute_unprepared("SELECT 1 FROM answers").await.unwrap();
        let other = world.database.owner.clone();
        let growing = tokio::spawn(async move { take(&other, &with(GROWN)).await });
        let waits = "SELECT 1 FROM pg_locks WHERE NOT granted AND mode = 'AccessExclusiveLock'";
        let waits = sea_orm::Statement::from_string(sea_orm::DbBackend::Postgres, waits);
        while reading.query_one_raw(waits.clone()).await.unwrap().is_none() {
            assert!(!growing.is_finished());
        }
        let so_far = load.acknowledged();
        until("people go on", || load.is_over() || load.acknowledged() > so_far + 20);
        assert!(!growing.is_finished());
        reading.rollback().await.unwrap();
        growing.await.unwrap().unwrap();
        let mut writers = load.end();
        hold(&world, &mut writers).await;
        for writer in &writers {
            assert_eq!((writer.not_now, &writer.pending), (0, &None), "{}", served.log());
        }
        served.stop();
        reader.close().await.unwrap();
    }
}
