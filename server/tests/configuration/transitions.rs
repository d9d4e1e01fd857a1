//! How long offers wait.

use chrono::TimeDelta;

use crate::{city::configuration, town::Town};

fn waiting(days: &str) -> Town {
    let town = Town::new();
    town.write(
        "transitions.yaml",
        &format!("# Offers.\noffer_days: {days}\n"),
    );
    town
}

#[test]
fn two_weeks_unless_it_is_configured() {
    assert_eq!(
        Town::new().configuration().catalog.offer_time(),
        TimeDelta::days(14)
    );
    assert_eq!(configuration().catalog.offer_time(), TimeDelta::days(14));
}

#[test]
fn days_and_parts_of_days() {
    for (days, time) in [
        ("3", TimeDelta::days(3)),
        ("0.5", TimeDelta::hours(12)),
        ("365", TimeDelta::days(365)),
    ] {
        assert_eq!(
            waiting(days).configuration().catalog.offer_time(),
            time,
            "{days}"
        );
    }
}

#[test]
fn what_is_no_time_is_told() {
    for days in ["0", "-1", "366", "1e300", ".nan", ".inf", "0.000001"] {
        let fault = "transitions.yaml:2: `offer_days` must be more than 0 and at most 365";
        assert_eq!(waiting(days).faults(), [fault], "{days}");
    }
    for text in ["soon", "[]"] {
        assert_eq!(waiting(text).faults().len(), 1, "{text}");
    }
}
