//! The buttons with which a step is taken.

use leptos::{prelude::*, server_fn::ServerFn};

use super::super::server_fn::TakeStep;
use crate::{
    language::say,
    still::IntoStill,
    ui::icon::{Icon, IconView},
};

/// A step that needs no words.
pub(super) fn plain_step(id: &str, event: &'static str, label: Signal<&'static str>) -> AnyView {
    view! {
        <form method="post" action=TakeStep::url()>
            {hidden(id, event)}
            <button class="button button-primary" type="submit"><IconView icon=Icon::Check/> <span>{label}</span></button>
        </form>
    }
    .still()
}

pub(super) fn hidden(id: &str, event: &'static str) -> AnyView {
    view! {
        <input type="hidden" name="id" value=id.to_owned()/>
        <input type="hidden" name="event" value=event/>
    }
    .still()
}

/// Whoever refuses says why.
pub(super) fn refuse_words() -> Said {
    Said {
        label: say!(transitions.refuse),
        why: say!(transitions.refuse_why),
        now: say!(transitions.refuse_now),
        needed: true,
        done: false,
    }
}

/// Whoever declines says why.
pub(super) fn decline_words() -> Said {
    Said {
        label: say!(transitions.decline),
        why: say!(transitions.refuse_why),
        now: say!(transitions.decline_now),
        needed: true,
        done: false,
    }
}

/// Whoever takes something back may say why.
pub(super) fn withdraw_words() -> Said {
    Said {
        label: say!(transitions.withdraw),
        why: say!(transitions.withdraw_why),
        now: say!(transitions.withdraw_now),
        needed: false,
        done: false,
    }
}

/// Whoever has done their part says what came of it.
pub(super) fn complete_words() -> Said {
    Said {
        label: say!(transitions.complete),
        why: say!(transitions.complete_note),
        now: say!(transitions.complete_now),
        needed: true,
        done: true,
    }
}

/// The words of a step that is taken with words.
pub(super) struct Said {
    label: Signal<&'static str>,
    why: Signal<&'static str>,
    now: Signal<&'static str>,
    needed: bool,
    /// Whether it is a good end.
    done: bool,
}

pub(super) fn with_words(id: &str, event: &'static str, said: Said) -> AnyView {
    let field = format!("why-{event}");
    let of = field.clone();
    let look = if said.done {
        "button button-primary"
    } else {
        "button button-danger"
    };
    view! {
        <details class="queue-why">
            <summary class="button">{said.label}</summary>
            <form class="form" method="post" action=TakeStep::url()>
                {hidden(id, event)}
                <div class="field">
                    <label for=of>{said.why}</label>
                    <textarea class="input" id=field name="note" maxlength="2000" required=said.needed></textarea>
                </div>
                <button class=look type="submit">{said.now}</button>
            </form>
        </details>
    }
    .still()
}
