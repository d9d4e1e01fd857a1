use domain::Language;
use leptos::{prelude::*, server_fn::ServerFn, task::spawn_local};
use leptos_router::hooks::use_location;

use crate::{
    cases::GO_NEXT,
    forms::{EDIT_FORM, server_fn::SwitchLanguage},
    language::{PageLanguage, say},
    still::IntoStill,
};

/// The language switch.
///
/// With our code running, it changes the texts in place. Without, it posts: from a page with a
/// form it posts that form along, so that what was typed comes back in the other language.
#[component]
pub(crate) fn Languages() -> impl IntoView {
    let location = use_location();
    let posts = move || is_form_page(&location.pathname.get()).then_some(EDIT_FORM);
    view! {
        <form class="languages" method="post" action=SwitchLanguage::url() aria-label=say!(shell.language)>
            <input type="hidden" name="to" value=here()/>
            {move || posts().map(usual_button)}
            {Language::ALL
                .into_iter()
                .map(|language| language_button(language, posts))
                .collect_view()}
        </form>
    }
}

/// The Enter key presses the first button of a form, wherever that stands in the page. It must be
/// the usual one, and neither the language switch nor a button that takes a row away; so the usual
/// one stands before them as well, out of sight.
fn usual_button(form: &'static str) -> AnyView {
    view! {
        <button class="visually-hidden" type="submit" form=form name="go" value=GO_NEXT tabindex="-1" aria-hidden="true">
            {say!(forms.save)}
        </button>
    }
    .still()
}

/// Path and query of the page.
fn here() -> impl Fn() -> String + Clone + Send + Sync + 'static {
    let location = use_location();
    move || {
        let search = location.search.get();
        let path = location.pathname.get();
        if search.is_empty() {
            path
        } else {
            format!("{path}?{search}")
        }
    }
}

/// Where a page should hold a form and holds an error instead, the language switch has nothing to
/// post; this stands in for it.
pub(crate) fn instead_of_a_form() -> impl IntoView {
    is_form_page(&use_location().pathname.get_untracked()).then(|| {
        view! {
            <form id=EDIT_FORM method="post" action=SwitchLanguage::url() hidden=true>
                <input type="hidden" name="to" value=here()/>
            </form>
        }
    })
}

fn language_button(
    language: Language,
    posts: impl Fn() -> Option<&'static str> + Copy + Send + Sync + 'static,
) -> AnyView {
    let shown = PageLanguage::of_here();
    let pressed = move || shown.get() == language;
    let switch = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        shown.switch_to(language);
        set_document_language(language);
        spawn_local(async move {
            let _ = crate::forms::server_fn::switch_language(
                language.code().to_owned(),
                None,
                None,
                None,
                None,
                None,
                None,
                None,
                None,
            )
            .await;
        });
    };
    view! {
        <button
            type="submit"
            name="language"
            value=language.code()
            lang=language.code()
            title=full_name(language)
            aria-label=full_name(language)
            aria-pressed=move || if pressed() { "true" } else { "false" }
            form=posts
            formaction=SwitchLanguage::url()
            formnovalidate=true
            on:click=switch
        >
            {short_name(language)}
        </button>
    }
    .still()
}

/// Whether the page holds the one form that is filled in.
fn is_form_page(path: &str) -> bool {
    path == "/persons/register" || path.ends_with("/edit")
}

const fn short_name(language: Language) -> &'static str {
    match language {
        Language::Hu => "HU",
        Language::Uk => "УК",
        Language::En => "EN",
    }
}

const fn full_name(language: Language) -> &'static str {
    match language {
        Language::Hu => "Magyar",
        Language::Uk => "Українська",
        Language::En => "English",
    }
}

/// Tells screen readers and the browser which language the page is in now.
fn set_document_language(language: Language) {
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("lang", language.code());
    }
}
