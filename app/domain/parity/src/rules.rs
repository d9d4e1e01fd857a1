//! Random conditions and calculations that a configuration check accepts.

use serde_json::{Value, json};

use crate::{Random, other::random_day};

/// What kind of value a field gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    Number,
    Text,
    Choice,
    Choices,
    Day,
    YesNo,
    Opaque,
    Rows,
}

/// A field that rules may ask.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    pub(crate) id: String,
    pub(crate) class: Class,
    pub(crate) choices: Vec<String>,
    pub(crate) sensitivity: usize,
    /// The group that it stands in.
    pub(crate) group: Option<String>,
    /// The numbers that it may be compared with, where only some can be its answer.
    pub(crate) reach: Option<(i64, i64)>,
    pub(crate) is_one_choice: bool,
}

/// Writes the rules of one field.
pub(crate) struct Rules<'a> {
    pub(crate) random: &'a mut Random,
    pub(crate) known: &'a [Known],
    pub(crate) sensitivity: usize,
    /// The group that the field stands in.
    pub(crate) group: Option<&'a str>,
    /// The group whose rows a part of a rule looks at.
    pub(crate) row: Option<String>,
}

impl Rules<'_> {
    /// A field of one of these classes that may be asked from here.
    fn ask(&mut self, fits: impl Fn(Class) -> bool) -> Option<Known> {
        let here: Vec<&Known> = self
            .known
            .iter()
            .filter(|known| fits(known.class) && known.sensitivity <= self.sensitivity)
            .filter(|known| match known.group.as_deref() {
                None => true,
                group => group == self.group || group == self.row.as_deref(),
            })
            .collect();
        (!here.is_empty()).then(|| (*self.random.pick(&here)).clone())
    }

    /// A group whose rows may be looked at from here.
    fn ask_group(&mut self) -> Option<String> {
        if self.row.is_some() {
            return None;
        }
        self.ask(|class| class == Class::Rows).map(|group| group.id)
    }

    fn in_rows_of(&mut self, group: &str, write: impl FnOnce(&mut Self) -> Value) -> Value {
        self.row = Some(group.to_owned());
        let value = write(self);
        self.row = None;
        value
    }

    /// A condition; `None` when there is nothing to ask.
    pub(crate) fn condition(&mut self, depth: usize) -> Option<Value> {
        let compound = depth > 0 && self.random.chance(45);
        if !compound {
            return self.comparison();
        }
        Some(match self.random.below(5) {
            0 => json!({"all": self.conditions(depth - 1)?}),
            1 => json!({"any": self.conditions(depth - 1)?}),
            2 => json!({"not": self.condition(depth - 1)?}),
            kind => {
                let group = self.ask_group()?;
                let holds = self.in_rows_of(&group, |inner| {
                    inner.condition(depth - 1).unwrap_or(Value::Null)
                });
                let name = if kind == 3 { "any_row" } else { "every_row" };
                json!({name: {"group": group, "holds": some(holds)?}})
            }
        })
    }

    fn conditions(&mut self, depth: usize) -> Option<Vec<Value>> {
        let count = self.random.between(1, 3);
        let all: Vec<Value> = (0..count).filter_map(|_| self.condition(depth)).collect();
        (!all.is_empty()).then_some(all)
    }

    fn comparison(&mut self) -> Option<Value> {
        let field = self.ask(|_| true)?;
        let id = &field.id;
        let plain = self.random.chance(20);
        Some(match field.class {
            Class::Opaque | Class::Rows => self.is_answered(id),
            _ if plain => self.is_answered(id),
            Class::Choices => {
                json!({"contains": {"field": id, "choice": self.random.pick(&field.choices)}})
            }
            Class::Text if self.random.chance(50) => {
                json!({"contains_text": {"field": id, "text": self.random.pick(&["o", "ŰR", "a", "ß", "İ"])}})
            }
            Class::Day if self.random.chance(40) => self.about_a_day(id),
            Class::Number | Class::Day if self.random.chance(60) => {
                let name = *self.random.pick(&["less", "more"]);
                json!({name: {"field": id, "than": self.operand(&field)}})
            }
            _ => json!({"equal": {"field": id, "value": self.operand(&field)}}),
        })
    }

    fn is_answered(&mut self, id: &str) -> Value {
        let name = *self.random.pick(&["answered", "empty"]);
        json!({name: {"field": id}})
    }

    fn about_a_day(&mut self, id: &str) -> Value {
        let from = self.random.below(40);
        match self.random.below(4) {
            0 => json!({"before_today": {"field": id}}),
            1 => json!({"after_today": {"field": id}}),
            2 => json!({"age": {"field": id, "from": from}}),
            _ => {
                json!({"age": {"field": id, "from": from, "below": from + self.random.between(1, 60)}})
            }
        }
    }

    /// What the answer to a field can be compared with.
    fn operand(&mut self, field: &Known) -> Value {
        if self.random.chance(25)
            && let Some(other) = self.ask(|class| class == field.class)
        {
            return json!({"field": other.id});
        }
        match field.class {
            Class::Number => match field.reach {
                Some((min, max)) => json!(*self.random.pick(&[min, max, min / 2 + max / 2])),
                None if self.random.chance(30) => {
                    json!(*self.random.pick(&["1.5", "-0.000001", "12"]))
                }
                None => json!(*self.random.pick(&[0, 1, 5, 48_000])),
            },
            Class::Choice => json!(self.random.pick(&field.choices)),
            Class::Day if self.random.chance(30) => json!("today"),
            Class::Day => json!(random_day(self.random).to_string()),
            Class::YesNo => json!(self.random.chance(50)),
            _ => json!(*self.random.pick(&["Olena", "c1", "1", "árvíztűrő"])),
        }
    }
}

/// Calculations.
impl Rules<'_> {
    /// A calculation of this class.
    pub(crate) fn calculation(&mut self, class: Class, choices: &[String], depth: usize) -> Value {
        if depth > 0
            && self.random.chance(25)
            && let Some(when) = self.condition(1)
        {
            let then = self.calculation(class, choices, depth - 1);
            let mut chosen = json!({"when": when, "then": then});
            if self.random.chance(60) {
                chosen["otherwise"] = self.calculation(class, choices, depth - 1);
            }
            return json!({"if": chosen});
        }
        if self.random.chance(40)
            && let Some(field) = self.ask(|known| known == class)
        {
            return json!({"field": field.id});
        }
        match class {
            Class::Number => self.number(depth),
            Class::Day => self.day(depth),
            Class::YesNo => json!({"value": self.random.chance(50)}),
            Class::Choice => json!({"value": self.random.pick(choices)}),
            _ => self.text(depth),
        }
    }

    fn numbers(&mut self, depth: usize) -> Vec<Value> {
        let count = self.random.between(2, 4);
        (0..count)
            .map(|_| self.calculation(Class::Number, &[], depth - 1))
            .collect()
    }

    fn number(&mut self, depth: usize) -> Value {
        let numbers = [
            "sum",
            "product",
            "difference",
            "average",
            "smallest",
            "largest",
        ];
        if depth > 0 && self.random.chance(45) {
            return json!({*self.random.pick(&numbers): self.numbers(depth)});
        }
        let made = match self.random.below(6) {
            0 => self.conditions(1).map(|all| json!({"count": all})),
            1 => self.of_rows(depth),
            2 => self.of_one_field(),
            3 | 4 if depth > 0 => Some(self.span(depth)),
            _ => None,
        };
        made.unwrap_or_else(|| {
            let whole = [0_i64, 1, -7, 100, 9_000_000_000_000];
            if self.random.chance(30) {
                json!({"value": *self.random.pick(&["1.5", "-0.333333", "0.000001"])})
            } else {
                json!({"value": *self.random.pick(&whole)})
            }
        })
    }

    fn of_rows(&mut self, depth: usize) -> Option<Value> {
        let group = self.ask_group()?;
        let name = *self
            .random
            .pick(&["rows", "sum_of_rows", "average_of_rows"]);
        let mut over = json!({"group": group});
        if name != "rows" {
            over["of"] = self.in_rows_of(&group, |inner| {
                inner.calculation(Class::Number, &[], depth.saturating_sub(1))
            });
        }
        if self.random.chance(50) {
            let only = self.in_rows_of(&group, |inner| inner.condition(1).unwrap_or(Value::Null));
            if !only.is_null() {
                over["where"] = only;
            }
        }
        Some(json!({name: over}))
    }

    /// How many are chosen, how old somebody is, what an answer scores.
    fn of_one_field(&mut self) -> Option<Value> {
        let fits = |class| {
            matches!(
                class,
                Class::Choices | Class::Choice | Class::YesNo | Class::Day
            )
        };
        let field = self.ask(fits)?;
        let id = &field.id;
        Some(match field.class {
            Class::Day => json!({"age": {"field": id}}),
            Class::Choices if self.random.chance(40) => json!({"chosen": {"field": id}}),
            class => {
                let yes_no = ["yes".to_owned(), "no".to_owned()];
                let answers = if class == Class::YesNo {
                    &yes_no[..]
                } else {
                    &field.choices
                };
                let mut score = json!({"field": id, "points": {}});
                for answer in answers.iter().take(4) {
                    score["points"][answer] = json!(self.random.between(0, 9));
                }
                if self.random.chance(30) {
                    score["otherwise"] = json!(-1);
                }
                json!({"score": score})
            }
        })
    }

    fn span(&mut self, depth: usize) -> Value {
        let name = *self
            .random
            .pick(&["days_between", "months_between", "years_between"]);
        let from = self.calculation(Class::Day, &[], depth - 1);
        let to = self.calculation(Class::Day, &[], depth - 1);
        json!({name: {"from": from, "to": to}})
    }

    fn day(&mut self, depth: usize) -> Value {
        if depth > 0 && self.random.chance(30) {
            let name = *self.random.pick(&["smallest", "largest"]);
            let days: Vec<Value> = (0..3)
                .map(|_| self.calculation(Class::Day, &[], depth - 1))
                .collect();
            return json!({name: days});
        }
        if self.random.chance(50) {
            json!("today")
        } else {
            json!({"value": random_day(self.random).to_string()})
        }
    }

    fn text(&mut self, depth: usize) -> Value {
        if depth == 0 || self.random.chance(30) {
            return json!({"value": *self.random.pick(&["Olena", "–", "árvíztűrő tükörfúrógép"])});
        }
        let classes = [Class::Text, Class::Number, Class::Day, Class::YesNo];
        let parts: Vec<Value> = (0..3)
            .map(|_| {
                let class = *self.random.pick(&classes);
                self.calculation(class, &[], depth - 1)
            })
            .collect();
        json!({"join": {"parts": parts, "separator": *self.random.pick(&["", ", ", " – "])}})
    }
}

fn some(value: Value) -> Option<Value> {
    (!value.is_null()).then_some(value)
}
