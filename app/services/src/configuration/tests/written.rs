//! A tree as a file of which it is known whose each line is.

use serde_json::{Map, Value, json};

/// Whose a line is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Owner {
    /// The form's own.
    Form,
    /// This field's.
    Field(String),
    /// That of a field without an id that could be told.
    Unclear,
}

/// A tree as YAML, with the owner of each line.
#[derive(Debug, Default)]
pub(super) struct Written {
    pub(super) lines: Vec<(String, Owner)>,
}

impl Written {
    pub(super) fn of(tree: &Value) -> Self {
        let mut written = Self::default();
        match tree {
            Value::Object(parts) => written.parts(parts, "", 0, &Owner::Form),
            other => written.lines.push((other.to_string(), Owner::Form)),
        }
        written
    }

    pub(super) fn text(&self) -> String {
        let lines: Vec<&str> = self.lines.iter().map(|(line, _)| line.as_str()).collect();
        lines.join("\n") + "\n"
    }

    pub(super) fn owner(&self, line: u64) -> &Owner {
        &self.lines[usize::try_from(line).unwrap() - 1].1
    }

    /// Pairs; the first behind `begin`, the others below it.
    fn parts(&mut self, parts: &Map<String, Value>, begin: &str, column: usize, owner: &Owner) {
        let mut begin = begin.to_owned();
        for (key, value) in parts {
            let key = if is_plain(key) {
                key.clone()
            } else {
                json!(key).to_string()
            };
            match value {
                Value::Object(inner) if is_deep(value) => {
                    self.line(format!("{begin}{key}:"), owner);
                    self.parts(inner, &" ".repeat(column + 2), column + 2, owner);
                }
                Value::Array(items) if is_deep(value) => {
                    self.line(format!("{begin}{key}:"), owner);
                    for item in items {
                        self.item(item, column + 2, &owner_of(&key, item, owner));
                    }
                }
                flat => self.line(format!("{begin}{key}: {flat}"), owner),
            }
            begin = " ".repeat(column);
        }
    }

    fn item(&mut self, item: &Value, column: usize, owner: &Owner) {
        let begin = format!("{}- ", " ".repeat(column));
        match item {
            Value::Object(parts) if is_deep(item) => {
                self.parts(parts, &begin, column + 2, owner);
            }
            flat => self.line(format!("{begin}{flat}"), owner),
        }
    }

    fn line(&mut self, line: String, owner: &Owner) {
        self.lines.push((line, owner.clone()));
    }
}

fn owner_of(key: &str, item: &Value, owner: &Owner) -> Owner {
    if key != "fields" {
        return owner.clone();
    }
    match item.get("field").and_then(Value::as_str) {
        Some(id) if is_plain(id) && id.len() <= 40 => Owner::Field(id.to_owned()),
        _ => Owner::Unclear,
    }
}

fn is_plain(key: &str) -> bool {
    let is_word = |sign: char| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == '_';
    key.starts_with(|sign: char| sign.is_ascii_lowercase()) && key.chars().all(is_word)
}

/// Whether it is too much for one line.
fn is_deep(value: &Value) -> bool {
    let is_nested = |part: &Value| part.is_object() || part.is_array();
    match value {
        Value::Object(parts) => parts.values().any(is_nested) || parts.len() > 4,
        Value::Array(items) => items.iter().any(is_nested),
        _ => false,
    }
}
