//! Moving about in the page.

use leptos::{
    prelude::*,
    web_sys::{Element, HtmlElement, wasm_bindgen::JsCast},
};

/// Moves to the element with this id once it is there.
pub(crate) fn focus_later(id: impl Into<String>) {
    let id = id.into();
    request_animation_frame(move || focus(document().get_element_by_id(&id)));
}

/// Moves to the element with this id now.
pub(super) fn focus_on(id: &str) {
    focus(document().get_element_by_id(id));
}

/// Moves to the first of these elements within the one with this id, once it is there.
pub(super) fn focus_first_in(id: String, selector: &'static str) {
    request_animation_frame(move || {
        let around = document().get_element_by_id(&id);
        focus(around.and_then(|around| around.query_selector(selector).ok().flatten()));
    });
}

fn focus(element: Option<Element>) {
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Unfolds whatever the element with this id is folded into.
pub(super) fn unfold_around(id: &str) {
    let mut around = document().get_element_by_id(id);
    while let Some(element) = around {
        if element.tag_name().eq_ignore_ascii_case("details") {
            let _ = element.set_attribute("open", "");
        }
        around = element.parent_element();
    }
}

/// Presses a button.
pub(super) fn press(id: &str) {
    let button = document().get_element_by_id(id);
    if let Some(button) = button.and_then(|button| button.dyn_into::<HtmlElement>().ok()) {
        button.click();
    }
}
