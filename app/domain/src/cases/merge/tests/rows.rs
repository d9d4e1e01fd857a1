//! Several people edit the rows of the same group.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::json;

use super::{beside, over};
use crate::{
    Conflict, Side,
    forms::{Answer, Answers, Inputs, PlannedForm, RawForm, Rows},
};

pub(super) const FIELDS: [&str; 2] = ["name", "note"];

/// A group of up to forty rows with two lines of text each.
pub(super) fn form() -> PlannedForm {
    let text = |words: &str| json!({"hu": words, "uk": words, "en": words});
    let line = |id: &str| json!({"field": id, "type": "text", "label": text(id)});
    let group = json!({
        "field": "g", "type": "group", "label": text("g"), "row_label": text("row"),
        "summary": ["name"], "max_rows": 40, "fields": FIELDS.map(line),
    });
    let raw: RawForm = serde_json::from_value(json!({
        "form": "trial", "version": 1, "order": 1, "title": text("Trial"), "fields": [group],
    }))
    .unwrap();
    raw.check(&[]).unwrap().into()
}

/// What stands on a page with these rows.
pub(super) fn page(rows: &[(u32, &str, &str)]) -> Inputs {
    let mut page = Inputs::from([("g".to_owned(), Vec::new())]);
    for (row, name, note) in rows {
        for (field, value) in FIELDS.into_iter().zip([name, note]) {
            page.insert(format!("g.{row}.{field}"), vec![(*value).to_owned()]);
        }
    }
    page
}

fn answers(rows: &[(u32, &str, &str)]) -> Answers {
    over(&form(), &Answers::default(), &page(rows)).answers
}

/// Where the two contradict each other, and what comes of both.
fn merged(
    base: &[(u32, &str, &str)],
    stored: &[(u32, &str, &str)],
    mine: &[(u32, &str, &str)],
) -> (Vec<String>, Answers) {
    let form = form();
    let (edit, edited) = beside(&form, &answers(base), &answers(stored), &page(mine));
    (edit.conflicts(form.form(), &edited), edited.answers)
}

#[test]
fn different_rows_and_different_fields_of_a_row_merge() {
    let base = [(0, "Olena", ""), (1, "Ivan", "")];
    let stored = [(0, "Olena", ""), (1, "Ivan", "school")];
    let mine = [(0, "Olha", ""), (1, "Iván", "")];
    let both = answers(&[(0, "Olha", ""), (1, "Iván", "school")]);
    assert_eq!(merged(&base, &stored, &mine), (vec![], both));
}

#[test]
fn the_same_field_of_a_row_is_a_conflict_and_the_other_rows_are_not() {
    let base = [(0, "Olena", ""), (1, "Ivan", "")];
    let stored = [(0, "Olena", ""), (1, "Iwan", "")];
    let mine = [(0, "Olha", ""), (1, "Iván", "")];
    assert_eq!(merged(&base, &stored, &mine).0, ["g.1.name"]);
}

#[test]
fn what_both_add_is_added_and_the_same_row_once() {
    let base = [(0, "Olena", "")];
    let stored = [(0, "Olena", ""), (1, "Ivan", ""), (2, "Petro", "")];
    let mine = [(0, "Olena", ""), (1, "Petro", ""), (2, "Maria", "")];
    let (conflicts, answers) = merged(&base, &stored, &mine);
    assert_eq!(conflicts, Vec::<String>::new());
    assert_eq!(names(&answers), ["Olena", "Ivan", "Petro", "Maria"]);
}

#[test]
fn what_nobody_else_touched_is_taken_away() {
    let base = [(0, "Olena", ""), (1, "Ivan", ""), (2, "Petro", "")];
    let stored = [(1, "Ivan", ""), (2, "Petro", "")];
    let mine = [(0, "Olena", ""), (1, "Ivan", "")];
    let (conflicts, answers) = merged(&base, &stored, &mine);
    assert_eq!(
        (conflicts, names(&answers)),
        (vec![], vec!["Ivan".to_owned()])
    );
}

#[test]
fn a_row_that_one_changed_and_another_took_away_is_a_conflict() {
    let base = [(0, "Olena", ""), (1, "Ivan", "")];
    let changed = [(0, "Olena", ""), (1, "Iván", "")];
    let gone = [(0, "Olena", "")];
    assert_eq!(merged(&base, &changed, &gone).0, ["g.1"]);
    assert_eq!(merged(&base, &gone, &changed).0, ["g.1"]);
}

#[test]
fn the_last_row_may_be_taken_away_beside_a_change_elsewhere() {
    let base = [(0, "Olena", "")];
    let (conflicts, answers) = merged(&base, &[(0, "Olena", ""), (3, "Ivan", "")], &[]);
    assert_eq!(
        (conflicts, names(&answers)),
        (vec![], vec!["Ivan".to_owned()])
    );
}

#[test]
fn a_number_is_given_once() {
    let form = form();
    let stored = answers(&[(0, "Olena", ""), (1, "Ivan", "")]);
    let typed = page(&[(0, "Olena", ""), (2, "Petro", "")]);
    let second = over(&form, &stored, &typed)
        .answers
        .with_rows_numbered(&stored, 2);
    assert_eq!(numbers(&second), [0, 200]);
    let typed = page(&[(0, "Olena", ""), (201, "Maria", "")]);
    let third = over(&form, &second, &typed)
        .answers
        .with_rows_numbered(&second, 3);
    assert_eq!(numbers(&third), [0, 400]);
    // What is typed under other numbers, and the same in the same order, is the same.
    let typed = page(&[(7, "Olena", ""), (9, "Maria", "")]);
    let again = over(&form, &third, &typed)
        .answers
        .with_rows_numbered(&third, 4);
    assert_eq!(again, third);
    // So it is where a known number holds what another row held, and that one is typed anew.
    let typed = page(&[(400, "Olena", ""), (401, "Maria", "")]);
    let moved = over(&form, &third, &typed)
        .answers
        .with_rows_numbered(&third, 4);
    assert_eq!(moved, third);
    // As it is stored, and read again.
    let document = third.to_json();
    assert_eq!(
        document["g"],
        json!([{"name": "Olena"}, {"name": "Maria", "~row": 400}])
    );
    assert_eq!(Answers::from_json(form.form(), &document), third);
}

#[test]
fn either_side_can_be_chosen_and_chosen_back() {
    let conflict = Conflict {
        version: 2,
        by: String::new(),
        at: NaiveDate::default().into(),
        places: vec!["g.1.name".into(), "g.2".into()],
        others: BTreeMap::new(),
        theirs: page(&[(1, "Iwan", ""), (2, "Petro", "")]),
        mine: page(&[(1, "Iván", "")]),
        merged: Inputs::new(),
    };
    let mine = page(&[(1, "Iván", "mine"), (4, "Maria", "")]);
    let mut typed = mine.clone();
    conflict.choose(Side::Theirs, "g.1.name", &mut typed);
    conflict.choose(Side::Theirs, "g.2", &mut typed);
    assert_eq!(
        typed,
        page(&[(1, "Iwan", "mine"), (2, "Petro", ""), (4, "Maria", "")])
    );
    conflict.choose(Side::Mine, "g.1.name", &mut typed);
    conflict.choose(Side::Mine, "g.2", &mut typed);
    conflict.choose(Side::Theirs, "g.4", &mut typed);
    assert_eq!(typed, mine);
}

pub(super) fn rows(answers: &Answers) -> Rows {
    match answers.get("g") {
        Some(Answer::Rows(rows)) => rows.clone(),
        _ => Rows::default(),
    }
}

fn numbers(answers: &Answers) -> Vec<u32> {
    rows(answers).iter().map(|(number, _)| number).collect()
}

fn names(answers: &Answers) -> Vec<String> {
    let rows = rows(answers);
    let named = rows.answers().map(|row| match row.get("name") {
        Some(Answer::Text(name)) => name.clone(),
        _ => String::new(),
    });
    named.collect()
}
