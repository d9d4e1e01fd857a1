//! Somebody else saved meanwhile: both values, side by side, and a choice.

use std::sync::Arc;

use chrono::NaiveDate;
use domain::{
    Conflict, Side,
    forms::{
        Answer, Answers, Field, FieldType, Filling, FormDefinition, Inputs, Setting, field_of,
        in_places, read_input,
    },
};
use leptos::{ev, prelude::*};
use leptos_i18n::td_string;

use super::{
    editor::EDIT_FORM,
    live::Live,
    value::{answer_text, row_title},
};
use crate::{
    language::{language_of, say, say_with},
    still::IntoStill,
    ui::{
        icon::{Icon, IconView},
        time_text,
    },
};

/// Begins the value of the button that puts the others' answer into a place.
pub(crate) const TAKE_THEIRS: &str = "take_theirs:";
/// Begins the value of the button that puts one's own answer back.
pub(crate) const TAKE_MINE: &str = "take_mine:";

/// Puts one side's answer in a place.
type Choose = Arc<dyn Fn(Side, &str) + Send + Sync>;

/// What a conflict and its choices share.
#[derive(Clone)]
pub(super) struct Choices {
    pub(super) definition: FormDefinition,
    pub(super) conflict: Conflict,
    pub(super) live: Live,
    /// Puts one side's answer in a place.
    pub(super) choose: Choose,
}

/// Shows what is stored now beside what was typed, and lets the worker choose.
pub(super) fn conflict_view(choices: &Choices) -> AnyView {
    let (name, at) = (choices.conflict.by.clone(), choices.conflict.at);
    let intro = say_with(move |locale| {
        let time = time_text(at, language_of(locale));
        td_string!(
            locale,
            forms.conflict_intro,
            name = name.clone(),
            time = time
        )
        .to_string()
    });
    let mut places: Vec<Place> = choices
        .conflict
        .places
        .iter()
        .filter_map(|path| Place::of(path, choices))
        .collect();
    places.sort_by_key(|place| place.order);
    let rows: Vec<AnyView> = places.iter().map(|place| row(place, choices)).collect();
    view! {
        <div class="notice notice-warn" role="alert" id="conflict" tabindex="-1">
            <IconView icon=Icon::Warning/>
            <div>
                <h2>{say!(forms.conflict_title)}</h2>
                <p>{intro}</p>
            </div>
        </div>
        {rows}
    }
    .still()
}

/// A field, a row, or a field in a row.
#[derive(Clone)]
struct Place {
    path: String,
    /// The field, or the group.
    field: Field,
    /// The row's number, and where it stands, counted from one.
    row: Option<(u32, usize)>,
    /// The field in the row.
    inner: Option<Field>,
    /// The place in the form.
    order: (usize, u32, usize),
}

impl Place {
    fn of(path: &str, choices: &Choices) -> Option<Self> {
        let id = field_of(path);
        let fields = &choices.definition.fields;
        let order = fields.iter().position(|field| field.id == id)?;
        let field = fields.get(order)?.clone();
        let mut parts = path.split('.').skip(1);
        let number: Option<u32> = parts.next().and_then(|number| number.parse().ok());
        let inner = parts.next();
        let inner_order =
            inner.and_then(|inner| field.sub_fields().iter().position(|one| one.id == inner));
        Some(Self {
            path: path.to_owned(),
            row: number.map(|number| (number, place_among(&choices.live, id, number))),
            inner: inner_order.and_then(|place| field.sub_fields().get(place).cloned()),
            order: (
                order,
                number.unwrap_or_default(),
                inner_order.unwrap_or_default(),
            ),
            field,
        })
    }

    /// `Child 2: Birth date`.
    fn title(&self) -> Signal<String> {
        let place = self.clone();
        say_with(move |locale| {
            let language = language_of(locale);
            let label = place.field.label.in_language(language);
            let FieldType::Group(group) = &place.field.kind else {
                return label.to_owned();
            };
            let Some((_, number)) = place.row else {
                return label.to_owned();
            };
            let row = row_title(locale, group, number);
            match &place.inner {
                Some(inner) => format!("{row}: {}", inner.label.in_language(language)),
                None => row,
            }
        })
    }

    /// What stands in this place.
    fn read(&self, definition: &FormDefinition, inputs: &Inputs) -> Option<Answer> {
        if let Some(inner) = &self.inner {
            return read_input(inner, inputs, &self.path);
        }
        if matches!(self.field.kind, FieldType::Group(_)) {
            return read_group(definition, &self.field, in_places(inputs, &[&self.path]));
        }
        read_input(&self.field, inputs, &self.path)
    }
}

/// Where a row stands among those of the page, counted from one; where it would, if it is gone.
fn place_among(live: &Live, group: &str, number: u32) -> usize {
    let rows = live.rows(group).get_untracked();
    rows.iter().filter(|other| **other < number).count() + 1
}

fn row(place: &Place, choices: &Choices) -> AnyView {
    let (name, at) = choices.conflict.saved_by(&place.path);
    let name = name.to_owned();
    let theirs = say_with(move |locale| {
        let who = td_string!(locale, forms.conflict_theirs, name = name.clone()).to_string();
        format!("{who} · {}", time_text(at, language_of(locale)))
    });
    let yours = say!(forms.conflict_yours);
    view! {
        <div class="conflict" role="group" aria-label=place.title()>
            <h3>{place.title()}</h3>
            <div class="conflict-sides">
                {side(Side::Theirs, theirs, place, choices)}
                {side(Side::Mine, Signal::derive(move || yours.get().to_owned()), place, choices)}
            </div>
        </div>
    }
    .still()
}

/// One side's answer, with the button that takes it.
fn side(side: Side, who: Signal<String>, place: &Place, choices: &Choices) -> AnyView {
    let (begins, label, inputs) = match side {
        Side::Theirs => (
            TAKE_THEIRS,
            say!(forms.take_theirs),
            &choices.conflict.theirs,
        ),
        Side::Mine => (TAKE_MINE, say!(forms.take_mine), &choices.conflict.mine),
    };
    let answer = place.read(&choices.definition, inputs);
    let typed = inputs.get(&place.path).cloned().unwrap_or_default();
    let value = words(place, answer, typed);
    let stands = stands_there(inputs, place, choices.live);
    let (choose, path) = (Arc::clone(&choices.choose), place.path.clone());
    let take = move |event: ev::MouseEvent| {
        event.prevent_default();
        choose(side, &path);
    };
    view! {
        <div class="option conflict-side" class:conflict-chosen=stands>
            <p>
                <span class="conflict-who">{who}</span>
                <span class="conflict-value">{value}</span>
            </p>
            <button
                class="button"
                type="submit"
                form=EDIT_FORM
                name="go"
                value=format!("{begins}{}", place.path)
                id=button_id(side, &place.path)
                formnovalidate=true
                aria-pressed=if stands { "true" } else { "false" }
                on:click=take
            >
                {stands.then(|| view! { <IconView icon=Icon::Check/> })}
                <span>{label}</span>
            </button>
        </div>
    }
    .still()
}

/// The id of the button that takes one side's answer.
pub(super) fn button_id(side: Side, place: &str) -> String {
    match side {
        Side::Theirs => format!("theirs-{place}"),
        Side::Mine => format!("mine-{place}"),
    }
}

/// Whether this is what stands in the form now.
fn stands_there(side: &Inputs, place: &Place, live: Live) -> bool {
    let written = |inputs: &Inputs| -> Inputs {
        let mut there = in_places(inputs, &[&place.path]);
        there.retain(|_, values| values.iter().any(|value| !value.is_empty()));
        there
    };
    live.with(|filling| written(filling.inputs()) == written(side))
}

/// What stands in the controls of a group, or of one row, read as its answer.
fn read_group(definition: &FormDefinition, group: &Field, typed: Inputs) -> Option<Answer> {
    let mut alone = definition.only(|other| other.id == group.id);
    for field in &mut alone.fields {
        field.shown_when = None;
    }
    let setting = Setting::on(NaiveDate::default());
    let filling = Filling::new(alone, setting, Answers::default(), typed);
    filling.answers().get(&group.id).cloned()
}

fn words(place: &Place, answer: Option<Answer>, typed: Vec<String>) -> Signal<String> {
    let field = place.inner.clone().unwrap_or_else(|| place.field.clone());
    let is_row = place.row.is_some() && place.inner.is_none();
    say_with(move |locale| match &answer {
        Some(answer) => answer_text(locale, &field, answer),
        None if is_row => td_string!(locale, forms.row_gone).to_owned(),
        None if typed.iter().all(String::is_empty) => {
            td_string!(locale, forms.no_answer).to_owned()
        }
        None => typed.join(", "),
    })
}
