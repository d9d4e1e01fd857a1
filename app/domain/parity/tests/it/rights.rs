//! What somebody can do, and learn, who may not write everything.

use domain::{
    Problem, ProblemCode,
    access::{FieldAccess, Sensitivity},
    forms::{Answer, Answers, Field, Inputs},
};
use parity::{Random, Trial, random_inputs};

use crate::{TRIALS, edited, settled};

/// Writes what is ordinary, reads what is sensitive, and knows nothing of what is restricted.
fn access(field: &Field) -> FieldAccess {
    match field.sensitivity {
        Sensitivity::Ordinary => FieldAccess::Write,
        Sensitivity::Sensitive => FieldAccess::Read,
        Sensitivity::Restricted => FieldAccess::Hidden,
    }
}

fn access_to(trial: &Trial, path: &str) -> Option<FieldAccess> {
    let id = path.split('.').next().unwrap_or_default();
    trial.form.field(id).map(access)
}

fn typed_by_them(seed: u64, trial: &Trial) -> Inputs {
    random_inputs(&mut Random::new(seed), &trial.form)
}

/// Of fields that are unknown or not theirs, only some are told: which ones, depends on the others.
fn has_more_than_is_told(problems: &[Problem]) -> bool {
    [ProblemCode::UnknownField, ProblemCode::ReadOnly]
        .iter()
        .any(|code| {
            let same = problems.iter().filter(|problem| problem.code == *code);
            same.count() >= 20
        })
}

/// The answers in the rows of a group to those of its fields that no rule touches, without rows
/// that hold none.
fn steady_rows(field: &Field, answer: Option<&Answer>) -> Vec<Answers> {
    let Some(Answer::Rows(rows)) = answer else {
        return Vec::new();
    };
    let is_steady = |id: &str| {
        let mut subs = field.sub_fields().iter();
        subs.any(|sub| sub.id == id && !sub.is_conditional() && sub.calculation().is_none())
    };
    let rows = rows.answers().map(|row| row.only(is_steady));
    rows.filter(|row| !row.is_empty()).collect()
}

/// It stays as it is stored; only a rule may hide it, and then all of it.
#[test]
fn nobody_changes_what_they_may_not_write() {
    let mut kept = 0;
    for seed in 0..TRIALS {
        let trial = Trial::of(seed);
        let stored = settled(&trial);
        let typed = typed_by_them(seed, &trial);
        let edited = edited(&trial, &stored, &typed, access);
        for field in &trial.form.fields {
            if access(field) == FieldAccess::Write || field.calculation().is_some() {
                continue;
            }
            let (old, new) = (stored.get(&field.id), edited.answers.get(&field.id));
            if new.is_none() && field.is_conditional() {
                continue;
            }
            kept += u32::from(new.is_some());
            if field.sub_fields().is_empty() {
                // What was hidden when it was stored may be shown now, but has no answer.
                assert_eq!(new, old, "seed {seed}: {}", field.id);
            } else {
                let (old, new) = (steady_rows(field, old), steady_rows(field, new));
                assert_eq!(new, old, "seed {seed}: {}", field.id);
            }
        }
    }
    assert!(kept > 1000, "{kept}");
}

/// Whatever is sent for such a field, everything else comes out as if it had not been sent.
#[test]
fn what_nobody_may_write_has_no_effect() {
    let mut refused = 0;
    for seed in 0..TRIALS {
        let trial = Trial::of(seed);
        let stored = settled(&trial);
        let typed = typed_by_them(seed, &trial);
        let all = edited(&trial, &stored, &typed, access);
        if has_more_than_is_told(&all.problems) {
            continue;
        }
        let mut own = typed.clone();
        own.retain(|path, _| {
            access_to(&trial, path).is_none_or(|access| access == FieldAccess::Write)
        });
        refused += typed.len() - own.len();
        let own = edited(&trial, &stored, &own, access);
        assert_eq!(all.answers, own.answers, "seed {seed}");
        let is_own = |problem: &&Problem| {
            access_to(&trial, &problem.field).is_none_or(|access| access == FieldAccess::Write)
        };
        let problems: Vec<&Problem> = all.problems.iter().filter(is_own).collect();
        assert_eq!(
            problems,
            own.problems.iter().collect::<Vec<_>>(),
            "seed {seed}"
        );
    }
    assert!(refused > 1000, "{refused}");
}

/// Sending to a hidden field is answered like sending to one that no form has.
#[test]
fn a_hidden_field_is_as_unknown_as_one_that_does_not_exist() {
    let mut hidden = 0;
    for seed in 0..TRIALS {
        let trial = Trial::of(seed);
        let stored = settled(&trial);
        let typed = typed_by_them(seed, &trial);
        if has_more_than_is_told(&edited(&trial, &stored, &typed, access).problems) {
            continue;
        }
        let mut other_names = Inputs::new();
        for (path, values) in &typed {
            let is_hidden = access_to(&trial, path) == Some(FieldAccess::Hidden);
            hidden += u32::from(is_hidden);
            let name = if is_hidden {
                format!("x{path}")
            } else {
                path.clone()
            };
            other_names.insert(name, values.clone());
        }
        let told = |typed: &Inputs| -> Vec<(String, ProblemCode)> {
            let problems = edited(&trial, &stored, typed, access).problems;
            let mut told: Vec<_> = problems
                .into_iter()
                .map(|problem| {
                    let field = problem.field.strip_prefix('x').unwrap_or(&problem.field);
                    (field.to_owned(), problem.code)
                })
                .collect();
            // Where one unknown name stands among the others follows from its letters.
            let known = told
                .iter()
                .rposition(|(field, code)| {
                    let is_theirs = access_to(&trial, field) == Some(FieldAccess::Write);
                    *code != ProblemCode::UnknownField || is_theirs
                })
                .map_or(0, |place| place + 1);
            told[known..].sort_by(|one, other| one.0.cmp(&other.0));
            told
        };
        assert_eq!(told(&typed), told(&other_names), "seed {seed}");
    }
    assert!(hidden > 1000, "{hidden}");
}
