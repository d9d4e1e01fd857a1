use domain::{
    cases::{PersonHit, PersonSearch},
    search::fold,
    users::Offers,
};
use leptos_i18n::td_string;

use crate::{i18n::Locale, percent, ui::icon::Icon};

/// Something to choose in the palette.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Command {
    pub(super) icon: Icon,
    pub(super) label: String,
    pub(super) note: String,
    pub(super) href: String,
}

/// What fits what was typed: the best persons, then places and actions, then the search itself.
pub(super) fn commands(
    locale: Locale,
    may: Offers,
    typed: &str,
    found: Option<&PersonSearch>,
) -> Vec<Command> {
    let persons = found.into_iter().flat_map(|found| &found.hits).take(8);
    let mut commands: Vec<Command> = persons.map(|hit| person(locale, typed, hit)).collect();
    let wanted = fold(typed);
    let places = places(locale, may).into_iter();
    commands.extend(places.filter(|place| fits(&place.label, &wanted)));
    if may.search_persons && !typed.trim().is_empty() {
        commands.push(search(locale, typed));
    }
    commands
}

/// Whether every typed word begins a word of the label.
fn fits(label: &str, wanted: &str) -> bool {
    let label = fold(label);
    let mut words = wanted.split(' ').filter(|word| !word.is_empty());
    words.all(|wanted| label.split(' ').any(|word| word.starts_with(wanted)))
}

fn person(locale: Locale, typed: &str, hit: &PersonHit) -> Command {
    let name = [hit.name.as_str(), hit.latin_name.as_str()];
    let label: Vec<&str> = name.into_iter().filter(|name| !name.is_empty()).collect();
    let (href, number) = match &hit.number {
        Some(number) => (format!("/cases/{number}"), number.to_string()),
        None => (
            address_of_search(typed),
            td_string!(locale, search.closed_case).to_owned(),
        ),
    };
    let born = hit
        .birth_date
        .map(|day| domain::dates::format_date(day, crate::language::language_of(locale)));
    let notes = [born, Some(number), hit.owner.clone()];
    Command {
        icon: Icon::Person,
        label: label.join(" · "),
        note: notes.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        href,
    }
}

fn places(locale: Locale, may: Offers) -> Vec<Command> {
    let place = |icon, label: &str, href: &str| Command {
        icon,
        label: label.to_owned(),
        note: String::new(),
        href: href.to_owned(),
    };
    let list = |whose: &str| format!("/cases?whose={whose}");
    let mut places = vec![place(Icon::Home, td_string!(locale, shell.home_title), "/")];
    if may.hand_over {
        places.push(place(
            Icon::Transfer,
            td_string!(locale, shell.queue),
            "/queue",
        ));
    }
    places.push(place(Icon::Bell, td_string!(locale, shell.inbox), "/inbox"));
    if may.read_cases {
        let cases = td_string!(locale, cases.title);
        for (whose, name) in [
            ("mine", td_string!(locale, cases.mine)),
            ("all", td_string!(locale, cases.all)),
            ("nobodys", td_string!(locale, cases.nobodys)),
        ] {
            places.push(place(
                Icon::Cases,
                &format!("{cases}: {name}"),
                &list(whose),
            ));
        }
        let filter = td_string!(locale, cases.add_filter);
        let href = format!("{}&panel=filters", list("all"));
        places.push(place(Icon::Filter, &format!("{cases}: {filter}"), &href));
        places.push(place(Icon::Form, td_string!(locale, shell.forms), "/forms"));
    }
    if may.manage_webhooks {
        places.push(place(
            Icon::Webhook,
            td_string!(locale, shell.webhooks),
            "/administration/webhooks",
        ));
    }
    if may.search_persons {
        places.push(place(
            Icon::People,
            td_string!(locale, shell.persons),
            "/persons",
        ));
    }
    if may.create_cases {
        let register = td_string!(locale, cases.register);
        places.push(place(Icon::PersonAdd, register, "/persons/register"));
    }
    places
}

fn search(locale: Locale, typed: &str) -> Command {
    let typed = typed.trim();
    let query = typed.to_owned();
    Command {
        icon: Icon::Search,
        label: td_string!(locale, search.palette_search, query = query).to_string(),
        note: String::new(),
        href: address_of_search(typed),
    }
}

fn address_of_search(typed: &str) -> String {
    format!("/persons?query={}", percent::encode(typed.trim()))
}
