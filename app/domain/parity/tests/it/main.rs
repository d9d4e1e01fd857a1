//! What holds for the rule engine whatever the form and whatever is typed, over random forms and
//! over the city's own.

mod answers;
mod incremental;
mod mutated;
mod nesting;
mod random;
mod rights;
mod sizes;
mod timed;

use domain::{
    access::FieldAccess,
    forms::{Answers, Edited, Field, Inputs, edit},
};
use parity::Trial;

/// How many random forms.
const TRIALS: u64 = 3000;

/// What comes of an edit in the form and on the day of the trial.
fn edited(
    trial: &Trial,
    stored: &Answers,
    typed: &Inputs,
    access: impl Fn(&Field) -> FieldAccess,
) -> Edited {
    edit(&trial.form, &trial.setting, stored, typed, access)
}

fn write(_: &Field) -> FieldAccess {
    FieldAccess::Write
}

/// Answers as they may be stored: whatever was at fault in what was typed is gone, and sending
/// nothing changes nothing.
fn settled(trial: &Trial) -> Answers {
    let mut answers = edited(trial, &trial.stored, &trial.typed, write).answers;
    for _ in 0..4 {
        let next = edited(trial, &answers, &Inputs::new(), write).answers;
        if next == answers {
            return answers;
        }
        answers = next;
    }
    Answers::default()
}
