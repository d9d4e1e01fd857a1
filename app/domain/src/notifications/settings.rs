use serde::{Deserialize, Serialize};

use crate::{Error, Language, Problem, ProblemCode, forms::parse_email, transitions::coded::coded};

coded! {
    /// How somebody is told by e-mail.
    MailManner {
        /// Each notification as soon as it is there, quiet hours apart.
        AtOnce = "at_once",
        /// Once a day, all together.
        Digest = "digest",
        /// Not at all: the inbox is enough.
        Off = "off",
    }
}

/// A full hour of the day, 0 to 23.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(try_from = "u8", into = "u8")]
pub struct Hour(u8);

impl Hour {
    /// The hour; `None` from 24 on.
    pub const fn new(hour: u8) -> Option<Self> {
        if hour < 24 { Some(Self(hour)) } else { None }
    }

    /// Every hour of a day.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..24).map(Self)
    }

    /// As a number.
    pub const fn number(self) -> u8 {
        self.0
    }
}

impl TryFrom<u8> for Hour {
    type Error = String;

    fn try_from(hour: u8) -> Result<Self, String> {
        Self::new(hour).ok_or_else(|| format!("there is no hour {hour}"))
    }
}

impl From<Hour> for u8 {
    fn from(hour: Hour) -> Self {
        hour.0
    }
}

/// The hours in which no mail is sent, `from` included, `to` not; over midnight when `from` is the
/// later one. Never the same hour twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuietHours {
    from: Hour,
    to: Hour,
}

impl QuietHours {
    /// Quiet from one hour to another; `None` when both are the same.
    pub fn new(from: Hour, to: Hour) -> Option<Self> {
        (from != to).then_some(Self { from, to })
    }

    /// The first quiet hour.
    pub const fn from(self) -> Hour {
        self.from
    }

    /// The first hour that is not quiet any more.
    pub const fn to(self) -> Hour {
        self.to
    }

    /// Whether it is quiet in this hour.
    pub const fn covers(self, hour: u8) -> bool {
        if self.from.0 < self.to.0 {
            self.from.0 <= hour && hour < self.to.0
        } else {
            self.from.0 <= hour || hour < self.to.0
        }
    }
}

/// What somebody wishes to be told, and how.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotificationSettings {
    /// Where mail goes to; without it there is none.
    pub email: Option<String>,
    /// How.
    pub manner: MailManner,
    /// When a digest is sent.
    pub digest_hour: Hour,
    /// When no mail is sent.
    pub quiet: Option<QuietHours>,
    /// In which language.
    pub language: Language,
}

impl NotificationSettings {
    /// What holds until somebody says otherwise: no mail.
    pub fn usual(language: Language) -> Self {
        Self {
            email: None,
            manner: MailManner::Off,
            digest_hour: Hour(8),
            quiet: None,
            language,
        }
    }

    /// Where to send mail, if any is wanted.
    pub fn mail_to(&self) -> Option<&str> {
        let wanted = self.manner != MailManner::Off;
        self.email.as_deref().filter(|_| wanted)
    }
}

/// The same as it is typed into a form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedSettings {
    /// The address.
    pub email: String,
    /// The code of a [`MailManner`].
    pub manner: String,
    /// An hour.
    pub digest_hour: String,
    /// An hour, or nothing.
    pub quiet_from: String,
    /// An hour, or nothing.
    pub quiet_to: String,
    /// The code of a language.
    pub language: String,
}

impl TypedSettings {
    /// Reads what was typed.
    ///
    /// # Errors
    /// `Invalid` with everything that is wrong.
    pub fn read(&self) -> Result<NotificationSettings, Error> {
        let mut problems = Vec::new();
        let manner = MailManner::from_code(&self.manner);
        let manner = told(
            &mut problems,
            "manner",
            manner.ok_or(ProblemCode::NotAChoice),
        );
        let email = told(&mut problems, "email", self.address(manner));
        let digest = hour(&self.digest_hour).and_then(|hour| hour.ok_or(ProblemCode::Required));
        let digest_hour = told(&mut problems, "digest_hour", digest);
        let quiet = self.quiet().map_err(|problem| problems.push(problem)).ok();
        let language = Language::from_code(&self.language).ok_or(ProblemCode::UnknownLanguage);
        let language = told(&mut problems, "language", language);
        match (manner, email, digest_hour, quiet, language) {
            (Some(manner), Some(email), Some(digest_hour), Some(quiet), Some(language)) => {
                Ok(NotificationSettings {
                    email,
                    manner,
                    digest_hour,
                    quiet,
                    language,
                })
            }
            _ => Err(Error::Invalid { problems }),
        }
    }

    fn address(&self, manner: Option<MailManner>) -> Result<Option<String>, ProblemCode> {
        let typed = self.email.trim();
        if typed.is_empty() {
            let needless = matches!(manner, None | Some(MailManner::Off));
            return if needless {
                Ok(None)
            } else {
                Err(ProblemCode::Required)
            };
        }
        parse_email(typed).map(Some)
    }

    /// Both hours, or none of them.
    fn quiet(&self) -> Result<Option<QuietHours>, Problem> {
        let at = |field: &'static str| move |code| Problem::new(field, code);
        let from = hour(&self.quiet_from).map_err(at("quiet_from"))?;
        let to = hour(&self.quiet_to).map_err(at("quiet_to"))?;
        match (from, to) {
            (Some(from), Some(to)) => Ok(QuietHours::new(from, to)),
            (None, None) => Ok(None),
            (None, Some(_)) => Err(at("quiet_from")(ProblemCode::Required)),
            (Some(_), None) => Err(at("quiet_to")(ProblemCode::Required)),
        }
    }
}

impl From<&NotificationSettings> for TypedSettings {
    fn from(settings: &NotificationSettings) -> Self {
        let hour = |hour: Option<Hour>| hour.map(|hour| hour.0.to_string()).unwrap_or_default();
        Self {
            email: settings.email.clone().unwrap_or_default(),
            manner: settings.manner.code().to_owned(),
            digest_hour: hour(Some(settings.digest_hour)),
            quiet_from: hour(settings.quiet.map(QuietHours::from)),
            quiet_to: hour(settings.quiet.map(QuietHours::to)),
            language: settings.language.code().to_owned(),
        }
    }
}

fn hour(typed: &str) -> Result<Option<Hour>, ProblemCode> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let hour = typed.parse().ok().and_then(Hour::new);
    hour.map(Some).ok_or(ProblemCode::NotAChoice)
}

fn told<T>(problems: &mut Vec<Problem>, field: &str, read: Result<T, ProblemCode>) -> Option<T> {
    match read {
        Ok(value) => Some(value),
        Err(code) => {
            problems.push(Problem::new(field, code));
            None
        }
    }
}
