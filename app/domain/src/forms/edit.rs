use std::collections::BTreeSet;

use super::{
    Answers, Field, Filling, FormDefinition, Inputs, PlannedForm, Setting, field_of,
    filling::shortened,
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
    setting: &Setting,
    stored: &Answers,
    typed: &Inputs,
    access: impl Fn(&Field) -> FieldAccess,
) -> Edited {
    let planned = definition.clone().into();
    edit_planned(&planned, setting, stored, typed, access)
}

/// As [`edit`], for whoever has the form's plan already.
pub fn edit_planned(
    planned: &PlannedForm,
    setting: &Setting,
    stored: &Answers,
    typed: &Inputs,
    access: impl Fn(&Field) -> FieldAccess,
) -> Edited {
    let definition = planned.form();
    let access_to = |path: &str| definition.field(field_of(path)).map(&access);
    let mut problems = Vec::new();
    let mut unknown = Vec::new();
    let mut writable = Inputs::new();
    for (path, values) in typed {
        match access_to(path) {
            Some(FieldAccess::Read) => {
                problems.push(Problem::new(shortened(path), ProblemCode::ReadOnly));
            }
            Some(FieldAccess::Hidden) => {
                unknown.push(Problem::new(shortened(path), ProblemCode::UnknownField));
            }
            _ => {
                writable.insert(path.clone(), values.clone());
            }
        }
    }
    problems.truncate(20);
    let filling = Filling::new(planned.clone(), setting.clone(), stored.clone(), writable);
    for problem in filling.problems() {
        if access_to(&problem.field) == Some(FieldAccess::Write) {
            problems.push(problem);
        } else if problem.code == ProblemCode::UnknownField {
            unknown.push(problem);
        }
    }
    // What is hidden stands among what does not exist, so that its place does not tell it apart.
    unknown.sort_by(|one, other| one.field.cmp(&other.field));
    unknown.truncate(20);
    problems.extend(unknown);
    Edited {
        answers: filling.answers(),
        problems,
    }
}

/// What the page foresees while a person types: every field is theirs to write.
pub fn foresee(definition: &FormDefinition, setting: &Setting, typed: &Inputs) -> Edited {
    edit(definition, setting, &Answers::default(), typed, |_| {
        FieldAccess::Write
    })
}

/// The same for a form that is filled in again and again.
pub fn foresee_planned(planned: &PlannedForm, setting: &Setting, typed: &Inputs) -> Edited {
    edit_planned(planned, setting, &Answers::default(), typed, |_| {
        FieldAccess::Write
    })
}

/// The top-level fields that are shown for these answers.
pub fn visible_fields(
    definition: &FormDefinition,
    setting: &Setting,
    answers: &Answers,
) -> BTreeSet<String> {
    let filling = Filling::new(
        definition.clone(),
        setting.clone(),
        answers.clone(),
        Inputs::new(),
    );
    filling
        .shown_fields()
        .into_iter()
        .map(str::to_owned)
        .collect()
}
