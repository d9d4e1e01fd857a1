//! The rule engine: what is shown, what is worked out and what is wrong, after every change.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    Answer, Answers, Field, FieldType, FormDefinition, Inputs, Rows,
    cell::{Cell, failed_checks, work_out},
    evaluate::Source,
    limits::{ROW_NUMBER_MAX, ROWS_MAX},
    parse::{Parsed, Strictness, Typed, parse},
    plan::{Node, Number, Plan},
};
use crate::{Problem, ProblemCode};

/// What rules know beside the form's own answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Setting {
    /// The day of filling.
    pub today: NaiveDate,
    /// The answers of other forms that this form's rules ask, by `form/field`.
    pub others: BTreeMap<String, Answer>,
}

impl Setting {
    /// A setting on this day, without other forms.
    pub const fn on(today: NaiveDate) -> Self {
        Self {
            today,
            others: BTreeMap::new(),
        }
    }
}

/// What a change has changed, so that a page touches nothing else.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// The paths of fields that were worked out anew and came out differently.
    pub fields: BTreeSet<String>,
}

/// A form and the order in which its fields are worked out: whoever fills the same form in many
/// times needs it once. Clones are cheap.
#[derive(Clone, Debug)]
pub struct PlannedForm {
    form: Arc<FormDefinition>,
    plan: Arc<Plan>,
}

impl PlannedForm {
    /// The definition.
    pub fn form(&self) -> &FormDefinition {
        &self.form
    }
}

impl From<FormDefinition> for PlannedForm {
    fn from(form: FormDefinition) -> Self {
        Self {
            plan: Arc::new(Plan::of(&form)),
            form: Arc::new(form),
        }
    }
}

/// One form being filled in.
///
/// Everything that was typed is kept, also what is not shown. A change works out again only what
/// depends on it. Rules see the answers of fields that are shown and faultless, and nothing else.
#[derive(Clone, Debug)]
pub struct Filling {
    form: Arc<FormDefinition>,
    setting: Setting,
    stored: Answers,
    inputs: Inputs,
    plan: Arc<Plan>,
    /// By field and row; a top-level field has row 0.
    cells: Vec<BTreeMap<u32, Cell>>,
    /// The rows of each group.
    rows: BTreeMap<Number, BTreeSet<u32>>,
}

impl Filling {
    /// Begins with what is stored and what was typed over it.
    pub fn new(
        form: impl Into<PlannedForm>,
        setting: Setting,
        stored: Answers,
        typed: Inputs,
    ) -> Self {
        let PlannedForm { form, plan } = form.into();
        let count = form.every_field().count();
        let mut filling = Self {
            form,
            setting,
            stored,
            inputs: typed,
            plan,
            cells: vec![BTreeMap::new(); count],
            rows: BTreeMap::new(),
        };
        filling.take_stored_rows();
        filling.find_rows();
        for node in filling.plan.in_order() {
            for row in filling.rows_of(node) {
                filling.read_cell(node, row);
                filling.work_out_cell(node, row);
            }
        }
        filling
    }

    /// The definition.
    pub fn form(&self) -> &FormDefinition {
        &self.form
    }

    /// What was typed.
    pub const fn inputs(&self) -> &Inputs {
        &self.inputs
    }

    /// The setting.
    pub const fn setting(&self) -> &Setting {
        &self.setting
    }

    /// Types something else into one control, and works out what follows.
    pub fn set(&mut self, path: &str, values: Vec<String>) -> Changes {
        if self.inputs.get(path) == Some(&values) {
            return Changes::default();
        }
        self.inputs.insert(path.to_owned(), values);
        let Some((number, row)) = self.cell_at(path) else {
            return Changes::default();
        };
        if let (Some(group), true) = (self.plan.group(number), self.is_new_row(number, row)) {
            return if self.is_overfull(group) {
                self.begin_anew()
            } else {
                self.open_row(group, row)
            };
        }
        self.read_cell(Node::Field(number), row);
        self.propagate([(Node::Field(number), row)].into())
    }

    /// Adds a row to a group, and tells its number; `None` when there are as many as there may be.
    pub fn add_row(&mut self, group: &str) -> Option<(u32, Changes)> {
        let number = self.group_number(group)?;
        let rows = self.rows.get(&number).into_iter().flatten();
        let next = rows.max().map_or(0, |last| last + 1);
        if self.row_count(number) >= self.max_rows(number) || next > ROW_NUMBER_MAX {
            return None;
        }
        Some((next, self.open_row(number, next)))
    }

    /// Removes a row of a group with everything that was typed into it.
    pub fn remove_row(&mut self, group: &str, row: u32) -> Changes {
        let Some(number) = self.group_number(group) else {
            return Changes::default();
        };
        let prefix = format!("{group}.{row}.");
        self.inputs.retain(|path, _| !path.starts_with(&prefix));
        self.inputs.entry(group.to_owned()).or_default();
        if self.is_overfull(number) {
            return self.begin_anew();
        }
        if let Some(rows) = self.rows.get_mut(&number) {
            rows.remove(&row);
        }
        for member in self.plan.members(number).collect::<Vec<_>>() {
            self.cells[member].remove(&row);
        }
        self.propagate([(Node::Rows(number), 0)].into())
    }

    /// The numbers of a group's rows, in order.
    pub fn rows(&self, group: &str) -> Vec<u32> {
        let number = self.group_number(group);
        let rows = number.and_then(|number| self.rows.get(&number));
        rows.into_iter().flatten().copied().collect()
    }

    /// Whether the field at this path is shown.
    pub fn is_shown(&self, path: &str) -> bool {
        self.cell(path).is_some_and(|cell| cell.shown)
    }

    /// Whether the field at this path needs an answer now.
    pub fn is_required(&self, path: &str) -> bool {
        self.cell(path).is_some_and(|cell| cell.required)
    }

    /// The answer at this path that counts: shown, and without a fault.
    pub fn answer(&self, path: &str) -> Option<&Answer> {
        self.cell(path)?.answer.as_ref()
    }

    /// The choices of the field at this path that are offered now, as places in its list.
    pub fn offered(&self, path: &str) -> Vec<usize> {
        self.cell(path)
            .map(|cell| {
                let offered = cell.offered.iter().enumerate();
                offered
                    .filter(|(_, offered)| **offered)
                    .map(|(place, _)| place)
                    .collect()
            })
            .unwrap_or_default()
    }

    /// What is wrong, in the order of the form.
    pub fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (number, field) in self.form.every_field().enumerate() {
            if self.plan.group(number).is_none() {
                self.problems_of(number, field, &mut problems);
            }
        }
        problems.extend(self.unknown_paths());
        problems
    }

    /// The answers to store: only those of fields that are shown.
    pub fn answers(&self) -> Answers {
        let fields = self.form.fields.iter();
        fields
            .filter_map(|field| Some((field.id.clone(), self.answer_of(field)?)))
            .collect()
    }

    fn answer_of(&self, field: &Field) -> Option<Answer> {
        let number = self.plan.number(&field.id)?;
        let cell = self.cells[number].get(&0)?;
        if !matches!(field.kind, FieldType::Group(_)) {
            return cell.answer.clone();
        }
        let rows: Rows = self
            .filled_rows(number)
            .into_iter()
            .map(|row| (row, self.row_answers(number, row)))
            .collect();
        (cell.shown && !rows.is_empty()).then_some(Answer::Rows(rows))
    }

    fn row_answers(&self, group: Number, row: u32) -> Answers {
        self.plan
            .members(group)
            .filter_map(|member| {
                let answer = self.cells[member].get(&row)?.answer.clone()?;
                Some((self.plan.field(&self.form, member).id.clone(), answer))
            })
            .collect()
    }

    /// The top-level fields that are shown.
    pub fn shown_fields(&self) -> BTreeSet<&str> {
        let fields = self.form.fields.iter();
        fields
            .filter(|field| self.is_shown(&field.id))
            .map(|field| field.id.as_str())
            .collect()
    }
}

/// Reading what was typed.
impl Filling {
    /// A group that was not on the page keeps its stored rows.
    fn take_stored_rows(&mut self) {
        for field in &self.form.fields {
            let is_group = matches!(field.kind, FieldType::Group(_));
            if is_group
                && !Typed::new(&self.inputs, &field.id).is_there()
                && let Some(answer) = self.stored.get(&field.id)
            {
                answer.write_inputs(&field.id, &mut self.inputs);
            }
        }
    }

    /// Reads the numbers of the rows from the paths that were typed; more than any group may have
    /// are not looked at.
    fn find_rows(&mut self) {
        for field in &self.form.fields {
            let (FieldType::Group(_), Some(number)) = (&field.kind, self.plan.number(&field.id))
            else {
                continue;
            };
            let mut rows: BTreeSet<u32> = Typed::new(&self.inputs, &field.id)
                .parts()
                .filter_map(|part| row_number(part.split_once('.')?.0))
                .collect();
            while rows.len() > ROWS_MAX as usize + 1 {
                rows.pop_last();
            }
            self.rows.insert(number, rows);
        }
    }

    /// The field and row that a path belongs to.
    fn cell_at(&self, path: &str) -> Option<(Number, u32)> {
        let mut parts = path.split('.');
        let number = self.plan.number(parts.next()?)?;
        if self.plan.group(number).is_some() {
            return None;
        }
        if !matches!(
            self.plan.field(&self.form, number).kind,
            FieldType::Group(_)
        ) {
            return Some((number, 0));
        }
        let Some(row) = parts.next() else {
            return Some((number, 0));
        };
        let inner = self.plan.number(parts.next()?)?;
        (self.plan.group(inner) == Some(number)).then_some((inner, row_number(row)?))
    }

    fn cell(&self, path: &str) -> Option<&Cell> {
        let (number, row) = self.cell_at(path)?;
        self.cells[number].get(&row)
    }

    fn path_of(&self, number: Number, row: u32) -> String {
        let id = &self.plan.field(&self.form, number).id;
        match self.plan.group(number) {
            Some(group) => format!("{}.{row}.{id}", self.plan.field(&self.form, group).id),
            None => id.clone(),
        }
    }

    /// Reads the cell anew from what was typed; a field that was not on the page keeps what is
    /// stored.
    fn read_cell(&mut self, node: Node, row: u32) {
        let Node::Field(number) = node else {
            return;
        };
        let field = self.plan.field(&self.form, number);
        let path = self.path_of(number, row);
        let typed = Typed::new(&self.inputs, &path);
        let in_row = self.plan.group(number).is_some();
        let parsed = match &field.kind {
            FieldType::Group(_) => Parsed::default(),
            _ if typed.is_there() => self.parse_or_keep(number, &typed),
            _ if in_row => Parsed::default(),
            _ => Parsed::kept(self.stored.get(&field.id).cloned()),
        };
        let cell = self.cells[number].entry(row).or_default();
        cell.parsed = parsed;
    }

    /// What was stored before stays accepted, even if it would not be accepted today.
    fn parse_or_keep(&self, number: Number, typed: &Typed) -> Parsed {
        let field = self.plan.field(&self.form, number);
        let parsed = parse(field, typed, Strictness::On(self.setting.today));
        if parsed.faults.is_empty() {
            return parsed;
        }
        let read = parse(field, typed, Strictness::Readable);
        let unchanged = read.faults.is_empty()
            && read
                .answer
                .as_ref()
                .is_some_and(|answer| self.was_stored(number, answer));
        if unchanged { read } else { parsed }
    }

    /// Whether this was the answer before: of a field in a group, in any row.
    fn was_stored(&self, number: Number, answer: &Answer) -> bool {
        let id = &self.plan.field(&self.form, number).id;
        match self.plan.group(number) {
            None => self.stored.get(id) == Some(answer),
            Some(group) => match self.stored.get(&self.plan.field(&self.form, group).id) {
                Some(Answer::Rows(rows)) => rows.answers().any(|row| row.get(id) == Some(answer)),
                _ => false,
            },
        }
    }

    fn unknown_paths(&self) -> Vec<Problem> {
        let unknown = self
            .inputs
            .keys()
            .filter(|path| self.cell_at(path).is_none());
        unknown
            .take(20)
            .map(|path| Problem::new(shortened(path), ProblemCode::UnknownField))
            .collect()
    }
}

/// Working out.
impl Filling {
    /// The rows in which a node stands.
    fn rows_of(&self, node: Node) -> Vec<u32> {
        match node {
            Node::Field(number) => match self.plan.group(number) {
                Some(group) => self
                    .rows
                    .get(&group)
                    .into_iter()
                    .flatten()
                    .copied()
                    .collect(),
                None => vec![0],
            },
            Node::Rows(_) => vec![0],
        }
    }

    fn is_new_row(&self, number: Number, row: u32) -> bool {
        self.plan.group(number).is_some_and(|group| {
            self.rows
                .get(&group)
                .is_none_or(|rows| !rows.contains(&row))
        })
    }

    /// Whether there are more rows than any group may have, so that not all of them are looked at.
    fn is_overfull(&self, group: Number) -> bool {
        self.row_count(group) > ROWS_MAX
    }

    /// Which rows are looked at is decided over all that was typed, and so all is worked out anew.
    fn begin_anew(&mut self) -> Changes {
        let (form, plan) = (self.form.clone(), self.plan.clone());
        let (form, setting) = (PlannedForm { form, plan }, self.setting.clone());
        let fresh = Self::new(form, setting, self.stored.clone(), self.inputs.clone());
        let before = core::mem::replace(self, fresh);
        let mut changes = Changes::default();
        for (number, cells) in self.cells.iter().enumerate() {
            let old = &before.cells[number];
            let fresh = cells
                .iter()
                .filter(|(row, cell)| old.get(row) != Some(cell));
            changes
                .fields
                .extend(fresh.map(|(row, _)| self.path_of(number, *row)));
        }
        changes
    }

    fn open_row(&mut self, group: Number, row: u32) -> Changes {
        self.rows.entry(group).or_default().insert(row);
        let mut dirty: Vec<(Node, u32)> = vec![(Node::Rows(group), 0)];
        for member in self.plan.members(group).collect::<Vec<_>>() {
            self.read_cell(Node::Field(member), row);
            dirty.push((Node::Field(member), row));
        }
        self.propagate(dirty)
    }

    /// Works out the dirty cells, and whatever depends on those that come out differently.
    fn propagate(&mut self, dirty: Vec<(Node, u32)>) -> Changes {
        let mut changes = Changes::default();
        let mut open: BTreeSet<(usize, Node, u32)> = dirty
            .into_iter()
            .map(|(node, row)| (self.plan.rank(node), node, row))
            .collect();
        while let Some((rank, node, row)) = open.pop_first() {
            if !self.work_out_cell(node, row) {
                continue;
            }
            if let Node::Field(number) = node {
                changes.fields.insert(self.path_of(number, row));
            }
            for next in self.plan.dependents(node) {
                let next_rank = self.plan.rank(*next);
                if next_rank > rank {
                    let rows = self.rows_that_follow(node, row, *next);
                    open.extend(rows.into_iter().map(|row| (next_rank, *next, row)));
                }
            }
        }
        changes
    }

    /// In a row, only the same row of the same group follows.
    fn rows_that_follow(&self, from: Node, row: u32, to: Node) -> Vec<u32> {
        if let (Node::Field(from), Node::Field(to)) = (from, to)
            && self.plan.group(from).is_some()
            && self.plan.group(from) == self.plan.group(to)
        {
            return vec![row];
        }
        self.rows_of(to)
    }

    /// Works out one cell; tells whether it came out differently. The rows of a group as a whole
    /// always count as different: whatever led here has changed one of them.
    fn work_out_cell(&mut self, node: Node, row: u32) -> bool {
        let Node::Field(number) = node else {
            return true;
        };
        let Some(cell) = self.cells[number].get(&row) else {
            return false;
        };
        let group = self.plan.group(number);
        let in_shown_group =
            group.is_none_or(|group| self.cells[group].get(&0).is_some_and(|cell| cell.shown));
        let scope = self.scope(number, row);
        let field = self.plan.field(&self.form, number);
        let was_stored = |answer: &Answer| self.was_stored(number, answer);
        let fresh = work_out(field, &cell.parsed, in_shown_group, &scope, &was_stored);
        if fresh == *cell && cell.is_worked_out {
            return false;
        }
        self.cells[number].insert(row, fresh);
        true
    }
}

/// Groups.
impl Filling {
    fn group_number(&self, id: &str) -> Option<Number> {
        let number = self.plan.number(id)?;
        matches!(
            self.plan.field(&self.form, number).kind,
            FieldType::Group(_)
        )
        .then_some(number)
    }

    fn max_rows(&self, group: Number) -> u32 {
        match &self.plan.field(&self.form, group).kind {
            FieldType::Group(group) => group.max_rows,
            _ => 0,
        }
    }

    fn row_count(&self, group: Number) -> u32 {
        let rows = self.rows.get(&group).map_or(0, BTreeSet::len);
        u32::try_from(rows).unwrap_or(u32::MAX)
    }

    /// The rows that hold anything; an empty one is no row.
    fn filled_rows(&self, group: Number) -> Vec<u32> {
        let rows = self.rows.get(&group).into_iter().flatten().copied();
        rows.filter(|row| self.is_filled(group, *row)).collect()
    }

    fn is_filled(&self, group: Number, row: u32) -> bool {
        self.plan.members(group).any(|member| {
            self.plan.field(&self.form, member).is_asked()
                && self.cells[member].get(&row).is_some_and(|cell| {
                    cell.answer.is_some() || cell.shown && !cell.faults.is_empty()
                })
        })
    }
}

/// Telling what is wrong.
impl Filling {
    fn problems_of(&self, number: Number, field: &Field, problems: &mut Vec<Problem>) {
        let Some(cell) = self.cells[number].get(&0).filter(|cell| cell.shown) else {
            return;
        };
        if let FieldType::Group(group) = &field.kind {
            let filled = self.filled_rows(number);
            let count = u32::try_from(filled.len()).unwrap_or(u32::MAX);
            let needed = group.min_rows.max(u32::from(cell.required));
            if count > group.max_rows {
                let max = group.max_rows;
                problems.push(Problem::new(&field.id, ProblemCode::TooManyRows { max }));
            } else if count < needed {
                problems.push(Problem::new(
                    &field.id,
                    ProblemCode::TooFewRows { min: needed },
                ));
            }
            for row in filled {
                for member in self.plan.members(number) {
                    self.cell_problems(member, row, problems);
                }
            }
            return;
        }
        self.cell_problems(number, 0, problems);
    }

    fn cell_problems(&self, number: Number, row: u32, problems: &mut Vec<Problem>) {
        let Some(cell) = self.cells[number].get(&row).filter(|cell| cell.shown) else {
            return;
        };
        let path = self.path_of(number, row);
        for fault in &cell.faults {
            let at = match &fault.part {
                Some(part) => format!("{path}.{part}"),
                None => path.clone(),
            };
            problems.push(Problem::new(at, fault.code.clone()));
        }
        if !cell.faults.is_empty() {
            return;
        }
        if cell.answer.is_some() {
            let field = self.plan.field(&self.form, number);
            let failed = failed_checks(field, &self.scope(number, row)).into_iter();
            problems.extend(failed.map(|code| Problem::new(path.clone(), code)));
        } else if cell.required {
            problems.push(Problem::new(path, ProblemCode::Required));
        }
    }
}

impl Filling {
    fn scope(&self, number: Number, row: u32) -> Scope<'_> {
        Scope {
            filling: self,
            row: self.plan.group(number).map(|group| (group, row)),
        }
    }
}

/// What the rules of one field see.
struct Scope<'a> {
    filling: &'a Filling,
    row: Option<(Number, u32)>,
}

impl Source for Scope<'_> {
    fn answer(&self, field: &str) -> Option<&Answer> {
        if field.contains('/') {
            return self.filling.setting.others.get(field);
        }
        let number = self.filling.plan.number(field)?;
        let row = match self.filling.plan.group(number) {
            None => 0,
            group => self.row.filter(|(own, _)| Some(*own) == group)?.1,
        };
        self.filling.cells[number].get(&row)?.answer.as_ref()
    }

    fn rows(&self, group: &str) -> Vec<Self> {
        let Some(number) = self.filling.group_number(group) else {
            return Vec::new();
        };
        let rows = self.filling.filled_rows(number).into_iter();
        rows.map(|row| Self {
            filling: self.filling,
            row: Some((number, row)),
        })
        .collect()
    }

    fn is_group(&self, field: &str) -> bool {
        self.filling.group_number(field).is_some()
    }

    fn today(&self) -> NaiveDate {
        self.filling.setting.today
    }
}

/// Reads the number of a row; `007` is not one.
fn row_number(text: &str) -> Option<u32> {
    let plain =
        text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    let number = plain.then(|| text.parse::<u32>().ok())??;
    (number <= ROW_NUMBER_MAX).then_some(number)
}

/// A name from outside is repeated only so far.
pub(super) fn shortened(name: &str) -> String {
    name.chars()
        .filter(|sign| !sign.is_control())
        .take(60)
        .collect()
}
