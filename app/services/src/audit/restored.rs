use chrono::{DateTime, SecondsFormat, Utc};
use domain::audit::AuditAction;
use serde_json::json;

use super::{Event, record};
use crate::{Caller, Failure, Store, districts};

/// Records that the database was restored from a backup of this moment: whoever reads the audit
/// learns why it tells nothing of the time since. A backup without a city has no audit either.
///
/// # Errors
/// When the database does not answer.
pub async fn note_restored(store: &Store, moment: DateTime<Utc>) -> domain::Result<()> {
    let moment = moment.to_rfc3339_opts(SecondsFormat::AutoSi, true);
    let noted = store.unit(Caller::System, "restore", |unit| async move {
        let city = match districts::by_number(&unit, 0).await {
            Err(Failure::Answer(domain::Error::NotFound)) => return Ok(()),
            city => city?,
        };
        let event = Event::new(city.id, AuditAction::Administered);
        record(
            &unit,
            event.with(json!({"restored_from_backup_of": moment})),
        )
        .await
    });
    noted.await
}
