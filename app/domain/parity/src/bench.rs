//! The forms whose changes are timed.

use chrono::NaiveDate;
use domain::forms::{Answers, Filling, FormDefinition, Inputs, RawForm, Setting};
use serde_json::{Value, json};

use crate::other::words;

/// How many fields a form has for each of its conditions, and for each of its calculations.
const FIELDS_PER_CONDITION: usize = 3;
const FIELDS_PER_CALCULATION: usize = 15;

/// The fields of a row of the measured group, and how many rows it has.
const ROW_FIELDS: usize = 50;
const ROWS: usize = 100;

/// How a measured form is made up.
///
/// Each has as many rules as 100 conditions and 20 calculations in 300 fields. What does not depend
/// on the changed field depends on another one alike, so that all sizes are equally full of rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// All fields, those in a group included.
    pub fields: usize,
    /// How many fields are shown under a condition that asks the changed field.
    pub conditions: usize,
    /// How many fields are calculated from it.
    pub calculations: usize,
    /// Whether some of the fields stand in a group with as many rows as there may be.
    pub has_rows: bool,
}

impl Shape {
    /// Every form that is measured, in the order of the tables.
    pub const fn all() -> [Self; 6] {
        [
            Self::new(300, 100, 20, false),
            Self::new(75, 5, 2, false),
            Self::new(150, 5, 2, false),
            Self::new(300, 5, 2, false),
            Self::new(400, 5, 2, false),
            Self::new(400, 5, 2, true),
        ]
    }

    const fn new(fields: usize, conditions: usize, calculations: usize, has_rows: bool) -> Self {
        Self {
            fields,
            conditions,
            calculations,
            has_rows,
        }
    }

    /// What the tables call it.
    pub fn name(self) -> String {
        let Self {
            fields,
            conditions,
            calculations,
            ..
        } = self;
        let rows = if self.has_rows {
            format!(", {ROW_FIELDS} of them in {ROWS} rows")
        } else {
            String::new()
        };
        format!(
            "{fields} fields{rows}: {conditions} conditions and {calculations} calculations ask it"
        )
    }

    /// The form.
    ///
    /// # Panics
    /// If a configuration check would refuse it.
    pub fn form(self) -> FormDefinition {
        let raw: RawForm = serde_json::from_value(self.written()).expect("a form");
        raw.check(&[]).expect("a valid form")
    }

    fn written(self) -> Value {
        let mut fields = vec![number("changed"), number("steady")];
        fields.extend(rules("changed", self.conditions, self.calculations));
        let in_rows = if self.has_rows { ROW_FIELDS } else { 0 };
        let top = self.fields - in_rows;
        let conditions = top / FIELDS_PER_CONDITION - self.conditions;
        let calculations = top / FIELDS_PER_CALCULATION - self.calculations;
        fields.extend(rules("steady", conditions, calculations));
        if self.has_rows {
            fields.push(group());
        }
        let missing = self.fields - in_rows - fields.len();
        fields.extend((0..missing).map(|place| number(&format!("plain_{place}"))));
        json!({"form": "measured", "version": 1, "order": 1, "title": words("Measured"), "fields": fields})
    }
}

fn rules(asked: &str, conditions: usize, calculations: usize) -> impl Iterator<Item = Value> {
    let shown = (0..conditions)
        .map(move |place| shown_when(&format!("{asked}_shown_{place}"), asked, place));
    let worked_out = (0..calculations)
        .map(move |place| calculated(&format!("{asked}_total_{place}"), asked, place));
    shown.chain(worked_out)
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

/// A third of its fields is shown under a condition, too.
fn group() -> Value {
    let fields: Vec<Value> = (0..ROW_FIELDS)
        .map(|place| {
            let id = format!("row_{place}");
            if place % FIELDS_PER_CONDITION == 1 {
                shown_when(&id, "steady", place)
            } else {
                number(&id)
            }
        })
        .collect();
    json!({
        "field": "rows", "type": "group", "label": words("Rows"), "row_label": words("Row"),
        "summary": ["row_0"], "max_rows": ROWS, "fields": fields,
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
    pub fn new(shape: Shape) -> Self {
        let form = shape.form();
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

    /// Tells how many problems there are.
    pub fn problems(&self) -> usize {
        self.filling.problems().len()
    }

    /// Works everything out anew, and tells how many fields are shown.
    pub fn from_scratch(&self) -> usize {
        let (form, setting) = (self.filling.form().clone(), self.filling.setting().clone());
        let typed = self.filling.inputs().clone();
        Filling::new(form, setting, Answers::default(), typed)
            .shown_fields()
            .len()
    }

    /// The form as it stands.
    pub const fn filling(&self) -> &Filling {
        &self.filling
    }
}

fn answered(form: &FormDefinition) -> Inputs {
    let mut typed = Inputs::new();
    for field in form.fields.iter().filter(|field| field.is_asked()) {
        let mut answer = |path: String| typed.insert(path, vec!["3".to_owned()]);
        if field.sub_fields().is_empty() {
            answer(field.id.clone());
        }
        for row in 0..ROWS {
            for sub in field.sub_fields() {
                answer(format!("{}.{row}.{}", field.id, sub.id));
            }
        }
    }
    typed
}
