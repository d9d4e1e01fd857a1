//! What becomes of answers.

use domain::{
    ProblemCode,
    forms::{Answer, Answers, Filling, Inputs},
};
use parity::{Random, Trial, paths};

use crate::{TRIALS, edited, settled, write};

#[test]
fn answers_survive_their_document() {
    let mut answered = 0;
    for seed in 0..TRIALS {
        let trial = Trial::of(seed);
        let answers = edited(&trial, &trial.stored, &trial.typed, write).answers;
        answered += answers.iter().count();
        let text = answers.to_json().to_string();
        let document = serde_json::from_str(&text).unwrap();
        let back = Answers::from_json(&trial.form, &document);
        assert_eq!(back, answers, "seed {seed}");
    }
    assert!(answered > 10_000, "{answered}");
}

/// What was accepted is accepted again, typed out or left alone.
#[test]
fn answers_typed_again_are_the_same() {
    let mut without_problems = 0;
    for seed in 0..TRIALS {
        let trial = Trial::of(seed);
        let first = edited(&trial, &Answers::default(), &trial.typed, write);
        if !first.problems.is_empty() {
            continue;
        }
        without_problems += u32::from(!first.answers.is_empty());
        let again = edited(
            &trial,
            &Answers::default(),
            &first.answers.to_inputs(),
            write,
        );
        assert_eq!(again, first, "seed {seed}");
        let kept = edited(&trial, &first.answers, &Inputs::new(), write);
        assert_eq!(kept, first, "seed {seed}, nothing sent");
    }
    assert!(without_problems > 100, "{without_problems}");
}

/// Whatever is stored, and under whatever rules: nothing is wrong with how it reads. Rules may want
/// more than there is, and a whole answer may not suit them.
#[test]
fn stored_answers_typed_again_are_accepted() {
    let mut stored = 0;
    for seed in 0..TRIALS {
        let trial = Trial::of(seed);
        let answers = edited(&trial, &trial.stored, &trial.typed, write).answers;
        stored += answers.iter().count();
        let filling = |typed| {
            let (form, setting) = (trial.form.clone(), trial.setting.clone());
            Filling::new(form, setting, answers.clone(), typed)
        };
        let untouched = filling(Inputs::new());
        for problem in untouched.problems() {
            assert!(
                matches!(
                    problem.code,
                    ProblemCode::Required
                        | ProblemCode::OwnRule { .. }
                        | ProblemCode::TooFewRows { .. }
                        | ProblemCode::TooManyRows { .. }
                ),
                "seed {seed}: {problem:?}"
            );
        }
        // Only what people answer is typed; calculated answers are not theirs to send.
        let mut typed = answers.to_inputs();
        typed.retain(|path, _| {
            let field = trial.form.field_at(path);
            field.is_some_and(|(_, field)| field.is_asked())
        });
        let typed = filling(typed);
        assert_eq!(typed.answers(), untouched.answers(), "seed {seed}");
        assert_eq!(typed.problems(), untouched.problems(), "seed {seed}");
    }
    assert!(stored > 10_000, "{stored}");
}

/// Also when it is stored and required, and when its text is at fault.
#[test]
fn nothing_hidden_is_stored_or_required() {
    let mut hidden = 0;
    for seed in 0..TRIALS {
        let trial = Trial::of(seed);
        let filling = trial.begin();
        let (all, answers) = (paths(&filling), filling.answers());
        for path in all.iter().filter(|path| !filling.is_shown(path)) {
            hidden += 1;
            assert_eq!(filling.answer(path), None, "seed {seed}: {path}");
            assert!(!filling.is_required(path), "seed {seed}: {path}");
            assert!(answers.get(path).is_none(), "seed {seed}: {path}");
        }
        for problem in filling.problems() {
            let is_of = |path: &&String| {
                let rest = problem.field.strip_prefix(path.as_str());
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            };
            let field = all.iter().filter(is_of).max_by_key(|path| path.len());
            if !field.is_some_and(|path| filling.is_shown(path)) {
                assert_eq!(problem.code, ProblemCode::UnknownField, "seed {seed}");
                let is_known = field.is_some_and(|path| {
                    let (group, field) = trial.form.field_at(path).unwrap();
                    group.is_some() || field.sub_fields().is_empty()
                });
                assert!(!is_known, "seed {seed}: {problem:?}");
            }
        }
        for (field, answer) in answers.iter() {
            let Answer::Rows(rows) = answer else { continue };
            let shown = |id: &str| {
                let rows = filling.rows(field).into_iter();
                rows.map(|row| format!("{field}.{row}.{id}"))
                    .any(|path| filling.is_shown(&path))
            };
            for (id, _) in rows.answers().flat_map(Answers::iter) {
                assert!(shown(id), "seed {seed}: {field}.{id}");
            }
        }
    }
    assert!(hidden > 10_000, "{hidden}");
}

/// A hidden answer feeds nothing: everything comes out the same if it was never typed or stored.
#[test]
fn hidden_answers_feed_nothing() {
    let mut forgotten = 0;
    for seed in 0..TRIALS {
        let trial = Trial::of(seed);
        let filling = trial.begin();
        // The path of the field that a control belongs to, in its row if it stands in one.
        let field_of = |path: &str| {
            let (group, _) = trial.form.field_at(path)?;
            let parts = if group.is_some() { 3 } else { 1 };
            Some(path.split('.').take(parts).collect::<Vec<_>>().join("."))
        };
        let mut typed = filling.inputs().clone();
        for (path, values) in &mut typed {
            let is_hidden = field_of(path).is_some_and(|field| !filling.is_shown(&field));
            if is_hidden && !values.is_empty() {
                values.clear();
                forgotten += 1;
            }
        }
        let (form, setting) = (trial.form.clone(), trial.setting.clone());
        let stored = trial.stored.only(|field| filling.is_shown(field));
        let without = Filling::new(form, setting, stored, typed);
        assert_eq!(without.answers(), filling.answers(), "seed {seed}");
        assert_eq!(without.problems(), filling.problems(), "seed {seed}");
        assert_eq!(without.shown_fields(), filling.shown_fields());
    }
    assert!(forgotten > 10_000, "{forgotten}");
}

#[test]
fn what_was_typed_comes_back_with_the_field() {
    let mut returned = 0;
    for seed in 0..TRIALS {
        let trial = Trial::of(seed);
        let mut filling = trial.begin();
        let before = filling.answers();
        let mut random = Random::new(seed);
        let paths: Vec<String> = filling.inputs().keys().cloned().collect();
        if paths.is_empty() {
            continue;
        }
        for _ in 0..4 {
            let path = random.pick(&paths).clone();
            let typed = filling.inputs()[&path].clone();
            let shown = filling.shown_fields().len();
            filling.set(&path, Vec::new());
            returned += u32::from(filling.shown_fields().len() < shown);
            filling.set(&path, typed);
            assert_eq!(filling.answers(), before, "seed {seed}: {path}");
        }
    }
    assert!(returned > 50, "{returned}");
}

/// The answers that later tests take as stored are really such.
#[test]
fn settled_answers_are_plenty() {
    let settled: Vec<Answers> = (0..300).map(|seed| settled(&Trial::of(seed))).collect();
    let empty = settled.iter().filter(|answers| answers.is_empty()).count();
    assert!(empty < 60, "{empty}");
}
