//! Words for kinds and states.

use domain::workflow::{ApprovalKind, ApprovalState};
use leptos::prelude::*;
use leptos_i18n::td_string;

use crate::{
    i18n::Locale,
    language::say_with,
    still::IntoStill,
    ui::icon::{Icon, IconView},
};

/// What is approved.
pub(crate) fn kind_word(locale: Locale, kind: ApprovalKind) -> &'static str {
    match kind {
        ApprovalKind::Assessment => td_string!(locale, workflow.kind_assessment),
        ApprovalKind::Plan => td_string!(locale, workflow.kind_plan),
        ApprovalKind::Closure => td_string!(locale, workflow.kind_closure),
    }
}

/// How far an approval has come: a colour, an icon and a word.
pub(super) fn state_tag(state: ApprovalState) -> AnyView {
    let (look, icon) = match state {
        ApprovalState::Asked => ("tag tag-warn", Icon::Clock),
        ApprovalState::Granted => ("tag tag-ok", Icon::Done),
        ApprovalState::Refused => ("tag tag-bad", Icon::Close),
        ApprovalState::Withdrawn => ("tag tag-plain", Icon::Retry),
        ApprovalState::Fallen => ("tag tag-bad", Icon::Warning),
    };
    let word = say_with(move |locale| state_word(locale, state).to_owned());
    view! { <span class=look><IconView icon/> <span>{word}</span></span> }.still()
}

fn state_word(locale: Locale, state: ApprovalState) -> &'static str {
    match state {
        ApprovalState::Asked => td_string!(locale, workflow.approval_asked),
        ApprovalState::Granted => td_string!(locale, workflow.approval_granted),
        ApprovalState::Refused => td_string!(locale, workflow.approval_refused),
        ApprovalState::Withdrawn => td_string!(locale, workflow.approval_withdrawn),
        ApprovalState::Fallen => td_string!(locale, workflow.approval_fallen),
    }
}
