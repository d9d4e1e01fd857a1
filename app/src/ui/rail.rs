use crate::still::IntoStill;
use domain::users::Profile;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::icon::{BridgeMark, Icon, IconView};
use crate::language::say;

/// The rail with the places that are open to the user.
#[component]
pub(crate) fn Rail(profile: Profile) -> impl IntoView {
    let may = profile.may;
    let mut places = Vec::new();
    if may.read_cases {
        let href = if may.all_cases_first {
            "/cases?whose=all"
        } else {
            "/cases"
        };
        places.push(place(href, Icon::Cases, say!(shell.cases)));
    }
    if may.hand_over {
        places.push(place("/queue", Icon::Transfer, say!(shell.queue)));
    }
    if may.search_persons {
        places.push(place("/persons", Icon::People, say!(shell.persons)));
    }
    if may.create_cases {
        places.push(place(
            "/persons/register",
            Icon::PersonAdd,
            say!(shell.register),
        ));
    }
    if may.see_shelters {
        places.push(place("/shelters", Icon::Bed, say!(shell.shelters)));
    }
    if may.read_cases {
        places.push(place("/forms", Icon::Form, say!(shell.forms)));
    }
    if may.watch_consents {
        places.push(place("/overrides", Icon::Lock, say!(shell.overrides)));
    }
    if may.manage_webhooks {
        let label = say!(shell.webhooks);
        places.push(place("/administration/webhooks", Icon::Webhook, label));
    }
    view! {
        <nav class="rail" aria-label=say!(shell.places)>
            <a class="brand" href="/">
                <BridgeMark/>
                <span>{say!(shell.product)}</span>
            </a>
            <ul>{places}</ul>
        </nav>
    }
}

fn place(href: &'static str, icon: Icon, label: Signal<&'static str>) -> AnyView {
    let location = use_location();
    let current = move || {
        location
            .pathname
            .with(|path| is_at(path, href))
            .then_some("page")
    };
    view! {
        <li>
            <a class="rail-link" href=href aria-current=current>
                <IconView icon/>
                <span>{label}</span>
            </a>
        </li>
    }
    .still()
}

/// Whether a page belongs to a place: registering is a place of its own within the persons.
fn is_at(path: &str, place: &str) -> bool {
    match place {
        "/persons" | "/persons/register" | "/queue" | "/overrides" => path == place,
        "/forms" | "/shelters" | "/administration/webhooks" => path.starts_with(place),
        _ => path.starts_with("/cases"),
    }
}
