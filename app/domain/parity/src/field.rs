//! One random field of a form.

use serde_json::{Value, json};

use crate::{
    Random,
    other::{random_day, words},
    rules::{Class, Known, Rules},
};

/// Every type but the group.
const TYPES: [&str; 21] = [
    "text",
    "long_text",
    "integer",
    "decimal",
    "money",
    "yes_no",
    "one_choice",
    "many_choices",
    "date",
    "partial_date",
    "date_time",
    "phone",
    "email",
    "iban",
    "address",
    "location",
    "identity_document",
    "calculated",
    "note",
    "divider",
    "tally",
];

/// The names of the levels of sensitivity, from the least to the most delicate.
pub(crate) const SENSITIVITIES: [&str; 3] = ["ordinary", "sensitive", "restricted"];

/// Writes one field after another.
pub(crate) struct Writer<'a> {
    pub(crate) random: &'a mut Random,
    /// What rules may ask already.
    pub(crate) known: Vec<Known>,
    pub(crate) count: usize,
}

impl Writer<'_> {
    fn next_id(&mut self) -> String {
        self.count += 1;
        format!("f{}", self.count)
    }

    /// A field of the form or, with its sensitivity, of a group; `question` asks for one that a
    /// person answers.
    pub(crate) fn field(&mut self, group: Option<(&str, usize)>, question: bool) -> Value {
        let id = self.next_id();
        let kind = if question {
            "integer"
        } else {
            *self.random.pick(&TYPES)
        };
        let sensitivity = group.map_or_else(|| self.random.below(3), |(_, of_group)| of_group);
        let mut field = json!({"field": id, "type": kind, "label": words(&id)});
        if group.is_none() {
            field["sensitivity"] = json!(SENSITIVITIES[sensitivity]);
        }
        let mut known = Known {
            id,
            class: Class::Opaque,
            choices: Vec::new(),
            sensitivity,
            group: group.map(|(group, _)| group.to_owned()),
            reach: None,
            is_one_choice: kind == "one_choice",
        };
        let is_asked = !matches!(kind, "calculated" | "note" | "divider");
        self.conditions(&mut field, &known, is_asked);
        let has_answer = self.settings(&mut field, &mut known);
        if has_answer {
            self.known.push(known.clone());
            self.checks(&mut field, &known);
        }
        field
    }

    pub(crate) fn rules<'b>(&'b mut self, field: &'b Known) -> Rules<'b> {
        Rules {
            random: self.random,
            known: &self.known,
            sensitivity: field.sensitivity,
            group: field.group.as_deref(),
            row: None,
        }
    }

    /// When the field is shown, and when it is required.
    pub(crate) fn conditions(&mut self, field: &mut Value, known: &Known, is_asked: bool) {
        if self.random.chance(45)
            && let Some(condition) = self.rules(known).condition(3)
        {
            field["shown_when"] = condition;
        }
        if is_asked && self.random.chance(20) {
            field["required"] = json!(true);
        } else if is_asked
            && self.random.chance(25)
            && let Some(condition) = self.rules(known).condition(2)
        {
            field["required_when"] = condition;
        }
    }

    /// Checks may ask the field itself.
    pub(crate) fn checks(&mut self, field: &mut Value, known: &Known) {
        if !self.random.chance(25) {
            return;
        }
        let checks: Vec<Value> = (0..2)
            .filter_map(|_| self.rules(known).condition(2))
            .map(|holds| json!({"holds": holds, "message": words("This cannot be.")}))
            .collect();
        field["checks"] = json!(checks);
    }

    /// The settings of the type; tells whether it holds an answer.
    fn settings(&mut self, field: &mut Value, known: &mut Known) -> bool {
        let kind = field["type"].as_str().unwrap_or_default().to_owned();
        match kind.as_str() {
            "text" | "long_text" => {
                known.class = Class::Text;
                if self.random.chance(50) {
                    field["max_length"] = json!(self.random.between(1, 500));
                }
            }
            "phone" | "email" | "iban" => known.class = Class::Text,
            "integer" | "decimal" | "money" | "tally" => self.number(&kind, field, known),
            "yes_no" => known.class = Class::YesNo,
            "one_choice" | "many_choices" => self.choices(&kind, field, known),
            "date" | "partial_date" | "date_time" => self.days(field, known),
            "address" => field["countries"] = json!("countries"),
            "location" => {
                field["lookup"] = json!("places");
                known.class = Class::Choice;
                known.choices = ["ua", "berehove", "crimea"].map(str::to_owned).to_vec();
            }
            "identity_document" => {
                field["countries"] = json!("countries");
                field["document_types"] = json!("papers");
            }
            "calculated" => self.calculated(field, known),
            _ => return false,
        }
        true
    }

    fn number(&mut self, kind: &str, field: &mut Value, known: &mut Known) {
        known.class = Class::Number;
        match kind {
            "integer" => {
                if self.random.chance(70) {
                    let (min, max) = (-5, *self.random.pick(&[0, 20, 1_000_000]));
                    field["min"] = json!(min);
                    field["max"] = json!(max);
                    known.reach = Some((min, max));
                }
            }
            "decimal" => {
                field["decimals"] = json!(self.random.between(1, 6));
                if self.random.chance(40) {
                    field["min"] = json!("-0.5");
                    field["max"] = json!(1000);
                }
            }
            "money" => {
                field["currencies"] = self
                    .random
                    .pick(&[json!(["HUF"]), json!(["EUR", "HUF", "UAH"])])
                    .clone();
                if self.random.chance(40) {
                    field["min"] = json!(-500);
                    field["max"] = json!(10_000_000);
                }
            }
            _ => {
                field["ages"] = list_of(&["0_2", "3_17", "18_plus"]);
                field["sexes"] = list_of(&["female", "male"]);
                field["max"] = json!(*self.random.pick(&[9, 9999, 1_000_000]));
            }
        }
    }

    fn days(&mut self, field: &mut Value, known: &mut Known) {
        known.class = Class::Day;
        match self.random.below(4) {
            0 => field["latest"] = json!("today"),
            1 => field["earliest"] = json!("1900-01-01"),
            2 => {
                let (one, other) = (random_day(self.random), random_day(self.random));
                field["earliest"] = json!(one.min(other).to_string());
                field["latest"] = json!(one.max(other).to_string());
            }
            _ => {}
        }
    }

    fn choices(&mut self, kind: &str, field: &mut Value, known: &mut Known) {
        known.class = if kind == "one_choice" {
            Class::Choice
        } else {
            Class::Choices
        };
        if self.random.chance(15) {
            field["lookup"] = json!("countries");
            known.choices = ["hu", "ua", "gone"].map(str::to_owned).to_vec();
            return;
        }
        let parent = self.parent(known);
        let count = self.random.between(2, 6);
        let mut choices = Vec::new();
        for place in 0..count {
            let id = format!("c{place}");
            let mut choice = json!({"choice": id, "label": words(&id)});
            if let Some(parent) = &parent
                && (place == 0 || self.random.chance(70))
            {
                choice["parent"] = json!(self.random.pick(&parent.choices));
            }
            if self.random.chance(20)
                && let Some(condition) = self.rules(known).condition(1)
            {
                choice["shown_when"] = condition;
            }
            match self.random.below(12) {
                0 => choice["from"] = json!("2030-01-01"),
                1 => choice["until"] = json!("2020-01-01"),
                _ => {}
            }
            known.choices.push(id);
            choices.push(choice);
        }
        field["choices"] = json!(choices);
        if let Some(parent) = parent {
            field["parent"] = json!(parent.id);
        }
    }

    /// A one-choice field that may narrow the choices of this one.
    fn parent(&mut self, known: &Known) -> Option<Known> {
        if !self.random.chance(35) {
            return None;
        }
        let fits = |other: &&Known| {
            other.is_one_choice
                && other.sensitivity <= known.sensitivity
                && (other.group.is_none() || other.group == known.group)
        };
        let parents: Vec<&Known> = self.known.iter().filter(fits).collect();
        (!parents.is_empty()).then(|| (*self.random.pick(&parents)).clone())
    }

    fn calculated(&mut self, field: &mut Value, known: &mut Known) {
        let results = [
            ("integer", Class::Number),
            ("decimal", Class::Number),
            ("money", Class::Number),
            ("text", Class::Text),
            ("date", Class::Day),
            ("yes_no", Class::YesNo),
            ("one_choice", Class::Choice),
        ];
        let (result, class) = *self.random.pick(&results);
        known.class = class;
        field["result"] = json!(result);
        match result {
            "decimal" => field["decimals"] = json!(self.random.between(1, 6)),
            "money" => field["currencies"] = json!(["UAH"]),
            "one_choice" => {
                field["choices"] = list_of(&["low", "high"]);
                known.choices = ["low", "high"].map(str::to_owned).to_vec();
            }
            _ => {}
        }
        // A number or a day may also be given as a text.
        let from = if class == Class::Text && self.random.chance(30) {
            *self.random.pick(&[Class::Number, Class::Day, Class::YesNo])
        } else {
            class
        };
        let choices = known.choices.clone();
        // What it gives is asked under the classes of answers, a choice only as a fixed value.
        field["calculation"] = self.rules(known).calculation(from, &choices, 3);
    }
}

fn list_of(ids: &[&str]) -> Value {
    ids.iter()
        .map(|id| json!({"choice": id, "label": words(id)}))
        .collect()
}
