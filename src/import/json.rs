//! Reads ConvertTo-Json, and the JSON that `rdsim export --json` writes.
//!
//! Values are taken as raw slices of the text, so each knows its place, and a mapping keeps
//! names that differ only in case: Windows PowerShell writes an enum of a remote session as
//! `{"value": 1, "Value": "UserMailbox"}`.

use super::collection::{Finder, Found};
use super::error::Error;
use super::source::{MOST, Source};
use crate::diagnostic::{FirstProblems, Problem};
use crate::policy::document::{Node, Pos, Value};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use std::fmt;

/// Deeper than any `-Depth` that ConvertTo-Json takes.
const DEEPEST: usize = 100;

/// The objects of a file.
///
/// # Errors
/// It is not JSON.
pub fn read(source: &Source, problems: &mut FirstProblems) -> Result<Found, Problem> {
    let mut finder = Finder::new(source, problems);
    let mut at = 0;
    // Output that was appended is one document after the other.
    loop {
        let rest = source.text.get(at..).unwrap_or_default();
        let document = rest.trim_start_matches(is_between);
        if document.is_empty() {
            return Ok(finder.finish());
        }
        at += rest.len() - document.len();
        let mut documents = serde_json::Deserializer::from_str(document).into_iter::<&RawValue>();
        match documents.next() {
            Some(Ok(raw)) => {
                finder.top(node(source, raw.get(), 0)?);
                at += documents.byte_offset().max(1);
            }
            Some(Err(error)) => return Err(not_json(source, at, &error)),
            None => return Ok(finder.finish()),
        }
    }
}

/// What may stand before and between documents: the byte order mark of a file that was appended, and the
/// separator of JSON text sequences.
pub(super) fn is_between(c: char) -> bool {
    c.is_whitespace() || c == '\u{feff}' || c == '\u{1e}'
}

fn not_json(source: &Source, from: usize, error: &serde_json::Error) -> Problem {
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let begin = source.pos(from);
    let (line, column) = (number(error.line()).max(1), number(error.column()).max(1));
    let pos = Pos {
        line: begin.line + line - 1,
        column: match line {
            1 => begin.column + column - 1,
            _ => column,
        },
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
