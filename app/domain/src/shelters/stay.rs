use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use crate::{
    Problem, ProblemCode,
    dates::parse_date,
    ids::{BedId, StayId},
    transitions::coded::coded,
};

/// For how many minutes a bed is held unless somebody says otherwise.
pub const HOLD_MINUTES: u32 = 120;
/// For how many minutes at most.
pub const HOLD_MINUTES_MAX: u32 = 3 * 24 * 60;
/// How many characters a note, or the name of a guest without a case, may have.
const TEXT_MAX: u32 = 200;
/// How many days ahead a stay may be planned, or a departure.
const PLAN_DAYS_MAX: u64 = 366;

coded! {
    /// How somebody's place in a bed stands.
    StayState {
        /// They are to come on a day.
        Planned = "planned",
        /// The bed is held for them.
        Held = "held",
        /// They are there.
        Staying = "staying",
        /// They were there, and have gone.
        Ended = "ended",
        /// The hold was given back, or the plan given up.
        Released = "released",
        /// The hold ran out.
        Expired = "expired",
    }
}

coded! {
    /// What somebody lets happen to a bed or to whoever is in it.
    StayEvent {
        /// Hold a bed for somebody, or for longer.
        Hold = "hold",
        /// Give a held bed back, or a plan up.
        Release = "release",
        /// Receive somebody.
        Arrive = "arrive",
        /// Send a guest off.
        Depart = "depart",
        /// Move a guest, or a hold, to another bed.
        Move = "move",
        /// Plan that somebody comes.
        Plan = "plan",
        /// Find out whose stay it is: somebody's of a case.
        Identify = "identify",
        /// Take a bed out of service.
        TakeOut = "take_out",
        /// Bring it back.
        PutBack = "put_back",
    }
}

/// Who is to be put where, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedStay {
    /// The bed.
    pub bed: Option<BedId>,
    /// The stay that goes on: an arrival of somebody who is expected, a move, a departure.
    pub stay: Option<StayId>,
    /// The number of the case; empty for somebody without one.
    pub number: String,
    /// Who of the case's family: [`super::MAIN_GUEST`], or the number of a row.
    pub member: Option<i32>,
    /// The name of somebody without a case.
    pub name: String,
    /// When it happened, if not now, as the clock on the wall shows it; empty for now.
    pub at: String,
    /// For how many minutes the bed is held.
    pub minutes: String,
    /// The day on which a planned guest comes.
    pub from: String,
    /// The day on which the guest is to go.
    pub until: String,
    /// A note for those who work in the shelter.
    pub note: String,
}

impl TypedStay {
    /// For how many minutes, where that can be read and is allowed.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn hold_minutes(&self) -> Result<u32, Problem> {
        let typed = self.minutes.trim();
        if typed.is_empty() {
            return Ok(HOLD_MINUTES);
        }
        let wrong = |code| Err(Problem::new("minutes", code));
        match typed.parse::<u32>() {
            Err(_) => wrong(ProblemCode::NotAnInteger),
            Ok(0) => wrong(ProblemCode::TooSmall { min: 1 }),
            Ok(minutes) if minutes > HOLD_MINUTES_MAX => wrong(ProblemCode::TooLarge {
                max: i64::from(HOLD_MINUTES_MAX),
            }),
            Ok(minutes) => Ok(minutes),
        }
    }

    /// The day on which the guest is to go, if it is known.
    ///
    /// # Errors
    /// When it is no day, or one before `first`, or too far ahead.
    pub fn last_day(&self, first: NaiveDate) -> Result<Option<NaiveDate>, Problem> {
        day("until", &self.until, first, first)
    }

    /// The day on which a planned guest comes.
    ///
    /// # Errors
    /// When it is missing, no day, one that is over, or too far ahead.
    pub fn first_day(&self, today: NaiveDate) -> Result<NaiveDate, Problem> {
        let day = day("from", &self.from, today, today)?;
        day.ok_or_else(|| Problem::new("from", ProblemCode::Required))
    }

    /// When it happened, if that was not now: `2026-11-30T08:15`, with or without seconds.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn moment(&self) -> Result<Option<NaiveDateTime>, Problem> {
        let typed = self.at.trim();
        if typed.is_empty() {
            return Ok(None);
        }
        let read = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]
            .into_iter()
            .find_map(|format| NaiveDateTime::parse_from_str(typed, format).ok());
        match read {
            Some(at) => Ok(Some(at)),
            None => Err(Problem::new("at", ProblemCode::NotATime)),
        }
    }

    /// What is wrong with the texts.
    pub fn text_problems(&self) -> Vec<Problem> {
        let texts = [("name", &self.name), ("note", &self.note)].into_iter();
        texts
            .filter_map(|(field, text)| text_problem(field, text))
            .collect()
    }
}

/// What is wrong with a note.
pub fn note_problem(text: &str) -> Option<Problem> {
    text_problem("note", text)
}

/// What is wrong with a short text.
pub(super) fn text_problem(field: &str, text: &str) -> Option<Problem> {
    let code = if text.chars().count() > TEXT_MAX as usize {
        ProblemCode::TooLong { max: TEXT_MAX }
    } else if text.chars().any(char::is_control) {
        ProblemCode::NotText
    } else {
        return None;
    };
    Some(Problem::new(field, code))
}

fn day(
    field: &str,
    typed: &str,
    earliest: NaiveDate,
    today: NaiveDate,
) -> Result<Option<NaiveDate>, Problem> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    let wrong = |code| Err(Problem::new(field, code));
    let Some(day) = parse_date(typed) else {
        return wrong(ProblemCode::NotADate);
    };
    let latest = today
        .checked_add_days(chrono::Days::new(PLAN_DAYS_MAX))
        .unwrap_or(today);
    if day < earliest {
        return wrong(ProblemCode::TooEarly { earliest });
    }
    if day > latest {
        return wrong(ProblemCode::TooLate { latest });
    }
    Ok(Some(day))
}
