use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
};

use domain::{
    Error, ProblemCode,
    forms::{
        Answer, Currency, Field, FieldType, FormDefinition, Group, Inputs, Money, ROW_NUMBER_MAX,
        field_of,
    },
};
use serde_json::{Map, Value};

use super::ROW;
use crate::api::problem::{At, Failed, Place, What, pointer_token};

/// How much of what is wrong is told at once.
const WRONG_MAX: usize = 100;

/// Answers that a program has sent, as they would have been typed, and where each of them stood.
///
/// A field that was not sent stays as it is; `null` clears it; parts of an address, a document or a tally that were not sent stay, and a group is replaced as a whole.
/// Whether an answer is right, the form decides, as on the page.
#[derive(Debug, Default)]
pub(crate) struct Sent {
    /// As it would have been typed.
    pub(crate) inputs: Inputs,
    /// Where in the body each control's value stood.
    pointers: BTreeMap<String, String>,
    /// What is not even of the right type.
    wrong: Vec<At>,
}

impl Sent {
    /// Reads the member `answers` of a body. `form` has only the fields that the user may see: what
    /// is hidden from them is as unknown as what does not exist.
    ///
    /// # Errors
    /// A problem for each value that is not of its field's type, and for each unknown field.
    pub(crate) fn read(
        form: &FormDefinition,
        answers: &Map<String, Value>,
    ) -> Result<Self, Failed> {
        let mut sent = Self::default();
        sent.fields(&form.fields, "", "/answers", answers);
        if sent.wrong.is_empty() {
            return Ok(sent);
        }
        Err(Failed::invalid(sent.wrong))
    }

    /// What a use case answered, with its problems at their places in the body.
    pub(crate) fn failed(&self, error: Error) -> Failed {
        let errors = match &error {
            Error::Invalid { problems } => {
                let each = problems.iter().cloned();
                each.map(|problem| At::known(self.place(&problem.field), problem))
                    .collect()
            }
            Error::Conflict { conflict } => {
                let each = conflict.places.iter().map(|place| {
                    let detail = "Somebody else has answered otherwise meanwhile.";
                    At::own(self.place(place), "changed_meanwhile", detail)
                });
                each.collect()
            }
            _ => Vec::new(),
        };
        Failed {
            errors,
            ..Failed::from(error)
        }
    }

    /// The place of a control, or of what it belongs to.
    fn place(&self, path: &str) -> Place {
        let mut known = Some(path);
        while let Some(path) = known {
            if let Some(pointer) = self.pointers.get(path) {
                return Place::Pointer(pointer.clone());
            }
            known = path.rsplit_once('.').map(|(outer, _)| outer);
        }
        Place::Pointer(format!("/answers/{}", pointer_token(field_of(path))))
    }

    fn fields(
        &mut self,
        fields: &[Field],
        before: &str,
        pointer: &str,
        answers: &Map<String, Value>,
    ) {
        for (id, value) in answers {
            let pointer = format!("{pointer}/{}", pointer_token(id));
            match fields.iter().find(|field| field.id == *id) {
                Some(field) => self.field(field, &format!("{before}{id}"), &pointer, value),
                None if id == ROW && !before.is_empty() => {}
                None => self.at(&pointer, ProblemCode::UnknownField),
            }
        }
    }

    fn field(&mut self, field: &Field, path: &str, pointer: &str, value: &Value) {
        self.pointers.insert(path.to_owned(), pointer.to_owned());
        if !field.is_asked() {
            return self.at(pointer, ProblemCode::ReadOnly);
        }
        if value.is_null() {
            self.inputs.insert(path.to_owned(), Vec::new());
            return;
        }
        match &field.kind {
            FieldType::ManyChoices { .. } => self.choices(path, pointer, value),
            FieldType::Money { .. } => self.money(path, pointer, value),
            FieldType::PartialDate { .. } => self.partial_date(path, pointer, value),
            FieldType::DateTime { .. } => self.moment(path, pointer, value),
            FieldType::Address { .. } => {
                let parts = ["country", "postal_code", "settlement", "street"];
                self.parts(path, pointer, value, &parts);
            }
            FieldType::IdentityDocument { .. } => {
                let parts = ["type", "country", "number", "expiry"];
                self.parts(path, pointer, value, &parts);
            }
            FieldType::Tally { .. } => self.tally(path, pointer, value),
            FieldType::Group(group) => self.rows(group, path, pointer, value),
            kind => match scalar(kind, value) {
                Ok(text) => self.put(path, pointer, text),
                Err(expected) => self.wrong_type(pointer, expected),
            },
        }
    }

    fn choices(&mut self, path: &str, pointer: &str, value: &Value) {
        let choices = value.as_array().map(|choices| {
            let each = choices
                .iter()
                .map(|choice| choice.as_str().map(str::to_owned));
            each.collect::<Option<Vec<String>>>()
        });
        match choices.flatten() {
            Some(choices) => {
                self.inputs.insert(path.to_owned(), choices);
            }
            None => self.wrong_type(pointer, "an array of strings"),
        }
    }

    fn money(&mut self, path: &str, pointer: &str, value: &Value) {
        let Some(parts) = self.object(pointer, value, &["amount", "currency"]) else {
            return;
        };
        let amount = parts.get("amount").and_then(Value::as_i64);
        let currency = parts.get("currency").and_then(Value::as_str);
        let (Some(amount), Some(currency)) = (amount, currency) else {
            let expected = "an integer `amount` of the smallest unit and a string `currency`";
            return self.wrong_type(pointer, expected);
        };
        match Currency::from_code(currency) {
            Some(currency) => {
                Answer::Money(Money { amount, currency }).write_inputs(path, &mut self.inputs);
            }
            None => self.at(&format!("{pointer}/currency"), ProblemCode::UnknownCurrency),
        }
    }

    fn partial_date(&mut self, path: &str, pointer: &str, value: &Value) {
        let Some(parts) = self.object(pointer, value, &["year", "month", "day", "about"]) else {
            return;
        };
        let part = |name: &str| parts.get(name).filter(|value| !value.is_null());
        let number = |name: &str| part(name).map(|value| value.as_u64().filter(|n| *n <= 9999));
        let about = part("about").map_or(Some(false), Value::as_bool);
        let (Some(Some(year)), Some(about)) = (number("year"), about) else {
            return self.wrong_type(pointer, "an integer `year` and a boolean `about`");
        };
        let mut text = format!("{year:04}");
        for name in ["month", "day"] {
            match number(name) {
                None => {}
                Some(Some(number)) => {
                    // Writing to a text never fails.
                    let _ = write!(text, "-{number:02}");
                }
                Some(None) => return self.wrong_type(pointer, "integers `month` and `day`"),
            }
        }
        if part("month").is_none() && part("day").is_some() {
            return self.at(pointer, ProblemCode::NotAPartialDate);
        }
        self.put(&format!("{path}.date"), pointer, text);
        let about = about.then(|| "yes".to_owned());
        self.inputs
            .insert(format!("{path}.about"), about.into_iter().collect());
    }

    fn moment(&mut self, path: &str, pointer: &str, value: &Value) {
        let Some(text) = value.as_str() else {
            return self.wrong_type(pointer, "a string");
        };
        let (date, time) = text.split_once('T').unwrap_or((text, ""));
        self.put(&format!("{path}.date"), pointer, date.to_owned());
        self.put(&format!("{path}.time"), pointer, time.to_owned());
    }

    fn parts(&mut self, path: &str, pointer: &str, value: &Value, names: &[&str]) {
        let Some(parts) = self.object(pointer, value, names) else {
            return;
        };
        for (name, value) in parts {
            let (path, pointer) = (format!("{path}.{name}"), format!("{pointer}/{name}"));
            match value {
                Value::Null => {
                    self.inputs.insert(path, Vec::new());
                }
                Value::String(text) => self.put(&path, &pointer, text.clone()),
                _ => self.wrong_type(&pointer, "a string"),
            }
        }
    }

    fn tally(&mut self, path: &str, pointer: &str, value: &Value) {
        let Some(cells) = value.as_object() else {
            return self.wrong_type(pointer, "an object of integers");
        };
        self.inputs.insert(path.to_owned(), Vec::new());
        for (cell, number) in cells {
            let pointer = format!("{pointer}/{}", pointer_token(cell));
            let path = format!("{path}.{cell}");
            match number.as_u64() {
                Some(number) => self.put(&path, &pointer, number.to_string()),
                None if number.is_null() => {
                    self.inputs.insert(path, Vec::new());
                }
                None => self.wrong_type(&pointer, "an integer"),
            }
        }
    }

    fn rows(&mut self, group: &Group, path: &str, pointer: &str, value: &Value) {
        let Some(rows) = value.as_array() else {
            return self.wrong_type(pointer, "an array of rows");
        };
        if rows.len() > group.max_rows as usize {
            let max = group.max_rows;
            return self.at(pointer, ProblemCode::TooManyRows { max });
        }
        self.inputs.insert(path.to_owned(), Vec::new());
        // New rows come last, under numbers that none has yet; the save gives them others.
        let count = u32::try_from(rows.len()).unwrap_or(ROW_NUMBER_MAX);
        let mut new = ROW_NUMBER_MAX.saturating_sub(count);
        let mut taken = BTreeSet::new();
        for (place, row) in rows.iter().enumerate() {
            let pointer = format!("{pointer}/{place}");
            let Some(row) = row.as_object() else {
                self.wrong_type(&pointer, "an object");
                continue;
            };
            let number = match row.get(ROW) {
                None | Some(Value::Null) => {
                    new += 1;
                    Some(new)
                }
                Some(number) => number
                    .as_u64()
                    .and_then(|number| u32::try_from(number).ok()),
            };
            let number = number.filter(|number| *number <= ROW_NUMBER_MAX);
            let Some(number) = number.filter(|number| taken.insert(*number)) else {
                self.wrong_type(
                    &format!("{pointer}/{}", pointer_token(ROW)),
                    "the number of a row, each once",
                );
                continue;
            };
            let path = format!("{path}.{number}");
            self.pointers.insert(path.clone(), pointer.clone());
            self.fields(&group.fields, &format!("{path}."), &pointer, row);
        }
    }

    /// The members of an object that has no others than these.
    fn object<'v>(
        &mut self,
        pointer: &str,
        value: &'v Value,
        names: &[&str],
    ) -> Option<&'v Map<String, Value>> {
        let Some(members) = value.as_object() else {
            self.wrong_type(pointer, "an object");
            return None;
        };
        let mut known = true;
        for name in members
            .keys()
            .filter(|name| !names.contains(&name.as_str()))
        {
            let pointer = format!("{pointer}/{}", pointer_token(name));
            self.at(&pointer, ProblemCode::UnknownField);
            known = false;
        }
        known.then_some(members)
    }

    fn put(&mut self, path: &str, pointer: &str, text: String) {
        self.pointers.insert(path.to_owned(), pointer.to_owned());
        self.inputs.insert(path.to_owned(), vec![text]);
    }

    fn at(&mut self, pointer: &str, code: ProblemCode) {
        let mut at = At::code(Place::Pointer(pointer.to_owned()), code);
        if let What::Known(problem) = &mut at.problem {
            let name = pointer.rsplit('/').next().unwrap_or_default();
            name.clone_into(&mut problem.field);
        }
        self.tell(at);
    }

    fn wrong_type(&mut self, pointer: &str, expected: &str) {
        let place = Place::Pointer(pointer.to_owned());
        let detail = format!("This has to be {expected}.");
        self.tell(At::own(place, "wrong_type", detail));
    }

    fn tell(&mut self, at: At) {
        if self.wrong.len() < WRONG_MAX {
            self.wrong.push(at);
        }
    }
}

/// A value without parts, as it would be typed; otherwise what was expected.
fn scalar(kind: &FieldType, value: &Value) -> Result<String, &'static str> {
    match (kind, value) {
        (FieldType::YesNo, Value::Bool(value)) => Ok(if *value { "yes" } else { "no" }.to_owned()),
        (FieldType::YesNo, _) => Err("a boolean"),
        (FieldType::Integer { .. }, Value::Number(number)) if !number.is_f64() => {
            Ok(number.to_string())
        }
        (FieldType::Integer { .. }, _) => Err("an integer"),
        (FieldType::Decimal { .. }, Value::Number(number)) => Ok(number.to_string()),
        (_, Value::String(text)) => Ok(text.clone()),
        _ => Err("a string"),
    }
}
