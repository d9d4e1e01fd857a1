//! The random forms themselves: what is proven over them is worth no more than they are.

use std::collections::BTreeSet;

use domain::{
    Problem,
    forms::{Answers, Filling, FormProblem, check_together},
};
use parity::{Digest, Random, Trial, other_form, paths, random_draft, random_inputs};

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
    let mut types = BTreeSet::new();
    let mut rules = BTreeSet::new();
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
        let problems = check_together(&[form, other_form()], &[]);
        assert_eq!(problems, Vec::new(), "seed {seed}");
    }
    assert_eq!(types.len(), 22, "{types:?}");
    let missing: Vec<_> = RULES.iter().filter(|rule| !rules.contains(*rule)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// The check of definitions calls a rule a dead end only where that is certain: such a rule is never
/// seen to come true.
#[test]
fn what_can_never_hold_is_never_seen_to_hold() {
    let mut dead_ends = 0;
    for seed in 0..3000 {
        let mut random = Random::new(seed);
        let together = [random_draft(&mut random, 24), other_form()];
        let problems = check_together(&together, &[]);
        let [form, _] = &together;
        if problems.is_empty() {
            continue;
        }
        let fillings: Vec<Filling> = (0..20)
            .map(|_| {
                let setting = Trial::of(random.number()).setting;
                let typed = random_inputs(&mut random, form);
                Filling::new(form.clone(), setting, Answers::default(), typed)
            })
            .collect();
        for (_, problem) in &problems {
            dead_ends += 1;
            let id = problem.field.as_deref().unwrap();
            for filling in &fillings {
                let seen = paths(filling)
                    .into_iter()
                    .filter(|path| path.rsplit('.').next() == Some(id))
                    .find(|path| came_true(filling, path, problem));
                assert_eq!(seen, None, "seed {seed}: {problem:?}");
            }
        }
    }
    assert!(dead_ends > 30, "{dead_ends}");
}

/// Whether the rule that a problem calls a dead end has come true for the field at this path.
fn came_true(filling: &Filling, path: &str, problem: &FormProblem) -> bool {
    let (_, field) = filling.form().field_at(path).unwrap();
    if let Some(id) = &problem.choice {
        let mut choices = field.kind.choices().iter();
        let place = choices.position(|choice| choice.choice == *id).unwrap();
        filling.offered(path).contains(&place)
    } else if problem.reason.contains("`shown_when`") {
        filling.is_shown(path)
    } else if problem.reason.contains("`required_when`") {
        filling.is_required(path)
    } else {
        // One of its checks never holds, so that no answer is ever right.
        assert!(problem.reason.contains("`checks`"), "{problem:?}");
        let is_wrong = |problem: &Problem| problem.field == path;
        filling.answer(path).is_some() && !filling.problems().iter().any(is_wrong)
    }
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
