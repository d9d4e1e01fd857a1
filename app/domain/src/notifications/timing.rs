use chrono::{Days, NaiveDateTime, NaiveTime, Timelike};

use super::{Hour, MailManner, NotificationSettings, QuietHours};

/// When a notification is to be mailed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailTime {
    /// Not at all.
    Never,
    /// Now.
    Now,
    /// As soon as the clock on the wall shows this, or has gone past it: when clocks are put
    /// forward, it may never show it.
    At(NaiveDateTime),
}

/// When to mail what happens now, as the clock on the wall shows it.
///
/// A digest goes out at the next full hour of its kind, now included; at once is now. What would
/// fall into quiet hours waits until they end.
pub fn when_to_mail(settings: &NotificationSettings, now: NaiveDateTime) -> MailTime {
    if settings.mail_to().is_none() {
        return MailTime::Never;
    }
    let wanted = match settings.manner {
        MailManner::Off => return MailTime::Never,
        MailManner::AtOnce => now,
        MailManner::Digest => next(settings.digest_hour, now),
    };
    let due = after_quiet(settings.quiet, wanted);
    if due <= now {
        MailTime::Now
    } else {
        MailTime::At(due)
    }
}

fn after_quiet(quiet: Option<QuietHours>, at: NaiveDateTime) -> NaiveDateTime {
    let covers = |quiet: &QuietHours| u8::try_from(at.hour()).is_ok_and(|hour| quiet.covers(hour));
    quiet
        .filter(covers)
        .map_or(at, |quiet| next(quiet.to(), at))
}

/// The next time that the clock shows this hour, now included.
fn next(hour: Hour, now: NaiveDateTime) -> NaiveDateTime {
    let clock = NaiveTime::from_hms_opt(u32::from(hour.number()), 0, 0).unwrap_or_default();
    let today = now.date().and_time(clock);
    if today >= now {
        today
    } else {
        today.checked_add_days(Days::new(1)).unwrap_or(today)
    }
}
