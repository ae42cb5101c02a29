//! What a report holds, without the report: one value that has everything that any of some samples has.

use serde_json::{Map, Value};

/// The same value, every list of it with one element that has what all have.
pub(super) fn folded(value: Value) -> Value {
    match value {
        Value::Array(items) => element(items.into_iter().map(folded)),
        Value::Object(map) => Value::Object(map.into_iter().map(|(key, value)| (key, folded(value))).collect()),
        other => other,
    }
}

/// One value that has everything that either has: mappings joined, lists with one element that has what all have.
fn union(one: Value, other: Value) -> Value {
    match (one, other) {
        (Value::Null, any) | (any, Value::Null) => any,
        (Value::Object(one), Value::Object(other)) => Value::Object(join(one, other)),
        (Value::Array(one), Value::Array(other)) => element(one.into_iter().chain(other)),
        (one, _) => one,
    }
}

fn element(items: impl Iterator<Item = Value>) -> Value {
    Value::Array(items.reduce(union).into_iter().collect())
}

fn join(mut one: Map<String, Value>, other: Map<String, Value>) -> Map<String, Value> {
    for (key, value) in other {
        let joined = match one.remove(&key) {
            Some(known) => union(known, value),
            None => value,
        };
        one.insert(key, joined);
    }
    one
}
