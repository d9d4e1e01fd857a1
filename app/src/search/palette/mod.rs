//! The command palette: persons, cases, places and actions, by a few letters.
//!
//! Ctrl-K opens it, wherever one is. What it needs is loaded then.

mod commands;
mod view;

use domain::users::Offers;
use leptos::{ev, mount::mount_to_body, prelude::*, task::spawn_local};

/// Listens for Ctrl-K, and for `g` and a letter. What Ctrl-K opens is loaded then, and stands beside
/// the application.
pub(crate) fn listen(may: Offers) {
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        let (going, loaded) = (StoredValue::new(false), StoredValue::new(false));
        let owner = Owner::current();
        let listener = window_event_listener(ev::keydown, move |event| {
            if is_palette_key(&event) {
                event.prevent_default();
                open.update(|open| *open = !*open);
                let owner = owner.clone().filter(|_| !loaded.get_value());
                if let Some(owner) = owner {
                    loaded.set_value(true);
                    spawn_local(show(may, open, owner));
                }
            } else if let Some(place) = place_key(&event, going) {
                event.prevent_default();
                go(place);
            }
        });
        on_cleanup(move || listener.remove());
    });
}

/// The palette's own code, which few pages ever need.
#[lazy]
fn show(may: Offers, open: RwSignal<bool>, owner: Owner) {
    owner.with(|| mount_to_body(move || view::dialog(may, open)));
}

fn is_palette_key(event: &ev::KeyboardEvent) -> bool {
    (event.ctrl_key() || event.meta_key())
        && !event.alt_key()
        && !event.shift_key()
        && event.key().eq_ignore_ascii_case("k")
}

/// `g c`: to the cases. `g` counts for the next key only, and nothing counts while one types.
fn place_key(event: &ev::KeyboardEvent, going: StoredValue<bool>) -> Option<&'static str> {
    let was_going = going.get_value();
    going.set_value(false);
    if event.ctrl_key() || event.meta_key() || event.alt_key() || is_typing() {
        return None;
    }
    match (was_going, event.key().as_str()) {
        (false, "g") => going.set_value(true),
        (true, "h") => return Some("/"),
        (true, "c") => return Some("/cases"),
        (true, "p") => return Some("/persons"),
        (true, "f") => return Some("/forms"),
        _ => {}
    }
    None
}

/// Whether something is being typed.
pub(crate) fn is_typing() -> bool {
    document().active_element().is_some_and(|element| {
        matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
    })
}

/// Goes to a page of ours by a click on a link to it, so that a form asks before it is left.
fn go(href: &str) {
    use leptos::web_sys::{HtmlElement, wasm_bindgen::JsCast};

    let Ok(link) = document().create_element("a") else {
        return;
    };
    let _ = link.set_attribute("href", href);
    if let (Some(body), Ok(link)) = (document().body(), link.dyn_into::<HtmlElement>()) {
        let _ = body.append_child(&link);
        link.click();
        link.remove();
    }
}
