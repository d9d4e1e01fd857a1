use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{
    Answers, Field, FormDefinition, Inputs,
    parse::{fits, parse_input},
    visible_fields,
};
use crate::{Problem, ProblemCode, access::FieldAccess};

/// What an edit comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edited {
    /// The answers to store: only those of fields that are shown.
    pub answers: Answers,
    /// What is wrong, in the order of the form; nothing may be stored while there is anything.
    pub problems: Vec<Problem>,
}

/// Applies what was typed to stored answers.
///
/// A field that was not sent keeps its answer. Fields that the actor may not write keep theirs
/// too: sending one that they may read is a problem, and one that is hidden from them is as
/// unknown as one that does not exist. Hidden fields are neither required nor stored.
pub fn edit(
    definition: &FormDefinition,
    stored: &Answers,
    typed: &Inputs,
    access: impl Fn(&Field) -> FieldAccess,
    today: NaiveDate,
) -> Edited {
    let mut answers = stored.clone();
    let mut faults: Vec<Problem> = Vec::new();
    for field in &definition.fields {
        let Some(values) = typed.get(&field.id) else {
            continue;
        };
        match apply(field, values, access(field), today) {
            Ok(answer) => answers.set(&field.id, answer),
            Err(code) => {
                answers.set(&field.id, None);
                faults.push(Problem::new(&field.id, code));
            }
        }
    }
    let visible = visible_fields(definition, &answers);
    let mut problems = field_problems(definition, &answers, &faults, &visible, &access);
    problems.extend(unknown_fields(definition, typed));
    Edited {
        answers: answers.only(|field| visible.contains(field)),
        problems,
    }
}

/// What the page foresees while a person types: every field is theirs to write.
pub fn foresee(definition: &FormDefinition, typed: &Inputs, today: NaiveDate) -> Edited {
    edit(
        definition,
        &Answers::default(),
        typed,
        |_| FieldAccess::Write,
        today,
    )
}

fn apply(
    field: &Field,
    values: &[String],
    access: FieldAccess,
    today: NaiveDate,
) -> Result<Option<super::Answer>, ProblemCode> {
    match access {
        FieldAccess::Write if fits(values) => parse_input(field, values, today),
        FieldAccess::Write => Err(ProblemCode::TooLong {
            max: super::LONG_TEXT_MAX,
        }),
        FieldAccess::Read => Err(ProblemCode::ReadOnly),
        FieldAccess::Hidden => Err(ProblemCode::UnknownField),
    }
}

/// The problems of known fields: faults of those that are shown, or that may not be written at
/// all, and missing answers.
fn field_problems(
    definition: &FormDefinition,
    answers: &Answers,
    faults: &[Problem],
    visible: &BTreeSet<&str>,
    access: &impl Fn(&Field) -> FieldAccess,
) -> Vec<Problem> {
    let mut problems = Vec::new();
    for field in &definition.fields {
        let shown = visible.contains(field.id.as_str());
        let writable = access(field) == FieldAccess::Write;
        let fault = faults.iter().find(|problem| problem.field == field.id);
        if let Some(fault) = fault {
            if shown || !writable {
                problems.push(fault.clone());
            }
        } else if shown && writable && field.required && answers.get(&field.id).is_none() {
            problems.push(Problem::new(&field.id, ProblemCode::Required));
        }
    }
    problems
}

fn unknown_fields(definition: &FormDefinition, typed: &Inputs) -> Vec<Problem> {
    typed
        .keys()
        .filter(|field| definition.field(field).is_none())
        .map(|field| Problem::new(shortened(field), ProblemCode::UnknownField))
        .take(20)
        .collect()
}

/// A name from outside is repeated only so far.
fn shortened(name: &str) -> String {
    name.chars()
        .filter(|sign| !sign.is_control())
        .take(60)
        .collect()
}
