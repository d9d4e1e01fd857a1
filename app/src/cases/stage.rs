use domain::workflow::StageLabel;
use leptos::prelude::*;

use crate::{
    language::{say, text_view},
    still::IntoStill,
};

/// The bar of stages, with the one that the case has reached.
pub(crate) fn stage_bar(stages: &[StageLabel], now: &StageLabel) -> AnyView {
    let reached = stages.iter().position(|stage| stage.stage == now.stage);
    let items: Vec<AnyView> = stages
        .iter()
        .enumerate()
        .map(|(place, stage)| {
            let is_now = reached == Some(place);
            let class = match reached {
                Some(reached) if place < reached => "done",
                _ if is_now => "now",
                _ => "",
            };
            let current = is_now.then_some("step");
            view! { <li class=class aria-current=current>{text_view(stage.label.clone())}</li> }
                .still()
        })
        .collect();
    view! { <ol class="stages" aria-label=say!(cases.stages)>{items}</ol> }.still()
}
