//! Whether a condition can hold.

use super::{
    super::classes::{Class, can_compare},
    Checker,
};
use crate::forms::{Condition, Operand};

impl<'a> Checker<'a> {
    pub(super) fn condition(&mut self, condition: &'a Condition) {
        match condition {
            Condition::All(parts) | Condition::Any(parts) => {
                if parts.is_empty() {
                    self.wrong("`all` and `any` need at least one part");
                }
                for part in parts {
                    self.condition(part);
                }
            }
            Condition::Not(part) => self.condition(part),
            Condition::AnyRow { group, holds } | Condition::EveryRow { group, holds } => {
                self.in_rows_of(group, |inner| inner.condition(holds));
            }
            Condition::Answered { field } | Condition::Empty { field } => {
                self.asked(field);
            }
            Condition::Equal { field, value } => self.comparison(field, value, false),
            Condition::Less { field, than } | Condition::More { field, than } => {
                self.comparison(field, than, true);
            }
            Condition::Contains { field, choice } => {
                if let Some(asked) = self.asked(field)
                    && !(Class::of(asked) == Class::Choices
                        && asked.kind.choice_label(choice).is_some())
                {
                    self.never(field);
                }
            }
            Condition::ContainsText { field, text } => {
                if text.trim().is_empty() {
                    self.wrong("`contains_text` needs a text");
                }
                self.asked_of(field, Class::Text);
            }
            Condition::BeforeToday { field } | Condition::AfterToday { field } => {
                self.asked_of(field, Class::Day);
            }
            Condition::Age { field, from, below } => {
                if from.is_none() && below.is_none() {
                    self.wrong("`age` needs `from` or `below`");
                }
                if let (Some(from), Some(below)) = (from, below)
                    && below <= from
                {
                    self.never(field);
                }
                self.asked_of(field, Class::Day);
            }
        }
    }

    fn never(&mut self, field: &str) {
        self.wrong(format!("the condition can never hold for `{field}`"));
    }

    pub(super) fn asked_of(&mut self, field: &str, class: Class) {
        if let Some(asked) = self.asked(field)
            && Class::of(asked) != class
        {
            self.never(field);
        }
    }

    fn comparison(&mut self, field: &str, with: &Operand, by_order: bool) {
        let Some(asked) = self.asked(field) else {
            return;
        };
        let class = Class::of(asked);
        if by_order && !class.has_order() {
            self.wrong(format!("`{field}` is neither a number nor a day"));
            return;
        }
        let fits = match with {
            Operand::Field(other) => {
                let Some(other) = self.asked(&other.field) else {
                    return;
                };
                Class::of(other) == class
                    && !matches!(class, Class::Opaque | Class::Choices | Class::Rows)
            }
            fixed => can_compare(asked, fixed),
        };
        if !fits {
            self.never(field);
        }
    }
}
