use domain::cases::Stage;
use leptos::prelude::*;
use leptos_i18n::td_string;

use crate::{
    i18n::Locale,
    language::{say, say_with},
    still::IntoStill,
};

/// The name of a stage.
pub(crate) fn stage_text(locale: Locale, stage: Stage) -> &'static str {
    match stage {
        Stage::New => td_string!(locale, cases.stage_new),
        Stage::Assessment => td_string!(locale, cases.stage_assessment),
        Stage::Plan => td_string!(locale, cases.stage_plan),
        Stage::Service => td_string!(locale, cases.stage_service),
        Stage::Closed => td_string!(locale, cases.stage_closed),
    }
}

/// The name of a stage as a signal.
pub(crate) fn say_stage(stage: Stage) -> Signal<String> {
    say_with(move |locale| stage_text(locale, stage).to_owned())
}

/// The bar of stages, with the one that the case has reached.
pub(crate) fn stage_bar(now: Stage) -> AnyView {
    let stages: Vec<AnyView> = Stage::ALL
        .into_iter()
        .map(|stage| {
            let class = match stage.cmp(&now) {
                core::cmp::Ordering::Less => "done",
                core::cmp::Ordering::Equal => "now",
                core::cmp::Ordering::Greater => "",
            };
            let current = (stage == now).then_some("step");
            view! { <li class=class aria-current=current>{say_stage(stage)}</li> }.still()
        })
        .collect();
    view! { <ol class="stages" aria-label=say!(cases.stages)>{stages}</ol> }.still()
}
