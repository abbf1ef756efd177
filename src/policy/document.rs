//! Reads YAML into a tree in which every key and value knows its position.
//!
//! serde_yaml reads a value of any type without looking ahead to what the policy wants, so that all
//! problems of a file can be reported in one run.

mod refused;

use crate::i18n::{Text, en};
use refused::refused;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::options::{MergeKeyPolicy, NonFiniteFloatPolicy};
use serde_yaml::{DuplicateKeyPolicy, Error, Location, Spanned};
use std::fmt;
use std::ops::Range;

/// How many lists and mappings may be within one another.
const DEPTH: usize = 64;
/// How many values a document may have, those of its aliases counted anew each time.
pub const VALUES: usize = 1_000_000;
/// How many bytes of text all of these may have.
const TEXT: usize = 64 << 20;

/// A position: 1-based line and column (characters).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Pos {
    /// 1-based line.
    pub line: u32,
    /// 1-based column.
    pub column: u32,
}

/// A value of the YAML tree and where it stands; what an alias stands for stands where the alias does.
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

    /// The items of a list; a value that is no list is the only one, and nothing has none.
    #[must_use]
    pub fn items(&self) -> &[Self] {
        match &self.value {
            Value::Seq(items) => items,
            Value::Null => &[],
            _ => std::slice::from_ref(self),
        }
    }

    /// The pairs of a mapping; none of anything else.
    #[must_use]
    pub fn pairs(&self) -> &[(String, Pos, Self)] {
        match &self.value {
            Value::Map(pairs) => pairs,
            _ => &[],
        }
    }

    /// The first pair of a mapping with a key in any case: where the key stands, and the value.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<(Pos, &Self)> {
        let mut pairs = self.pairs().iter();
        pairs
            .find(|(key, ..)| key.eq_ignore_ascii_case(name))
            .map(|(_, at, node)| (*at, node))
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
    /// Text, also numbers that are not integers, as they are written.
    Text(String),
    /// A sequence.
    Seq(Vec<Node>),
    /// A mapping.
    Map(Vec<(String, Pos, Node)>),
}

impl Value {
    /// It in the words of a message.
    #[must_use]
    pub fn described(&self) -> Text {
        // The user's own text is the same in every language.
        let quoted = |text: &dyn fmt::Display| Text::of("`{text}`", [("text", text)]);
        match self {
            Self::Null => en("nothing").into(),
            Self::Seq(_) => en("a list").into(),
            Self::Map(_) => en("a mapping").into(),
            Self::Bool(b) => quoted(b),
            Self::Int(i) => quoted(i),
            Self::Text(t) => quoted(t),
        }
    }
}

/// Read a YAML document.
///
/// # Errors
/// Position and message of what is not YAML, or of what goes over a limit (a document that
/// unfolds to far more than it is long).
pub fn parse(text: &str) -> Result<Node, (Pos, Text)> {
    let options = serde_yaml::options! {
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        leading_zero_numbers_as_strings: true,
        // Where nothing is merged, no mapping need remember its keys.
        merge_keys: if text.contains("<<") { MergeKeyPolicy::Merge } else { MergeKeyPolicy::AsOrdinary },
        non_finite_float_policy: NonFiniteFloatPolicy::PassThrough,
        strict_booleans: true,
        with_snippet: false,
        alias_limits: serde_yaml::alias_limits! {
            max_total_replayed_events: 3 * VALUES,
        },
        budget: serde_yaml::budget! {
            max_depth: DEPTH,
            max_nodes: VALUES,
            max_events: 3 * VALUES,
            max_aliases: VALUES,
            max_anchors: VALUES,
            max_merge_keys: VALUES,
            max_recorded_anchor_events: VALUES,
            max_recorded_anchor_bytes: TEXT,
            max_total_scalar_bytes: TEXT,
            // A default that a hundred remote domains share is no bomb.
            enforce_alias_anchor_ratio: false,
        },
    };
    let read: Result<Raw, Error> = serde_yaml::from_str_with_options(text, options);
    read.map(|raw| raw.node(text))
        .map_err(|e| refused(text, &e))
}

/// A value before the text of its numbers is looked up: serde_yaml gives a number that is no
/// integer as what it amounts to (`1.10` as 1.1), and its place.
struct Raw {
    value: RawValue,
    pos: Pos,
    bytes: Range<u32>,
}

enum RawValue {
    Null,
    Bool(bool),
    Int(i64),
    Number(Range<u32>),
    Text(String),
    Seq(Vec<Raw>),
    Map(Vec<(String, Pos, Raw)>),
}

impl Raw {
    fn node(self, text: &str) -> Node {
        let value = match self.value {
            RawValue::Null => Value::Null,
            RawValue::Bool(b) => Value::Bool(b),
            RawValue::Int(i) => Value::Int(i),
            RawValue::Number(bytes) => {
                let written = text.get(range(&bytes)).unwrap_or_default();
                Value::Text(written.trim_matches(['"', '\'']).to_owned())
            }
            RawValue::Text(t) => Value::Text(t),
            RawValue::Seq(items) => {
                Value::Seq(items.into_iter().map(|item| item.node(text)).collect())
            }
            RawValue::Map(pairs) => {
                let pairs = pairs.into_iter();
                Value::Map(
                    pairs
                        .map(|(key, at, raw)| (key, at, raw.node(text)))
                        .collect(),
                )
            }
        };
        Node {
            value,
            pos: self.pos,
            bytes: range(&self.bytes),
        }
    }
}

fn range(bytes: &Range<u32>) -> Range<usize> {
    bytes.start as usize..bytes.end as usize
}

fn bytes(at: &Location) -> Range<u32> {
    let number = |n: Option<u64>| u32::try_from(n.unwrap_or_default()).unwrap_or(u32::MAX);
    let start = number(at.span().byte_offset());
    start..start.saturating_add(number(at.span().byte_len()))
}

impl From<&Location> for Pos {
    fn from(at: &Location) -> Self {
        let number = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
        Self {
            line: number(at.line()),
            column: number(at.column()),
        }
    }
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let read = Spanned::<RawValue>::deserialize(d)?;
        let at = place(&read);
        let value = match read.value {
            RawValue::Number(_) => RawValue::Number(bytes(&read.defined)),
            value => value,
        };
        Ok(Self {
            value,
            pos: Pos::from(&at),
            bytes: bytes(&at),
        })
    }
}

/// Where something stands: at its alias, if it has one. What `<<` brings in from a mapping that is
/// written there, and not behind an alias, stands where it is written.
fn place<T>(read: &Spanned<T>) -> Location {
    let start = |at: &Location| at.span().offset();
    if start(&read.defined) > start(&read.referenced) {
        read.defined
    } else {
        read.referenced
    }
}

impl<'de> Deserialize<'de> for RawValue {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_any(AnyValue)
    }
}

struct AnyValue;

impl<'de> Visitor<'de> for AnyValue {
    type Value = RawValue;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<RawValue, E> {
        Ok(RawValue::Null)
    }

    fn visit_bool<E>(self, b: bool) -> Result<RawValue, E> {
        Ok(RawValue::Bool(b))
    }

    fn visit_i64<E>(self, i: i64) -> Result<RawValue, E> {
        Ok(RawValue::Int(i))
    }

    fn visit_u64<E>(self, u: u64) -> Result<RawValue, E> {
        Ok(i64::try_from(u).map_or(RawValue::Number(0..0), RawValue::Int))
    }

    fn visit_f64<E>(self, _: f64) -> Result<RawValue, E> {
        Ok(RawValue::Number(0..0))
    }

    fn visit_str<E>(self, text: &str) -> Result<RawValue, E> {
        Ok(RawValue::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<RawValue, E> {
        Ok(RawValue::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<RawValue, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(RawValue::Seq(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<RawValue, A::Error> {
        let mut pairs = Vec::new();
        while let Some(key) = map.next_key::<Spanned<Key>>()? {
            let at = Pos::from(&place(&key));
            pairs.push((key.value.0, at, map.next_value()?));
        }
        Ok(RawValue::Map(pairs))
    }
}

/// A key as it is written, whatever it would be as a value.
struct Key(String);

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        String::deserialize(d).map(Self)
    }
}
