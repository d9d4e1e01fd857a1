use chrono::{NaiveDate, NaiveDateTime, TimeDelta, Timelike};
use proptest::prelude::*;

use super::*;
use crate::{Error, Language, ProblemCode};

fn hour(hour: u8) -> Hour {
    Hour::new(hour).unwrap()
}

fn settings(manner: MailManner, quiet: Option<(u8, u8)>) -> NotificationSettings {
    NotificationSettings {
        email: Some("worker@district.example".to_owned()),
        manner,
        digest_hour: hour(8),
        quiet: quiet.and_then(|(from, to)| QuietHours::new(hour(from), hour(to))),
        language: Language::Uk,
    }
}

fn at(text: &str) -> NaiveDateTime {
    text.parse().unwrap()
}

prop_compose! {
    fn any_time()(minutes in 0..525_600_i64) -> NaiveDateTime {
        let start = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap().and_hms_opt(0, 0, 0).unwrap();
        start + TimeDelta::minutes(minutes)
    }
}

proptest! {
    #[test]
    fn mail_never_goes_out_in_quiet_hours_and_never_waits_longer_than_they_last(
        now in any_time(), from in 0..24_u8, to in 0..24_u8, digest in any::<bool>(), digest_hour in 0..24_u8,
    ) {
        let manner = if digest { MailManner::Digest } else { MailManner::AtOnce };
        let settings = NotificationSettings {
            digest_hour: hour(digest_hour),
            ..settings(manner, Some((from, to)))
        };
        let due = match when_to_mail(&settings, now) {
            MailTime::Now => now,
            MailTime::At(due) => {
                prop_assert!(due > now);
                due
            }
            MailTime::Never => return Err(TestCaseError::fail("mail is wanted")),
        };
        if let Some(quiet) = settings.quiet {
            prop_assert!(!quiet.covers(u8::try_from(due.hour()).unwrap()));
        }
        let longest = TimeDelta::hours(if digest { 48 } else { 24 });
        prop_assert!(due - now < longest);
        let after = when_to_mail(&settings, due);
        let stays = after == MailTime::Now || (digest && settings.quiet.is_some());
        prop_assert!(stays, "due at {due}, then {after:?}");
    }

    #[test]
    fn quiet_hours_and_the_rest_of_the_day_make_a_whole_day(from in 0..24_u8, to in 0..24_u8) {
        prop_assume!(from != to);
        let quiet = QuietHours::new(hour(from), hour(to)).unwrap();
        let rest = QuietHours::new(hour(to), hour(from)).unwrap();
        for one in 0..24 {
            prop_assert_ne!(quiet.covers(one), rest.covers(one));
        }
    }

    #[test]
    fn settings_read_back_as_they_were_typed(
        manner in 0..3_usize, digest in 0..24_u8, from in 0..24_u8, to in 0..24_u8, language in 0..3_usize,
    ) {
        let settings = NotificationSettings {
            manner: MailManner::ALL[manner],
            digest_hour: hour(digest),
            quiet: QuietHours::new(hour(from), hour(to)),
            language: Language::ALL[language],
            ..settings(MailManner::Off, None)
        };
        prop_assert_eq!(TypedSettings::from(&settings).read(), Ok(settings));
    }
}

#[test]
fn what_happens_at_night_is_mailed_in_the_morning() {
    let quiet = settings(MailManner::AtOnce, Some((20, 7)));
    let morning = MailTime::At(at("2026-11-27T07:00:00"));
    assert_eq!(when_to_mail(&quiet, at("2026-11-26T22:15:00")), morning);
    assert_eq!(when_to_mail(&quiet, at("2026-11-27T06:59:59")), morning);
    for awake in ["2026-11-27T07:00:00", "2026-11-27T19:59:59"] {
        assert_eq!(when_to_mail(&quiet, at(awake)), MailTime::Now);
    }
}

#[test]
fn a_digest_goes_out_once_a_day_after_quiet_hours() {
    let digest = settings(MailManner::Digest, None);
    let due = |settings, now| when_to_mail(settings, at(now));
    assert_eq!(
        due(&digest, "2026-11-26T08:00:01"),
        MailTime::At(at("2026-11-27T08:00:00"))
    );
    assert_eq!(due(&digest, "2026-11-26T08:00:00"), MailTime::Now);
    let late = settings(MailManner::Digest, Some((22, 9)));
    assert_eq!(
        due(&late, "2026-11-26T07:30:00"),
        MailTime::At(at("2026-11-26T09:00:00"))
    );
}

#[test]
fn without_an_address_or_a_wish_there_is_no_mail() {
    let now = at("2026-11-26T12:00:00");
    let off = settings(MailManner::Off, None);
    assert_eq!(when_to_mail(&off, now), MailTime::Never);
    let nowhere = NotificationSettings {
        email: None,
        ..settings(MailManner::AtOnce, None)
    };
    assert_eq!(when_to_mail(&nowhere, now), MailTime::Never);
}

#[test]
fn what_is_wrong_is_said_at_its_field() {
    let typed = TypedSettings {
        email: "nobody".to_owned(),
        manner: "sometimes".to_owned(),
        digest_hour: "24".to_owned(),
        quiet_from: "20".to_owned(),
        quiet_to: String::new(),
        language: "de".to_owned(),
    };
    let Err(Error::Invalid { problems }) = typed.read() else {
        panic!("it was read");
    };
    let told: Vec<_> = problems
        .into_iter()
        .map(|problem| (problem.field, problem.code))
        .collect();
    let wanted = [
        ("manner", ProblemCode::NotAChoice),
        ("email", ProblemCode::NotAnEmail),
        ("digest_hour", ProblemCode::NotAChoice),
        ("quiet_to", ProblemCode::Required),
        ("language", ProblemCode::UnknownLanguage),
    ];
    assert_eq!(told, wanted.map(|(field, code)| (field.to_owned(), code)));
}

#[test]
fn mail_needs_an_address() {
    let wanting = TypedSettings {
        email: "  ".to_owned(),
        ..TypedSettings::from(&settings(MailManner::Digest, None))
    };
    assert_eq!(
        wanting.read(),
        Err(Error::invalid("email", ProblemCode::Required))
    );
}
