//! A place for those who belong together.

use domain::shelters::{Guest, MAIN_GUEST, NEEDS, Placed, PlacedNow, Placement};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_i18n::td_string;

use super::{
    live::{News, live_mark},
    parts::{feature_boxes, feature_marks, outcome},
    server_fn::{HoldBeds, read_placement},
    words::{say_against, say_stay},
};
use crate::{
    errors::loaded,
    forms::plain_message,
    language::{language_of, plural, say, say_with},
    notifications::stale_notice,
    still::IntoStill,
    ui::{
        PageTitle,
        icon::{Icon, IconView},
        path_part, query_text, time_text,
    },
    wire::load,
};

/// Rooms for the people of a case.
pub(crate) fn place_page() -> AnyView {
    let (number, search) = (path_part("number"), query_text());
    let news = News::of(None);
    let fresh = news.fresh();
    let placement = load(
        move || (number.get(), search.get(), fresh.version()),
        |(number, search, _)| read_placement(number, Some(search)),
    );
    view! {
        {outcome()}
        {stale_notice(fresh)}
        {loaded(placement, move |found: Placement| {
            news.shows(&found.mark);
            content(found)
        })}
    }
    .into_any()
}

fn content(found: Placement) -> AnyView {
    let href = format!("/cases/{}", found.number);
    let of = if found.name.is_empty() {
        found.number.to_string()
    } else {
        format!("{} · {}", found.number, found.name)
    };
    let now: Vec<AnyView> = found.now.iter().map(placed_now).collect();
    let now = (!now.is_empty()).then(|| view! { <ul class="placed-now">{now}</ul> });
    view! {
        <PageTitle text=say!(shelters.place_title)/>
        <div class="page-head">
            <div>
                <p class="sub">{of}</p>
                <h1>{say!(shelters.place_title)}</h1>
            </div>
            <div class="actions">
                {live_mark()}
                <a class="button" href=href><IconView icon=Icon::ChevronLeft/> <span>{say!(transitions.back_to_case)}</span></a>
            </div>
        </div>
        {now}
        <div class="place">
            {wanted(&found)}
            {proposals(&found)}
        </div>
    }
    .still()
}

fn placed_now(placed: &PlacedNow) -> AnyView {
    let [shelter, room, bed] = placed.place.clone();
    let href = format!("/shelters/{}?bed={}", placed.shelter, placed.bed);
    let place = say_with(move |locale| {
        let bed = td_string!(
            locale,
            shelters.bed_of_room,
            room = room.clone(),
            bed = bed.clone()
        );
        format!("{shelter}, {bed}")
    });
    let place = if placed.open {
        view! { <a href=href>{place}</a> }.still()
    } else {
        place.still()
    };
    let until = placed.held_until.map(|until| {
        say_with(move |locale| {
            let time = time_text(until, language_of(locale));
            td_string!(locale, shelters.held_until, time = time).to_string()
        })
    });
    view! {
        <li class="notice notice-info">
            <IconView icon=Icon::Bed/>
            <span>{guest_name(&placed.guest)} ": " {say_stay(placed.state)} " · " {place} " " {until}</span>
        </li>
    }
    .still()
}

fn guest_name(name: &str) -> AnyView {
    if name.is_empty() {
        say!(shelters.somebody).still()
    } else {
        name.to_owned().still()
    }
}

/// Who needs a place, and what they need.
fn wanted(found: &Placement) -> AnyView {
    let action = format!("/cases/{}/place", found.number);
    let staying = |member: i32| {
        found
            .now
            .iter()
            .any(|now| now.guest == guest_of(found, member))
    };
    let guests: Vec<AnyView> = found
        .guests
        .iter()
        .map(|guest| {
            let chosen = found.chosen.contains(&guest.member);
            guest_box(guest, chosen, !chosen && staying(guest.member))
        })
        .collect();
    let problem = found
        .problems
        .iter()
        .find(|problem| problem.field == "until")
        .cloned();
    let wrong = problem.is_some();
    let from_forms = found
        .needs_from_forms
        .then(|| view! { <p class="help">{say!(shelters.needs_from_forms)}</p> });
    view! {
        <form class="card form" method="get" action=action>
            <fieldset class="field">
                <legend>{say!(shelters.who_needs)}</legend>
                <div class="choices">{guests}</div>
            </fieldset>
            <fieldset class="field">
                <legend>{say!(shelters.needs)}</legend>
                {from_forms}
                {feature_boxes(&found.needs, &NEEDS, "needs")}
            </fieldset>
            <div class="field" class:field-invalid=wrong>
                <label for="until">{say!(shelters.leaves)}</label>
                {plain_message("until", problem)}
                <input class="input" id="until" name="until" type="date" value=found.until.clone()/>
            </div>
            <button class="button" type="submit"><IconView icon=Icon::Search/> <span>{say!(shelters.look)}</span></button>
        </form>
    }
    .still()
}

fn guest_of(found: &Placement, member: i32) -> String {
    let mut guests = found.guests.iter();
    let guest = guests.find(|guest| guest.member == member);
    guest.map(|guest| guest.name.clone()).unwrap_or_default()
}

fn guest_box(guest: &Guest, chosen: bool, placed: bool) -> AnyView {
    let (member, name) = (guest.member.to_string(), guest.name.clone());
    let name = if name.is_empty() && guest.member == MAIN_GUEST {
        say!(shelters.the_person).still()
    } else {
        guest_name(&name)
    };
    let age = guest.age.map(|age| {
        let text = say_with(move |locale| plural!(locale, age, shelters.years));
        view! { " · " {text} }
    });
    let placed = placed.then(|| view! { " · " {say!(shelters.has_a_place)} });
    view! {
        <label class="choice">
            <input type="checkbox" name="who" value=member checked=chosen/>
            <span>{name} <span class="sub">{age} {placed}</span></span>
        </label>
    }
    .still()
}

fn proposals(found: &Placement) -> AnyView {
    if found.chosen.is_empty() {
        return view! { <p class="sub">{say!(shelters.nobody_chosen)}</p> }.still();
    }
    let (fits, others): (Vec<&Placed>, Vec<&Placed>) =
        found.together.iter().partition(|one| one.proposal.fits());
    let together: Vec<AnyView> = fits.iter().map(|one| room_card(found, one, true)).collect();
    let none = fits.is_empty().then(|| none_fits(found));
    let others: Vec<AnyView> = others
        .iter()
        .map(|one| room_card(found, one, false))
        .collect();
    let others = (!others.is_empty()).then(|| {
        view! {
            <details class="card others">
                <summary>{say!(shelters.others_title)}</summary>
                <div class="place-rooms">{others}</div>
            </details>
        }
    });
    view! {
        <div class="place-found">
            <h2>{say!(shelters.together_title)}</h2>
            {none}
            <div class="place-rooms">{together}</div>
            {apart(found)}
            {others}
        </div>
    }
    .still()
}

fn none_fits(found: &Placement) -> AnyView {
    let one = found.chosen.len() == 1;
    let text = if one {
        say!(shelters.none_fits_one)
    } else {
        say!(shelters.none_fits)
    };
    view! { <p class="notice notice-warn"><IconView icon=Icon::Warning/> <span>{text}</span></p> }
        .still()
}

/// Parting people is offered only where no room holds them all, and has to be said.
fn apart(found: &Placement) -> Option<AnyView> {
    if found.apart.is_empty() {
        return None;
    }
    let parts: Vec<AnyView> = found
        .apart
        .iter()
        .map(|one| {
            let (shelter, room) = (one.shelter.clone(), one.room.clone());
            view! { <li><b>{shelter} ", " {room}</b> {beds_list(one)}</li> }.still()
        })
        .collect();
    let pairs: Vec<AnyView> = found.apart.iter().flat_map(pairs).collect();
    Some(
        view! {
            <section class="card" aria-labelledby="apart">
                <h2 id="apart">{say!(shelters.apart_title)}</h2>
                <p>{say!(shelters.apart_help)}</p>
                <ul class="parts">{parts}</ul>
                <form class="form" method="post" action=HoldBeds::url()>
                    {hidden(found)}
                    {pairs}
                    <label class="choice">
                        <input type="checkbox" name="parted" value="yes" required/>
                        <span>{say!(shelters.may_be_parted)}</span>
                    </label>
                    <button class="button" type="submit">{say!(shelters.hold_apart)}</button>
                </form>
            </section>
        }
        .still(),
    )
}

fn hidden(found: &Placement) -> AnyView {
    let members = found.chosen.iter().map(|member| format!("who={member}"));
    let needs = found
        .needs
        .iter()
        .map(|need| format!("needs={}", need.code()));
    let until = (!found.until.is_empty()).then(|| format!("until={}", found.until));
    let back: Vec<String> = members.chain(needs).chain(until).collect();
    view! {
        <input type="hidden" name="number" value=found.number.to_string()/>
        <input type="hidden" name="until" value=found.until.clone()/>
        <input type="hidden" name="back" value=back.join("&")/>
    }
    .still()
}

fn pairs(placed: &Placed) -> Vec<AnyView> {
    let pairs = placed.proposal.beds.iter();
    pairs
        .map(|(member, bed)| {
            let pair = format!("{member}:{bed}");
            view! { <input type="hidden" name="beds[]" value=pair/> }.still()
        })
        .collect()
}

fn beds_list(placed: &Placed) -> AnyView {
    let beds: Vec<AnyView> = placed
        .beds
        .iter()
        .map(|(guest, bed)| view! { <li>{bed.clone()} ": " {guest_name(guest)}</li> }.still())
        .collect();
    view! { <ul class="sub">{beds}</ul> }.still()
}

fn room_card(found: &Placement, placed: &Placed, fits: bool) -> AnyView {
    let against: Vec<AnyView> = placed
        .proposal
        .against
        .iter()
        .map(|against| {
            let look = if against.rules_out() {
                "against against-out"
            } else {
                "against"
            };
            let icon = if against.rules_out() {
                Icon::Close
            } else {
                Icon::Info
            };
            view! { <li class=look><IconView icon/> <span>{say_against(*against)}</span></li> }
                .still()
        })
        .collect();
    let hold = fits.then(|| {
        view! {
            <form method="post" action=HoldBeds::url()>
                {hidden(found)}
                {pairs(placed)}
                <button class="button button-primary" type="submit"><IconView icon=Icon::Clock/> <span>{say!(shelters.hold_room)}</span></button>
            </form>
        }
    });
    let (shelter, room) = (placed.shelter.clone(), placed.room.clone());
    view! {
        <article class="card place-room">
            <h3>{shelter} ", " {room}</h3>
            {feature_marks(&placed.features)}
            {beds_list(placed)}
            <ul class="reasons">{against}</ul>
            {hold}
        </article>
    }
    .still()
}
