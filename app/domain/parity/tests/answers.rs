//! What becomes of answers.

use domain::{
    access::FieldAccess,
    forms::{Answer, Answers, Filling, Inputs, edit},
};
use parity::{Random, Trial, paths, random_inputs};

/// How many random forms.
const TRIALS: u64 = 3000;

fn write(_: &domain::forms::Field) -> FieldAccess {
    FieldAccess::Write
}

/// Answers that the trial's form has accepted on the trial's day.
fn answers_of(trial: &Trial) -> Answers {
    edit(
        &trial.form,
        &trial.setting,
        &trial.stored,
        &trial.typed,
        write,
    )
    .answers
}

#[test]
fn answers_survive_their_document() {
    for seed in 0..TRIALS {
        let trial = Trial::of(seed);
        let answers = answers_of(&trial);
        let text = answers.to_json().to_string();
        let document = serde_json::from_str(&text).unwrap();
        let back = Answers::from_json(&trial.form, &document);
        assert_eq!(back, answers, "seed {seed}");
    }
}

/// Rules may want more than there is (required fields, fewest rows, checks): those problems are the
/// same as before, and nothing about what was typed is among the new ones.
#[test]
fn answers_typed_again_are_the_same() {
    let mut without_problems = 0;
    for seed in 0..TRIALS {
        let trial = Trial::of(seed);
        let edited = edit(
            &trial.form,
            &trial.setting,
            &Answers::default(),
            &trial.typed,
            write,
        );
        if !edited.problems.is_empty() {
            continue;
        }
        without_problems += 1;
        let typed = edited.answers.to_inputs();
        let again = edit(
            &trial.form,
            &trial.setting,
            &Answers::default(),
            &typed,
            write,
        );
        assert_eq!(again.answers, edited.answers, "seed {seed}");
        assert_eq!(again.problems, Vec::new(), "seed {seed}");
        let kept = edit(
            &trial.form,
            &trial.setting,
            &edited.answers,
            &Inputs::new(),
            write,
        );
        assert_eq!(kept.answers, edited.answers, "seed {seed}, nothing sent");
        assert_eq!(kept.problems, Vec::new(), "seed {seed}, nothing sent");
    }
    assert!(without_problems > 100, "{without_problems}");
}

/// Whatever is stored, and under whatever rules: what is stored stays acceptable.
#[test]
fn stored_answers_typed_again_are_accepted() {
    for seed in 0..TRIALS {
        let trial = Trial::of(seed);
        let answers = answers_of(&trial);
        let typed = answers.to_inputs();
        let filling = Filling::new(
            trial.form.clone(),
            trial.setting.clone(),
            answers.clone(),
            typed,
        );
        let untouched = Filling::new(
            trial.form.clone(),
            trial.setting.clone(),
            answers.clone(),
            Inputs::new(),
        );
        assert_eq!(filling.answers(), untouched.answers(), "seed {seed}");
        assert_eq!(filling.problems(), untouched.problems(), "seed {seed}");
    }
}

#[test]
fn nothing_hidden_is_stored_or_required() {
    for seed in 0..TRIALS {
        let trial = Trial::of(seed);
        let filling = trial.begin();
        let (answers, problems) = (filling.answers(), filling.problems());
        for path in paths(&filling)
            .into_iter()
            .filter(|path| !filling.is_shown(path))
        {
            assert_eq!(filling.answer(&path), None, "seed {seed}: {path}");
            assert!(!filling.is_required(&path), "seed {seed}: {path}");
            let below = format!("{path}.");
            assert!(
                problems
                    .iter()
                    .all(|problem| problem.field != path && !problem.field.starts_with(&below)),
                "seed {seed}: {path}"
            );
            assert!(
                path.contains('.') || answers.get(&path).is_none(),
                "seed {seed}: {path}"
            );
        }
        for (field, answer) in answers.iter() {
            let Answer::Rows(rows) = answer else { continue };
            let shown = |id: &str| {
                let rows = filling.rows(field).into_iter();
                rows.map(|row| format!("{field}.{row}.{id}"))
                    .any(|path| filling.is_shown(&path))
            };
            for (id, _) in rows.iter().flat_map(Answers::iter) {
                assert!(shown(id), "seed {seed}: {field}.{id}");
            }
        }
    }
}

/// A hidden answer feeds nothing: everything that is shown comes out the same if it was never typed.
#[test]
fn hidden_answers_feed_nothing() {
    for seed in 0..TRIALS {
        let trial = Trial::of(seed);
        let filling = trial.begin();
        let mut typed = filling.inputs().clone();
        let is_hidden = |path: &str| {
            let top = path.split('.').next().unwrap_or_default();
            trial.form.field(top).is_some() && !filling.is_shown(top)
        };
        for (path, values) in &mut typed {
            if is_hidden(path) {
                values.clear();
            }
        }
        let without = trial.filling(typed);
        assert_eq!(without.answers(), filling.answers(), "seed {seed}");
        assert_eq!(without.problems(), filling.problems(), "seed {seed}");
    }
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

/// Roles that may only read, or not even that.
#[test]
fn nobody_changes_what_they_may_not_write() {
    for seed in 0..TRIALS {
        let trial = Trial::of(seed);
        let mut random = Random::new(seed);
        let typed = random_inputs(&mut random, &trial.form);
        let access = |field: &domain::forms::Field| match field.sensitivity {
            domain::access::Sensitivity::Ordinary => FieldAccess::Write,
            domain::access::Sensitivity::Sensitive => FieldAccess::Read,
            domain::access::Sensitivity::Restricted => FieldAccess::Hidden,
        };
        let stored = answers_of(&trial);
        let edited = edit(&trial.form, &trial.setting, &stored, &typed, access);
        for field in &trial.form.fields {
            let keeps = access(field) != FieldAccess::Write && field.calculation().is_none();
            let (old, new) = (stored.get(&field.id), edited.answers.get(&field.id));
            let has_calculation = field
                .sub_fields()
                .iter()
                .any(|sub| sub.calculation().is_some());
            if keeps && !has_calculation && new.is_some() && !field.is_conditional() {
                let rows = field.sub_fields().iter().any(|sub| sub.is_conditional());
                assert!(rows || old == new, "seed {seed}: {}", field.id);
            }
        }
    }
}
