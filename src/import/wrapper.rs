//! Takes off what services and PowerShell put around a list: `{"value": […], "Count": 2}` of Windows
//! PowerShell, the answers of the REST interfaces of Exchange Online and Graph, `d.results` of OData 2.

use super::object::{Object, Property};
use super::recognize::Recognized;
use crate::policy::document::{Pos, Value};

/// What a mapping holds.
pub(super) enum Unwrapped {
    /// Nothing but itself.
    Object,
    /// A list, or one object.
    Answer {
        /// The place of that property.
        content: usize,
        /// Where it says that there are more pages.
        more: Option<Pos>,
    },
    /// That the request failed.
    Failed {
        /// What the service says.
        message: String,
    },
}

/// Properties in which a record of a run names the cmdlet beside its output.
const CMDLET: [&str; 5] = ["Cmdlet", "CmdletName", "Command", "CommandName", "Name"];

/// Links to a further page.
const NEXT: [&str; 4] = ["@odata.nextLink", "odata.nextLink", "__next", "nextLink"];

/// What Splunk says beside each result.
const SPLUNK: [&str; 3] = ["preview", "offset", "lastrow"];

/// Look at a mapping.
pub(super) fn unwrap(pairs: &[Property]) -> Unwrapped {
    if let Some(message) = failed(pairs) {
        return Unwrapped::Failed { message };
    }
    let Some(content) = pairs.iter().position(|p| is_content(p, pairs)) else {
        return Unwrapped::Object;
    };
    let more = pairs.iter().find_map(|(key, at, node)| match &node.value {
        Value::Text(link) if NEXT.contains(&key.as_str()) && !link.is_empty() => Some(*at),
        _ => None,
    });
    Unwrapped::Answer { content, more }
}

/// Whether all else in a mapping says something about one property, which is its content.
fn is_content((key, _, node): &Property, pairs: &[Property]) -> bool {
    let holds = matches!(node.value, Value::Map(_) | Value::Seq(_) | Value::Null);
    let others = || pairs.iter().filter(|(other, ..)| other != key);
    match key.as_str() {
        "value" => holds && others().all(|(key, ..)| key == "Count" || is_annotation(key)),
        "d" | "results" => holds && others().all(|(key, ..)| is_annotation(key)),
        "result" => holds && others().all(|(key, ..)| SPLUNK.contains(&key.as_str())),
        _ => false,
    }
}

fn is_annotation(key: &str) -> bool {
    key.contains('@') || key.starts_with("odata.") || key.starts_with("__") || key == "nextLink"
}

/// What a service says where it answers with an error alone.
fn failed(pairs: &[Property]) -> Option<String> {
    let (_, _, error) = pairs.iter().find(|(key, ..)| key == "error")?;
    if !pairs
        .iter()
        .all(|(key, ..)| key == "error" || is_annotation(key))
    {
        return None;
    }
    let mut parts = error.pairs().iter();
    let (_, _, message) = parts.find(|(key, ..)| key == "message")?;
    match &message.value {
        Value::Text(text) => Some(text.clone()),
        // OData 2 has its language beside it.
        Value::Map(pairs) => pairs.iter().find_map(|(key, _, node)| match &node.value {
            Value::Text(text) if key == "value" => Some(text.clone()),
            _ => None,
        }),
        _ => None,
    }
}

/// What the output is of, where the name of the cmdlet stands beside it.
pub(super) fn cmdlet_beside(object: &Object) -> Option<Recognized> {
    CMDLET
        .iter()
        .find_map(|name| match &object.get(name)?.value {
            Value::Text(text) if text.to_ascii_lowercase().starts_with("get-") => {
                let cmdlet = text.split_whitespace().next().unwrap_or_default();
                Recognized::of_key(cmdlet)
            }
            _ => None,
        })
}
