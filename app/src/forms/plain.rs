//! A field outside the configured forms.

use domain::Problem;
use leptos::prelude::*;

use super::problems::problem_text;
use crate::{
    language::say_with,
    still::IntoStill,
    ui::icon::{Icon, IconView},
};

/// A control with its label and what is wrong with it; the message has the id `error-…`.
pub(crate) fn plain_field(
    id: &'static str,
    label: Signal<&'static str>,
    problem: Option<Problem>,
    control: AnyView,
) -> AnyView {
    let wrong = problem.is_some();
    view! {
        <div class="field" class:field-invalid=wrong>
            <label for=id>{label}</label>
            {plain_message(id, problem)}
            {control}
        </div>
    }
    .still()
}

/// What is wrong, if anything is.
pub(crate) fn plain_message(id: &'static str, problem: Option<Problem>) -> Option<AnyView> {
    problem.map(|problem| {
        let text = say_with(move |locale| problem_text(locale, &problem));
        let id = format!("error-{id}");
        view! { <p class="message" id=id><IconView icon=Icon::Error/> <span>{text}</span></p> }
            .still()
    })
}
