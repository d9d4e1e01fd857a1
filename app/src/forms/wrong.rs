//! What is said to be wrong in a form while it is filled in.

use domain::{
    Problem,
    forms::{Filling, field_of, lies_in},
};
use leptos::prelude::*;

use super::live::Live;

impl Live {
    /// What is wrong with the field, or the part, at this path.
    pub(crate) fn problem(self, path: &str) -> Signal<Option<Problem>> {
        let path = path.to_owned();
        Signal::derive(move || {
            self.problems.with(|problems| {
                let mut at = problems.iter().filter(|problem| problem.field == path);
                at.next().cloned()
            })
        })
    }

    /// Whether anything is wrong with the field at this path, its parts included.
    pub(crate) fn is_wrong(self, path: &str) -> Signal<bool> {
        let path = path.to_owned();
        Signal::derive(move || {
            self.problems.with(|problems| {
                problems
                    .iter()
                    .any(|problem| lies_in(&problem.field, &path))
            })
        })
    }

    /// What is said above the form.
    pub(crate) const fn summary(self) -> RwSignal<Vec<Problem>> {
        self.summary
    }

    /// What is wrong now, whether it is said or not.
    pub(crate) fn problems_now(self) -> Vec<Problem> {
        let mut problems = self.with(Filling::problems);
        self.locked.with_value(|locked| {
            problems.retain(|problem| !locked.contains(field_of(&problem.field)));
        });
        problems
    }

    /// Says all of it.
    pub(crate) fn show_problems(self, problems: Vec<Problem>) {
        self.problems.set(problems.clone());
        self.summary.set(problems);
    }

    /// While somebody types, what they have mended is no longer held against them.
    pub(super) fn forget_mended(self, path: &str) {
        let field = self.field_path(path);
        let said = self.problems.with_untracked(|problems| {
            problems
                .iter()
                .any(|problem| lies_in(&problem.field, &field))
        });
        if said {
            let now = self.problems_now();
            self.problems.update(|problems| {
                problems
                    .retain(|problem| !lies_in(&problem.field, &field) || now.contains(problem));
            });
        }
    }

    /// Somebody has finished with a control: what is wrong with it is said there, and what no
    /// longer is wrong elsewhere is not.
    pub(crate) fn finished_with(self, path: &str) {
        // By now the page may show something else.
        if self.filling.is_disposed() {
            return;
        }
        let field = self.field_path(path);
        let now = self.problems_now();
        let own = |problem: &&Problem| problem.field == path || problem.field == field;
        self.problems.update(|problems| {
            problems.retain(|problem| now.contains(problem));
            for problem in now.iter().filter(own) {
                if !problems.contains(problem) {
                    problems.push(problem.clone());
                }
            }
        });
    }

    /// The path of the field that a control belongs to.
    fn field_path(self, path: &str) -> String {
        let in_group = self.with(|filling| {
            let found = filling.form().field_at(path);
            found.is_some_and(|(group, _)| group.is_some())
        });
        let parts = if in_group { 3 } else { 1 };
        path.split('.').take(parts).collect::<Vec<_>>().join(".")
    }
}
