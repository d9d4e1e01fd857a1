use std::sync::Arc;

use domain::Error;
use leptos::prelude::*;
use serde::de::DeserializeOwned;

use super::{AppError, message_of, patience};
use crate::{
    language::{current_language, say},
    still::IntoStill,
    ui::{
        PageTitle,
        icon::{Icon, IconView},
        instead_of_a_form,
    },
    wire::{Loading, Parcel, Wrapping, unwrap},
};

/// Shows what a resource brings, a skeleton until then, or its error as a page.
pub(crate) fn loaded<T>(
    loading: Loading<T>,
    show: impl Fn(T) -> AnyView + Send + Sync + 'static,
) -> AnyView
where
    T: Clone + DeserializeOwned + 'static,
{
    let parcel_of = loading.parcel();
    shown_when_there(
        parcel_of,
        Arc::new(move |parcel| match unwrap(parcel) {
            Ok(value) => {
                patience::is_answered();
                show(value)
            }
            Err(AppError(error)) => {
                if error == Error::Unavailable {
                    patience::ask_again(parcel_of);
                }
                error_view(error)
            }
        }),
    )
}

/// Here is no type of what is loaded, so that this is there but once.
fn shown_when_there(
    parcel: Resource<Parcel, Wrapping>,
    show: Arc<dyn Fn(Parcel) -> AnyView + Send + Sync>,
) -> AnyView {
    view! {
        <Suspense fallback=skeleton>
            {move || {
                let show = Arc::clone(&show);
                Suspend::new(async move { show(parcel.await) })
            }}
        </Suspense>
    }
    .into_any()
}

fn error_view(error: Error) -> AnyView {
    view! { <ErrorView error/> }.still()
}

fn skeleton() -> AnyView {
    view! {
        <div aria-busy="true">
            <p class="visually-hidden" role="status">{say!(shell.loading)}</p>
            <div class="skeleton"><div></div><div></div><div></div></div>
        </div>
    }
    .still()
}

/// An error as a page: what happened, what to do, and the reference of a fault of ours.
#[component]
pub(crate) fn ErrorView(error: Error) -> impl IntoView {
    announce(&error);
    let language = current_language();
    let icon = icon_of(&error);
    let reference = match &error {
        Error::Internal { reference } => Some(reference.clone()),
        _ => None,
    };
    let way_out = way_out(&error);
    let titled = error.clone();
    let title = Signal::derive(move || message_of(language.get(), &titled).title);
    let text = Signal::derive(move || message_of(language.get(), &error).text);
    view! {
        <PageTitle text=title/>
        <section class="error-page">
            <IconView icon/>
            <h1>{title}</h1>
            <p>{text}</p>
            {reference.map(|reference| view! {
                <p>{say!(errors.reference)} ": " <code class="reference">{reference}</code></p>
            })}
            {way_out}
            {instead_of_a_form()}
        </section>
    }
}

/// The page for an address that does not exist.
#[component]
pub(crate) fn NotFoundPage() -> impl IntoView {
    view! { <ErrorView error=Error::NotFound/> }
}

const fn icon_of(error: &Error) -> Icon {
    match error {
        Error::Refused { .. } | Error::SignInNeeded => Icon::Lock,
        Error::NotFound => Icon::Search,
        Error::Unavailable => Icon::Offline,
        _ => Icon::Warning,
    }
}

fn way_out(error: &Error) -> AnyView {
    if matches!(error, Error::SignInNeeded) {
        view! { <p><a class="button button-primary" href="/sign-in" rel="external">{say!(errors.go_sign_in)}</a></p> }
            .still()
    } else {
        view! { <p><a class="button" href="/" rel="external">{say!(errors.home)}</a></p> }.still()
    }
}

/// On the server, the page gets the status that belongs to the error.
#[cfg(feature = "ssr")]
fn announce(error: &Error) {
    crate::request::set_status(error.status());
    if let Error::TooMany {
        retry_after_seconds,
    } = error
    {
        crate::request::set_header("retry-after", &retry_after_seconds.to_string());
    }
}

#[cfg(not(feature = "ssr"))]
fn announce(_: &Error) {}
