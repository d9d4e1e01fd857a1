use std::collections::BTreeSet;

use proptest::{collection::btree_set, prelude::*, sample::select};

use super::*;

const WORDS: [&str; 5] = ["bence", "kis", "kiss", "pal", "pali"];

fn words(at_most: usize) -> impl Strategy<Value = BTreeSet<&'static str>> {
    btree_set(select(&WORDS[..]), 1..=at_most)
}

fn level() -> impl Strategy<Value = Level<'static>> {
    let list = words(4).prop_map(|words| words.into_iter().collect());
    prop::collection::vec(list, 1..=3)
}

fn leads_to(level: &Level<'_>, person: &BTreeSet<&str>) -> bool {
    level
        .iter()
        .all(|words| words.iter().any(|word| person.contains(word)))
}

proptest! {
    #[test]
    fn the_widest_levels_lead_to_everybody_whom_any_leads_to(
        levels in prop::collection::vec(level(), 1..6),
        person in words(3),
    ) {
        let widest = || (0..levels.len()).filter(|place| is_widest(&levels, *place));
        prop_assert_eq!(
            widest().any(|place| leads_to(&levels[place], &person)),
            levels.iter().any(|level| leads_to(level, &person))
        );
        for (one, other) in widest().flat_map(|one| widest().map(move |other| (one, other))) {
            prop_assert!(one == other || !holds(&levels[one], &levels[other]));
        }
    }
}

#[test]
fn of_levels_each_within_the_next_the_last_is_the_widest() {
    let levels = [
        vec![vec!["kis"], vec!["pal"]],
        vec![vec!["kis", "kiss"], vec!["pal"]],
        vec![vec!["kis", "kiss"], vec!["pal", "pali"]],
    ];
    let widest = [0, 1, 2].map(|place| is_widest(&levels, place));
    assert_eq!(widest, [false, false, true]);
}
