//! Whether a calculation can be worked out, and gives what is named.

use super::{
    super::classes::{Class, class_of, gives},
    Checker,
};
use crate::forms::{Calculation, Constant, Decimal, Field, OverRows, ResultType};

impl<'a> Checker<'a> {
    pub(super) fn calculation(&mut self, calculation: &'a Calculation) {
        match calculation {
            Calculation::Value(Constant::Integer(number)) if Decimal::whole(*number).is_none() => {
                self.wrong(format!("{number} is too large to calculate with"));
            }
            Calculation::Field(field) => self.value_of(field),
            Calculation::Sum(parts)
            | Calculation::Average(parts)
            | Calculation::Smallest(parts)
            | Calculation::Largest(parts)
            | Calculation::Product(parts)
            | Calculation::Join { parts, .. }
                if parts.is_empty() =>
            {
                self.wrong("a calculation needs at least one part");
            }
            Calculation::Difference(parts) if parts.len() < 2 => {
                self.wrong("`difference` needs two parts");
            }
            Calculation::Rows { group, only } => {
                self.in_rows_of(group, |inner| {
                    if let Some(only) = only {
                        inner.condition(only);
                    }
                });
                return;
            }
            Calculation::SumOfRows(OverRows { group, of, only })
            | Calculation::AverageOfRows(OverRows { group, of, only }) => {
                self.in_rows_of(group, |inner| {
                    inner.calculation(of);
                    inner.number(of);
                    if let Some(only) = only {
                        inner.condition(only);
                    }
                });
                return;
            }
            Calculation::Chosen { field } => self.asked_of(field, Class::Choices),
            Calculation::Age { field } => self.asked_of(field, Class::Day),
            Calculation::Score { field, points, .. } => {
                self.score(field, points.keys().map(String::as_str));
            }
            _ => {}
        }
        for condition in calculation.conditions() {
            self.condition(condition);
        }
        for part in calculation.parts() {
            self.calculation(part);
        }
        self.operands(calculation);
    }

    fn value_of(&mut self, field: &str) {
        if let Some(asked) = self.asked(field)
            && matches!(
                Class::of(asked),
                Class::Choices | Class::Opaque | Class::Rows
            )
        {
            self.wrong(format!("`{field}` has no single value to calculate with"));
        }
    }

    /// What sums and spans are made of.
    fn operands(&mut self, calculation: &'a Calculation) {
        match calculation {
            Calculation::Sum(parts)
            | Calculation::Average(parts)
            | Calculation::Product(parts)
            | Calculation::Difference(parts) => {
                for part in parts {
                    self.number(part);
                }
            }
            Calculation::DaysBetween(span)
            | Calculation::MonthsBetween(span)
            | Calculation::YearsBetween(span) => {
                for part in [&span.from, &span.to] {
                    if self.class(part).is_some_and(|class| class != Class::Day) {
                        self.wrong("a span of time needs two days");
                    }
                }
            }
            _ => {}
        }
    }

    fn number(&mut self, part: &Calculation) {
        if self.class(part).is_some_and(|class| class != Class::Number) {
            self.wrong("a part of the calculation is not a number");
        }
    }

    fn class(&self, calculation: &Calculation) -> Option<Class> {
        class_of(calculation, &|id| self.known(id))
    }

    fn known(&self, id: &str) -> Option<&'a Field> {
        match id.split_once('/') {
            Some((form, field)) => {
                let other = self.others?.iter().find(|other| other.form == form)?;
                other.field(field)
            }
            None => self.form.every_field().find(|field| field.id == id),
        }
    }

    fn score<'b>(&mut self, field: &str, points: impl Iterator<Item = &'b str>) {
        let Some(asked) = self.asked(field) else {
            return;
        };
        for id in points {
            let known = match Class::of(asked) {
                Class::Choice | Class::Choices => asked.kind.choice_label(id).is_some(),
                Class::YesNo => matches!(id, "yes" | "no"),
                _ => false,
            };
            if !known {
                self.wrong(format!("`{field}` has no answer `{id}` to give points for"));
            }
        }
    }

    pub(super) fn result(&mut self, result: &ResultType, calculation: &Calculation) {
        if let Some(class) = self.class(calculation)
            && !gives(class, result)
        {
            self.wrong("the calculation does not give the result that is named");
        }
        if let ResultType::OneChoice { choices } = result {
            for id in chosen(calculation) {
                if choices.iter().all(|choice| choice.choice != id) {
                    self.wrong(format!("`{id}` is not a choice of the result"));
                }
            }
        }
    }
}

/// The fixed texts that a calculation may come out as.
fn chosen(calculation: &Calculation) -> Vec<&str> {
    match calculation {
        Calculation::Value(Constant::Text(text)) => vec![text],
        Calculation::If {
            then, otherwise, ..
        } => {
            let mut all = chosen(then);
            all.extend(otherwise.iter().flat_map(|otherwise| chosen(otherwise)));
            all
        }
        _ => Vec::new(),
    }
}
