//! The WASM entry of Lánchíd.

use any_spawner::Executor;
use leptos::{
    mount::hydrate_from_async, prelude::document, tachys::dom::body, task::spawn_local,
    web_sys::Event,
};
use wasm_bindgen::{JsCast, closure::Closure, prelude::wasm_bindgen};

/// Takes over the page that the server rendered.
///
/// Lazy: a page that was asked for directly waits for its own chunk before it is taken over.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    // An error says that it was done before.
    let _ = Executor::init_wasm_bindgen();
    spawn_local(async {
        let links = LinksOfTheBrowser::begin();
        hydrate_from_async(body(), app::App).await.forget();
        drop(links);
    });
}

/// While it lives, the browser follows links by itself.
///
/// The router listens from the beginning. If it followed a link before the page is taken over, it
/// would take the page that is shown for the one that the link leads to.
struct LinksOfTheBrowser(Closure<dyn Fn(Event)>);

impl LinksOfTheBrowser {
    /// The router hears clicks at the window, so they end at the document.
    fn begin() -> Self {
        let heard = Closure::<dyn Fn(Event)>::new(|event: Event| event.stop_propagation());
        let _ =
            document().add_event_listener_with_callback("click", heard.as_ref().unchecked_ref());
        Self(heard)
    }
}

impl Drop for LinksOfTheBrowser {
    fn drop(&mut self) {
        let _ = document()
            .remove_event_listener_with_callback("click", self.0.as_ref().unchecked_ref());
    }
}
