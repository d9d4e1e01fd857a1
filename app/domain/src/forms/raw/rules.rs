//! Whether the rules of a form can work: every field they ask is there, can be compared, and is no
//! more delicate than the field whose rule it is.

use super::{
    FormProblem,
    classes::{Class, can_compare, class_of, gives},
};
use crate::forms::{
    Calculation, Condition, Constant, Decimal, Field, FieldType, FormDefinition, Operand, OverRows,
    RULE_DEPTH_MAX, RULE_PARTS_MAX, ResultType,
};

/// What is wrong with the rules of a form. What they ask of other forms is looked at when these
/// are given.
pub(super) fn problems(
    form: &FormDefinition,
    others: Option<&[FormDefinition]>,
) -> Vec<FormProblem> {
    let mut problems = Vec::new();
    for top in &form.fields {
        for (field, group) in
            core::iter::once((top, None)).chain(top.sub_fields().iter().map(|sub| (sub, Some(top))))
        {
            let mut checker = Checker {
                form,
                others,
                field,
                group,
                row: None,
                reasons: Vec::new(),
            };
            checker.check();
            let reasons = checker.reasons.into_iter();
            problems.extend(reasons.map(|reason| FormProblem::of(&field.id, reason)));
        }
    }
    problems
}

struct Checker<'a> {
    form: &'a FormDefinition,
    others: Option<&'a [FormDefinition]>,
    field: &'a Field,
    /// The group that the field belongs to.
    group: Option<&'a Field>,
    /// The group whose rows a part of a rule looks at.
    row: Option<&'a Field>,
    reasons: Vec<String>,
}

impl<'a> Checker<'a> {
    fn wrong(&mut self, reason: impl Into<String>) {
        let reason = reason.into();
        if !self.reasons.contains(&reason) {
            self.reasons.push(reason);
        }
    }

    fn check(&mut self) {
        let field = self.field;
        let conditions: Vec<&Condition> = field.conditions().collect();
        let depths = conditions.iter().map(|condition| condition.depth());
        let depth = depths
            .chain(field.calculation().map(Calculation::depth))
            .max();
        if depth.is_some_and(|depth| depth > RULE_DEPTH_MAX) {
            self.wrong(format!("a rule is nested deeper than {RULE_DEPTH_MAX}"));
            return;
        }
        let sizes = conditions.iter().map(|condition| condition.size());
        let size: usize = sizes
            .chain(field.calculation().map(Calculation::size))
            .sum();
        if size > RULE_PARTS_MAX {
            self.wrong(format!("the rules have more than {RULE_PARTS_MAX} parts"));
            return;
        }
        for condition in conditions {
            self.condition(condition);
        }
        if let FieldType::Calculated {
            result,
            calculation,
        } = &field.kind
        {
            self.calculation(calculation);
            self.result(result, calculation);
        }
        if let Some(parent) = &field.parent {
            self.parent(parent);
        }
    }

    /// The field that is asked, where it can be asked from here.
    fn asked(&mut self, id: &str) -> Option<&'a Field> {
        let (found, owner) = match id.split_once('/') {
            Some((form, field)) => (self.elsewhere(form, field)?, None),
            None => self.here(id)?,
        };
        let sensitivity = owner.unwrap_or(found).sensitivity;
        if sensitivity > self.field.sensitivity {
            self.wrong(format!(
                "the rule would reveal `{id}`, which is more sensitive"
            ));
        }
        if Class::of(found) == Class::Nothing {
            self.wrong(format!("`{id}` has no answer that a rule could ask"));
        }
        Some(found)
    }

    fn here(&mut self, id: &str) -> Option<(&'a Field, Option<&'a Field>)> {
        for top in &self.form.fields {
            if top.id == id {
                return Some((top, None));
            }
            let Some(sub) = top.sub_fields().iter().find(|sub| sub.id == id) else {
                continue;
            };
            let reachable = [self.group, self.row]
                .into_iter()
                .flatten()
                .any(|own| own.id == top.id);
            if !reachable {
                self.wrong(format!(
                    "`{id}` stands in the group `{}`: ask it through its rows",
                    top.id
                ));
                return None;
            }
            return Some((sub, Some(top)));
        }
        self.wrong(format!("the rule asks an unknown field `{id}`"));
        None
    }

    fn elsewhere(&mut self, form: &str, field: &str) -> Option<&'a Field> {
        let forms = self.others?;
        if form == self.form.form {
            self.wrong(format!(
                "`{form}/{field}` is a field of this form: leave `{form}/` out"
            ));
            return None;
        }
        let other = forms.iter().find(|other| other.form == form);
        let found = other.and_then(|other| other.field(field));
        match found.map(Class::of) {
            None => self.wrong(format!("the rule asks an unknown field `{form}/{field}`")),
            Some(Class::Rows) => {
                self.wrong(format!(
                    "`{form}/{field}` is a group, and groups of other forms cannot be asked"
                ));
                return None;
            }
            Some(_) => {}
        }
        found
    }

    fn asked_group(&mut self, id: &str) -> Option<&'a Field> {
        if id.contains('/') {
            self.wrong("groups of other forms cannot be asked");
            return None;
        }
        if self.row.is_some() {
            self.wrong("rows are asked within rows");
            return None;
        }
        let group = self.asked(id)?;
        if Class::of(group) != Class::Rows {
            self.wrong(format!("`{id}` is not a group"));
            return None;
        }
        if self.group.is_some_and(|own| own.id == group.id) {
            self.wrong(format!("a row cannot ask all rows of its own group `{id}`"));
            return None;
        }
        Some(group)
    }

    fn in_rows_of(&mut self, group: &str, look: impl FnOnce(&mut Self)) {
        if let Some(group) = self.asked_group(group) {
            self.row = Some(group);
            look(self);
            self.row = None;
        }
    }

    fn condition(&mut self, condition: &'a Condition) {
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

    fn asked_of(&mut self, field: &str, class: Class) {
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

    fn parent(&mut self, parent: &str) {
        let Some(asked) = self.asked(parent) else {
            return;
        };
        if !matches!(asked.kind, FieldType::OneChoice { .. }) {
            self.wrong(format!("the parent `{parent}` is not a one_choice field"));
            return;
        }
        let known = |id: &str| asked.kind.choice_label(id).is_some();
        let choices = self.field.kind.choices();
        if !choices
            .iter()
            .any(|choice| choice.parent.as_deref().is_some_and(known))
        {
            self.wrong(format!("no choice belongs to a choice of `{parent}`"));
        }
    }

    fn calculation(&mut self, calculation: &'a Calculation) {
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

    fn result(&mut self, result: &ResultType, calculation: &Calculation) {
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
