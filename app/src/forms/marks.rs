//! What others have changed in a form while it is filled in: put in place, and marked at its field.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    cases::Meanwhile,
    forms::{Answer, Changes, Field, FieldType, Filling, Inputs, field_of, in_places},
};
use leptos::{prelude::*, wasm_bindgen::JsValue};
use leptos_i18n::td_string;

use super::{
    device::{invoke, part as part_of},
    live::Live,
    page::{focus_on, unfold_around},
    value::answer_text,
};
use crate::{
    language::say_with,
    still::IntoStill,
    ui::icon::{Icon, IconView},
};

/// What is said at a field.
#[derive(Clone, Debug, PartialEq)]
enum Mark {
    /// Theirs stands there now. It is not sent while the edit still goes on from before.
    Taken { by: String, sent: bool },
    /// Mine stands there still, and this is theirs.
    Both { by: String, theirs: Option<Answer> },
}

/// What is said at each field.
#[derive(Clone, Copy)]
pub(super) struct Marks(RwSignal<BTreeMap<String, Mark>>);

impl Default for Marks {
    fn default() -> Self {
        Self(RwSignal::new(BTreeMap::new()))
    }
}

impl Marks {
    /// Whoever types over what was taken makes it theirs.
    pub(super) fn typed_into(self, field: &str) {
        let taken =
            |marks: &BTreeMap<String, Mark>| matches!(marks.get(field), Some(Mark::Taken { .. }));
        if self.0.with_untracked(taken) {
            self.0.update(|marks| drop(marks.remove(field)));
        }
    }

    /// Whether what stands in this field is not sent, because it is stored already.
    pub(super) fn are_left_out(self, field: &str) -> bool {
        let left_out = |marks: &BTreeMap<String, Mark>| {
            matches!(marks.get(field), Some(Mark::Taken { sent: false, .. }))
        };
        self.0.with_untracked(left_out)
    }
}

/// What others have changed, at the field.
pub(super) fn mark_view(field: &Field, path: &str, live: Live) -> Option<AnyView> {
    // Rows are marked at their group.
    (field.id == path).then(|| {
        let field = field.clone();
        let mark = move || {
            let mark = live.marks.0.with(|marks| marks.get(&field.id).cloned());
            mark.map(|mark| words(field.clone(), mark))
        };
        mark.still()
    })
}

fn words(field: Field, mark: Mark) -> AnyView {
    let text = say_with(move |locale| match &mark {
        Mark::Taken { by, .. } => {
            td_string!(locale, forms.changed_by, name = by.clone()).to_string()
        }
        Mark::Both { by, theirs } => {
            let value = match theirs {
                Some(answer) => answer_text(locale, &field, answer),
                None => td_string!(locale, forms.no_answer).to_owned(),
            };
            td_string!(locale, forms.both_changed, name = by.clone(), value = value).to_string()
        }
    });
    view! { <p class="saved-mark also-here field-mark"><IconView icon=Icon::People/> <span>{text}</span></p> }.still()
}

impl Live {
    /// What the view of a field waits for to be made anew.
    pub(super) fn anew(self, field: &str) -> ArcTrigger {
        self.waker(&format!("{field} anew"))
    }

    /// The answer that was put into a field which the user may only read; the one that was stored
    /// before, where none was.
    pub(super) fn put_in_or(self, field: &str, stored: Option<&Answer>) -> Option<Answer> {
        self.with(|filling| {
            let mut paths = filling.inputs().keys();
            let is_put_in = paths.any(|path| field_of(path) == field);
            if is_put_in {
                filling.answers().get(field).cloned()
            } else {
                stored.cloned()
            }
        })
    }

    /// Takes what only others have changed into its place and marks what both have; false when in
    /// the meantime somebody typed into a field that is spoken of.
    pub(super) fn take(self, told: &Meanwhile, sent: &Inputs) -> bool {
        let now = self.to_send();
        let fields: BTreeSet<&str> = told.taken.keys().map(|path| field_of(path)).collect();
        if fields
            .iter()
            .any(|field| in_places(&now, &[field]) != in_places(sent, &[field]))
        {
            return false;
        }
        let back = Place::now();
        self.put(&fields, &told.taken);
        let by = &told.saved.by;
        self.marks.0.update(|marks| {
            let moved_on = told.both.is_empty();
            marks.retain(|_, mark| !moved_on || matches!(mark, Mark::Taken { .. }));
            for mark in marks.values_mut() {
                if let Mark::Taken { sent, .. } = mark {
                    *sent |= moved_on;
                }
            }
            for field in &fields {
                let sent = moved_on || self.is_group(field);
                marks.insert(
                    (*field).to_owned(),
                    Mark::Taken {
                        by: by.clone(),
                        sent,
                    },
                );
            }
            for field in &told.both {
                let theirs = told.theirs.get(field).cloned();
                marks.insert(
                    field.clone(),
                    Mark::Both {
                        by: by.clone(),
                        theirs,
                    },
                );
            }
        });
        back.restore();
        true
    }

    fn is_group(self, field: &str) -> bool {
        self.with(|filling| {
            let field = filling.form().field(field);
            field.is_some_and(|field| matches!(field.kind, FieldType::Group(_)))
        })
    }

    /// Puts something else into these fields, each as a whole, and makes their views anew.
    pub(super) fn put(self, fields: &BTreeSet<&str>, inputs: &Inputs) {
        let changes = self.change(|filling| {
            let mut all = Changes::default();
            for field in fields {
                all.fields.extend(put_into(filling, field, inputs).fields);
            }
            all
        });
        self.wake(&changes.unwrap_or_default());
        for field in fields {
            if self.is_group(field) {
                self.show_rows(field);
            }
            self.anew(field).notify();
        }
    }
}

fn put_into(filling: &mut Filling, field: &str, inputs: &Inputs) -> Changes {
    let mut all = Changes::default();
    let there = |path: &str| inputs.keys().any(|other| other.starts_with(path));
    for row in filling.rows(field) {
        if !there(&format!("{field}.{row}.")) {
            all.fields.extend(filling.remove_row(field, row).fields);
        }
    }
    let before: Vec<String> = in_places(filling.inputs(), &[field]).into_keys().collect();
    for path in before {
        if !inputs.contains_key(&path) {
            all.fields.extend(filling.set(&path, Vec::new()).fields);
        }
    }
    for (path, values) in in_places(inputs, &[field]) {
        all.fields.extend(filling.set(&path, values).fields);
    }
    all
}

/// Where somebody is: the control, and the place in its text.
pub(super) struct Place {
    id: String,
    selection: Option<(JsValue, JsValue)>,
}

impl Place {
    pub(super) fn now() -> Self {
        let focused = document().active_element();
        let selection = focused.as_ref().and_then(|text| {
            let at = |name| part_of(text, name).filter(|place| place.as_f64().is_some());
            at("selectionStart").zip(at("selectionEnd"))
        });
        let id = focused.map(|element| element.id()).unwrap_or_default();
        Self { id, selection }
    }

    /// Goes back there, where the control was made anew.
    pub(super) fn restore(self) {
        request_animation_frame(move || {
            let focused = document().active_element();
            let lost = focused.is_none_or(|element| element.tag_name() == "BODY");
            if self.id.is_empty() || !lost {
                return;
            }
            unfold_around(&self.id);
            focus_on(&self.id);
            let element = document().get_element_by_id(&self.id);
            if let Some((text, (start, end))) = element.zip(self.selection) {
                invoke(&text, "setSelectionRange", &[&start, &end]);
            }
        });
    }
}
