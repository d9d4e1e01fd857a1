//! The schema of Lánchíd, and the wall that PostgreSQL keeps between districts.
//!
//! Migrations run as the owning role. The process itself runs as a role that owns nothing: see
//! [`grant_runtime`].

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{DatabaseConnection, DbBackend};

mod indexes;
mod m20261122_000001_first_case;
mod m20261124_000002_form_versions;
mod m20261124_000003_refused_drafts;
mod m20261125_000004_search_words;
mod m20261125_000005_search_keys;
mod m20261125_000006_lists;
mod m20261125_000007_lean_indexes;
mod m20261125_000008_swift_lists;
mod m20261126_000010_notifications;
mod m20261127_000011_transitions;
mod m20261127_000012_approvals;
mod m20261128_000013_grants;
mod m20261128_000014_audit_seals;
mod m20261129_000015_answered_requests;
mod m20261129_000016_presence;
mod m20261130_000017_shelters;
mod m20261130_000018_api_tokens;
mod m20261130_000019_webhooks;
mod m20261130_000020_audit_rows;
mod m20261130_000021_lean_writes;
mod m20261130_000022_through_others;
mod m20261130_000027_whole_in_indexes;
mod one_table;
mod steps;
mod wall;

pub use steps::{Step, begin, drops_after, names, take, take_only, taken};
pub use wall::grant_runtime;

/// Every migration, oldest first.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        let mut steps: Vec<Step> = vec![
            Box::new(m20261122_000001_first_case::Migration),
            Box::new(m20261124_000002_form_versions::Migration),
            Box::new(m20261124_000003_refused_drafts::Migration),
            Box::new(m20261125_000004_search_words::Migration),
            Box::new(m20261125_000005_search_keys::Migration),
            Box::new(m20261125_000006_lists::Migration),
            Box::new(m20261125_000007_lean_indexes::Migration),
            Box::new(m20261125_000008_swift_lists::Migration),
            Box::new(m20261126_000010_notifications::Migration),
            Box::new(m20261127_000011_transitions::Migration),
            Box::new(m20261127_000012_approvals::Migration),
            Box::new(m20261128_000013_grants::Migration),
            Box::new(m20261128_000014_audit_seals::Migration),
            Box::new(m20261129_000015_answered_requests::Migration),
            Box::new(m20261129_000016_presence::Migration),
            Box::new(m20261130_000017_shelters::Migration),
            Box::new(m20261130_000018_api_tokens::Migration),
            Box::new(m20261130_000019_webhooks::Migration),
            Box::new(m20261130_000020_audit_rows::Migration),
            Box::new(m20261130_000021_lean_writes::Migration),
        ];
        steps.extend(one_table::steps(m20261130_000022_through_others::STEPS));
        steps.extend(one_table::steps(m20261130_000027_whole_in_indexes::STEPS));
        steps
    }
}

/// The last step of the last release: steps behind it may still change, those up to it never.
///
/// A step behind it only adds, so that an older process serves on beside it (CONTRIBUTING.md).
pub const RELEASED: &str = "m20261128_000014_audit_seals";

/// Brings the database up to date; see [`take`].
///
/// # Errors
/// As [`take`].
pub async fn migrate(db: &DatabaseConnection) -> Result<(), DbErr> {
    take(db, &Migrator::migrations()).await
}

/// Whether the database is PostgreSQL.
fn is_postgres(manager: &SchemaManager<'_>) -> bool {
    manager.get_database_backend() == DbBackend::Postgres
}
