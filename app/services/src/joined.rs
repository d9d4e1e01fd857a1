use serde_json::Value;

/// An object with the members of another one besides.
pub(crate) fn joined(mut one: Value, more: Value) -> Value {
    if let (Value::Object(one), Value::Object(more)) = (&mut one, more) {
        one.extend(more);
    }
    one
}
