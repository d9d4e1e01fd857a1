//! Forms damaged as trees.

use proptest::{prelude::*, sample::Index};
use serde_json::{Map, Value, json};

use super::damage::KEYS;

/// One change. Places are taken modulo what is there.
#[derive(Clone, Debug)]
pub(super) enum Change {
    Remove(Index),
    Replace(Index, Value),
    /// Puts a copy of one node in the place of another.
    Graft(Index, Index),
    Repeat(Index),
    Reverse(Index),
    Rename(Index, usize),
    Set(Index, &'static str, Value),
    /// Sets a rule that asks a field that is there.
    Ask(Index, &'static str, Index, usize),
}

pub(super) fn changes() -> impl Strategy<Value = Vec<Change>> {
    proptest::collection::vec(change(), 1..3)
}

fn change() -> impl Strategy<Value = Change> {
    let at = any::<Index>;
    prop_oneof![
        1 => at().prop_map(Change::Remove),
        2 => (at(), hostile()).prop_map(|(at, value)| Change::Replace(at, value)),
        3 => (at(), at()).prop_map(|(to, from)| Change::Graft(to, from)),
        1 => at().prop_map(Change::Repeat),
        1 => at().prop_map(Change::Reverse),
        1 => (at(), 0..KEYS.len()).prop_map(|(at, key)| Change::Rename(at, key)),
        3 => (at(), setting()).prop_map(|(at, (key, value))| Change::Set(at, key, value)),
        3 => (at(), rule_key(), at(), 0..RULES).prop_map(|(at, key, asked, rule)| {
            Change::Ask(at, key, asked, rule)
        }),
    ]
}

fn hostile() -> impl Strategy<Value = Value> {
    prop::sample::select(vec![
        json!(null),
        json!(""),
        json!(0),
        json!(-1),
        json!(1.5),
        json!(i64::MIN),
        json!(true),
        json!([]),
        json!({}),
        json!("a\nb\u{1b}[31m"),
        json!("x".repeat(900)),
        json!("</td><script>alert(1)</script>"),
        json!("\u{202e}\u{0}"),
        json!("other"),
        json!({"hu": "", "uk": "", "en": ""}),
        json!({"uk": "Тільки українською"}),
        json!({"field": "nobody", "type": "text", "label": {"hu": "x"}}),
    ])
}

fn setting() -> impl Strategy<Value = (&'static str, Value)> {
    prop::sample::select(vec![
        ("required", json!(true)),
        ("indexed", json!(true)),
        ("sensitivity", json!("restricted")),
        ("sensitivity", json!("ordinary")),
        ("feeds", json!("family_name")),
        ("feeds", json!("phone")),
        ("type", json!("text")),
        ("type", json!("group")),
        ("type", json!("decimal")),
        ("type", json!("yes_no")),
        ("type", json!("note")),
        ("type", json!("location")),
        ("type", json!("date_time")),
        ("lookup", json!("locations")),
        ("lookup", json!("nothing")),
        ("countries", json!("countries")),
        ("min", json!("0.25")),
        ("min", json!(i64::MIN)),
        ("max", json!(i64::MAX)),
        ("decimals", json!(6)),
        ("currencies", json!(["HUF", "EUR"])),
        ("earliest", json!("today")),
        ("latest", json!("1900-01-01")),
        ("max_length", json!(500)),
        ("max_rows", json!(100)),
        ("min_rows", json!(100)),
        ("result", json!("text")),
        ("result", json!("money")),
        (
            "calculation",
            json!({"join": {"parts": [{"value": "a"}, "today"], "separator": "\n"}}),
        ),
        (
            "calculation",
            json!({"product": [{"value": i64::MAX}, {"value": i64::MAX}]}),
        ),
        ("calculation", json!({"value": "2026-02-30"})),
        ("from", json!("2030-01-01")),
        ("until", json!("2000-01-01")),
        ("nobody", json!(1)),
        ("version", json!(i32::MAX)),
        ("help", json!({"hu": "x"})),
        ("why", json!({"en": "x"})),
    ])
}

fn rule_key() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "shown_when",
        "required_when",
        "checks",
        "calculation",
        "parent",
        "field",
        "group",
    ])
}

const RULES: usize = 9;

fn rule(key: &str, asked: &str, rule: usize) -> Value {
    let condition = match rule {
        0 => json!({"answered": {"field": asked}}),
        1 => json!({"empty": {"field": asked}}),
        2 => json!({"equal": {"field": asked, "value": true}}),
        3 => json!({"equal": {"field": asked, "value": "other"}}),
        4 => json!({"more": {"field": asked, "than": 2}}),
        5 => json!({"less": {"field": asked, "than": "today"}}),
        6 => json!({"any_row": {"group": asked, "holds": {"answered": {"field": asked}}}}),
        7 => json!({"not": {"not": {"any": [{"age": {"field": asked, "below": 18}}]}}}),
        _ => json!({"all": [{"answered": {"field": asked}}, {"empty": {"field": asked}}]}),
    };
    match key {
        "checks" => json!([{"holds": condition, "message": {"hu": "Nem."}}]),
        "calculation" => match rule {
            0 => json!({"field": asked}),
            1 => json!({"sum": [{"field": asked}, {"value": 1}]}),
            2 => json!({"rows": {"group": asked}}),
            3 => json!({"age": {"field": asked}}),
            4 => json!({"join": {"parts": [{"field": asked}, {"value": "!"}]}}),
            5 => json!({"days_between": {"from": {"field": asked}, "to": "today"}}),
            6 => json!({"average": [{"field": asked}]}),
            7 => json!({"chosen": {"field": asked}}),
            _ => json!({"if": {"when": condition, "then": {"value": 1}}}),
        },
        "parent" | "field" | "group" => json!(asked),
        _ => condition,
    }
}

/// The way to every node.
fn nodes(value: &Value, way: &str, found: &mut Vec<String>) {
    found.push(way.to_owned());
    match value {
        Value::Object(parts) => {
            for (key, part) in parts {
                let key = key.replace('~', "~0").replace('/', "~1");
                nodes(part, &format!("{way}/{key}"), found);
            }
        }
        Value::Array(parts) => {
            for (place, part) in parts.iter().enumerate() {
                nodes(part, &format!("{way}/{place}"), found);
            }
        }
        _ => {}
    }
}

fn ways(tree: &Value, keep: impl Fn(&Value) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    nodes(tree, "", &mut found);
    found.retain(|way| tree.pointer(way).is_some_and(&keep));
    found
}

fn pick(tree: &Value, at: Index, keep: impl Fn(&Value) -> bool) -> Option<String> {
    let ways = ways(tree, keep);
    (!ways.is_empty()).then(|| ways[at.index(ways.len())].clone())
}

fn is_field(value: &Value) -> bool {
    value.get("field").is_some() && value.get("type").is_some()
}

pub(super) fn apply(tree: &mut Value, change: &Change) {
    let Some(way) = (match change {
        Change::Remove(at) | Change::Replace(at, _) | Change::Graft(at, _) => {
            pick(tree, *at, |_| true)
        }
        Change::Repeat(at) | Change::Reverse(at) => pick(tree, *at, |node| {
            node.as_array().is_some_and(|list| !list.is_empty())
        }),
        Change::Rename(at, _) => pick(tree, *at, Value::is_object),
        Change::Set(at, ..) | Change::Ask(at, ..) => pick(tree, *at, is_field),
    }) else {
        return;
    };
    match change {
        Change::Remove(_) => remove(tree, &way),
        Change::Replace(_, value) => put(tree, &way, value.clone()),
        Change::Graft(_, from) => {
            if let Some(from) = pick(tree, *from, |_| true) {
                let copy = tree.pointer(&from).cloned().unwrap_or_default();
                put(tree, &way, copy);
            }
        }
        Change::Repeat(at) => {
            if let Some(Value::Array(list)) = tree.pointer_mut(&way) {
                list.push(list[at.index(list.len())].clone());
            }
        }
        Change::Reverse(_) => {
            if let Some(Value::Array(list)) = tree.pointer_mut(&way) {
                list.reverse();
            }
        }
        Change::Rename(at, key) => {
            if let Some(Value::Object(parts)) = tree.pointer_mut(&way) {
                rename(parts, *at, KEYS[*key]);
            }
        }
        Change::Set(_, key, value) => put(tree, &format!("{way}/{key}"), value.clone()),
        Change::Ask(_, key, asked, number) => {
            let asked = pick(tree, *asked, is_field).and_then(|way| {
                tree.pointer(&way)?
                    .get("field")?
                    .as_str()
                    .map(str::to_owned)
            });
            if let Some(asked) = asked {
                put(tree, &format!("{way}/{key}"), rule(key, &asked, *number));
            }
        }
    }
}

fn rename(parts: &mut Map<String, Value>, at: Index, key: &str) {
    let old = parts.keys().nth(at.index(parts.len().max(1))).cloned();
    if let Some(value) = old.and_then(|old| parts.remove(&old)) {
        parts.insert(key.to_owned(), value);
    }
}

fn remove(tree: &mut Value, way: &str) {
    let Some((parent, last)) = way.rsplit_once('/') else {
        return;
    };
    match tree.pointer_mut(parent) {
        Some(Value::Object(parts)) => {
            parts.remove(last);
        }
        Some(Value::Array(items)) => {
            items.remove(last.parse().unwrap());
        }
        _ => {}
    }
}

fn put(tree: &mut Value, way: &str, value: Value) {
    let Some((parent, last)) = way.rsplit_once('/') else {
        return;
    };
    match tree.pointer_mut(parent) {
        Some(Value::Object(parts)) => {
            parts.insert(last.to_owned(), value);
        }
        Some(Value::Array(items)) => items[last.parse::<usize>().unwrap()] = value,
        _ => {}
    }
}
