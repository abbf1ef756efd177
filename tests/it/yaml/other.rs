//! Reads YAML through serde.

use rdsim::policy::node::{Node, Pos, Value};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::Spanned;
use serde_yaml::options::DuplicateKeyPolicy;
use std::fmt;

/// A tree of the other reader.
struct Tree(Node);

/// A value without its place.
struct Bare(Value);

fn pos<T>(spanned: &Spanned<T>) -> Pos {
    let at = spanned.referenced;
    Pos {
        line: u32::try_from(at.line()).unwrap_or(0),
        column: u32::try_from(at.column()).unwrap_or(0),
    }
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let spanned = Spanned::<Bare>::deserialize(d)?;
        let pos = pos(&spanned);
        let span = spanned.referenced.span();
        let byte = |at: Option<u64>| usize::try_from(at.unwrap_or(0)).unwrap_or(0);
        let start = byte(span.byte_offset());
        Ok(Self(Node {
            value: spanned.value.0,
            pos,
            bytes: start..start + byte(span.byte_len()),
        }))
    }
}

impl<'de> Deserialize<'de> for Bare {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_any(Any).map(Bare)
    }
}

struct Any;

impl<'de> Visitor<'de> for Any {
    type Value = Value;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a YAML value")
    }
    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
    fn visit_bool<E>(self, b: bool) -> Result<Value, E> {
        Ok(Value::Bool(b))
    }
    fn visit_i64<E>(self, i: i64) -> Result<Value, E> {
        Ok(Value::Int(i))
    }
    fn visit_u64<E>(self, u: u64) -> Result<Value, E> {
        Ok(i64::try_from(u).map_or_else(|_| Value::Text(u.to_string()), Value::Int))
    }
    fn visit_f64<E>(self, x: f64) -> Result<Value, E> {
        Ok(Value::Text(x.to_string()))
    }
    fn visit_str<E>(self, s: &str) -> Result<Value, E> {
        Ok(Value::Text(s.to_owned()))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut out = Vec::new();
        while let Some(Tree(node)) = seq.next_element()? {
            out.push(node);
        }
        Ok(Value::Seq(out))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut out = Vec::new();
        while let Some(key) = map.next_key::<Spanned<String>>()? {
            let at = pos(&key);
            let Tree(node) = map.next_value()?;
            out.push((key.value, at, node));
        }
        Ok(Value::Map(out))
    }
}

/// Read a YAML document, or tell where it is none and why.
pub fn parse(text: &str) -> Result<Node, (Pos, String)> {
    let options = serde_yaml::options! {
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        strict_booleans: true,
        with_snippet: false,
    };
    let tree = serde_yaml::from_str_with_options::<Tree>(text, options);
    tree.map(|Tree(node)| node).map_err(|e| {
        let at = e.location().map_or(Pos { line: 1, column: 1 }, |l| Pos {
            line: u32::try_from(l.line()).unwrap_or(1),
            column: u32::try_from(l.column()).unwrap_or(1),
        });
        let message = e.to_string();
        (
            at,
            message
                .lines()
                .next()
                .unwrap_or("not YAML")
                .trim_end_matches('.')
                .to_owned(),
        )
    })
}
