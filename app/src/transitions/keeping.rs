//! What is written of a hand-over is kept as a draft while it is being written.

use core::{future::Future, time::Duration};

use leptos::{ev, html, leptos_dom::helpers::TimeoutHandle, prelude::*, task::spawn_local};
use web_sys::FormData;

use crate::{forms::touched, language::say, still::IntoStill};

/// How long nobody has to have typed before a draft is kept.
const KEEP_AFTER: Duration = Duration::from_secs(3);

/// What stands in a form.
pub(super) struct Written(FormData);

impl Written {
    /// The value of this name.
    pub(super) fn one(&self, name: &str) -> Option<String> {
        self.0.get(name).as_string()
    }

    /// Every value of this name.
    pub(super) fn all(&self, name: &str) -> Vec<String> {
        let values = self.0.get_all(name);
        values
            .iter()
            .filter_map(|value| value.as_string())
            .collect()
    }
}

/// Whether the draft could be kept, once it was tried.
pub(super) fn kept_line(kept: RwSignal<Option<bool>>) -> AnyView {
    let line = move || {
        kept.get().map(|kept| {
            if kept {
                say!(transitions.kept).still()
            } else {
                say!(transitions.not_kept).still()
            }
        })
    };
    view! { <span class="keep-line" role="status">{line}</span> }.still()
}

/// Keeps what is being written as a draft, a moment after the last change.
pub(super) fn keep_while_writing<F, S>(
    form: NodeRef<html::Form>,
    kept: RwSignal<Option<bool>>,
    send: S,
) -> impl Fn(ev::Event) + 'static
where
    F: Future<Output = bool> + 'static,
    S: Fn(Written) -> F + Clone + 'static,
{
    let timer = StoredValue::new(None::<TimeoutHandle>);
    on_cleanup(move || {
        if let Some(Some(timer)) = timer.try_get_value() {
            timer.clear();
        }
    });
    let keep = move || {
        if let Some(timer) = timer.get_value() {
            timer.clear();
        }
        let send = send.clone();
        let later = move || {
            let written = form
                .get_untracked()
                .and_then(|form| FormData::new_with_form(&form).ok());
            let Some(written) = written else {
                return;
            };
            let keeping = send(Written(written));
            spawn_local(async move {
                kept.set(Some(keeping.await));
            });
        };
        timer.set_value(set_timeout_with_handle(later, KEEP_AFTER).ok());
    };
    // Somebody may have begun before our code took the page over.
    let begun = keep.clone();
    Effect::new(move |_| {
        if form
            .get()
            .is_some_and(|form| touched(&form).next().is_some())
        {
            begun();
        }
    });
    move |_| keep()
}
