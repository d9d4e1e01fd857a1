use leptos::prelude::*;

use crate::still::IntoStill;

/// One line of a summary: what it is, and how it is.
pub(crate) fn fact(label: Signal<&'static str>, value: AnyView) -> AnyView {
    view! { <div><dt>{label}</dt><dd>{value}</dd></div> }.still()
}
