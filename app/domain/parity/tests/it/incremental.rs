//! What a change works out again is what working everything out from scratch gives.

use std::collections::BTreeSet;

use domain::{
    Problem,
    forms::{Answer, Field, FieldType, Filling},
};
use parity::{Step, Trial, observe, paths};

use crate::TRIALS;

/// What was typed decides alone, so a filling must equal one that begins with what was typed. Rows
/// into which nothing was typed yet are the filling's own: they hold nothing, and are not compared.
fn assert_from_scratch(trial: &Trial, filling: &Filling, what: &str) {
    let fresh = trial.filling(filling.inputs().clone());
    let compared = paths(&fresh);
    assert_eq!(
        observe(filling, &compared),
        observe(&fresh, &compared),
        "{what}"
    );
    for field in &trial.form.fields {
        let typed = fresh.rows(&field.id);
        let mut own = filling.rows(&field.id);
        own.retain(|row| {
            let prefix = format!("{}.{row}.", field.id);
            filling
                .inputs()
                .keys()
                .any(|path| path.starts_with(&prefix))
        });
        own.retain(|row| !typed.contains(row));
        assert_eq!(own, Vec::<u32>::new(), "{what}: rows of {}", field.id);
    }
}

#[test]
fn every_change_gives_what_a_new_beginning_gives() {
    for seed in 0..TRIALS {
        let trial = Trial::of(seed);
        let mut filling = trial.begin();
        assert_from_scratch(&trial, &filling, &format!("seed {seed}"));
        for (place, step) in trial.steps.iter().enumerate() {
            step.take(&mut filling);
            assert_from_scratch(
                &trial,
                &filling,
                &format!("seed {seed}, step {place}: {step:?}"),
            );
        }
    }
}

/// All that a page shows of the field at this path.
fn seen(
    filling: &Filling,
    problems: &[Problem],
    path: &str,
) -> (bool, bool, Option<Answer>, Vec<usize>, Vec<Problem>) {
    let below = format!("{path}.");
    let own = |problem: &&Problem| problem.field == path || problem.field.starts_with(&below);
    (
        filling.is_shown(path),
        filling.is_required(path),
        filling.answer(path).cloned(),
        filling.offered(path),
        problems.iter().filter(own).cloned().collect(),
    )
}

/// A page touches only the fields that it is told of, so none may be missing; and what is told
/// without reason is work for nothing.
#[test]
fn what_is_told_to_have_changed_is_all_that_has_changed() {
    let mut told = 0;
    for seed in 0..TRIALS {
        let trial = Trial::of(seed);
        let mut filling = trial.begin();
        for step in &trial.steps {
            let before = filling.clone();
            let changes = step.take(&mut filling);
            told += changes.fields.len();
            let old: BTreeSet<String> = paths(&before).into_iter().collect();
            let problems = (before.problems(), filling.problems());
            for path in paths(&filling) {
                let is_group = filling.form().field(&path).is_some_and(is_group);
                let old_look = seen(&before, &problems.0, &path);
                let new_look = seen(&filling, &problems.1, &path);
                // The problems of a group depend on its rows, checks on anything: a page asks
                // for all problems once somebody has finished with a field.
                let visible = |look: &(bool, bool, Option<Answer>, Vec<usize>, Vec<Problem>)| {
                    (look.0, look.1, look.2.clone(), look.3.clone())
                };
                let is_told = changes.fields.contains(&path);
                if visible(&old_look) != visible(&new_look) {
                    assert!(is_told, "seed {seed}: {step:?}: {path}");
                }
                let is_own = match step {
                    Step::Set(set, _) => *set == path || set.starts_with(&format!("{path}.")),
                    _ => false,
                };
                if is_told && !is_own && !is_group && old.contains(&path) {
                    assert_ne!(old_look, new_look, "seed {seed}: {step:?}: {path}");
                }
            }
        }
    }
    assert!(told > 10_000, "{told}");
}

fn is_group(field: &Field) -> bool {
    matches!(field.kind, FieldType::Group(_))
}
