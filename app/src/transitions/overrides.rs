//! What was shared without consent, for the data-protection officer.

use domain::consents::{ConsentState, Override};
use leptos::prelude::*;

use super::server_fn::read_overrides;
use crate::{
    errors::loaded,
    language::{current_language, say},
    notifications::Freshness,
    still::IntoStill,
    ui::{
        PageTitle,
        icon::{Icon, IconView},
        time_text,
    },
    wire::load,
};

/// The page of what went on without consent.
pub(crate) fn overrides_page() -> AnyView {
    let fresh = Freshness::watch();
    let overrides = load(move || fresh.version(), |_| read_overrides());
    view! {
        <PageTitle text=say!(transitions.overrides)/>
        <div class="page-head"><h1>{say!(transitions.overrides)}</h1></div>
        {loaded(overrides, content)}
    }
    .into_any()
}

fn content(overrides: Vec<Override>) -> AnyView {
    if overrides.is_empty() {
        return view! {
            <div class="empty"><IconView icon=Icon::Done/><p>{say!(transitions.overrides_empty)}</p></div>
        }
        .still();
    }
    let rows: Vec<AnyView> = overrides.into_iter().map(row).collect();
    view! {
        <div class="table-wrap">
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{say!(cases.case)}</th>
                        <th scope="col">{say!(transitions.override_when)}</th>
                        <th scope="col">{say!(transitions.override_by)}</th>
                        <th scope="col">{say!(transitions.override_state)}</th>
                        <th scope="col">{say!(transitions.reason)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .still()
}

fn row(one: Override) -> AnyView {
    let language = current_language();
    let at = one.at;
    let number = one.number.map(|number| number.to_string());
    let district = one.district.map(|district| district.full_name());
    let state = match one.state {
        Some(ConsentState::Refused) => say!(transitions.consent_refused),
        Some(ConsentState::Withdrawn) => say!(transitions.consent_withdrawn),
        _ => say!(transitions.consent_unknown),
    };
    view! {
        <tr>
            <th scope="row" class="code">{number}</th>
            <td class="date" data-label=say!(transitions.override_when)>{move || time_text(at, language.get())}</td>
            <td data-label=say!(transitions.override_by)>{one.by} <span class="sub">{district}</span></td>
            <td data-label=say!(transitions.override_state)>{state}</td>
            <td class="path-reason" data-label=say!(transitions.reason)>{one.reason}</td>
        </tr>
    }
    .still()
}
