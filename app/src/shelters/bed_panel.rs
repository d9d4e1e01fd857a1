//! A bed opened beside its board: who is in it, and what can be done.

use domain::{
    RequestKey,
    dates::format_date,
    shelters::{BedState, Board, OpenBed, StayTile, Tried},
};
use leptos::{prelude::*, server_fn::ServerFn};

use super::{
    bed_fields::{at, beds, from, minutes, note, number, reason, until, who},
    parts::feature_marks,
    server_fn::ActOnBed,
    words::{bed_look, bed_word, say_bed},
};
use crate::{
    language::{current_language, say, say_with},
    still::IntoStill,
    ui::{
        fact,
        icon::{Icon, IconView},
        time_text,
    },
};

/// The opened bed.
pub(super) fn bed_panel(board: &Board, opened: &OpenBed) -> AnyView {
    let bed = &opened.bed;
    let state = bed.state;
    let (_, look, icon) = bed_look(state);
    let word = say_with(move |locale| bed_word(locale, state).to_owned());
    let title = say_bed(opened.room.clone(), bed.name.clone());
    let close = format!("/shelters/{}", board.shelter.id);
    let out = (!bed.out_reason.is_empty()).then(|| view! { <p>{bed.out_reason.clone()}</p> });
    let stay = bed.stay.as_ref().map(stay_facts);
    let steps = board.place.then(|| steps(board, opened));
    let planned: Vec<AnyView> = bed
        .planned
        .iter()
        .map(|plan| planned_part(board, opened, plan))
        .collect();
    let planned = (!planned.is_empty()).then(|| {
        view! { <h3>{say!(shelters.planned_title)}</h3> {planned} }
    });
    view! {
        <aside class="card queue-shown" id="shown" tabindex="-1" aria-labelledby="shown-title">
            <div class="section-head">
                <h2 id="shown-title">{title}</h2>
                <a class="button button-quiet" href=close><IconView icon=Icon::Close/> <span>{say!(shelters.close)}</span></a>
            </div>
            <p><span class=look><IconView icon/> <span>{word}</span></span></p>
            {feature_marks(&bed.features)}
            {out}
            {stay}
            {steps}
            {planned}
        </aside>
    }
    .still()
}

fn stay_facts(stay: &StayTile) -> AnyView {
    let language = current_language();
    let guest = guest_view(stay);
    let since = stay.since;
    let since = move || time_text(since, language.get());
    let held = stay.held_until.map(|until| {
        let until = move || time_text(until, language.get());
        fact(say!(shelters.until), until.still())
    });
    let leaves = stay.leaves.map(|day| {
        let overdue = stay.overdue.then(|| {
            view! { " " <span class="tag tag-bad"><IconView icon=Icon::Warning/> <span>{say!(shelters.overdue)}</span></span> }
        });
        let day = move || format_date(day, language.get());
        fact(say!(shelters.leaves), view! { {day} {overdue} }.still())
    });
    let by = (!stay.by.is_empty()).then(|| fact(say!(shelters.by), stay.by.clone().still()));
    let note =
        (!stay.note.is_empty()).then(|| fact(say!(shelters.note), stay.note.clone().still()));
    view! {
        <dl class="summary">
            {fact(say!(shelters.guest), guest)}
            {fact(say!(shelters.since), since.still())}
            {held} {leaves} {by} {note}
        </dl>
    }
    .still()
}

/// Who, with their case where the reader may open it.
pub(super) fn guest_view(stay: &StayTile) -> AnyView {
    let name = if stay.guest.is_empty() {
        say!(shelters.somebody).still()
    } else {
        stay.guest.clone().still()
    };
    let case = stay.number.as_ref().map(|number| {
        let href = format!("/cases/{number}");
        view! { " " <a class="code" href=href>{number.to_string()}</a> }
    });
    view! { {name} {case} }.still()
}

fn planned_part(board: &Board, opened: &OpenBed, plan: &StayTile) -> AnyView {
    let give_up = board.place.then(|| {
        let of = Of::stay(board, opened, plan);
        view! {
            <div class="queue-steps">
                {plain_step(&of, "arrive", say!(shelters.arrive_now), true)}
                {plain_step(&of, "release", say!(shelters.give_plan_up), false)}
                {of_case(&of, Some(plan))}
            </div>
        }
    });
    view! { {stay_facts(plan)} {give_up} }.still()
}

/// What a form is about.
pub(super) struct Of {
    shelter: String,
    bed: String,
    stay: Option<String>,
    key: RequestKey,
    pub(super) tried: Tried,
}

impl Of {
    fn bed(board: &Board, opened: &OpenBed) -> Self {
        Self {
            shelter: board.shelter.id.to_string(),
            bed: opened.bed.id.to_string(),
            stay: None,
            key: opened.key.clone(),
            tried: opened.tried.clone().unwrap_or_default(),
        }
    }

    fn stay(board: &Board, opened: &OpenBed, stay: &StayTile) -> Self {
        Self {
            stay: Some(stay.id.to_string()),
            ..Self::bed(board, opened)
        }
    }
}

fn steps(board: &Board, opened: &OpenBed) -> AnyView {
    let of = Of::bed(board, opened);
    let of_stay = opened
        .bed
        .stay
        .as_ref()
        .map(|stay| Of::stay(board, opened, stay));
    let steps = match (opened.bed.state, of_stay) {
        (BedState::Free, _) => view! {
            {with_fields(&of, "arrive", say!(shelters.arrive), say!(shelters.arrive_now), vec![who(&of, "arrive"), at(&of, "arrive"), until(&of, "arrive"), note(&of, "arrive")])}
            {with_fields(&of, "hold", say!(shelters.hold), say!(shelters.hold_now), vec![who(&of, "hold"), minutes(&of), until(&of, "hold"), note(&of, "hold")])}
            {with_fields(&of, "plan", say!(shelters.plan), say!(shelters.plan_now), vec![who(&of, "plan"), from(&of), until(&of, "plan"), note(&of, "plan")])}
            {with_fields(&of, "take_out", say!(shelters.take_out), say!(shelters.take_out_now), vec![reason(&of)])}
        }
        .still(),
        (BedState::Held, Some(stay)) => view! {
            {plain_step(&stay, "arrive", say!(shelters.arrive_now), true)}
            {plain_step(&stay, "release", say!(shelters.release), false)}
            {with_fields(&stay, "move", say!(shelters.move_to), say!(shelters.move_now), vec![beds(opened)])}
            {of_case(&stay, opened.bed.stay.as_ref())}
        }
        .still(),
        (BedState::Occupied, Some(stay)) => view! {
            {with_fields(&stay, "depart", say!(shelters.depart), say!(shelters.depart_now), vec![at(&stay, "depart"), note(&stay, "depart")])}
            {with_fields(&stay, "move", say!(shelters.move_to), say!(shelters.move_now), vec![beds(opened)])}
            {of_case(&stay, opened.bed.stay.as_ref())}
            {with_fields(&of, "plan", say!(shelters.plan), say!(shelters.plan_now), vec![who(&of, "plan"), from(&of), until(&of, "plan"), note(&of, "plan")])}
        }
        .still(),
        _ => plain_step(&of, "put_back", say!(shelters.put_back), true),
    };
    view! { <div class="queue-steps">{steps}</div> }.still()
}

/// Whoever came without a case may have one by now.
fn of_case(of: &Of, stay: Option<&StayTile>) -> Option<AnyView> {
    stay.filter(|stay| stay.may_identify).map(|_| {
        let fields = vec![number(of, "identify")];
        with_fields(
            of,
            "identify",
            say!(shelters.identify),
            say!(shelters.identify_now),
            fields,
        )
    })
}

fn hidden(of: &Of, event: &'static str) -> AnyView {
    let stay = of
        .stay
        .clone()
        .map(|stay| view! { <input type="hidden" name="stay" value=stay/> });
    view! {
        <input type="hidden" name="shelter" value=of.shelter.clone()/>
        <input type="hidden" name="opened" value=of.bed.clone()/>
        <input type="hidden" name="event" value=event/>
        <input type="hidden" name="key" value=of.key.as_str().to_owned()/>
        {stay}
    }
    .still()
}

/// A step that needs no words.
fn plain_step(of: &Of, event: &'static str, label: Signal<&'static str>, first: bool) -> AnyView {
    let look = if first {
        "button button-primary"
    } else {
        "button"
    };
    view! {
        <form method="post" action=ActOnBed::url()>
            {hidden(of, event)}
            <button class=look type="submit">{label}</button>
        </form>
    }
    .still()
}

/// A step with fields, folded away until somebody wants it, or what they typed did not do.
fn with_fields(
    of: &Of,
    event: &'static str,
    label: Signal<&'static str>,
    now: Signal<&'static str>,
    fields: Vec<AnyView>,
) -> AnyView {
    let open = of.tried.event == event;
    view! {
        <details class="queue-why" open=open>
            <summary class="button">{label}</summary>
            <form class="form" method="post" action=ActOnBed::url() novalidate>
                {hidden(of, event)}
                {fields}
                <button class="button button-primary" type="submit">{now}</button>
            </form>
        </details>
    }
    .still()
}
