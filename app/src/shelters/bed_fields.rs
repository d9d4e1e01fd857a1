//! The fields of what can be done with a bed.

use domain::{
    Problem,
    shelters::{HOLD_MINUTES, OpenBed},
};
use leptos::prelude::*;

use super::{bed_panel::Of, words::say_bed};
use crate::{forms::plain_message, language::say, still::IntoStill};

/// A field of a step, with what was typed into it and what was wrong with that.
struct Typed {
    id: String,
    name: &'static str,
    value: String,
    problem: Option<Problem>,
}

impl Typed {
    fn of(of: &Of, event: &'static str, name: &'static str) -> Self {
        Self {
            id: format!("{event}-{name}"),
            name,
            value: of.tried.field(event, name),
            problem: of.tried.problem(event, name),
        }
    }

    fn input(
        self,
        kind: &'static str,
        label: Signal<&'static str>,
        help: Option<Signal<&'static str>>,
    ) -> AnyView {
        let (id, of) = (self.id.clone(), self.id.clone());
        let wrong = self.problem.is_some();
        let message = plain_message(self.name, self.problem);
        let help = help.map(|help| view! { <p class="help">{help}</p> });
        view! {
            <div class="field" class:field-invalid=wrong>
                <label for=of>{label}</label>
                {help}
                {message}
                <input class="input" id=id type=kind name=self.name value=self.value autocomplete="off" aria-invalid=wrong.then_some("true")/>
            </div>
        }
        .still()
    }
}

/// Somebody with a case, or by name alone.
pub(super) fn who(of: &Of, event: &'static str) -> AnyView {
    let number = Typed::of(of, event, "number").input(
        "text",
        say!(shelters.number),
        Some(say!(shelters.number_help)),
    );
    let name = Typed::of(of, event, "name").input(
        "text",
        say!(shelters.name),
        Some(say!(shelters.name_help)),
    );
    view! { {number} {name} }.still()
}

/// The case of somebody who has one.
pub(super) fn number(of: &Of, event: &'static str) -> AnyView {
    Typed::of(of, event, "number").input("text", say!(shelters.number), None)
}

/// When it happened.
pub(super) fn at(of: &Of, event: &'static str) -> AnyView {
    Typed::of(of, event, "at").input(
        "datetime-local",
        say!(shelters.at),
        Some(say!(shelters.at_help)),
    )
}

/// Until when somebody stays.
pub(super) fn until(of: &Of, event: &'static str) -> AnyView {
    Typed::of(of, event, "until").input(
        "date",
        say!(shelters.leaves),
        Some(say!(shelters.leaves_help)),
    )
}

/// The day on which somebody comes.
pub(super) fn from(of: &Of) -> AnyView {
    Typed::of(of, "plan", "from").input("date", say!(shelters.comes), None)
}

/// A note for those who work in the shelter.
pub(super) fn note(of: &Of, event: &'static str) -> AnyView {
    Typed::of(of, event, "note").input("text", say!(shelters.note), None)
}

/// Why a bed cannot be used.
pub(super) fn reason(of: &Of) -> AnyView {
    Typed::of(of, "take_out", "note").input("text", say!(shelters.out_reason), None)
}

/// For how long a bed is held.
pub(super) fn minutes(of: &Of) -> AnyView {
    let mut typed = Typed::of(of, "hold", "minutes");
    if typed.value.is_empty() {
        typed.value = HOLD_MINUTES.to_string();
    }
    typed.input("number", say!(shelters.minutes), None)
}

/// Where a guest moves.
pub(super) fn beds(opened: &OpenBed) -> AnyView {
    let options: Vec<AnyView> = opened
        .free
        .iter()
        .map(|bed| {
            let id = bed.id.to_string();
            let label = say_bed(bed.room.clone(), bed.bed.clone());
            view! { <option value=id>{label}</option> }.still()
        })
        .collect();
    if options.is_empty() {
        return view! { <p class="sub">{say!(shelters.no_free_bed)}</p> }.still();
    }
    view! {
        <div class="field">
            <label for="move-to">{say!(shelters.to_bed)}</label>
            <select class="input" id="move-to" name="to">{options}</select>
        </div>
    }
    .still()
}
