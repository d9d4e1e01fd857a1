//! Several people edit the same answers: nothing that anybody typed disappears without a word.

use proptest::{collection::vec, prelude::*};

use super::merge;
use crate::forms::{Answer, Answers};

const FIELDS: [&str; 4] = ["a", "b", "c", "d"];

fn answers(values: &[(&str, &str)]) -> Answers {
    let values = values.iter();
    values
        .map(|(field, value)| ((*field).to_owned(), Answer::Text((*value).to_owned())))
        .collect()
}

#[test]
fn different_fields_merge() {
    let merged = merge(
        &answers(&[("a", "1"), ("b", "1")]),
        &answers(&[("a", "2"), ("b", "1")]),
        &answers(&[("a", "1"), ("b", "3")]),
    );
    assert_eq!(merged.answers, answers(&[("a", "2"), ("b", "3")]));
    assert_eq!(
        (merged.theirs, merged.conflicts),
        (vec!["a".to_owned()], vec![])
    );
}

#[test]
fn the_same_field_with_different_values_is_a_conflict_and_with_equal_ones_is_none() {
    let base = answers(&[("a", "1"), ("b", "1"), ("c", "1")]);
    let stored = answers(&[("a", "2"), ("b", "2")]);
    let merged = merge(
        &base,
        &stored,
        &answers(&[("a", "3"), ("b", "2"), ("c", "2")]),
    );
    assert_eq!(merged.conflicts, ["a", "c"]);
    assert_eq!(merged.answers, stored);
    assert_eq!(merged.theirs, Vec::<String>::new());
}

#[test]
fn to_clear_an_answer_is_a_change_like_any_other() {
    let base = answers(&[("a", "1"), ("b", "1")]);
    let merged = merge(&base, &answers(&[("a", "1")]), &answers(&[("b", "1")]));
    assert_eq!(merged.answers, Answers::default());
    assert_eq!(merged.theirs, ["b"]);
}

/// Somebody who opens the form, types, and saves.
#[derive(Clone, Debug)]
enum Act {
    Open(usize),
    Type(usize, usize, Option<u8>),
    Save(usize),
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let who = 0..5_usize;
    let act = prop_oneof![
        1 => who.clone().prop_map(Act::Open),
        3 => (who.clone(), 0..FIELDS.len(), proptest::option::of(0..3_u8))
            .prop_map(|(who, field, value)| Act::Type(who, field, value)),
        2 => who.prop_map(Act::Save),
    ];
    vec(act, 1..60)
}

/// What one editor has before them: what they began from, and what they have made of it.
#[derive(Clone, Default)]
struct Editor {
    base: Answers,
    mine: Answers,
}

proptest! {
    #[test]
    fn every_order_of_edits_stores_what_was_typed_or_shows_it(acts in acts()) {
        let mut stored = Answers::default();
        let mut editors = vec![Editor::default(); 5];
        for act in acts {
            match act {
                Act::Open(who) => {
                    editors[who] = Editor { base: stored.clone(), mine: stored.clone() };
                }
                Act::Type(who, field, value) => {
                    let value = value.map(|value| Answer::Text(value.to_string()));
                    editors[who].mine.set(FIELDS[field], value);
                }
                Act::Save(who) => {
                    let editor = &mut editors[who];
                    let merged = merge(&editor.base, &stored, &editor.mine);
                    let mut expected = stored.clone();
                    for field in FIELDS {
                        let typed = editor.mine.get(field);
                        let conflicts = merged.conflicts.iter().any(|one| one == field);
                        let changed = typed != editor.base.get(field);
                        // Whoever changed nothing meets no conflict, and nobody overwrites unseen.
                        prop_assert!(!conflicts || (changed && typed != stored.get(field)));
                        prop_assert!(!conflicts || stored.get(field) != editor.base.get(field));
                        if changed && !conflicts {
                            expected.set(field, typed.cloned());
                        }
                    }
                    // As if the edit had been made on what was stored, one after the other.
                    prop_assert_eq!(&merged.answers, &expected);
                    stored = merged.answers;
                    // Conflicting values stay with their author, who now knows the others.
                    let mut mine = stored.clone();
                    for field in &merged.conflicts {
                        mine.set(field, editor.mine.get(field).cloned());
                    }
                    *editor = Editor { base: stored.clone(), mine };
                }
            }
        }
    }
}
