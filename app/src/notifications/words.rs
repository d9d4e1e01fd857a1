//! What happened, in words.

use domain::{Language, notifications::NotificationKind as Kind};
use leptos_i18n::td_string;

use crate::language::locale_of;

/// What a notification says, without anything about a person.
pub fn kind_word(language: Language, kind: Kind) -> &'static str {
    let locale = locale_of(language);
    match kind {
        Kind::TransferAsked => td_string!(locale, notifications.kind_transfer_asked),
        Kind::TransferReleased => td_string!(locale, notifications.kind_transfer_released),
        Kind::TransferAccepted => td_string!(locale, notifications.kind_transfer_accepted),
        Kind::TransferRefused => td_string!(locale, notifications.kind_transfer_refused),
        Kind::TransferWithdrawn => td_string!(locale, notifications.kind_transfer_withdrawn),
        Kind::TransferExpired => td_string!(locale, notifications.kind_transfer_expired),
        Kind::CaseAssigned => td_string!(locale, notifications.kind_case_assigned),
        Kind::ReferralOffered => td_string!(locale, notifications.kind_referral_offered),
        Kind::ReferralAccepted => td_string!(locale, notifications.kind_referral_accepted),
        Kind::ReferralCompleted => td_string!(locale, notifications.kind_referral_completed),
        Kind::ReferralRefused => td_string!(locale, notifications.kind_referral_refused),
        Kind::ReferralWithdrawn => td_string!(locale, notifications.kind_referral_withdrawn),
        Kind::ReferralExpired => td_string!(locale, notifications.kind_referral_expired),
        Kind::RequestAsked => td_string!(locale, notifications.kind_request_asked),
        Kind::RequestAgreed => td_string!(locale, notifications.kind_request_agreed),
        Kind::RequestDeclined => td_string!(locale, notifications.kind_request_declined),
        Kind::RequestWithdrawn => td_string!(locale, notifications.kind_request_withdrawn),
        Kind::ApprovalAsked => td_string!(locale, notifications.kind_approval_asked),
        Kind::ApprovalGranted => td_string!(locale, notifications.kind_approval_granted),
        Kind::ApprovalRefused => td_string!(locale, notifications.kind_approval_refused),
        Kind::ConsentOverridden => td_string!(locale, notifications.kind_consent_overridden),
        Kind::ConsentWithdrawn => td_string!(locale, notifications.kind_consent_withdrawn),
        Kind::Trial => td_string!(locale, notifications.kind_trial),
    }
}
