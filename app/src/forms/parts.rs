//! Questions whose answer has several parts, each with a control of its own.

use crate::still::IntoStill;
use domain::forms::{Currency, Field, FieldType};
use leptos::prelude::*;

use super::{
    control::{Writing, text_control},
    field::error_id,
    inputs::{control_id, control_name},
    live::Live,
    options::{select, select_choice},
    problems::problem_view,
};
use crate::language::say;

/// The controls of a question with parts; `None` for every other type.
pub(super) fn part_controls(field: &Field, path: &str, live: Live) -> Option<AnyView> {
    let part = Part { path, live };
    Some(match &field.kind {
        FieldType::Money { currencies, .. } => row(vec![
            part.line("amount", say!(forms.amount), Writing::Number),
            part.currency(currencies),
        ]),
        FieldType::PartialDate { .. } => view! {
            <div class="parts">
                {part.line("date", say!(forms.date), Writing::PartialDay)}
                {part.about()}
            </div>
        }
        .still(),
        FieldType::DateTime { .. } => row(vec![
            part.line("date", say!(forms.date), Writing::Day),
            part.line("time", say!(forms.time), Writing::Time),
        ]),
        FieldType::Address { countries } => {
            let country = part.choice("country", say!(forms.country), countries);
            let code = part.line("postal_code", say!(forms.postal_code), Writing::Short);
            let settlement = part.line("settlement", say!(forms.settlement), Writing::Text);
            let street = part.line("street", say!(forms.street), Writing::Text);
            view! { <div class="parts parts-address">{country} {code} {settlement} {street}</div> }
                .still()
        }
        FieldType::IdentityDocument {
            document_types,
            countries,
        } => {
            let kind = part.choice("type", say!(forms.document_type), document_types);
            let country = part.choice("country", say!(forms.document_country), countries);
            let number = part.line("number", say!(forms.document_number), Writing::Text);
            let expiry = part.line("expiry", say!(forms.document_expiry), Writing::Day);
            view! { <div class="parts parts-document">{kind} {country} {number} {expiry}</div> }
                .still()
        }
        _ => return None,
    })
}

fn row(parts: Vec<AnyView>) -> AnyView {
    view! { <div class="parts parts-row">{parts}</div> }.still()
}

/// Where the parts of one question hang.
#[derive(Clone, Copy)]
struct Part<'a> {
    path: &'a str,
    live: Live,
}

impl Part<'_> {
    fn at(self, part: &str) -> String {
        format!("{}.{part}", self.path)
    }

    /// A part with its name above it.
    fn framed(
        self,
        path: &str,
        name: Signal<&'static str>,
        control: impl FnOnce(Signal<Option<String>>) -> AnyView,
    ) -> AnyView {
        let problem = self.live.problem(path);
        let error = error_id(path);
        let described =
            Signal::derive(move || problem.with(Option::is_some).then(|| error.clone()));
        view! {
            <div class="part" class:part-invalid=self.live.is_wrong(path)>
                <label for=control_id(path)>{name}</label>
                {problem_view(path, problem)}
                {control(described)}
            </div>
        }
        .still()
    }

    fn line(self, part: &str, name: Signal<&'static str>, writing: Writing) -> AnyView {
        let path = self.at(part);
        let control = |described| text_control(&path, writing, described, self.live);
        self.framed(&path, name, control)
    }

    fn choice(
        self,
        part: &str,
        name: Signal<&'static str>,
        choices: &[domain::forms::Choice],
    ) -> AnyView {
        let path = self.at(part);
        let today = self.live.with(|filling| filling.setting().today);
        let valid = |place: &usize| choices[*place].is_valid_on(today);
        let offered: Vec<usize> = (0..choices.len()).filter(valid).collect();
        let control = |described| {
            let offered = Signal::stored(offered);
            select_choice(choices, offered, &path, described, self.live)
        };
        self.framed(&path, name, control)
    }

    /// The currency: a list where there are several, a word where there is one.
    fn currency(self, currencies: &[Currency]) -> AnyView {
        if let [only] = currencies {
            return view! { <span class="unit">{only.code()}</span> }.still();
        }
        let path = self.at("currency");
        let (codes, live) = (currencies.to_vec(), self.live);
        let held = path.clone();
        let options = move || {
            let chosen = live.typed_text(&held);
            let option = |currency: &Currency| {
                let code = currency.code();
                let selected = if chosen == code { " selected" } else { "" };
                format!("<option value=\"{code}\"{selected}>{code}</option>")
            };
            codes.iter().map(option).collect::<String>()
        };
        self.framed(&path, say!(forms.currency), |described| {
            select("input input-short", &path, described, live, options)
        })
    }

    fn about(self) -> AnyView {
        let path = self.at("about");
        let ticked = self.live.typed_text(&path) == "yes";
        view! {
            <label class="option option-small">
                <input type="checkbox" id=control_id(&path) name=control_name(&path) value="yes" checked=ticked/>
                <span>{say!(forms.about)}</span>
            </label>
        }
        .still()
    }
}
