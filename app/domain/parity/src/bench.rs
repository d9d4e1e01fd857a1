//! The forms whose changes are timed.

use chrono::NaiveDate;
use domain::forms::{Answers, Filling, FormDefinition, Inputs, RawForm, Setting};
use serde_json::{Value, json};

use crate::other::words;

/// How a measured form is made up.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// What the table calls it.
    pub name: &'static str,
    /// All fields.
    pub fields: usize,
    /// How many fields are shown under a condition that asks the changed field.
    pub conditions: usize,
    /// How many fields are calculated from it.
    pub calculations: usize,
}

impl Shape {
    /// Every form that is measured, in the order of the tables.
    pub const fn all() -> [Self; 6] {
        [
            Self::new("everything depends on the change", 300, 100, 20),
            Self::new("8 fields depend on it, of 30", 30, 5, 2),
            Self::new("8 fields depend on it, of 100", 100, 5, 2),
            Self::new("8 fields depend on it, of 200", 200, 5, 2),
            Self::new("8 fields depend on it, of 300", 300, 5, 2),
            Self::new("8 fields depend on it, of 400", 400, 5, 2),
        ]
    }

    const fn new(
        name: &'static str,
        fields: usize,
        conditions: usize,
        calculations: usize,
    ) -> Self {
        Self {
            name,
            fields,
            conditions,
            calculations,
        }
    }

    /// The form. What does not depend on the changed field depends on another one alike, so that
    /// all sizes are equally full of rules.
    fn written(self) -> Value {
        let mut fields = vec![number("changed"), number("steady")];
        for place in 0..self.conditions {
            fields.push(shown_when(&format!("shown_{place}"), "changed", place));
        }
        for place in 0..self.calculations {
            fields.push(calculated(&format!("total_{place}"), "changed", place));
        }
        // The rules are a hundred conditions and twenty calculations in every three hundred fields.
        let rest = self.fields - fields.len();
        let is_full = self.conditions >= 100;
        for place in 0..rest {
            let id = format!("rest_{place}");
            fields.push(match place % 15 {
                0..5 if !is_full => shown_when(&id, "steady", place),
                5 if !is_full => calculated(&id, "steady", place),
                _ => number(&id),
            });
        }
        json!({"form": "measured", "version": 1, "order": 1, "title": words("Measured"), "fields": fields})
    }
}

fn number(id: &str) -> Value {
    json!({"field": id, "type": "integer", "min": 0, "max": 1_000_000, "label": words(id)})
}

fn shown_when(id: &str, asked: &str, place: usize) -> Value {
    let mut field = number(id);
    field["shown_when"] = json!({"any": [
        {"all": [
            {"more": {"field": asked, "than": 0}},
            {"not": {"equal": {"field": asked, "value": place % 7 + 1}}},
        ]},
        {"empty": {"field": asked}},
    ]});
    field
}

fn calculated(id: &str, asked: &str, place: usize) -> Value {
    json!({
        "field": id, "type": "calculated", "result": "integer", "label": words(id),
        "calculation": {"if": {
            "when": {"more": {"field": asked, "than": place % 5}},
            "then": {"sum": [{"field": asked}, {"product": [{"field": asked}, {"value": place}]}]},
            "otherwise": {"value": 0},
        }},
    })
}

/// A form that is changed again and again.
#[derive(Debug)]
pub struct Bench {
    filling: Filling,
    turn: usize,
}

impl Bench {
    /// A form of this shape with every field answered.
    ///
    /// # Panics
    /// If a configuration check would refuse it.
    pub fn new(shape: Shape) -> Self {
        let raw: RawForm = serde_json::from_value(shape.written()).expect("a form");
        let form = raw.check(&[]).expect("a valid form");
        let typed = answered(&form);
        let today = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap_or_default();
        let filling = Filling::new(form, Setting::on(today), Answers::default(), typed);
        Self { filling, turn: 0 }
    }

    /// Types the next number, and tells how many fields came out differently.
    pub fn change(&mut self) -> usize {
        self.turn += 1;
        let number = self.turn % 9;
        self.filling
            .set("changed", vec![number.to_string()])
            .fields
            .len()
    }

    /// Works everything out anew, and tells how many fields are shown.
    pub fn from_scratch(&self) -> usize {
        let (form, setting) = (self.filling.form().clone(), self.filling.setting().clone());
        let typed = self.filling.inputs().clone();
        Filling::new(form, setting, Answers::default(), typed)
            .shown_fields()
            .len()
    }
}

fn answered(form: &FormDefinition) -> Inputs {
    let asked = form.fields.iter().filter(|field| field.is_asked());
    asked
        .map(|field| (field.id.clone(), vec!["3".to_owned()]))
        .collect()
}
