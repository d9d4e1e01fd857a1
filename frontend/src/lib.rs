//! The WASM entry of Lánchíd.

use wasm_bindgen::prelude::wasm_bindgen;

/// Takes over the page that the server rendered.
///
/// Lazy: a page that was asked for directly waits for its own chunk before it is taken over.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_lazy(app::App);
}
