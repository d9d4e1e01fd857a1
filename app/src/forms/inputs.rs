//! Reading what stands in the form, exactly as the browser would post it.

use domain::forms::Inputs;
use leptos::web_sys::{
    FormData, HtmlFormElement,
    js_sys::{Array, try_iter},
};

/// The name of a field's control in the posted form.
pub(crate) fn control_name(field: &str) -> String {
    format!("answers[{field}][]")
}

/// The id of a field's control in the page.
pub(crate) fn control_id(field: &str) -> String {
    format!("field-{field}")
}

/// Everything that stands in the form.
pub(crate) fn read_inputs(form: &HtmlFormElement) -> Inputs {
    let mut inputs = Inputs::new();
    let Ok(data) = FormData::new_with_form(form) else {
        return inputs;
    };
    let Ok(Some(entries)) = try_iter(&data) else {
        return inputs;
    };
    for entry in entries.flatten() {
        let pair = Array::from(&entry);
        let (name, value) = (pair.get(0).as_string(), pair.get(1).as_string());
        let field = name.as_deref().and_then(field_of);
        if let (Some(field), Some(value)) = (field, value) {
            inputs.entry(field.to_owned()).or_default().push(value);
        }
    }
    inputs
}

fn field_of(name: &str) -> Option<&str> {
    name.strip_prefix("answers[")?.strip_suffix("][]")
}
