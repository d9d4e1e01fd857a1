//! The one error that both sides know.
//!
//! Internals never travel: they are logged under a reference, and the reference is what a user
//! sees. A reason is a code; the page turns it into the user's language.

use chrono::{NaiveDate, NaiveDateTime};
use serde::{
    Deserialize, Serialize,
    de::{IntoDeserializer, value::StrDeserializer},
};

use crate::Conflict;

/// What a use case answers.
pub type Result<T, E = Error> = core::result::Result<T, E>;

/// Why a request was not carried out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Error {
    /// What was typed cannot be accepted; each problem names its field.
    Invalid {
        /// At least one problem.
        problems: Vec<Problem>,
    },
    /// Somebody else changed the same thing meanwhile.
    Conflict {
        /// What changed, when, and by whom.
        conflict: Box<Conflict>,
    },
    /// The actor may not do this.
    Refused {
        /// Why.
        reason: Refusal,
    },
    /// Somebody else decided first; what was asked for is not possible any more.
    Overtaken {
        /// Who decided.
        by: String,
        /// When, as the clock on the wall shows it.
        at: NaiveDateTime,
    },
    /// It does not exist, as far as this actor may know.
    NotFound,
    /// Nobody is signed in, or the session has ended.
    SignInNeeded,
    /// Too many attempts.
    TooMany {
        /// After how many seconds it is worth trying again.
        retry_after_seconds: u32,
    },
    /// The request cannot be read at all: not the form that this address expects.
    Malformed,
    /// The request is larger than what is accepted.
    TooLarge,
    /// The system cannot answer right now; trying again later is worthwhile.
    Unavailable,
    /// A fault of ours, logged under the reference.
    Internal {
        /// Names the entry in the log.
        reference: String,
    },
}

impl Error {
    /// A single problem with one field.
    pub fn invalid(field: impl Into<String>, code: ProblemCode) -> Self {
        Self::Invalid {
            problems: vec![Problem::new(field, code)],
        }
    }

    /// The HTTP status that belongs to this error.
    pub const fn status(&self) -> u16 {
        match self {
            Self::Invalid { .. } => 422,
            Self::Conflict { .. } | Self::Overtaken { .. } => 409,
            Self::Refused { .. } => 403,
            Self::NotFound => 404,
            Self::SignInNeeded => 401,
            Self::TooMany { .. } => 429,
            Self::Malformed => 400,
            Self::TooLarge => 413,
            Self::Unavailable => 503,
            Self::Internal { .. } => 500,
        }
    }
}

impl From<Refusal> for Error {
    fn from(reason: Refusal) -> Self {
        Self::Refused { reason }
    }
}

impl core::fmt::Display for Error {
    fn fmt(&self, out: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let word = match self {
            Self::Invalid { .. } => "invalid",
            Self::Conflict { .. } => "conflict",
            Self::Refused { .. } => "refused",
            Self::Overtaken { .. } => "overtaken",
            Self::NotFound => "not found",
            Self::SignInNeeded => "sign-in needed",
            Self::TooMany { .. } => "too many attempts",
            Self::Malformed => "malformed request",
            Self::TooLarge => "request too large",
            Self::Unavailable => "unavailable",
            Self::Internal { reference } => return write!(out, "internal error {reference}"),
        };
        out.write_str(word)
    }
}

impl core::error::Error for Error {}

/// Why an actor may not do something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// No role of the actor carries the permission.
    PermissionMissing,
    /// Every field of the form is closed to the actor.
    FormClosed,
    /// The account is not active.
    AccountInactive,
    /// The request came from another site.
    CrossSite,
    /// The step is not possible yet, or not any more.
    WrongState,
    /// The actor did another step of the same transition, and nobody does two.
    OwnStep,
    /// Somebody else has to do this.
    NotYourStep,
    /// The decision needs a reason in writing, or a note of what came of it.
    ReasonMissing,
    /// Nobody consented to the sharing, and it is not overridden with a reason.
    ConsentMissing,
    /// The one who is named cannot own the case.
    ReceiverUnfit,
    /// What was offered has ended by the clock.
    OfferEnded,
    /// The one who is named owns the case already.
    AlreadyTheirs,
    /// Something has to be approved before.
    ApprovalMissing,
    /// What was shown has changed since.
    ContentChanged,
    /// The bed is held for somebody else.
    BedHeld,
    /// Somebody stays in the bed.
    BedOccupied,
    /// Nobody may be put into the bed at present.
    BedOutOfService,
    /// Somebody else is planned to come into the bed before the guest is to go.
    PlannedMeanwhile,
    /// The guest stays in another bed.
    GuestElsewhere,
    /// The bed is a cot, and the guest is too old for one.
    TooOldForCot,
    /// Somebody else was in the bed at that time.
    TimesOverlap,
    /// People who belong together would be parted, and nobody has said that they may be.
    PartedSilently,
    /// It has been used, or something is still in it.
    HasHistory,
}

impl Refusal {
    /// The refusal of this code.
    pub fn from_code(code: &str) -> Option<Self> {
        let code: StrDeserializer<'_, serde::de::value::Error> = code.into_deserializer();
        Self::deserialize(code).ok()
    }

    /// The stable code, as it stands in audit events.
    pub const fn code(self) -> &'static str {
        match self {
            Self::PermissionMissing => "permission_missing",
            Self::FormClosed => "form_closed",
            Self::AccountInactive => "account_inactive",
            Self::CrossSite => "cross_site",
            Self::WrongState => "wrong_state",
            Self::OwnStep => "own_step",
            Self::NotYourStep => "not_your_step",
            Self::ReasonMissing => "reason_missing",
            Self::ConsentMissing => "consent_missing",
            Self::ReceiverUnfit => "receiver_unfit",
            Self::OfferEnded => "offer_ended",
            Self::AlreadyTheirs => "already_theirs",
            Self::ApprovalMissing => "approval_missing",
            Self::ContentChanged => "content_changed",
            Self::BedHeld => "bed_held",
            Self::BedOccupied => "bed_occupied",
            Self::BedOutOfService => "bed_out_of_service",
            Self::PlannedMeanwhile => "planned_meanwhile",
            Self::GuestElsewhere => "guest_elsewhere",
            Self::TooOldForCot => "too_old_for_cot",
            Self::TimesOverlap => "times_overlap",
            Self::PartedSilently => "parted_silently",
            Self::HasHistory => "has_history",
        }
    }
}

/// One thing that is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The field's id.
    pub field: String,
    /// What is wrong.
    pub code: ProblemCode,
}

impl Problem {
    /// A problem with this field.
    pub fn new(field: impl Into<String>, code: ProblemCode) -> Self {
        Self {
            field: field.into(),
            code,
        }
    }
}

/// What can be wrong with what was typed into a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum ProblemCode {
    /// An answer is needed.
    Required,
    /// More characters than fit.
    TooLong {
        /// How many fit.
        max: u32,
    },
    /// It holds characters that are not text (control characters).
    NotText,
    /// Not a whole number.
    NotAnInteger,
    /// Smaller than allowed.
    TooSmall {
        /// The smallest allowed number.
        min: i64,
    },
    /// Larger than allowed.
    TooLarge {
        /// The largest allowed number.
        max: i64,
    },
    /// Not a number with at most so many places after the point.
    NotADecimal {
        /// How many places there may be.
        decimals: u8,
    },
    /// A decimal number smaller than allowed.
    BelowMinimum {
        /// The smallest allowed number.
        min: crate::forms::Decimal,
    },
    /// A decimal number larger than allowed.
    AboveMaximum {
        /// The largest allowed number.
        max: crate::forms::Decimal,
    },
    /// Not an amount of this currency.
    NotAnAmount {
        /// The currency.
        currency: crate::forms::Currency,
    },
    /// A currency that is not among those to choose from.
    UnknownCurrency,
    /// A smaller amount than allowed.
    TooLittle {
        /// The smallest allowed amount.
        min: crate::forms::Money,
    },
    /// A larger amount than allowed.
    TooMuch {
        /// The largest allowed amount.
        max: crate::forms::Money,
    },
    /// Not a date of the calendar.
    NotADate,
    /// Neither a year, nor a year with a month, nor a date.
    NotAPartialDate,
    /// Not a time of day.
    NotATime,
    /// Before the first allowed day.
    TooEarly {
        /// The first allowed day.
        earliest: NaiveDate,
    },
    /// After the last allowed day.
    TooLate {
        /// The last allowed day.
        latest: NaiveDate,
    },
    /// A date that lies in the future.
    InTheFuture,
    /// Not a telephone number.
    NotAPhone,
    /// A telephone number without its country code.
    PhoneWithoutCountry,
    /// Not an e-mail address.
    NotAnEmail,
    /// Not an international bank account number; most often a digit is wrong.
    NotAnIban,
    /// Not a postal code of the country.
    NotAPostalCode,
    /// Not the number of a document.
    NotADocumentNumber,
    /// No place of this name.
    NotAPlace,
    /// No case of another district has this number.
    UnknownCase,
    /// No case within reach has this number, or nobody of it is this one.
    UnknownGuest,
    /// Something else is called that already.
    NameTaken,
    /// Several places of this name.
    PlaceNotClear,
    /// A part of the answer is missing that the others need.
    PartMissing,
    /// Not the address of a place on the web, `https://…`.
    NotAWebAddress,
    /// A web address without encryption, where that is needed.
    NotEncrypted,
    /// An address within a network that must not be called.
    ForbiddenNetwork,
    /// Not one of the choices.
    NotAChoice,
    /// A choice that is not offered here and now.
    NotOffered,
    /// More rows than allowed.
    TooManyRows {
        /// How many are allowed.
        max: u32,
    },
    /// Fewer rows than needed.
    TooFewRows {
        /// How many are needed.
        min: u32,
    },
    /// A rule of the form does not hold; it brings its own words.
    OwnRule {
        /// What is wrong, and what to do.
        message: crate::Text,
    },
    /// Neither yes nor no.
    NotYesOrNo,
    /// More than one answer where one is asked for.
    MoreThanOne,
    /// No such field in this form.
    UnknownField,
    /// The field may be read but not written by this actor.
    ReadOnly,
    /// The language is not one that Lánchíd speaks.
    UnknownLanguage,
    /// The account name and the password do not belong together.
    WrongNameOrPassword,
}
