//! The rows of a group, held against each other.

use std::collections::BTreeSet;

use super::{Change, ParallelEdit, is_blank};
use crate::forms::{Answer, Answers, Field, Inputs, Rows, clear_place};

/// One group: what the edit began from, what it makes of it, and what is stored now.
struct Sides<'a> {
    group: &'a Field,
    base: Rows,
    mine: Rows,
    stored: Rows,
}

impl ParallelEdit {
    /// Merges a group that others have changed.
    pub(super) fn merge_rows(&mut self, group: &Field, sides: [Option<&Answer>; 3]) {
        let [base, mine, stored] = sides.map(rows_of);
        let mut sides = Sides {
            group,
            base,
            mine,
            stored,
        };
        self.move_new_rows_aside(&mut sides);
        self.drop_twins(&mut sides);
        let numbers: BTreeSet<u32> = [&sides.base, &sides.mine, &sides.stored]
            .into_iter()
            .flat_map(|rows| rows.iter().map(|(number, _)| number))
            .collect();
        for number in numbers {
            self.merge_row(&sides, number);
        }
        // A group that is absent would stay as it is.
        self.merged.entry(group.id.clone()).or_default();
        self.theirs.dedup();
    }

    /// Rows that are new in the edit get numbers under which nothing is stored.
    fn move_new_rows_aside(&mut self, sides: &mut Sides<'_>) {
        let typed = numbers_in(&self.merged, &sides.group.id);
        let is_taken =
            |number: &u32| sides.base.get(*number).is_none() && sides.stored.get(*number).is_some();
        let taken: Vec<u32> = typed.iter().copied().filter(is_taken).collect();
        let mut used: BTreeSet<u32> = typed;
        used.extend(sides.stored.iter().map(|(number, _)| number));
        for number in taken {
            let free = used.last().map_or(0, |last| last + 1);
            used.insert(free);
            let (from, to) = (sides.place(number), sides.place(free));
            let paths: Vec<String> = within(&self.merged, &from).cloned().collect();
            for path in paths {
                let values = self.merged.remove(&path).unwrap_or_default();
                self.merged.insert(path.replacen(&from, &to, 1), values);
            }
            let moved =
                |(old, row): (u32, &Answers)| (if old == number { free } else { old }, row.clone());
            sides.mine = sides.mine.iter().map(moved).collect();
        }
    }

    /// What both have added is there once.
    fn drop_twins(&mut self, sides: &mut Sides<'_>) {
        let new = |rows: &Rows| -> Vec<(u32, Answers)> {
            let rows = rows.iter();
            rows.filter(|(number, _)| sides.base.get(*number).is_none())
                .map(|(number, row)| (number, row.clone()))
                .collect()
        };
        let (mut ours, theirs) = (new(&sides.mine), new(&sides.stored));
        for (_, theirs) in theirs {
            let twin = ours.iter().position(|(_, row)| sides.is_same(row, &theirs));
            if let Some(twin) = twin {
                let (number, _) = ours.remove(twin);
                clear_place(&mut self.merged, &sides.place(number));
                let others = sides.mine.iter().filter(|(other, _)| *other != number);
                sides.mine = others.map(|(number, row)| (number, row.clone())).collect();
            }
        }
    }

    fn merge_row(&mut self, sides: &Sides<'_>, number: u32) {
        let place = sides.place(number);
        let rows = [&sides.base, &sides.mine, &sides.stored].map(|rows| rows.get(number));
        match rows {
            [Some(base), Some(mine), Some(stored)] => {
                self.merge_fields(sides, &place, [base, mine, stored]);
            }
            // They took it away.
            [Some(base), Some(mine), None] => {
                if sides.is_same(base, mine) && !self.is_unread(sides.group, &place, mine) {
                    clear_place(&mut self.merged, &place);
                    self.theirs.push(sides.group.id.clone());
                } else {
                    self.both.push(place.clone());
                    self.changes_row(sides.group, &place, mine);
                }
            }
            // It was taken away in the edit.
            [Some(base), None, Some(stored)] => {
                if !sides.is_same(base, stored) {
                    self.both.push(place);
                }
            }
            // They added it.
            [None, None, Some(stored)] => {
                write_row(&mut self.merged, &place, stored);
                self.theirs.push(sides.group.id.clone());
            }
            [None, Some(mine), _] => self.changes_row(sides.group, &place, mine),
            [_, None, None] => {}
        }
    }

    fn merge_fields(&mut self, sides: &Sides<'_>, row: &str, answers: [&Answers; 3]) {
        for field in asked(sides.group) {
            let [base, mine, stored] = answers.map(|answers| answers.get(&field.id));
            if self.merge_answer(&format!("{row}.{}", field.id), [base, mine, stored]) {
                self.theirs.push(sides.group.id.clone());
            }
        }
    }

    /// The edit makes a row what it is.
    fn changes_row(&mut self, group: &Field, place: &str, row: &Answers) {
        let changes = asked(group).map(|field| Change {
            place: format!("{place}.{}", field.id),
            answer: row.get(&field.id).cloned(),
        });
        self.changed.extend(changes);
    }

    /// Whether something stands in a row that cannot be read as an answer.
    fn is_unread(&self, group: &Field, place: &str, row: &Answers) -> bool {
        asked(group).any(|field| {
            let place = format!("{place}.{}", field.id);
            row.get(&field.id).is_none() && !is_blank(&self.merged, &place)
        })
    }
}

impl Sides<'_> {
    fn place(&self, number: u32) -> String {
        format!("{}.{number}", self.group.id)
    }

    /// Whether people gave the same answers in two rows.
    fn is_same(&self, one: &Answers, other: &Answers) -> bool {
        asked(self.group).all(|field| one.get(&field.id) == other.get(&field.id))
    }
}

fn asked(group: &Field) -> impl Iterator<Item = &Field> {
    group.sub_fields().iter().filter(|field| field.is_asked())
}

fn rows_of(answer: Option<&Answer>) -> Rows {
    match answer {
        Some(Answer::Rows(rows)) => rows.clone(),
        _ => Rows::default(),
    }
}

/// The paths in a row.
fn within<'a>(inputs: &'a Inputs, row: &str) -> impl Iterator<Item = &'a String> {
    let prefix = format!("{row}.");
    inputs.keys().filter(move |path| path.starts_with(&prefix))
}

/// The numbers of the rows that stand in a group.
fn numbers_in(inputs: &Inputs, group: &str) -> BTreeSet<u32> {
    let rows = within(inputs, group);
    rows.filter_map(|path| path.split('.').nth(1)?.parse().ok())
        .collect()
}

fn write_row(inputs: &mut Inputs, place: &str, row: &Answers) {
    clear_place(inputs, place);
    for (field, answer) in row.iter() {
        answer.write_inputs(&format!("{place}.{field}"), inputs);
    }
}
