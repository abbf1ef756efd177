//! Reads objects that stand within a property of another, as JSON in a text.

use super::object::Object;
use super::recognize;
use crate::policy::document::{Node, Pos, Value};

/// Where the collector of Exchange's settings for Sentinel has what a cmdlet printed, and Splunk any event.
const RAW: [&str; 3] = ["rawData", "rawData_s", "_raw"];

/// What an object holds as JSON, where it is nothing itself; else the object.
pub(super) fn unpacked(outer: Object) -> Object {
    let mut raw = RAW.iter();
    match raw.find_map(|name| object(outer.get(name)?, outer.at)) {
        Some(inner) if recognize::recognize(&outer).is_none() => inner,
        Some(_) | None => outer,
    }
}

/// The object that a property holds, as JSON or taken apart.
pub(super) fn object(node: &Node, at: Pos) -> Option<Object> {
    let properties = match &node.value {
        Value::Map(pairs) => pairs.clone(),
        Value::Text(text) => match json(text, at)? {
            Value::Map(pairs) => pairs,
            _ => return None,
        },
        _ => return None,
    };
    Some(Object {
        at,
        kind: None,
        types: Vec::new(),
        properties,
    })
}

/// JSON within a cell; every value has the place of the cell.
pub(super) fn json(text: &str, at: Pos) -> Option<Value> {
    let value: serde_json::Value = serde_json::from_str(text).ok()?;
    Some(of_json(value, at))
}

fn of_json(value: serde_json::Value, at: Pos) -> Value {
    use serde_json::Value as Json;
    let node = |value| Node::new(of_json(value, at), at);
    match value {
        Json::Null => Value::Null,
        Json::Bool(on) => Value::Bool(on),
        Json::Number(number) => number
            .as_i64()
            .map_or_else(|| Value::Text(number.to_string()), Value::Int),
        Json::String(text) => Value::Text(text),
        Json::Array(items) => Value::Seq(items.into_iter().map(node).collect()),
        Json::Object(pairs) => {
            let pairs = pairs.into_iter();
            Value::Map(pairs.map(|(key, value)| (key, at, node(value))).collect())
        }
    }
}
