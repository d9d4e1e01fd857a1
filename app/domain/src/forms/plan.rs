//! Which field depends on which, worked out once for a definition.

use std::collections::{BTreeMap, BTreeSet};

use super::{Field, FieldType, FormDefinition};

/// A field's number: top-level fields and those in groups counted alike, in the order of the form.
pub(super) type Number = usize;

/// Something that is worked out: a field, or the rows of a group as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Node {
    /// The field itself; of a group, whether it is shown.
    Field(Number),
    /// The rows of a group: which are filled, and with what.
    Rows(Number),
}

/// A field's place.
#[derive(Clone, Copy, Debug)]
struct Place {
    top: usize,
    inner: Option<usize>,
    group: Option<Number>,
}

/// The order in which fields are worked out, and what follows from each.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    places: Vec<Place>,
    numbers: BTreeMap<String, Number>,
    /// What has to be worked out again when a node has changed.
    dependents: BTreeMap<Node, Vec<Node>>,
    /// The place of a node in an order in which nothing stands before what it asks.
    ranks: BTreeMap<Node, usize>,
}

impl Plan {
    pub(super) fn of(form: &FormDefinition) -> Self {
        let mut plan = Self {
            places: Vec::new(),
            numbers: BTreeMap::new(),
            dependents: BTreeMap::new(),
            ranks: BTreeMap::new(),
        };
        for (top, field) in form.fields.iter().enumerate() {
            let group = plan.add(field, top, None, None);
            for (inner, sub) in field.sub_fields().iter().enumerate() {
                plan.add(sub, top, Some(inner), Some(group));
            }
        }
        plan.connect(form);
        plan.rank_nodes(form);
        plan
    }

    fn add(
        &mut self,
        field: &Field,
        top: usize,
        inner: Option<usize>,
        group: Option<Number>,
    ) -> Number {
        let number = self.places.len();
        self.places.push(Place { top, inner, group });
        self.numbers.entry(field.id.clone()).or_insert(number);
        number
    }

    fn connect(&mut self, form: &FormDefinition) {
        for number in 0..self.places.len() {
            let field = self.field(form, number);
            if let Some(group) = self.places[number].group {
                self.arrow(Node::Field(group), Node::Field(number));
                self.arrow(Node::Field(number), Node::Rows(group));
            } else if matches!(field.kind, FieldType::Group(_)) {
                self.arrow(Node::Field(number), Node::Rows(number));
            }
            for asked in field.asked_to_work_out() {
                if let Some(asked) = self.asked_node(form, asked, number) {
                    self.arrow(asked, Node::Field(number));
                }
            }
        }
    }

    /// What a field waits for when it asks another: a field of its own row, a top-level field, or
    /// the rows of a group.
    fn asked_node(&self, form: &FormDefinition, asked: &str, by: Number) -> Option<Node> {
        let asked = self.number(asked)?;
        let group = self.places[asked].group;
        if group.is_some() && group != self.places[by].group {
            return group.map(Node::Rows);
        }
        let is_group = matches!(self.field(form, asked).kind, FieldType::Group(_));
        Some(if is_group {
            Node::Rows(asked)
        } else {
            Node::Field(asked)
        })
    }

    fn arrow(&mut self, from: Node, to: Node) {
        let dependents = self.dependents.entry(from).or_default();
        if from != to && !dependents.contains(&to) {
            dependents.push(to);
        }
    }

    /// Numbers the nodes so that nothing stands before what it asks; what stands in a circle, which
    /// a checked definition does not have, comes last.
    fn rank_nodes(&mut self, form: &FormDefinition) {
        let nodes = self.nodes(form);
        let mut waiting: BTreeMap<Node, usize> = nodes.iter().map(|node| (*node, 0)).collect();
        for to in self.dependents.values().flatten() {
            if let Some(count) = waiting.get_mut(to) {
                *count += 1;
            }
        }
        let free = |waiting: &BTreeMap<Node, usize>, node: &Node| waiting.get(node) == Some(&0);
        let mut ready: BTreeSet<Node> = nodes
            .iter()
            .copied()
            .filter(|node| free(&waiting, node))
            .collect();
        while let Some(node) = ready.pop_first() {
            let rank = self.ranks.len();
            self.ranks.insert(node, rank);
            for to in self.dependents.get(&node).into_iter().flatten() {
                if let Some(count) = waiting.get_mut(to) {
                    *count -= 1;
                    if *count == 0 {
                        ready.insert(*to);
                    }
                }
            }
        }
        for node in nodes {
            let rank = self.ranks.len();
            self.ranks.entry(node).or_insert(rank);
        }
    }

    fn nodes(&self, form: &FormDefinition) -> Vec<Node> {
        let mut nodes: Vec<Node> = (0..self.places.len()).map(Node::Field).collect();
        let groups = (0..self.places.len())
            .filter(|number| matches!(self.field(form, *number).kind, FieldType::Group(_)));
        nodes.extend(groups.map(Node::Rows));
        nodes
    }

    pub(super) fn field<'a>(&self, form: &'a FormDefinition, number: Number) -> &'a Field {
        let place = self.places[number];
        let top = &form.fields[place.top];
        place.inner.map_or(top, |inner| &top.sub_fields()[inner])
    }

    pub(super) fn number(&self, id: &str) -> Option<Number> {
        self.numbers.get(id).copied()
    }

    /// The group that a field belongs to.
    pub(super) fn group(&self, number: Number) -> Option<Number> {
        self.places[number].group
    }

    /// The fields of a group.
    pub(super) fn members(&self, group: Number) -> impl Iterator<Item = Number> + use<'_> {
        let behind = self.places[group + 1..]
            .iter()
            .take_while(move |place| place.group == Some(group));
        (group + 1..).zip(behind).map(|(number, _)| number)
    }

    pub(super) fn dependents(&self, node: Node) -> &[Node] {
        self.dependents.get(&node).map_or(&[], Vec::as_slice)
    }

    pub(super) fn rank(&self, node: Node) -> usize {
        self.ranks.get(&node).copied().unwrap_or(usize::MAX)
    }

    /// Every field in the order in which it is to be worked out.
    pub(super) fn in_order(&self) -> Vec<Node> {
        let mut nodes: Vec<(usize, Node)> = self
            .ranks
            .iter()
            .map(|(node, rank)| (*rank, *node))
            .collect();
        nodes.sort_unstable();
        nodes.into_iter().map(|(_, node)| node).collect()
    }
}

/// The fields that stand in a circle of questions, in one form or across several; empty when there
/// is none. Fields are named `form/field`.
pub(super) fn circle(forms: &[&FormDefinition]) -> Vec<String> {
    let mut arrows: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for form in forms {
        let name = |id: &str| format!("{}/{id}", form.form);
        for top in &form.fields {
            for sub in top.sub_fields() {
                // Whether a field of a group is shown depends on the group; what the rows of a
                // group come to depends on its fields.
                arrows
                    .entry(name(&sub.id))
                    .or_default()
                    .insert(name(&top.id));
                arrows
                    .entry(rows(&name(&top.id)))
                    .or_default()
                    .insert(name(&sub.id));
            }
            arrows
                .entry(rows(&name(&top.id)))
                .or_default()
                .insert(name(&top.id));
            for (field, group) in core::iter::once((top, None))
                .chain(top.sub_fields().iter().map(|sub| (sub, Some(top))))
            {
                let asked = field.asked_to_work_out().into_iter().map(|asked| {
                    if asked.contains('/') {
                        return asked.to_owned();
                    }
                    asked_in(form, asked, group)
                        .map_or_else(|| name(asked), |group| rows(&name(group)))
                });
                arrows.entry(name(&field.id)).or_default().extend(asked);
            }
        }
    }
    for start in arrows.keys() {
        if let Some(circle) = path_back(&arrows, start) {
            return circle;
        }
    }
    Vec::new()
}

/// The group whose rows are really asked, when a field asks a group or what stands in its rows.
fn asked_in<'a>(form: &'a FormDefinition, asked: &str, own: Option<&Field>) -> Option<&'a str> {
    form.fields
        .iter()
        .filter(|top| matches!(top.kind, FieldType::Group(_)))
        .find(|top| {
            top.id == asked
                || own.is_none_or(|own| own.id != top.id)
                    && top.sub_fields().iter().any(|sub| sub.id == asked)
        })
        .map(|group| group.id.as_str())
}

fn rows(group: &str) -> String {
    format!("{group}[]")
}

/// The way from a field back to itself.
fn path_back(arrows: &BTreeMap<String, BTreeSet<String>>, start: &str) -> Option<Vec<String>> {
    let mut came_from: BTreeMap<&str, &str> = BTreeMap::new();
    let mut open = vec![start];
    while let Some(at) = open.pop() {
        for next in arrows.get(at).into_iter().flatten() {
            if next == start {
                let mut way = vec![at.to_owned()];
                let mut here = at;
                while here != start {
                    here = came_from.get(here)?;
                    way.push(here.to_owned());
                }
                way.reverse();
                way.retain(|step| !step.ends_with("[]"));
                return Some(way);
            }
            if next != start && !came_from.contains_key(next.as_str()) {
                came_from.insert(next, at);
                open.push(next);
            }
        }
    }
    None
}
