//! What a change works out again is what working everything out from scratch gives.

use domain::forms::{Filling, check_together};
use parity::{Digest, Trial, observe, other_form, paths};

/// How many random forms.
const TRIALS: u64 = 3000;

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

#[test]
fn what_is_told_to_have_changed_is_all_that_has_changed() {
    for seed in 0..TRIALS {
        let trial = Trial::of(seed);
        let mut filling = trial.begin();
        for step in &trial.steps {
            let before = filling.clone();
            let changes = step.take(&mut filling);
            for path in paths(&before) {
                let one = [path];
                if filling.rows(one[0].split('.').next().unwrap()).is_empty()
                    && one[0].contains('.')
                {
                    continue;
                }
                let at = |filling: &Filling| {
                    let path = &one[0];
                    let answer = filling.answer(path).cloned();
                    (
                        filling.is_shown(path),
                        filling.is_required(path),
                        answer,
                        filling.offered(path),
                    )
                };
                let is_removed = one[0].contains('.') && !paths(&filling).contains(&one[0]);
                if at(&before) != at(&filling) && !is_removed {
                    assert!(
                        changes.fields.contains(&one[0]),
                        "seed {seed}: {step:?}: {}",
                        one[0]
                    );
                }
            }
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_and_another_one_something_else() {
    let digests: Vec<u64> = (0..200).map(|seed| Trial::of(seed).digest()).collect();
    let again: Vec<u64> = (0..200).map(|seed| Trial::of(seed).digest()).collect();
    assert_eq!(digests, again);
    let mut unique = digests;
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), 200);
    let mut digest = Digest::default();
    digest.add("");
    assert_ne!(digest, Digest::default());
}

/// The generator promises what a configuration check accepts, other forms included, and it promises
/// variety: otherwise the properties would be proven over nothing.
#[test]
fn random_forms_are_accepted_and_hold_everything() {
    let mut types = std::collections::BTreeSet::new();
    let mut rules = std::collections::BTreeSet::<&str>::new();
    for seed in 0..2000 {
        let form = Trial::of(seed).form;
        types.extend(form.every_field().map(|field| field.kind.name()));
        let text = serde_json::to_string(&form).unwrap();
        rules.extend(
            RULES
                .iter()
                .copied()
                .filter(|rule| text.contains(&format!("\"{rule}\""))),
        );
        if seed % 20 == 0 {
            let problems = check_together(&[form, other_form()], &[]);
            assert_eq!(problems, Vec::new(), "seed {seed}");
        }
    }
    assert_eq!(types.len(), 22, "{types:?}");
    let missing: Vec<_> = RULES.iter().filter(|rule| !rules.contains(*rule)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// Every kind of condition and calculation, and what goes with them.
const RULES: [&str; 39] = [
    "all",
    "any",
    "not",
    "equal",
    "less",
    "more",
    "contains",
    "contains_text",
    "answered",
    "empty",
    "before_today",
    "after_today",
    "age",
    "any_row",
    "every_row",
    "value",
    "field",
    "today",
    "sum",
    "product",
    "difference",
    "average",
    "smallest",
    "largest",
    "count",
    "rows",
    "sum_of_rows",
    "average_of_rows",
    "chosen",
    "days_between",
    "months_between",
    "years_between",
    "score",
    "join",
    "if",
    "where",
    "other/day",
    "parent",
    "until",
];
