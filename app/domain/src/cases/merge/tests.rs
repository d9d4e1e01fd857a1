//! Several people edit the same form: nothing that anybody typed disappears without a word.

use chrono::NaiveDate;
use proptest::{collection::vec, prelude::*};
use serde_json::json;

mod rows;
mod rows_at_random;

use super::ParallelEdit;
use crate::{
    access::FieldAccess,
    forms::{Answers, Edited, Inputs, PlannedForm, RawForm, Setting, edit_planned, type_over},
};

const FIELDS: [&str; 4] = ["a", "b", "c", "d"];

/// Four lines of text, and a fifth that is asked only as long as the first says `yes`.
fn form() -> PlannedForm {
    let text = |words: &str| json!({"hu": words, "uk": words, "en": words});
    let line = |id: &str| json!({"field": id, "type": "text", "label": text(id)});
    let mut fields: Vec<_> = FIELDS.map(line).into();
    let mut hanging = line("e");
    hanging["shown_when"] = json!({"equal": {"field": "a", "value": "yes"}});
    fields.push(hanging);
    let raw: RawForm = serde_json::from_value(json!({
        "form": "trial", "version": 1, "order": 1, "title": text("Trial"), "fields": fields,
    }))
    .unwrap();
    raw.check(&[]).unwrap().into()
}

fn typed(values: &[(&str, &str)]) -> Inputs {
    let values = values.iter();
    values
        .map(|(field, value)| ((*field).to_owned(), vec![(*value).to_owned()]))
        .collect()
}

fn over(form: &PlannedForm, stored: &Answers, typed: &Inputs) -> Edited {
    let setting = Setting::on(NaiveDate::default());
    edit_planned(form, &setting, stored, typed, |_| FieldAccess::Write)
}

fn answers(form: &PlannedForm, values: &[(&str, &str)]) -> Answers {
    over(form, &Answers::default(), &typed(values)).answers
}

/// What the edit is beside what is stored now, and what comes of both.
fn beside(
    form: &PlannedForm,
    base: &Answers,
    stored: &Answers,
    typed: &Inputs,
) -> (ParallelEdit, Edited) {
    let setting = Setting::on(NaiveDate::default());
    let access = |_: &_| FieldAccess::Write;
    let edit = ParallelEdit::of(form, &setting, (base, stored), typed, access);
    let edited = over(form, stored, &edit.merged);
    (edit, edited)
}

#[test]
fn different_fields_merge() {
    let form = form();
    let base = answers(&form, &[("a", "1"), ("b", "1")]);
    let stored = answers(&form, &[("a", "2"), ("b", "1")]);
    let (edit, edited) = beside(&form, &base, &stored, &typed(&[("a", "1"), ("b", "3")]));
    assert_eq!(edited.answers, answers(&form, &[("a", "2"), ("b", "3")]));
    assert_eq!(
        (edit.conflicts(form.form(), &edited), edit.theirs),
        (vec![], vec!["a".to_owned()])
    );
}

#[test]
fn the_same_field_with_different_values_is_a_conflict_and_with_equal_ones_is_none() {
    let form = form();
    let base = answers(&form, &[("a", "1"), ("b", "1"), ("c", "1")]);
    let stored = answers(&form, &[("a", "2"), ("b", "2")]);
    let mine = typed(&[("a", "3"), ("b", "2"), ("c", "2")]);
    let (edit, edited) = beside(&form, &base, &stored, &mine);
    assert_eq!(edit.conflicts(form.form(), &edited), ["a", "c"]);
    assert_eq!(edit.theirs, Vec::<String>::new());
}

#[test]
fn to_clear_an_answer_is_a_change_like_any_other() {
    let form = form();
    let base = answers(&form, &[("a", "1"), ("b", "1")]);
    let stored = answers(&form, &[("a", "1")]);
    let (edit, edited) = beside(&form, &base, &stored, &typed(&[("a", ""), ("b", "1")]));
    assert_eq!(edited.answers, Answers::default());
    assert_eq!(edit.theirs, ["b"]);
}

#[test]
fn what_others_leave_no_room_for_is_a_conflict() {
    let form = form();
    let base = answers(&form, &[("a", "yes")]);
    let stored = answers(&form, &[("a", "no")]);
    let (edit, edited) = beside(&form, &base, &stored, &typed(&[("a", "yes"), ("e", "2")]));
    assert_eq!(edit.conflicts(form.form(), &edited), ["e"]);
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

/// What one editor has before them: what they began from, and the page with what they typed.
#[derive(Clone, Default)]
struct Editor {
    base: Answers,
    page: Inputs,
}

impl Editor {
    /// The page, with every field of it.
    fn opening(stored: &Answers) -> Self {
        let mut page = typed(&FIELDS.map(|field| (field, "")));
        type_over(&mut page, stored.to_inputs());
        Self {
            base: stored.clone(),
            page,
        }
    }
}

proptest! {
    #[test]
    fn every_order_of_edits_stores_what_was_typed_or_shows_it(acts in acts()) {
        let form = form();
        let mut stored = Answers::default();
        let mut editors = vec![Editor::opening(&stored); 5];
        for act in acts {
            match act {
                Act::Open(who) => editors[who] = Editor::opening(&stored),
                Act::Type(who, field, value) => {
                    let value = value.map_or_else(String::new, |value| value.to_string());
                    editors[who].page.insert(FIELDS[field].to_owned(), vec![value]);
                }
                Act::Save(who) => {
                    let editor = &mut editors[who];
                    let mine = over(&form, &editor.base, &editor.page).answers;
                    let (edit, edited) = beside(&form, &editor.base, &stored, &editor.page);
                    let conflicts = edit.conflicts(form.form(), &edited);
                    let mut expected = stored.clone();
                    for field in FIELDS {
                        let (typed, before, now) = (mine.get(field), editor.base.get(field), stored.get(field));
                        // Whoever changed nothing meets no conflict, and nobody overwrites unseen.
                        let differs = typed != before && now != before && typed != now;
                        prop_assert_eq!(conflicts.iter().any(|one| one == field), differs);
                        if typed != before {
                            expected.set(field, typed.cloned());
                        }
                    }
                    if conflicts.is_empty() {
                        // As if the edit had been made on what was stored, one after the other.
                        prop_assert_eq!(&edited.answers, &expected);
                        stored = edited.answers;
                        *editor = Editor::opening(&stored);
                    } else {
                        // Nothing is stored. The author keeps what they typed, knows the others'
                        // answers, and goes on from what only others changed.
                        editor.page = edit.merged;
                        editor.base = stored.clone();
                    }
                }
            }
        }
    }
}
