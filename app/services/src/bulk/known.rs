use std::collections::HashSet;

use sea_orm::Value;

/// The rows of one table that were written before, of those that are written only once.
#[derive(Default)]
pub(super) struct Known(HashSet<Vec<u8>>);

impl Known {
    /// Whether the row was not written before; it counts as written from now on.
    pub(super) fn is_new(&mut self, row: &[Value]) -> bool {
        let mut key = Vec::with_capacity(48);
        for value in row {
            match value {
                Value::Uuid(Some(id)) => key.extend_from_slice(id.as_bytes()),
                Value::String(Some(text)) => key.extend_from_slice(text.as_bytes()),
                other => key.extend_from_slice(format!("{other:?}").as_bytes()),
            }
            // No text in UTF-8 has it.
            key.push(0xff);
        }
        self.0.insert(key)
    }
}
