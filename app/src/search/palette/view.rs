use std::time::Duration;

use domain::{
    cases::{PersonSearch, QUERY_CHARS_MAX},
    users::Offers,
};
use leptos::{ev, html, prelude::*, task::spawn_local};

use super::{
    commands::{Command, commands},
    go,
};
use crate::{
    cases::server_fn::search_persons,
    language::{PageLanguage, locale_of, say},
    still::IntoStill,
    ui::icon::{Icon, IconView},
};

/// How long nothing may be typed before persons are looked for.
const PAUSE: Duration = Duration::from_millis(200);

/// The fewest letters for which persons are looked for.
const LETTERS_MIN: usize = 2;

/// The palette as a dialog.
pub(super) fn dialog(may: Offers, open: RwSignal<bool>) -> AnyView {
    let dialog = NodeRef::<html::Dialog>::new();
    let typed = RwSignal::new(String::new());
    let found = RwSignal::new(None::<PersonSearch>);
    let chosen = RwSignal::new(0_usize);
    Effect::new(move |_| show(dialog, open.get()));
    look_for_persons(may, typed, found);
    let language = PageLanguage::of_here();
    let offered = Memo::new(move |_| {
        let locale = locale_of(language.get());
        found.with(|found| typed.with(|typed| commands(locale, may, typed, found.as_ref())))
    });
    let follow = move |command: &Command| {
        open.set(false);
        typed.set(String::new());
        go(&command.href);
    };
    let keys = move |event: ev::KeyboardEvent| {
        let count = offered.with(Vec::len);
        match event.key().as_str() {
            "ArrowDown" => chosen.update(|at| *at = (*at + 1) % count.max(1)),
            "ArrowUp" => chosen.update(|at| *at = (*at + count.max(1) - 1) % count.max(1)),
            "Enter" => {
                if let Some(command) = offered.with(|all| all.get(chosen.get_untracked()).cloned())
                {
                    follow(&command);
                }
            }
            _ => return,
        }
        event.prevent_default();
    };
    let options = move || -> Vec<AnyView> {
        let at = chosen.get();
        let all = offered.get().into_iter().enumerate();
        all.map(|(place, command)| option(place, command, at == place, follow))
            .collect()
    };
    let active = move || format!("palette-{}", chosen.get());
    view! {
        <dialog class="palette" node_ref=dialog aria-label=say!(search.palette) on:close=move |_| open.set(false)>
            <div class="palette-box">
                <IconView icon=Icon::Search/>
                <input
                    type="search" role="combobox" aria-expanded="true" aria-controls="palette-options"
                    aria-activedescendant=active aria-label=say!(search.palette) autofocus=true
                    placeholder=say!(search.palette_hint) autocomplete="off" spellcheck="false"
                    maxlength=QUERY_CHARS_MAX.to_string()
                    prop:value=move || typed.get()
                    on:input=move |event| { chosen.set(0); typed.set(event_target_value(&event)); }
                    on:keydown=keys
                />
                <kbd aria-hidden="true">"Esc"</kbd>
            </div>
            <ul id="palette-options" role="listbox" aria-label=say!(search.palette)>{options}</ul>
        </dialog>
    }
    .still()
}

fn show(dialog: NodeRef<html::Dialog>, open: bool) {
    let Some(dialog) = dialog.get() else {
        return;
    };
    if open && !dialog.open() {
        let _ = dialog.show_modal();
    } else if !open && dialog.open() {
        dialog.close();
    }
}

/// Looks for persons once nothing was typed for a moment; an answer that comes late is dropped.
fn look_for_persons(may: Offers, typed: RwSignal<String>, found: RwSignal<Option<PersonSearch>>) {
    if !may.search_persons {
        return;
    }
    Effect::new(move |waiting: Option<Option<TimeoutHandle>>| {
        if let Some(waiting) = waiting.flatten() {
            waiting.clear();
        }
        let query = typed.get().trim().to_owned();
        if query.chars().count() < LETTERS_MIN {
            found.set(None);
            return None;
        }
        let look = move || {
            spawn_local(async move {
                let answer = search_persons(Some(query.clone())).await;
                let still = typed.try_with_untracked(|typed| typed.trim() == query);
                if still == Some(true) {
                    found.set(answer.ok());
                }
            });
        };
        set_timeout_with_handle(look, PAUSE).ok()
    });
}

fn option(
    place: usize,
    command: Command,
    chosen: bool,
    follow: impl Fn(&Command) + 'static,
) -> AnyView {
    let (icon, label, note) = (command.icon, command.label.clone(), command.note.clone());
    view! {
        <li
            id=format!("palette-{place}") role="option" aria-selected=chosen.to_string()
            on:click=move |_| follow(&command)
        >
            <IconView icon/>
            <span>{label}</span>
            <span class="sub">{note}</span>
        </li>
    }
    .still()
}
