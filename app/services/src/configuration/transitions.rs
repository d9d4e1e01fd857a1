use std::path::Path;

use chrono::TimeDelta;
use serde::Deserialize;

use super::{Report, consents::line_of, source::Source};
use crate::catalog::OFFER_TIME;

/// The most days that an offer may wait.
const DAYS_MAX: f64 = 365.0;
const SECONDS_OF_A_DAY: f64 = 86_400.0;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TransitionsFile {
    offer_days: f64,
}

/// Reads how long an offer waits for an answer. Without the file, two weeks.
pub(super) fn read(path: &Path, report: &mut Report) -> TimeDelta {
    if !path.exists() {
        return OFFER_TIME;
    }
    let read = Source::read(path).and_then(|source| Ok((source.parse()?, source)));
    let (TransitionsFile { offer_days }, source) = match read {
        Ok(read) => read,
        Err(fault) => {
            report.faults.push(fault);
            return OFFER_TIME;
        }
    };
    offer_time(offer_days).unwrap_or_else(|| {
        let line = line_of(&source.text, "offer_days");
        let reason = format!("`offer_days` must be more than 0 and at most {DAYS_MAX}");
        report.faults.push(source.fault(line, &reason));
        OFFER_TIME
    })
}

fn offer_time(days: f64) -> Option<TimeDelta> {
    if days > DAYS_MAX {
        return None;
    }
    let time = core::time::Duration::try_from_secs_f64(days * SECONDS_OF_A_DAY).ok()?;
    let time = TimeDelta::from_std(time).ok()?;
    (time >= TimeDelta::seconds(1)).then_some(time)
}
