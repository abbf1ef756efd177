//! Reads ConvertTo-Json, and the JSON that `rdsim export --json` writes.
//!
//! Values are taken as raw slices of the text, so each knows its place, and a mapping keeps
//! names that differ only in case: Windows PowerShell writes an enum of a remote session as
//! `{"value": 1, "Value": "UserMailbox"}`.

use super::error::Error;
use super::kind::ObjectKind;
use super::object::{Object, Property};
use super::recognize::Recognized;
use super::source::{MOST, Source};
use crate::diagnostic::{FirstProblems, Problem};
use crate::policy::document::{Node, Pos, Value};
use crate::policy::sections::ORGANIZATION_CONFIG;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use std::fmt;

/// Where the results of ScubaGear have the settings.
const RAW: &str = "Raw";

/// Deeper than any `-Depth` that ConvertTo-Json takes.
const DEEPEST: usize = 100;

/// The objects of a file.
///
/// # Errors
/// It is not JSON.
pub fn read(source: &Source, problems: &mut FirstProblems) -> Result<Vec<Object>, Problem> {
    let mut objects = Vec::new();
    // Output that was appended is one document after the other.
    for raw in serde_json::Deserializer::from_str(source.text).into_iter::<&RawValue>() {
        let raw = raw.map_err(|e| not_json(source, &e))?;
        let node = node(source, raw.get(), 0)?;
        top(source, node, Within::default(), &mut objects, problems);
    }
    Ok(objects)
}

fn not_json(source: &Source, error: &serde_json::Error) -> Problem {
    let at = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let pos = Pos {
        line: at(error.line()).max(1),
        column: at(error.column()).max(1),
    };
    let error = if error.is_eof() {
        Error::JsonCutOff
    } else {
        Error::NotJson {
            reason: without_place(error),
        }
    };
    source.error(pos, &error)
}

/// What serde_json says, without the place at the end: it is one within a value.
fn without_place(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    text.strip_suffix(&place).unwrap_or(&text).to_owned()
}

/// The pairs of a mapping, none of them lost.
struct Pairs<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Pairs<'de> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        struct Collect;
        impl<'de> Visitor<'de> for Collect {
            type Value = Pairs<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs<'de>, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    // One too many is refused where they are counted.
                    if pairs.len() <= MOST {
                        pairs.push(pair);
                    }
                }
                Ok(Pairs(pairs))
            }
        }
        d.deserialize_map(Collect)
    }
}

/// The items of a list, as far as they may count.
struct Items<'a>(Vec<&'a RawValue>);

impl<'de> Deserialize<'de> for Items<'de> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        struct Collect;
        impl<'de> Visitor<'de> for Collect {
            type Value = Items<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Items<'de>, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = list.next_element()? {
                    if items.len() <= MOST {
                        items.push(item);
                    }
                }
                Ok(Items(items))
            }
        }
        d.deserialize_seq(Collect)
    }
}

/// A raw value as a tree. `text` is a slice of the file.
fn node(source: &Source, text: &str, depth: usize) -> Result<Node, Problem> {
    let offset = text.as_ptr() as usize - source.text.as_ptr() as usize;
    let pos = source.pos(offset);
    source.count(pos, 1)?;
    if depth > DEEPEST {
        return Err(source.error(pos, &Error::JsonTooDeep));
    }
    let bad = |e: serde_json::Error| {
        let reason = without_place(&e);
        source.error(pos, &Error::NotJson { reason })
    };
    let value = match text.bytes().next() {
        Some(b'{') => {
            let pairs: Pairs = serde_json::from_str(text).map_err(bad)?;
            let mut out = Vec::new();
            for (key, raw) in pairs.0 {
                let node = node(source, raw.get(), depth + 1)?;
                out.push((key, node.pos, node));
            }
            Value::Map(out)
        }
        Some(b'[') => {
            let items: Items = serde_json::from_str(text).map_err(bad)?;
            let items = items.0.iter().map(|raw| node(source, raw.get(), depth + 1));
            Value::Seq(items.collect::<Result<_, _>>()?)
        }
        Some(b'"') => Value::Text(serde_json::from_str(text).map_err(bad)?),
        Some(b't') => Value::Bool(true),
        Some(b'f') => Value::Bool(false),
        Some(b'n') => Value::Null,
        _ => text
            .parse()
            .map_or_else(|_| Value::Text(text.to_owned()), Value::Int),
    };
    Ok(Node::new(value, pos))
}

/// What is known of a value from where it stands.
#[derive(Clone, Copy, Default)]
struct Within {
    /// What its objects are.
    what: Option<Recognized>,
    /// Whether it stands in the settings that ScubaGear exports, where nothing is written as `null`.
    scuba: bool,
}

/// Take the objects out of what stands at the top, or in a section of `export --json`.
fn top(
    source: &Source,
    node: Node,
    within: Within,
    objects: &mut Vec<Object>,
    problems: &mut FirstProblems,
) {
    let kind = match within.what {
        Some(Recognized::Kind(kind)) => Some(kind),
        _ => None,
    };
    match node.value {
        Value::Seq(items) => {
            for item in items {
                top(source, item, within, objects, problems);
            }
        }
        Value::Map(pairs) => match Shape::of(&pairs) {
            Shape::Policy => policy(source, pairs, objects, problems),
            Shape::Scuba => scuba(source, pairs, objects, problems),
            Shape::Wrapped => {
                let wrapped = |key: &str| key == "value" || key == RAW;
                for (_, _, node) in pairs.into_iter().filter(|(key, _, _)| wrapped(key)) {
                    top(source, node, within, objects, problems);
                }
            }
            Shape::Object => {
                let mut types = types(&pairs);
                if let Some(Recognized::Unmodelled(what)) = within.what {
                    types.push(what.noun().to_owned());
                }
                objects.push(Object {
                    at: node.pos,
                    kind,
                    types,
                    properties: pairs,
                });
            }
        },
        // An accepted domain may be its name alone.
        Value::Text(_) if kind == Some(ObjectKind::AcceptedDomain) => objects.push(Object {
            at: node.pos,
            kind,
            types: Vec::new(),
            properties: vec![("DomainName".into(), node.pos, node)],
        }),
        Value::Null => {}
        _ if within.scuba => {}
        other => {
            let found = other.described();
            problems.push(source.warning(node.pos, &Error::NotAnObjectInJson { found }));
        }
    }
}

/// What a mapping at the top is.
enum Shape {
    /// Sections of `export --json`.
    Policy,
    /// The settings that ScubaGear exports: lists of objects below names with underscores, those of
    /// Exchange beside those of other services.
    Scuba,
    /// The array of Windows PowerShell, or of the REST interface: `{"value": […]}`; or the results of
    /// ScubaGear, with the settings below `Raw`.
    Wrapped,
    /// An object.
    Object,
}

impl Shape {
    fn of(pairs: &[Property]) -> Self {
        let is_list = |node: &Node| matches!(node.value, Value::Seq(_));
        let is = |key: &str| Recognized::of_key(key).is_some();
        let in_scuba = |(key, _, node): &Property| {
            let settings = matches!(node.value, Value::Seq(_) | Value::Map(_));
            settings && key.contains('_') && is(key)
        };
        let in_policy = |(key, _, node): &Property| {
            // A mailbox has a list of `Contacts` too.
            let objects = || node.items().iter().any(|item| !item.pairs().is_empty());
            is_list(node)
                && match Recognized::of_section(key) {
                    Some(Recognized::Kind(_)) => true,
                    Some(Recognized::Unmodelled(_)) => objects(),
                    None => false,
                }
        };
        let raw = |(key, _, node): &Property| key == RAW && node.pairs().iter().any(in_scuba);
        if pairs.iter().any(in_scuba) {
            Self::Scuba
        } else if pairs.iter().any(raw) {
            Self::Wrapped
        } else if pairs.iter().any(in_policy) {
            Self::Policy
        } else if pairs.iter().any(|(key, _, n)| key == "value" && is_list(n))
            && pairs
                .iter()
                .all(|(key, _, _)| key == "value" || key == "Count" || key.starts_with('@'))
        {
            Self::Wrapped
        } else {
            Self::Object
        }
    }
}

fn policy(
    source: &Source,
    pairs: Vec<Property>,
    objects: &mut Vec<Object>,
    problems: &mut FirstProblems,
) {
    for (key, at, node) in pairs {
        if key == "version" {
            if node.value != Value::Int(1) {
                let found = node.value.described();
                problems.push(source.error(at, &Error::UnknownVersion { found }));
            }
        } else if let Some(what) = Recognized::of_section(&key) {
            let within = Within {
                what: Some(what),
                scuba: false,
            };
            top(source, node, within, objects, problems);
        } else {
            problems.push(source.warning(at, &Error::UnknownSection { key }));
        }
    }
}

/// Take the objects of Exchange out of the settings that ScubaGear exports; most others are of other
/// services, and nothing of them is copied.
fn scuba(
    source: &Source,
    pairs: Vec<Property>,
    objects: &mut Vec<Object>,
    problems: &mut FirstProblems,
) {
    for (key, _, node) in pairs {
        if let Some(what) = Recognized::of_key(&key) {
            let within = Within {
                what: Some(what),
                scuba: true,
            };
            let before = objects.len();
            top(source, node, within, objects, problems);
            // It exports some properties of the organization, mostly others than those of a policy.
            let mut new = objects.split_off(before);
            new.retain(|object| {
                let config = object.kind == Some(ObjectKind::OrganizationConfig);
                let mut used = ORGANIZATION_CONFIG.properties.iter();
                !config || used.any(|p| object.has(p.name))
            });
            objects.append(&mut new);
        }
    }
}

/// The type that the REST interface of Exchange Online gives.
fn types(pairs: &[Property]) -> Vec<String> {
    let found = pairs.iter().filter_map(|(key, _, node)| match &node.value {
        Value::Text(t) if key == "@odata.type" || key == "@data.type" => {
            Some(t.trim_start_matches('#').to_owned())
        }
        _ => None,
    });
    found.collect()
}
