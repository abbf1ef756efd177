//! Reads YAML into a tree in which every key and value knows its position, so that all
//! problems of a policy can be told in one run.

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::Spanned;
use serde_yaml::options::DuplicateKeyPolicy;
use std::fmt;
use std::ops::Range;

/// A position: 1-based line and column (characters).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Pos {
    /// 1-based line.
    pub line: u32,
    /// 1-based column.
    pub column: u32,
}

/// A value of the YAML tree and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Where it starts.
    pub pos: Pos,
    /// The bytes of a scalar, its quotes included; only the bracket of a flow collection, and
    /// nothing of a block collection or of a value that is not written.
    pub bytes: Range<usize>,
}

impl Node {
    /// A value that was read from another format: its bytes are none of a YAML file's.
    #[must_use]
    pub fn new(value: Value, pos: Pos) -> Self {
        let bytes = 0..0;
        Self { value, pos, bytes }
    }
}

/// A YAML value; a mapping keeps its order and its repeated keys.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// `null`, `~` or nothing.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// An integer.
    Int(i64),
    /// Text, also numbers that are not integers.
    Text(String),
    /// A sequence.
    Seq(Vec<Node>),
    /// A mapping.
    Map(Vec<(String, Pos, Node)>),
}

impl Value {
    /// The value in the words of an error message.
    #[must_use]
    pub fn describe(&self) -> String {
        match self {
            Self::Null => "nothing".into(),
            Self::Bool(b) => format!("`{b}`"),
            Self::Int(i) => format!("`{i}`"),
            Self::Text(t) => format!("`{t}`"),
            Self::Seq(_) => "a list".into(),
            Self::Map(_) => "a mapping".into(),
        }
    }
}

fn pos<T>(spanned: &Spanned<T>) -> Pos {
    let at = spanned.referenced;
    Pos {
        line: u32::try_from(at.line()).unwrap_or(0),
        column: u32::try_from(at.column()).unwrap_or(0),
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let spanned = Spanned::<Value>::deserialize(d)?;
        let pos = pos(&spanned);
        let span = spanned.referenced.span();
        let byte = |at: Option<u64>| usize::try_from(at.unwrap_or(0)).unwrap_or(0);
        let start = byte(span.byte_offset());
        Ok(Self {
            value: spanned.value,
            pos,
            bytes: start..start + byte(span.byte_len()),
        })
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_any(Tree)
    }
}

struct Tree;

impl<'de> Visitor<'de> for Tree {
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
        while let Some(node) = seq.next_element::<Node>()? {
            out.push(node);
        }
        Ok(Value::Seq(out))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut out = Vec::new();
        while let Some(key) = map.next_key::<Spanned<String>>()? {
            let at = pos(&key);
            out.push((key.value, at, map.next_value::<Node>()?));
        }
        Ok(Value::Map(out))
    }
}

/// Read a YAML document.
///
/// # Errors
/// Position and message of what is not YAML, or of what goes over the budget (a document that
/// unfolds to far more than it is long).
pub fn parse(text: &str) -> Result<Node, (Pos, String)> {
    let options = serde_yaml::options! {
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        strict_booleans: true,
        with_snippet: false,
    };
    serde_yaml::from_str_with_options::<Node>(text, options).map_err(|e| {
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
