use domain::{
    audit::AuditAction,
    cases::{CasePath, PathEntry},
};
use leptos::prelude::*;
use leptos_i18n::td_string;
use leptos_router::hooks::use_params_map;

use super::server_fn::read_path;
use crate::{
    errors::loaded,
    i18n::Locale,
    language::{current_language, language_of, say, say_with},
    notifications::{Freshness, stale_notice},
    still::IntoStill,
    ui::{
        PageTitle,
        icon::{Icon, IconView},
        time_text,
    },
    wire::load,
    workflow::kind_word,
};

/// The path of a case.
pub(crate) fn path_page() -> AnyView {
    let params = use_params_map();
    let fresh = Freshness::watch();
    let asked = move || {
        let number = params.with(|params| params.get("number"));
        (number.unwrap_or_default(), fresh.version())
    };
    view! {
        <PageTitle text=say!(transitions.path_title)/>
        {stale_notice(fresh)}
        {loaded(load(asked, |(number, _)| read_path(number)), path)}
    }
    .into_any()
}

fn path(path: CasePath) -> AnyView {
    let number = path.number.to_string();
    let href = format!("/cases/{number}");
    let nothing = path
        .entries
        .is_empty()
        .then(|| view! { <p>{say!(transitions.path_empty)}</p> });
    let more = path
        .more
        .then(|| view! { <p class="count-line">{say!(transitions.path_more)}</p> });
    let entries: Vec<AnyView> = path.entries.into_iter().map(entry).collect();
    view! {
        <div class="page-head">
            <div>
                <p class="sub">{number} " · " {path.name}</p>
                <h1>{say!(transitions.path_title)}</h1>
            </div>
            <div class="actions"><a class="button" href=href><IconView icon=Icon::ChevronLeft/> <span>{say!(audit.back)}</span></a></div>
        </div>
        <div class="card">
            {nothing}
            <ol class="timeline">{entries}</ol>
            {more}
        </div>
    }
    .still()
}

fn entry(entry: PathEntry) -> AnyView {
    let language = current_language();
    let at = entry.at;
    let machine = at.to_string();
    let by = entry.by.clone();
    let district = entry
        .district
        .as_ref()
        .map(domain::districts::District::full_name);
    let who = say_with(move |locale| {
        if by.is_empty() {
            return td_string!(locale, transitions.by_the_clock).to_owned();
        }
        let district = district.iter().map(String::as_str);
        [by.as_str()]
            .into_iter()
            .chain(district)
            .collect::<Vec<_>>()
            .join(" · ")
    });
    let reason = (!entry.reason.is_empty())
        .then(|| view! { <p class="path-reason">{entry.reason.clone()}</p> });
    let owner = entry
        .owner
        .clone()
        .filter(|_| entry.action == AuditAction::TransferAccepted);
    let owner = owner.map(|owner| {
        let text = say_with(move |locale| {
            td_string!(
                locale,
                transitions.path_accepted_owner,
                owner = owner.clone()
            )
            .to_string()
        });
        view! { <p>{text}</p> }
    });
    let title = say_with(move |locale| title(locale, &entry));
    view! {
        <li>
            <strong>{title}</strong>
            <p>
                <time datetime=machine>{move || time_text(at, language.get())}</time>
                " · "
                <span class="who">{who}</span>
            </p>
            {owner}
            {reason}
        </li>
    }
    .still()
}

fn title(locale: Locale, entry: &PathEntry) -> String {
    let name = |district: &Option<domain::districts::District>| {
        district
            .as_ref()
            .map(domain::districts::District::full_name)
            .unwrap_or_default()
    };
    let (from, to) = (name(&entry.from), name(&entry.to));
    let stage = entry.stage.as_ref();
    let stage = stage.map(|stage| stage.in_language(language_of(locale)).to_owned());
    let stage = stage.unwrap_or_default();
    let what = entry
        .approval
        .map(|kind| kind_word(locale, kind))
        .unwrap_or_default();
    match entry.action {
        AuditAction::CaseAssigned => {
            let owner = entry.owner.clone().unwrap_or_default();
            td_string!(locale, transitions.path_assigned, owner = owner).to_string()
        }
        AuditAction::TransferAsked => {
            td_string!(locale, transitions.path_asked, from = from, to = to).to_string()
        }
        AuditAction::TransferReleased => {
            td_string!(locale, transitions.path_released, to = to).to_string()
        }
        AuditAction::TransferAccepted => {
            td_string!(locale, transitions.path_accepted, from = from, to = to).to_string()
        }
        AuditAction::TransferRefused => {
            td_string!(locale, transitions.path_refused, to = to).to_string()
        }
        AuditAction::TransferWithdrawn => {
            td_string!(locale, transitions.path_withdrawn, to = to).to_string()
        }
        AuditAction::ReferralOffered => {
            td_string!(locale, transitions.path_referral_offered, to = to).to_string()
        }
        AuditAction::ReferralAccepted => {
            td_string!(locale, transitions.path_referral_accepted, to = to).to_string()
        }
        AuditAction::ReferralCompleted => {
            td_string!(locale, transitions.path_referral_completed, to = to).to_string()
        }
        AuditAction::ReferralRefused => {
            td_string!(locale, transitions.path_referral_refused, to = to).to_string()
        }
        AuditAction::ReferralWithdrawn => {
            td_string!(locale, transitions.path_referral_withdrawn, to = to).to_string()
        }
        AuditAction::ReferralExpired => {
            td_string!(locale, transitions.path_referral_expired, to = to).to_string()
        }
        AuditAction::RequestAsked => {
            td_string!(locale, transitions.path_request_asked, to = to).to_string()
        }
        AuditAction::RequestAgreed => {
            td_string!(locale, transitions.path_request_agreed, to = to).to_string()
        }
        AuditAction::RequestDeclined => {
            td_string!(locale, transitions.path_request_declined, to = to).to_string()
        }
        AuditAction::RequestWithdrawn => {
            td_string!(locale, transitions.path_request_withdrawn, to = to).to_string()
        }
        AuditAction::TransferExpired => {
            td_string!(locale, transitions.path_expired, to = to).to_string()
        }
        AuditAction::StageChanged => {
            td_string!(locale, workflow.path_stage, stage = stage).to_string()
        }
        AuditAction::CaseClosed => td_string!(locale, workflow.path_closed).to_owned(),
        AuditAction::CaseReopened => {
            td_string!(locale, workflow.path_reopened, stage = stage).to_string()
        }
        AuditAction::ApprovalAsked => {
            td_string!(locale, workflow.path_approval_asked, what = what).to_string()
        }
        AuditAction::ApprovalGranted => {
            td_string!(locale, workflow.path_approval_granted, what = what).to_string()
        }
        AuditAction::ApprovalRefused => {
            td_string!(locale, workflow.path_approval_refused, what = what).to_string()
        }
        AuditAction::ApprovalWithdrawn => {
            td_string!(locale, workflow.path_approval_withdrawn, what = what).to_string()
        }
        AuditAction::ConsentOverridden => {
            td_string!(locale, transitions.path_overridden).to_owned()
        }
        _ => {
            let district = name(&entry.district);
            td_string!(locale, transitions.path_registered, district = district).to_string()
        }
    }
}
