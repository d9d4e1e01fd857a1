//! The form while it is being filled in: one filling, and what on the page hangs on which field.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Problem,
    forms::{Answer, Changes, Field, FieldType, Filling, FormDefinition, Inputs, field_of},
};
use leptos::prelude::*;

use super::{Editor, marks::Marks};

/// What every part of a form shares while it is being filled in.
///
/// A change works out again what depends on it, and wakes only the views of the fields that came
/// out differently.
#[derive(Clone, Copy)]
pub(crate) struct Live {
    pub(super) filling: StoredValue<Filling>,
    pub(super) locked: StoredValue<BTreeSet<String>>,
    /// What the views of a field wait for, by path.
    wakers: StoredValue<BTreeMap<String, ArcTrigger>>,
    /// The numbers of the rows of each group.
    rows: StoredValue<BTreeMap<String, RwSignal<Vec<u32>>>>,
    /// What is said to be wrong at the fields.
    pub(super) problems: RwSignal<Vec<Problem>>,
    /// What is said to be wrong above the form.
    pub(super) summary: RwSignal<Vec<Problem>>,
    /// How often something was changed.
    changes: RwSignal<u32>,
    /// What others have changed.
    pub(super) marks: Marks,
}

/// A row that was taken away, with what was typed into it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RemovedRow {
    group: String,
    row: u32,
    inputs: Inputs,
}

impl RemovedRow {
    /// The group that it belonged to.
    pub(crate) fn group(&self) -> &str {
        &self.group
    }

    /// Its number.
    pub(crate) const fn row(&self) -> u32 {
        self.row
    }
}

impl Live {
    /// Begins with what stands in the form.
    pub(crate) fn new(editor: &Editor) -> Self {
        let typed = |path: &str| !editor.locked.contains(field_of(path));
        let inputs = editor.inputs.iter().filter(|(path, _)| typed(path));
        let inputs = inputs.map(|(path, values)| (path.clone(), values.clone()));
        let mut filling = Filling::new(
            editor.definition.clone(),
            editor.setting.clone(),
            editor.stored.clone(),
            inputs.collect(),
        );
        let rows = rows_of(&editor.definition, &mut filling);
        Self {
            filling: StoredValue::new(filling),
            locked: StoredValue::new(editor.locked.clone()),
            wakers: StoredValue::default(),
            rows: StoredValue::new(rows),
            problems: RwSignal::new(editor.problems.clone()),
            summary: RwSignal::new(editor.problems.clone()),
            // What was chosen is not kept yet.
            changes: RwSignal::new(u32::from(editor.chosen.is_some())),
            marks: Marks::default(),
        }
    }

    /// Something that the rules decide about the field at this path, as it changes.
    pub(crate) fn follow<T: Send + Sync + 'static>(
        self,
        path: &str,
        read: fn(&Filling, &str) -> T,
    ) -> Signal<T> {
        let (waker, path) = (self.waker(path), path.to_owned());
        Signal::derive(move || {
            waker.track();
            self.filling.with_value(|filling| read(filling, &path))
        })
    }

    /// Whether the field at this path is hidden.
    pub(crate) fn hidden(self, path: &str) -> Signal<bool> {
        self.follow(path, |filling, path| !filling.is_shown(path))
    }

    /// The choices of the field at this path that are offered, as places in its list.
    pub(crate) fn offered(self, path: &str) -> Signal<Vec<usize>> {
        self.follow(path, Filling::offered)
    }

    /// The answer at this path that counts.
    pub(crate) fn answer(self, path: &str) -> Signal<Option<Answer>> {
        self.follow(path, |filling, path| filling.answer(path).cloned())
    }

    /// What the views of the field at this path wait for.
    pub(crate) fn waker(self, path: &str) -> ArcTrigger {
        let known = self.wakers.with_value(|wakers| wakers.get(path).cloned());
        known.unwrap_or_else(|| {
            let waker = ArcTrigger::new();
            let kept = waker.clone();
            self.wakers
                .update_value(|wakers| drop(wakers.insert(path.to_owned(), kept)));
            waker
        })
    }

    /// Changes the filling.
    pub(super) fn change<T>(self, change: impl FnOnce(&mut Filling) -> T) -> Option<T> {
        self.filling.try_update_value(change)
    }

    /// Looks at the filling, without waiting for anything.
    pub(crate) fn with<T>(self, read: impl FnOnce(&Filling) -> T) -> T {
        self.filling.with_value(read)
    }

    /// What stands in the control at this path, without what is blank.
    pub(crate) fn typed(self, path: &str) -> Vec<String> {
        self.with(|filling| {
            let typed = filling.inputs().get(path).into_iter().flatten();
            typed.filter(|value| !value.is_empty()).cloned().collect()
        })
    }

    /// The first thing that stands in the control at this path.
    pub(crate) fn typed_text(self, path: &str) -> String {
        self.typed(path).into_iter().next().unwrap_or_default()
    }

    /// Counts the changes.
    pub(crate) const fn changes(self) -> RwSignal<u32> {
        self.changes
    }

    /// Somebody typed something else into the control at this path.
    pub(crate) fn type_into(self, path: &str, values: Vec<String>) {
        let changed = self.filling.try_update_value(|filling| {
            let before = filling.inputs().get(path).is_some_and(|old| *old == values);
            (!before).then(|| filling.set(path, values))
        });
        if let Some(Some(changes)) = changed {
            self.marks.typed_into(field_of(path));
            self.forget_mended(path);
            self.announce(&changes);
        }
    }

    fn announce(self, changes: &Changes) {
        self.wake(changes);
        self.changes.update(|count| *count = count.wrapping_add(1));
    }

    /// Wakes the views of the fields that came out differently.
    pub(super) fn wake(self, changes: &Changes) {
        let wakers: Vec<ArcTrigger> = self.wakers.with_value(|wakers| {
            let paths = changes.fields.iter();
            paths.filter_map(|path| wakers.get(path).cloned()).collect()
        });
        for waker in wakers {
            waker.notify();
        }
    }

    /// What is to be sent: all that was typed into what this user may write. A control that was
    /// emptied is sent as empty.
    pub(crate) fn to_send(self) -> Inputs {
        self.with(|filling| {
            let is_mine = |path: &str| {
                let locked = self
                    .locked
                    .with_value(|locked| locked.contains(field_of(path)));
                let field = filling.form().field_at(path);
                let left = self.marks.are_left_out(field_of(path));
                !locked && !left && field.is_some_and(|(_, field)| field.is_asked())
            };
            let mine = filling.inputs().iter().filter(|(path, _)| is_mine(path));
            mine.map(|(path, values)| (path.clone(), or_empty(values)))
                .collect()
        })
    }
}

/// Rows of groups.
impl Live {
    /// The numbers of a group's rows.
    pub(crate) fn rows(self, group: &str) -> RwSignal<Vec<u32>> {
        self.rows
            .with_value(|rows| rows.get(group).copied())
            .unwrap_or_default()
    }

    /// Opens another row; `None` when there are as many as there may be.
    pub(crate) fn add_row(self, group: &Field) -> Option<u32> {
        let added = self.filling.try_update_value(|filling| {
            let (row, mut changes) = filling.add_row(&group.id)?;
            // Something has to stand there, or a draft would forget the row.
            let first = first_control(group, row);
            changes
                .fields
                .extend(filling.set(&first, vec![String::new()]).fields);
            Some((row, changes))
        });
        let (row, changes) = added??;
        self.announce(&changes);
        self.show_rows(&group.id);
        Some(row)
    }

    /// Takes a row away, and remembers what stood in it.
    pub(crate) fn remove_row(self, group: &str, row: u32) -> RemovedRow {
        let prefix = format!("{group}.{row}.");
        let removed = self.filling.try_update_value(|filling| {
            let inputs = filling.inputs().iter();
            let inputs: Inputs = inputs
                .filter(|(path, _)| path.starts_with(&prefix))
                .map(|(path, values)| (path.clone(), values.clone()))
                .collect();
            (inputs, filling.remove_row(group, row))
        });
        let (inputs, changes) = removed.unwrap_or_default();
        let elsewhere = |problems: &mut Vec<Problem>| {
            problems.retain(|problem| !problem.field.starts_with(&prefix));
        };
        self.problems.update(elsewhere);
        self.summary.update(elsewhere);
        self.show_rows(group);
        self.announce(&changes);
        RemovedRow {
            group: group.to_owned(),
            row,
            inputs,
        }
    }

    /// Puts a row back where it was.
    pub(crate) fn restore_row(self, removed: RemovedRow) -> u32 {
        for (path, values) in removed.inputs {
            self.type_into(&path, values);
        }
        self.show_rows(&removed.group);
        removed.row
    }

    /// A group without rows comes with an empty one for browsers that do not run our code; with it,
    /// a button opens the first row.
    pub(crate) fn drop_spare_row(self, group: &str) {
        if self.rows(group).with_untracked(|rows| *rows == [SPARE_ROW]) && self.is_spare(group) {
            self.filling
                .update_value(|filling| drop(filling.remove_row(group, SPARE_ROW)));
            self.show_rows(group);
        }
    }

    /// Whether a group holds nothing but the empty row that nobody asked for.
    pub(crate) fn is_spare(self, group: &str) -> bool {
        let prefix = format!("{group}.");
        self.with(|filling| {
            let mut typed = filling.inputs().keys();
            filling.rows(group) == [SPARE_ROW] && !typed.any(|path| path.starts_with(&prefix))
        })
    }

    pub(super) fn show_rows(self, group: &str) {
        let rows = self.with(|filling| filling.rows(group));
        self.rows(group).set(rows);
    }
}

/// The number of the row that a group without rows comes with.
const SPARE_ROW: u32 = 0;

/// The rows of every group; one without rows gets its spare row.
fn rows_of(
    definition: &FormDefinition,
    filling: &mut Filling,
) -> BTreeMap<String, RwSignal<Vec<u32>>> {
    let is_group = |field: &&Field| matches!(field.kind, FieldType::Group(_));
    let groups = definition.fields.iter().filter(is_group);
    groups
        .map(|group| {
            if filling.rows(&group.id).is_empty() {
                let _ = filling.add_row(&group.id);
            }
            (group.id.clone(), RwSignal::new(filling.rows(&group.id)))
        })
        .collect()
}

/// The path of the first control of a row, `members.3.name`.
pub(crate) fn first_control(group: &Field, row: u32) -> String {
    let asked = group.sub_fields().iter().find(|field| field.is_asked());
    let first = asked.map(first_part).unwrap_or_default();
    format!("{}.{row}.{first}", group.id)
}

/// The path of the control with which a field begins, as seen from its group or form.
pub(crate) fn first_part(field: &Field) -> String {
    let part = match &field.kind {
        FieldType::Money { .. } => "amount",
        FieldType::PartialDate { .. } | FieldType::DateTime { .. } => "date",
        FieldType::Address { .. } => "country",
        FieldType::IdentityDocument { .. } => "type",
        FieldType::Tally { ages, sexes, .. } => {
            let id = |choices: &[domain::forms::Choice]| {
                choices
                    .first()
                    .map(|choice| choice.choice.clone())
                    .unwrap_or_default()
            };
            return format!("{}.{}.{}", field.id, id(ages), id(sexes));
        }
        _ => return field.id.clone(),
    };
    format!("{}.{part}", field.id)
}

fn or_empty(values: &[String]) -> Vec<String> {
    if values.is_empty() {
        vec![String::new()]
    } else {
        values.to_vec()
    }
}
