//! Controls in the page: what they are called, and what was typed into them.

use leptos::web_sys::{
    Element, HtmlFormElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement,
    wasm_bindgen::JsCast,
};

use super::live::Live;

/// The name of the control at a path in the posted form.
pub(crate) fn control_name(path: &str) -> String {
    format!("answers[{path}][]")
}

/// The id of the control at a path in the page.
pub(crate) fn control_id(path: &str) -> String {
    format!("field-{path}")
}

/// What stands in one control.
struct Control {
    path: String,
    value: String,
    /// Of a box to tick, whether it is ticked.
    ticked: Option<bool>,
}

/// Takes what stands in one control into the filling; answers its path.
pub(crate) fn take_over(element: &Element, live: Live) -> Option<String> {
    let control = read(element)?;
    let values = match control.ticked {
        None => vec![control.value],
        Some(ticked) => {
            let mut values = live.typed(&control.path);
            values.retain(|value| *value != control.value);
            if ticked {
                values.push(control.value);
            }
            values
        }
    };
    live.type_into(&control.path, values);
    Some(control.path)
}

/// Takes over whatever was typed without our hearing of it: before our code ran, or by a program
/// that fills forms in.
pub(crate) fn take_over_all(form: &HtmlFormElement, live: Live) {
    for element in touched(form) {
        take_over(&element, live);
    }
}

/// The controls of a form that hold something else than the page brought.
pub(crate) fn touched(form: &HtmlFormElement) -> impl Iterator<Item = Element> + '_ {
    let all = 0..u32::try_from(form.length()).unwrap_or_default();
    all.filter_map(|place| form.get_with_index(place))
        .filter(is_touched)
}

fn read(element: &Element) -> Option<Control> {
    let (name, value, ticked) = if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
        let ticked = match input.type_().as_str() {
            "hidden" => return None,
            "radio" if !input.checked() => return None,
            "checkbox" => Some(input.checked()),
            _ => None,
        };
        (input.name(), input.value(), ticked)
    } else if let Some(list) = element.dyn_ref::<HtmlSelectElement>() {
        (list.name(), list.value(), None)
    } else {
        let text = element.dyn_ref::<HtmlTextAreaElement>()?;
        (text.name(), text.value(), None)
    };
    let path = name.strip_prefix("answers[")?.strip_suffix("][]")?;
    Some(Control {
        path: path.to_owned(),
        value,
        ticked,
    })
}

/// Whether a control holds something else than the page brought.
fn is_touched(element: &Element) -> bool {
    if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
        return input.checked() != input.default_checked()
            || input.value() != input.default_value();
    }
    if let Some(list) = element.dyn_ref::<HtmlSelectElement>() {
        let brought = list.query_selector("option[selected]").ok().flatten();
        let brought = brought.and_then(|option| option.get_attribute("value"));
        return list.value() != brought.unwrap_or_default();
    }
    let text = element.dyn_ref::<HtmlTextAreaElement>();
    text.is_some_and(|text| Ok(text.value()) != text.default_value())
}
