//! The city's own files, and excerpts of its forms that stand by themselves.

use std::{collections::BTreeSet, path::Path, path::PathBuf, sync::OnceLock};

use domain::{
    access::Role,
    forms::{Field, FormDefinition},
};
use serde_json::{Value, json};

use super::super::{
    Report,
    forms::{self, FormFile},
    lookups::{self, Lookups},
    roles,
    source::Source,
};

/// What the city's folder holds, read once.
pub(super) struct City {
    pub(super) lookups: Lookups,
    pub(super) files: Vec<FormFile>,
    pub(super) roles: Vec<Role>,
    pub(super) pages: Vec<Page>,
}

/// A form's file, taken apart.
pub(super) struct Page {
    pub(super) form: String,
    head: Vec<String>,
    blocks: Vec<Block>,
    definition: FormDefinition,
}

/// A top-level field with all that belongs to it.
struct Block {
    id: String,
    lines: Vec<String>,
    value: Value,
}

/// A line, the field to whose block it belongs, and where it stood.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) owner: Option<String>,
    pub(super) place: Option<usize>,
}

pub(super) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../server/config")
}

pub(super) fn city() -> &'static City {
    static CITY: OnceLock<City> = OnceLock::new();
    CITY.get_or_init(|| {
        let mut report = Report::default();
        let lookups = lookups::read(&folder().join("lookups"), &mut report);
        let files = forms::read(&folder().join("forms"), &lookups, &mut report);
        let roles = roles::read(&folder().join("roles.yaml"), &files, &mut report);
        assert!(report.faults.is_empty(), "{:?}", report.faults);
        let pages = files.iter().map(Page::of).collect();
        City {
            lookups,
            files,
            roles,
            pages,
        }
    })
}

impl Page {
    fn of(file: &FormFile) -> Self {
        let mut page = Self {
            form: file.source.stem().to_owned(),
            head: Vec::new(),
            blocks: Vec::new(),
            definition: file.form.clone().unwrap(),
        };
        for line in file.source.text.lines() {
            if let Some(id) = line.strip_prefix("  - field: ") {
                page.blocks.push(Block {
                    id: id.to_owned(),
                    lines: Vec::new(),
                    value: Value::Null,
                });
            }
            match page.blocks.last_mut() {
                Some(block) => block.lines.push(line.to_owned()),
                None => page.head.push(line.to_owned()),
            }
        }
        assert_eq!(page.blocks.len(), page.definition.fields.len());
        for block in &mut page.blocks {
            let source = Source {
                path: file.source.path.clone(),
                text: block.lines.join("\n"),
            };
            let fields: Vec<Value> = source.parse().unwrap();
            block.value = fields[0].clone();
        }
        page
    }

    /// The chosen blocks, and those that they ask.
    fn chosen(&self, places: impl Iterator<Item = usize>) -> Vec<&Block> {
        let places = places.map(|place| place % self.blocks.len());
        let mut open: Vec<&str> = places.map(|place| self.blocks[place].id.as_str()).collect();
        open.extend(["family_name", "given_name"]);
        let mut wanted: BTreeSet<&str> = BTreeSet::new();
        while let Some(id) = open.pop() {
            let holds =
                |top: &&Field| top.id == id || top.sub_fields().iter().any(|sub| sub.id == id);
            let Some(top) = self.definition.fields.iter().find(holds) else {
                continue;
            };
            if wanted.insert(&top.id) {
                open.extend(
                    core::iter::once(top)
                        .chain(top.sub_fields())
                        .flat_map(Field::asked),
                );
            }
        }
        let blocks = self.blocks.iter();
        blocks
            .filter(|block| wanted.contains(block.id.as_str()))
            .collect()
    }

    /// An excerpt as lines.
    pub(super) fn lines(&self, places: impl Iterator<Item = usize>) -> Vec<Line> {
        let mut owner = None;
        let head = self.head.iter();
        let blocks = self
            .chosen(places)
            .into_iter()
            .flat_map(|block| &block.lines);
        head.chain(blocks)
            .enumerate()
            .map(|(place, text)| {
                if let Some(id) = text.trim_start().strip_prefix("- field: ")
                    && matches!(text.len() - text.trim_start().len(), 2 | 6)
                {
                    owner = Some(id.to_owned());
                }
                Line {
                    text: text.clone(),
                    owner: owner.clone(),
                    place: Some(place),
                }
            })
            .collect()
    }

    /// An excerpt as a tree.
    pub(super) fn tree(&self, places: impl Iterator<Item = usize>) -> Value {
        let fields: Vec<&Value> = self
            .chosen(places)
            .iter()
            .map(|block| &block.value)
            .collect();
        let definition = &self.definition;
        json!({
            "form": definition.form,
            "version": definition.version,
            "order": definition.order,
            "title": definition.title,
            "fields": fields,
        })
    }
}

impl City {
    /// The files that a form needs beside itself: those that it asks, and the first.
    pub(super) fn beside(&self, form: &FormDefinition) -> Vec<FormFile> {
        let mut open: Vec<String> = asked_forms(form).chain(["identity".to_owned()]).collect();
        let mut wanted = BTreeSet::from([form.form.clone()]);
        let mut files = Vec::new();
        while let Some(id) = open.pop() {
            let file = self.files.iter().find(|file| file.source.stem() == id);
            if let (true, Some(file)) = (wanted.insert(id), file) {
                open.extend(file.form.iter().flat_map(asked_forms));
                files.push(file.clone());
            }
        }
        files
    }
}

fn asked_forms(form: &FormDefinition) -> impl Iterator<Item = String> {
    let asked = form.asked_elsewhere().into_iter();
    asked.filter_map(|asked| Some(asked.split_once('/')?.0.to_owned()))
}
