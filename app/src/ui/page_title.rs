use leptos::{prelude::*, text_prop::TextProp};

/// The title of a page.
///
/// On the server it is worked out at once: `leptos_meta` reads it when the page has been written,
/// and the page's signals may be gone by then. In the browser it is set by an effect of the page's
/// own: the `Title` of `leptos_meta` outlives the signals of a page that is shown anew.
#[component]
pub(crate) fn PageTitle(#[prop(into)] text: TextProp) -> impl IntoView {
    write_title(text);
}

/// The server writes the title into the page as it is, so it is escaped here.
#[cfg(feature = "ssr")]
fn write_title(text: TextProp) {
    let title = full_title(&untrack(|| text.get()))
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    // It has no place in the body: making it is enough.
    let _ = leptos_meta::Title(leptos_meta::TitleProps::builder().text(title).build());
}

#[cfg(not(feature = "ssr"))]
fn write_title(text: TextProp) {
    Effect::new(move |_| document().set_title(&full_title(&text.get())));
}

fn full_title(text: &str) -> String {
    format!("{text} · Lánchíd")
}
