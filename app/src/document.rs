//! The HTML document around the application.

use leptos::{nonce::use_nonce, prelude::*};
use leptos_meta::{HashedStylesheet, MetaTags};

use crate::App;

/// The document of every page.
///
/// Sets the content security policy with this response's nonce: nothing inline runs without it,
/// and no other host is ever asked.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let language = document_language();
    set_content_security_policy();
    view! {
        <!DOCTYPE html>
        <html lang=language.code() dir="ltr">
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <HashedStylesheet id="style" options=options.clone()/>
                <noscript>
                    <link rel="stylesheet" href="/no-script.css"/>
                </noscript>
                <HydrationScripts options/>
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

/// The language that the server chose for this request.
#[cfg(feature = "ssr")]
pub(crate) fn document_language() -> domain::Language {
    crate::request::request().map_or_else(domain::Language::default, |request| request.language)
}

/// The language that the server wrote this document in.
#[cfg(not(feature = "ssr"))]
pub(crate) fn document_language() -> domain::Language {
    document()
        .document_element()
        .and_then(|root| root.get_attribute("lang"))
        .and_then(|code| domain::Language::from_code(&code))
        .unwrap_or_default()
}

#[cfg(feature = "ssr")]
fn set_content_security_policy() {
    use http::header::{CONTENT_SECURITY_POLICY, HeaderValue};

    let nonce = use_nonce()
        .map(|nonce| nonce.to_string())
        .unwrap_or_default();
    let policy = format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; \
         style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; \
         form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    );
    if let (Some(response), Ok(policy)) = (
        use_context::<leptos_axum::ResponseOptions>(),
        HeaderValue::from_str(&policy),
    ) {
        response.insert_header(CONTENT_SECURITY_POLICY, policy);
    }
}

#[cfg(not(feature = "ssr"))]
fn set_content_security_policy() {
    let _ = use_nonce();
}
