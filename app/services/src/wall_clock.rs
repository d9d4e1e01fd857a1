//! Time as the clock on the wall in Budapest shows it. The zone's rules stay on the server.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use chrono_tz::Europe::Budapest;

/// The wall-clock time, to the second.
pub fn wall_time(at: DateTime<Utc>) -> NaiveDateTime {
    let wall = at.with_timezone(&Budapest).naive_local();
    chrono::SubsecRound::trunc_subsecs(wall, 0)
}

/// The day.
pub fn wall_day(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&Budapest).date_naive()
}

/// When a day begins.
pub fn start_of_day(day: NaiveDate) -> DateTime<Utc> {
    let midnight = day.and_time(NaiveTime::MIN);
    let here = Budapest.from_local_datetime(&midnight).earliest();
    here.map_or_else(|| midnight.and_utc(), |here| here.with_timezone(&Utc))
}

/// When the clock on the wall first shows this. A time that is left out when clocks are put forward
/// is taken an hour later, when they have been.
pub fn moment(wall: NaiveDateTime) -> DateTime<Utc> {
    let later = || {
        let after = wall + chrono::TimeDelta::hours(1);
        Budapest.from_local_datetime(&after).earliest()
    };
    let here = Budapest.from_local_datetime(&wall).earliest();
    here.or_else(later)
        .map_or_else(|| wall.and_utc(), |here| here.with_timezone(&Utc))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_late_evening_in_london_is_tomorrow_in_budapest() {
        let at: DateTime<Utc> = "2026-07-01T22:30:00Z".parse().unwrap();
        assert_eq!(wall_day(at).to_string(), "2026-07-02");
        assert_eq!(wall_time(at).to_string(), "2026-07-02 00:30:00");
    }

    #[test]
    fn a_day_begins_at_midnight_in_budapest() {
        let day = |text: &str| start_of_day(text.parse().unwrap()).to_rfc3339();
        assert_eq!(day("2026-07-02"), "2026-07-01T22:00:00+00:00");
        assert_eq!(day("2026-12-02"), "2026-12-01T23:00:00+00:00");
    }

    #[test]
    fn a_time_that_the_clock_leaves_out_or_shows_twice_is_one_moment() {
        let at = |text: &str| moment(text.parse().unwrap()).to_rfc3339();
        assert_eq!(at("2026-03-29T02:00:00"), "2026-03-29T01:00:00+00:00");
        assert_eq!(at("2026-10-25T02:00:00"), "2026-10-25T00:00:00+00:00");
        assert_eq!(at("2026-11-26T08:00:00"), "2026-11-26T07:00:00+00:00");
    }
}
