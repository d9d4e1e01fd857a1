//! Whether the rules of a form can work: every field they ask is there, can be compared, and is no
//! more delicate than the field whose rule it is.

mod calculations;
mod conditions;

use super::{FormProblem, classes::Class};
use crate::forms::{
    Calculation, Condition, Field, FieldType, FormDefinition, RULE_DEPTH_MAX, RULE_PARTS_MAX,
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
                choice: None,
                problems: Vec::new(),
            };
            checker.check();
            problems.extend(checker.problems);
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
    /// The choice whose condition is looked at.
    choice: Option<&'a str>,
    problems: Vec<FormProblem>,
}

impl<'a> Checker<'a> {
    fn wrong(&mut self, reason: impl Into<String>) {
        let reason = reason.into();
        let problem = match self.choice {
            Some(choice) => FormProblem::of_choice(&self.field.id, choice, &reason),
            None => FormProblem::of(&self.field.id, reason),
        };
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
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
        let deciding = [&field.shown_when, &field.required_when];
        let checks = field.checks.iter().map(|check| &check.holds);
        for condition in deciding.into_iter().flatten().chain(checks) {
            self.condition(condition);
        }
        for choice in field.kind.choices() {
            self.choice = Some(&choice.choice);
            if let Some(condition) = &choice.shown_when {
                self.condition(condition);
            }
        }
        self.choice = None;
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
}
