//! Random forms.

use domain::forms::{FormDefinition, FormProblem, RawForm, check_together};
use serde_json::{Value, json};

use crate::{
    Random,
    field::{SENSITIVITIES, Writer},
    lookups,
    other::{known_elsewhere, other_form, words},
    rules::{Class, Known},
};

/// A form that a configuration check accepts, with up to so many top-level fields.
///
/// # Panics
/// If the check refuses it for anything but a rule that contradicts itself, which chance may well
/// write: then it is not what was promised.
pub fn random_form(random: &mut Random, fields_max: usize) -> FormDefinition {
    loop {
        let together = [random_draft(random, fields_max), other_form()];
        let problems = check_together(&together, &[]);
        let [form, _] = together;
        if problems.is_empty() {
            return form;
        }
        let is_dead_end = |problem: &FormProblem| problem.reason.contains("can never hold");
        let dead_ends = problems.iter().all(|(_, problem)| is_dead_end(problem));
        assert!(dead_ends, "refused: {problems:#?}");
    }
}

/// A form that is right as far as it goes by itself, but whose rules may contradict themselves.
///
/// # Panics
/// If the check of the form alone refuses it.
pub fn random_draft(random: &mut Random, fields_max: usize) -> FormDefinition {
    let written = written(random, fields_max);
    let raw: RawForm = serde_json::from_value(written.clone())
        .unwrap_or_else(|error| panic!("cannot be read: {error}\n{written:#}"));
    raw.check(&lookups())
        .unwrap_or_else(|problems| panic!("refused: {problems:#?}\n{written:#}"))
}

/// The form as it would stand in its file.
fn written(random: &mut Random, fields_max: usize) -> Value {
    let count = random.between(1, fields_max);
    let mut writer = Writer {
        random,
        known: known_elsewhere(),
        count: 0,
    };
    let fields: Vec<Value> = (0..count)
        .map(|_| {
            if writer.random.chance(15) {
                writer.group()
            } else {
                writer.field(None, false)
            }
        })
        .collect();
    json!({"form": "trial", "version": 1, "order": 1, "title": words("Trial"), "fields": fields})
}

impl Writer<'_> {
    fn group(&mut self) -> Value {
        self.count += 1;
        let id = format!("g{}", self.count);
        let known = Known {
            id: id.clone(),
            class: Class::Rows,
            choices: Vec::new(),
            sensitivity: self.random.below(3),
            group: None,
            reach: None,
            is_one_choice: false,
        };
        let max_rows = *self.random.pick(&[1, 3, 20, 100]);
        let mut group = json!({
            "field": id,
            "type": "group",
            "label": words(&id),
            "row_label": words("Row"),
            "sensitivity": SENSITIVITIES[known.sensitivity],
            "min_rows": self.random.below(2),
            "max_rows": max_rows,
        });
        self.conditions(&mut group, &known, true);
        let count = self.random.between(0, 4);
        let mut fields = vec![self.field(Some((&id, known.sensitivity)), true)];
        fields.extend((0..count).map(|_| self.field(Some((&id, known.sensitivity)), false)));
        group["summary"] = json!([fields[0]["field"]]);
        group["fields"] = json!(fields);
        self.known.push(known.clone());
        self.checks(&mut group, &known);
        group
    }
}
