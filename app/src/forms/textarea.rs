//! A textarea whose text stays text.
//!
//! The server does not escape the children of a `<textarea>`, and leaves `prop:value` out of the
//! page altogether; a form that works without our code needs the text in the page. So this is the
//! only place that writes one, and it escapes the text itself.

use leptos::prelude::*;

/// A field of several lines.
#[component]
pub(crate) fn TextArea(
    id: String,
    name: String,
    text: String,
    described_by: Signal<Option<String>>,
    invalid: Signal<Option<&'static str>>,
) -> impl IntoView {
    view! {
        <textarea
            class="input"
            id=id
            name=name
            rows="4"
            aria-describedby=described_by
            aria-invalid=invalid
            inner_html=escaped(&text)
        ></textarea>
    }
}

/// The text as it stands in HTML. The parser of a page drops one line break at the start, so one is
/// added; what is put into the page by our code is taken as it is.
pub(crate) fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + 1);
    if cfg!(feature = "ssr") {
        html.push('\n');
    }
    escape(text, &mut html);
    html
}

/// Writes a text so that it stays text, between tags and in attributes.
pub(crate) fn escape(text: &str, html: &mut String) {
    for sign in text.chars() {
        match sign {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            other => html.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn markup_stays_text() {
        assert_eq!(
            escaped("</textarea><script>&amp;\"</script>"),
            "\n&lt;/textarea&gt;&lt;script&gt;&amp;amp;&quot;&lt;/script&gt;"
        );
        assert_eq!(escaped("\none"), "\n\none");
    }
}
