use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{Urgency, reason_problem};
use crate::{Problem, ProblemCode, dates::parse_date, ids::TeamId};

/// How long a referral, and what it opens, may last, in days.
pub const GRANT_DAYS_MAX: u64 = 366;

coded! {
    /// What a person is referred for, which is also what the granted fields may be used for.
    GrantPurpose {
        /// A place to live.
        Housing = "housing",
        /// Care of body and mind.
        Health = "health",
        /// School, kindergarten and courses.
        Schooling = "schooling",
        /// Counsel and help with papers.
        LegalAid = "legal_aid",
        /// Food, clothes and other goods.
        MaterialAid = "material_aid",
        /// Finding work.
        Work = "work",
        /// Interpreting and learning a language.
        LanguageHelp = "language_help",
        /// Anything else, which the reason tells.
        Other = "other",
    }
}

/// A referral as its sender writes it down.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedReferral {
    /// The service: a team of another district, once it is chosen.
    pub to: Option<TeamId>,
    /// What for, once it is chosen.
    pub purpose: Option<GrantPurpose>,
    /// What the service should do; it reads it.
    pub reason: String,
    /// How soon, once it is chosen.
    pub urgency: Option<Urgency>,
    /// The last day, as it was typed.
    pub until: String,
    /// The fields that the service may see before it accepts, `form/field`.
    pub fields: Vec<String>,
    /// The fields that it may see while it works on the referral, `form/field`.
    pub granted: Vec<String>,
    /// Why it goes on without the person's consent, where it does.
    pub override_reason: String,
}

impl TypedReferral {
    /// The last day of the referral, if that is what was typed.
    pub fn last_day(&self) -> Option<NaiveDate> {
        parse_date(&self.until)
    }

    /// What is still missing, or wrong, before it can be offered.
    pub fn problems(&self, today: NaiveDate) -> Vec<Problem> {
        let required = |is_there: bool| (!is_there).then_some(ProblemCode::Required);
        let overrides = Some(&self.override_reason).filter(|reason| !reason.trim().is_empty());
        let problems = [
            ("to", required(self.to.is_some())),
            ("purpose", required(self.purpose.is_some())),
            ("reason", reason_problem(&self.reason)),
            ("urgency", required(self.urgency.is_some())),
            ("until", self.until_problem(today)),
            ("granted", required(!self.granted.is_empty())),
            (
                "override_reason",
                overrides.and_then(|reason| reason_problem(reason)),
            ),
        ];
        let found = problems.into_iter();
        found
            .filter_map(|(field, code)| Some(Problem::new(field, code?)))
            .collect()
    }

    fn until_problem(&self, today: NaiveDate) -> Option<ProblemCode> {
        if self.until.trim().is_empty() {
            return Some(ProblemCode::Required);
        }
        let Some(day) = self.last_day() else {
            return Some(ProblemCode::NotADate);
        };
        let latest = today
            .checked_add_days(Days::new(GRANT_DAYS_MAX))
            .unwrap_or(today);
        if day < today {
            return Some(ProblemCode::TooEarly { earliest: today });
        }
        (day > latest).then_some(ProblemCode::TooLate { latest })
    }
}

/// What somebody writes who asks for a case of another district.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedRequest {
    /// The number of the case, as it was typed.
    pub number: String,
    /// Why the case should come; the other side reads it.
    pub reason: String,
}

impl TypedRequest {
    /// What is still missing, or wrong, before it can be asked.
    pub fn problems(&self) -> Vec<Problem> {
        let number = self.number.trim();
        let number = if number.is_empty() {
            Some(ProblemCode::Required)
        } else if crate::cases::CaseNumber::parse(number).is_none() {
            Some(ProblemCode::UnknownCase)
        } else {
            None
        };
        let reason = reason_problem(&self.reason);
        let found = [("number", number), ("reason", reason)].into_iter();
        found
            .filter_map(|(field, code)| Some(Problem::new(field, code?)))
            .collect()
    }
}
