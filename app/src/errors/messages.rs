use domain::{Error, Language, Problem, Refusal};
use leptos_i18n::td_string;

use crate::{
    i18n::Locale,
    language::{language_of, locale_of, plural},
    ui::time_text,
};

/// An error in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// What happened.
    pub title: String,
    /// What to do.
    pub text: String,
}

/// The words for an error.
pub fn message_of(language: Language, error: &Error) -> Message {
    let locale = locale_of(language);
    let (title, text) = words(locale, error);
    Message {
        title: title.to_owned(),
        text,
    }
}

/// The words for what is wrong with one field.
pub fn problem_of(language: Language, problem: &Problem) -> String {
    crate::forms::problem_text(locale_of(language), problem)
}

fn words(locale: Locale, error: &Error) -> (&'static str, String) {
    let plain = |title: &'static str, text: &'static str| (title, text.to_owned());
    match error {
        Error::Invalid { .. } => plain(
            td_string!(locale, errors.invalid_title),
            td_string!(locale, errors.invalid),
        ),
        Error::Conflict { .. } => plain(
            td_string!(locale, errors.conflict_title),
            td_string!(locale, errors.conflict),
        ),
        Error::Overtaken { by, at } => {
            let time = time_text(*at, language_of(locale));
            let text = td_string!(locale, errors.overtaken, name = by.clone(), time = time);
            (td_string!(locale, errors.overtaken_title), text)
        }
        Error::Refused { reason } => {
            plain(refusal_title(locale, *reason), refusal(locale, *reason))
        }
        Error::NotFound => plain(
            td_string!(locale, errors.not_found_title),
            td_string!(locale, errors.not_found),
        ),
        Error::SignInNeeded => plain(
            td_string!(locale, errors.sign_in_title),
            td_string!(locale, errors.sign_in),
        ),
        Error::TooMany {
            retry_after_seconds,
        } => (
            td_string!(locale, errors.too_many_title),
            plural!(locale, *retry_after_seconds, errors.too_many),
        ),
        Error::Malformed => plain(
            td_string!(locale, errors.malformed_title),
            td_string!(locale, errors.malformed),
        ),
        Error::TooLarge => plain(
            td_string!(locale, errors.too_large_title),
            td_string!(locale, errors.too_large),
        ),
        Error::Unavailable => plain(
            td_string!(locale, errors.unavailable_title),
            td_string!(locale, errors.unavailable),
        ),
        Error::Internal { .. } => plain(
            td_string!(locale, errors.internal_title),
            td_string!(locale, errors.internal),
        ),
    }
}

fn refusal_title(locale: Locale, reason: Refusal) -> &'static str {
    match reason {
        Refusal::PermissionMissing
        | Refusal::FormClosed
        | Refusal::AccountInactive
        | Refusal::CrossSite => td_string!(locale, errors.no_permission_title),
        Refusal::WrongState
        | Refusal::OwnStep
        | Refusal::NotYourStep
        | Refusal::ReasonMissing
        | Refusal::ConsentMissing
        | Refusal::ReceiverUnfit
        | Refusal::OfferEnded
        | Refusal::AlreadyTheirs
        | Refusal::ApprovalMissing
        | Refusal::ContentChanged
        | Refusal::BedHeld
        | Refusal::BedOccupied
        | Refusal::BedOutOfService
        | Refusal::PlannedMeanwhile
        | Refusal::GuestElsewhere
        | Refusal::TooOldForCot
        | Refusal::TimesOverlap
        | Refusal::PartedSilently
        | Refusal::HasHistory => td_string!(locale, errors.step_title),
    }
}

fn refusal(locale: Locale, reason: Refusal) -> &'static str {
    match reason {
        Refusal::PermissionMissing => td_string!(locale, errors.no_permission),
        Refusal::FormClosed => td_string!(locale, errors.form_closed),
        Refusal::AccountInactive => td_string!(locale, errors.account_inactive),
        Refusal::CrossSite => td_string!(locale, errors.cross_site),
        Refusal::WrongState => td_string!(locale, errors.wrong_state),
        Refusal::OwnStep => td_string!(locale, errors.own_step),
        Refusal::NotYourStep => td_string!(locale, errors.not_your_step),
        Refusal::ReasonMissing => td_string!(locale, errors.reason_missing),
        Refusal::ConsentMissing => td_string!(locale, errors.consent_missing),
        Refusal::ReceiverUnfit => td_string!(locale, errors.receiver_unfit),
        Refusal::OfferEnded => td_string!(locale, errors.offer_ended),
        Refusal::AlreadyTheirs => td_string!(locale, errors.already_theirs),
        Refusal::ApprovalMissing => td_string!(locale, errors.approval_missing),
        Refusal::ContentChanged => td_string!(locale, errors.content_changed),
        Refusal::BedHeld => td_string!(locale, errors.bed_held),
        Refusal::BedOccupied => td_string!(locale, errors.bed_occupied),
        Refusal::BedOutOfService => td_string!(locale, errors.bed_out_of_service),
        Refusal::PlannedMeanwhile => td_string!(locale, errors.planned_meanwhile),
        Refusal::GuestElsewhere => td_string!(locale, errors.guest_elsewhere),
        Refusal::TooOldForCot => td_string!(locale, errors.too_old_for_cot),
        Refusal::TimesOverlap => td_string!(locale, errors.times_overlap),
        Refusal::PartedSilently => td_string!(locale, errors.parted_silently),
        Refusal::HasHistory => td_string!(locale, errors.has_history),
    }
}
