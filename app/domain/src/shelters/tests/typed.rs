use chrono::NaiveDate;

use crate::{
    ProblemCode,
    shelters::{HOLD_MINUTES, HOLD_MINUTES_MAX, TypedStay},
};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn a_bed_is_held_for_two_hours_unless_somebody_says_otherwise() {
    let minutes = |typed: &str| {
        let typed = TypedStay {
            minutes: typed.to_owned(),
            ..TypedStay::default()
        };
        typed.hold_minutes().map_err(|problem| problem.code)
    };
    assert_eq!(minutes(""), Ok(HOLD_MINUTES));
    assert_eq!(minutes(" 45 "), Ok(45));
    assert_eq!(minutes("0"), Err(ProblemCode::TooSmall { min: 1 }));
    let max = i64::from(HOLD_MINUTES_MAX);
    assert_eq!(minutes("999999"), Err(ProblemCode::TooLarge { max }));
    assert_eq!(minutes("-5"), Err(ProblemCode::NotAnInteger));
    assert_eq!(minutes("soon"), Err(ProblemCode::NotAnInteger));
}

#[test]
fn days_are_read_as_people_type_them() {
    let typed = TypedStay {
        from: "2026. 12. 01.".to_owned(),
        until: "05/12/2026".to_owned(),
        ..TypedStay::default()
    };
    let today = day("2026-11-30");
    assert_eq!(typed.first_day(today), Ok(day("2026-12-01")));
    assert_eq!(typed.last_day(today), Ok(Some(day("2026-12-05"))));
    let earliest = day("2026-12-02");
    let late = typed.first_day(earliest).unwrap_err();
    assert_eq!(late.code, ProblemCode::TooEarly { earliest });
}

#[test]
fn a_moment_is_read_with_and_without_seconds() {
    let moment = |at: &str| {
        let typed = TypedStay {
            at: at.to_owned(),
            ..TypedStay::default()
        };
        typed.moment().map_err(|problem| problem.code)
    };
    assert_eq!(moment(""), Ok(None));
    let half_past_eight = "2026-11-30T20:30:00".parse().unwrap();
    assert_eq!(moment("2026-11-30T20:30"), Ok(Some(half_past_eight)));
    assert_eq!(moment("2026-11-30 20:30"), Ok(Some(half_past_eight)));
    assert_eq!(moment("half past eight"), Err(ProblemCode::NotATime));
}
