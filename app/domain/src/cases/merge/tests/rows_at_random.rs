//! Several people edit the rows of the same group in any order.

use std::collections::BTreeMap;

use proptest::{collection::vec, prelude::*};

use super::{
    beside, over,
    rows::{FIELDS, form, page, rows},
};
use crate::forms::{Answer, Answers, Inputs};

/// Somebody who opens the form, types into the row at some place of the page, adds a row with
/// something in it, takes one away, or saves.
#[derive(Clone, Debug)]
enum Act {
    Open(usize),
    Type(usize, usize, usize, Option<u8>),
    Add(usize, u8),
    Remove(usize, usize),
    Save(usize),
}

fn acts() -> impl Strategy<Value = (usize, Vec<Act>)> {
    (2..=5_usize).prop_flat_map(|editors| {
        let who = 0..editors;
        let (row, field) = (0..4_usize, 0..FIELDS.len());
        let act = prop_oneof![
            1 => who.clone().prop_map(Act::Open),
            4 => (who.clone(), row.clone(), field, proptest::option::of(0..3_u8))
                .prop_map(|(who, row, field, value)| Act::Type(who, row, field, value)),
            2 => (who.clone(), 0..3_u8).prop_map(|(who, value)| Act::Add(who, value)),
            1 => (who.clone(), row).prop_map(|(who, row)| Act::Remove(who, row)),
            3 => who.prop_map(Act::Save),
        ];
        (Just(editors), vec(act, 1..80))
    })
}

/// A row as it is compared: its two answers.
type Row = [Option<Answer>; 2];
type Table = BTreeMap<u32, Row>;

fn table(answers: &Answers) -> Table {
    let row = |row: &Answers| FIELDS.map(|field| row.get(field).cloned());
    rows(answers)
        .iter()
        .map(|(number, answers)| (number, row(answers)))
        .collect()
}

/// What somebody did to what they began from, told apart from how the merge does it.
#[derive(Debug)]
struct Deed {
    changed: BTreeMap<(u32, usize), Option<Answer>>,
    removed: Vec<u32>,
    added: Vec<Row>,
}

impl Deed {
    fn of(base: &Table, mine: &Table) -> Self {
        let mut changed = BTreeMap::new();
        for (number, before) in base {
            for (field, value) in mine.get(number).into_iter().flatten().enumerate() {
                if *value != before[field] {
                    changed.insert((*number, field), value.clone());
                }
            }
        }
        let removed = base.keys().filter(|number| !mine.contains_key(number));
        let added = mine.iter().filter(|(number, _)| !base.contains_key(number));
        Self {
            changed,
            removed: removed.copied().collect(),
            added: added.map(|(_, row)| row.clone()).collect(),
        }
    }

    /// Where it contradicts what others did.
    fn contradicts(&self, others: &Self) -> bool {
        let differs = |(place, value): (&(u32, usize), &Option<Answer>)| {
            others.removed.contains(&place.0)
                || others
                    .changed
                    .get(place)
                    .is_some_and(|theirs| theirs != value)
        };
        let touched = |number: &u32| others.changed.keys().any(|(row, _)| row == number);
        self.changed.iter().any(differs) || self.removed.iter().any(touched)
    }

    /// What it makes of what is stored: known rows by number, and all that were added.
    fn upon(&self, base: &Table, stored: &Table) -> (Table, Vec<Row>) {
        let mut known = Table::new();
        let mut added = Vec::new();
        for (number, row) in stored {
            if base.contains_key(number) {
                known.insert(*number, row.clone());
            } else {
                added.push(row.clone());
            }
        }
        known.retain(|number, _| !self.removed.contains(number));
        for ((number, field), value) in &self.changed {
            known.get_mut(number).unwrap()[*field] = value.clone();
        }
        // A row in which nothing is left is none.
        known.retain(|_, row| row.iter().any(Option::is_some));
        let mut theirs = added.clone();
        for row in &self.added {
            match theirs.iter().position(|other| other == row) {
                Some(twin) => drop(theirs.remove(twin)),
                None => added.push(row.clone()),
            }
        }
        (known, sorted(added))
    }
}

/// Rows whose order does not matter, to be compared.
fn sorted(mut rows: Vec<Row>) -> Vec<Row> {
    rows.sort_by_key(|row| format!("{row:?}"));
    rows
}

#[derive(Clone)]
struct Editor {
    base: Answers,
    page: Inputs,
}

impl Editor {
    fn opening(stored: &Answers) -> Self {
        let mut page = page(&[]);
        for (number, row) in rows(stored).iter() {
            for field in FIELDS {
                page.insert(format!("g.{number}.{field}"), vec![String::new()]);
                if let Some(answer) = row.get(field) {
                    answer.write_inputs(&format!("g.{number}.{field}"), &mut page);
                }
            }
        }
        Self {
            base: stored.clone(),
            page,
        }
    }

    fn numbers(&self) -> Vec<u32> {
        let rows = self.page.keys().filter_map(|path| path.split('.').nth(1));
        let mut numbers: Vec<u32> = rows.map(|row| row.parse().unwrap()).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }

    fn write(&mut self, row: u32, field: usize, value: Option<u8>) {
        let value = value.map_or_else(String::new, |value| value.to_string());
        self.page
            .insert(format!("g.{row}.{}", FIELDS[field]), vec![value]);
    }
}

proptest! {
    #[test]
    fn rows_of_several_editors_come_together_or_are_shown((editors, acts) in acts()) {
        let form = form();
        let mut stored = Answers::default();
        let mut version = 0;
        let mut ever = Vec::new();
        let mut editors = vec![Editor::opening(&stored); editors];
        for act in acts {
            match act {
                Act::Open(who) => editors[who] = Editor::opening(&stored),
                Act::Type(who, row, field, value) => {
                    if let Some(row) = editors[who].numbers().get(row) {
                        editors[who].write(*row, field, value);
                    }
                }
                Act::Add(who, value) => {
                    let next = editors[who].numbers().last().map_or(0, |last| last + 1);
                    editors[who].write(next, 0, Some(value));
                }
                Act::Remove(who, row) => {
                    if let Some(row) = editors[who].numbers().get(row).copied() {
                        let within = format!("g.{row}.");
                        editors[who].page.retain(|path, _| !path.starts_with(&within));
                    }
                }
                Act::Save(who) => {
                    let editor = &mut editors[who];
                    let mine = over(&form, &editor.base, &editor.page).answers;
                    let (base, now) = (table(&editor.base), table(&stored));
                    let deed = Deed::of(&base, &table(&mine));
                    let others = Deed::of(&base, &now);
                    let (edit, edited) = beside(&form, &editor.base, &stored, &editor.page);
                    let conflicts = edit.conflicts(form.form(), &edited);
                    prop_assert_eq!(!conflicts.is_empty(), deed.contradicts(&others), "{:?} beside {:?}", deed, others);
                    if conflicts.is_empty() {
                        let after = edited.answers.with_rows_numbered(&stored, version + 1);
                        let after_table = table(&after);
                        let (known, added) = deed.upon(&base, &now);
                        if table(&edited.answers).values().eq(now.values()) {
                            // Taken away and typed anew, rows are those that are stored.
                            prop_assert_eq!(&after_table, &now);
                            let all = known.into_values().chain(added).collect();
                            prop_assert_eq!(sorted(now.values().cloned().collect()), sorted(all));
                        } else {
                            for (number, row) in &known {
                                prop_assert_eq!(after_table.get(number), Some(row));
                            }
                            let rest = after_table
                                .iter()
                                .filter(|(number, _)| !known.contains_key(number))
                                .map(|(_, row)| row.clone());
                            prop_assert_eq!(sorted(rest.collect()), added);
                        }
                        // A number that was given once is never given again.
                        for number in after_table.keys().filter(|number| !now.contains_key(number)) {
                            prop_assert!(!ever.contains(number), "{number}");
                            ever.push(*number);
                        }
                        if after != stored {
                            version += 1;
                        }
                        stored = after;
                        *editor = Editor::opening(&stored);
                    } else {
                        editor.page = edit.merged;
                        editor.base = stored.clone();
                    }
                }
            }
        }
    }
}
