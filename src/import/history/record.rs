//! Reads a record of an audit log: who ran which cmdlet on what, when, with which parameters.

use super::super::audit::{self, OPERATION, TIME};
use super::super::inner::json;
use super::super::merge::is_identifier;
use super::super::object::Object;
use super::super::value;
use crate::policy::document::{Node, Pos, Value};
use crate::policy::time;

/// Who did it.
const WHO: [&str; 5] = ["UserId", "UserIds", "UserPrincipalName", "Caller", "User"];
/// What it was done to.
const TARGET: [&str; 3] = ["ObjectId", "OfficeObjectId", "ObjectModified"];
/// What the cmdlet was given.
const PARAMETERS: [&str; 2] = ["Parameters", "CmdletParameters"];
/// What tells a record from all others.
const ID: [&str; 3] = ["Id", "RecordId", "Identity"];

/// A record.
#[derive(Debug, Clone)]
pub(super) struct Record {
    /// Where it stands.
    pub(super) at: Pos,
    /// What tells it from others.
    pub(super) id: Option<String>,
    /// When, in seconds since 1970; `None` where no date can be read.
    pub(super) when: Option<i64>,
    /// Who did it.
    pub(super) who: String,
    /// The cmdlet, or another operation.
    pub(super) operation: String,
    /// What it was done to, by its names: as the command has it, and as the log has it.
    pub(super) targets: Vec<String>,
    /// The parameters.
    pub(super) parameters: Vec<(String, Node)>,
    /// Whether it went well.
    pub(super) succeeded: bool,
    /// How many records the search had found, where that is said.
    pub(super) found: Option<i64>,
}

impl Record {
    /// A parameter as text.
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        let mut all = self.parameters.iter();
        let (_, node) = all.find(|(n, _)| n.eq_ignore_ascii_case(name))?;
        match &node.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl Record {
    /// The name of what was changed, as people know it.
    pub(super) fn target(&self) -> String {
        let new = self.operation.to_ascii_lowercase().starts_with("new-");
        let own = ["Name", "DomainName"]
            .iter()
            .filter_map(|n| self.parameter(n));
        let own = own.filter(|_| new).map(str::to_owned);
        let names: Vec<String> = own.chain(self.targets.iter().cloned()).collect();
        // The path before a name says in which tenant it is; no path has line breaks.
        let last = |name: &String| match name.contains(char::is_control) {
            true => name.clone(),
            false => {
                let last = name.rsplit(['\\', '/']).next();
                last.unwrap_or_default().to_owned()
            }
        };
        let names: Vec<String> = names.iter().map(last).filter(|n| !n.is_empty()).collect();
        let telling = names
            .iter()
            .find(|name| !is_identifier(&Value::Text((*name).clone())));
        telling.or(names.first()).cloned().unwrap_or_default()
    }
}

/// The record that an object is.
pub(super) fn read(object: &Object) -> Record {
    let data = audit::whole(object);
    let get = |names: &[&str]| {
        let inner = data.as_ref().and_then(|data| first(data, names));
        inner.or_else(|| first(object, names))
    };
    let text = |names: &[&str]| get(names).and_then(|node| said(&node.value));
    let parameters = get(&PARAMETERS).map(|node| parameters(&node.value, object.at));
    let parameters = parameters.unwrap_or_default();
    let identity = parameters
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case("Identity"));
    let targets = identity.and_then(|(_, node)| said(&node.value));
    let status = text(&["ResultStatus", "Succeeded"]).unwrap_or_default();
    let found = object
        .get("ResultCount")
        .and_then(|node| match &node.value {
            Value::Int(number) => Some(*number),
            other => said(other)?.parse().ok(),
        });
    Record {
        at: object.at,
        id: text(&ID),
        when: get(&TIME)
            .and_then(|node| said(&node.value))
            .and_then(|text| time::instant(&value::instant(&text)?)),
        who: text(&WHO).unwrap_or_default(),
        operation: text(&OPERATION).unwrap_or_default(),
        targets: targets.into_iter().chain(text(&TARGET)).collect(),
        parameters,
        succeeded: !["false", "failed", "failure"].contains(&status.to_lowercase().as_str()),
        found,
    }
}

/// The first property that has one of the names, the best first.
fn first<'o>(object: &'o Object, names: &[&str]) -> Option<&'o Node> {
    let given = |name: &&str| {
        let node = object.get(name)?;
        let empty = matches!(&node.value, Value::Null)
            || matches!(&node.value, Value::Text(text) if text.is_empty());
        (!empty).then_some(node)
    };
    names.iter().find_map(given)
}

/// A value that is no list as text.
fn said(value: &Value) -> Option<String> {
    match value::simple(value) {
        Value::Text(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Bool(on) => Some(on.to_string()),
        Value::Int(number) => Some(number.to_string()),
        // Search-AdminAuditLog and some tables have lists of one.
        Value::Seq(items) => said(&items.first()?.value),
        _ => None,
    }
}

/// The parameters: a list of names and values, a table of them, or the command as it was typed.
fn parameters(value: &Value, at: Pos) -> Vec<(String, Node)> {
    match value {
        Value::Seq(items) => items
            .iter()
            .filter_map(|item| named(item.pairs()))
            .collect(),
        Value::Map(pairs) => match named(pairs) {
            Some(one) => vec![one],
            None => {
                let pairs = pairs.iter();
                pairs
                    .map(|(name, _, node)| (name.clone(), node.clone()))
                    .collect()
            }
        },
        Value::Text(text) if text.trim_start().starts_with(['[', '{']) => {
            json(text, at).map_or_else(Vec::new, |value| parameters(&value, at))
        }
        Value::Text(text) => typed(text, at),
        _ => Vec::new(),
    }
}

/// A name and a value, each in a property of its own.
fn named(pairs: &[(String, Pos, Node)]) -> Option<(String, Node)> {
    let get = |name: &str| {
        let mut all = pairs.iter();
        let found = all.find(|(n, ..)| n.eq_ignore_ascii_case(name));
        found.map(|(_, _, node)| node)
    };
    let name = said(&get("Name")?.value)?;
    Some((name, get("Value")?.clone()))
}

/// The parameters of a command as it was typed: `-Name "a" -Domains ("b","c") -Force`.
fn typed(text: &str, at: Pos) -> Vec<(String, Node)> {
    let mut found: Vec<(String, Node)> = Vec::new();
    let mut rest = text.trim_start();
    while let Some(after) = rest.strip_prefix('-') {
        let end = after
            .find(|c: char| c.is_whitespace())
            .unwrap_or(after.len());
        let (name, after) = after.split_at(end);
        let after = after.trim_start();
        let (value, after) = match after.chars().next() {
            None | Some('-') => (Value::Bool(true), after),
            Some('(') => {
                let end = after.find(')').unwrap_or(after.len());
                let (list, after) = after.split_at(end);
                let items = list.trim_start_matches('(').split(',');
                let items = items.map(|item| item.trim().trim_matches('"'));
                let items = items.filter(|item| !item.is_empty());
                let nodes = items.map(|item| Node::new(Value::Text(item.to_owned()), at));
                (Value::Seq(nodes.collect()), after.trim_start_matches(')'))
            }
            Some('"') => {
                let inner = after.trim_start_matches('"');
                let skipped = after.len() - inner.len();
                match inner.find('"') {
                    Some(end) if skipped == 1 => {
                        let (value, after) = inner.split_at(end);
                        (Value::Text(value.to_owned()), after.trim_start_matches('"'))
                    }
                    _ => (Value::Text(String::new()), inner),
                }
            }
            Some(_) => {
                let end = after.find(char::is_whitespace).unwrap_or(after.len());
                let (value, after) = after.split_at(end);
                (Value::Text(value.to_owned()), after)
            }
        };
        found.push((name.trim_end_matches(':').to_owned(), Node::new(value, at)));
        rest = after.trim_start();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_read_in_all_their_forms() {
        let at = Pos::default();
        let shown = |text: &str| {
            let found = parameters(&Value::Text(text.into()), at);
            let found = found.into_iter();
            let all = found.map(|(name, node)| {
                format!("{name}={}", crate::import::scalar::shown(&node.value))
            });
            let mut all: Vec<String> = all.collect();
            all.sort();
            all.join(" ")
        };
        for text in [
            r#"[{"Name":"Identity","Value":"Default"},{"Name":"From","Value":"a;b"}]"#,
            r#"{"Identity":"Default","From":"a;b"}"#,
            r#"-Identity "Default" -From "a;b""#,
        ] {
            assert_eq!(shown(text), "From=\"a;b\" Identity=Default", "{text}");
        }
        assert_eq!(
            shown(r#"-Types ("Bulk","Spam") -Empty "" -Force -Page "1" -None ()"#),
            "Empty=\"\" Force=true None=[] Page=\"1\" Types=[Bulk, Spam]"
        );
        assert_eq!(shown("words"), "");
    }
}
