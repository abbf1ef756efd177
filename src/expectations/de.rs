//! Reads the types of an expectation file from the tree of its YAML, and keeps every problem met on
//! the way.
//!
//! A value that is wrong is kept as a problem, and its [`Entry`](super::file::Entry) has none.

use super::fact::{self, word};
use super::read::Problems;
use super::{Error, Fact};
use crate::i18n::en;
use crate::policy;
use crate::policy::document::{Node, Pos, Value};
use serde::de::value::{Error as Failed, MapAccessDeserializer, MapDeserializer, SeqDeserializer};
use serde::de::{DeserializeOwned, Deserializer, Error as _, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;
use std::cell::RefCell;
use std::iter::once;

/// Read a type from a tree.
pub(super) fn read<T: DeserializeOwned>(node: &Node, problems: &mut Problems) -> Option<T> {
    let at = At {
        key: node.pos,
        name: "",
        node,
        problems: &RefCell::new(problems),
    };
    T::deserialize(at).ok()
}

/// A value of the tree, and the key that has it or has the list that it is an item of.
#[derive(Clone, Copy)]
struct At<'a, 'p> {
    key: Pos,
    name: &'a str,
    node: &'a Node,
    problems: &'a RefCell<&'a mut Problems<'p>>,
}

impl<'a> At<'a, '_> {
    fn wrong<T>(self, error: Error) -> Result<T, Failed> {
        // What nothing is written for is told at its key.
        let fact = matches!(error, Error::FactWithoutValue { .. });
        let at = if fact && self.node.value == Value::Null {
            self.key
        } else {
            self.node.pos
        };
        self.problems.borrow_mut().error(at, error);
        Err(Failed::custom("among the problems"))
    }

    /// Text that is not blank.
    fn text(self) -> Result<String, Failed> {
        match &self.node.value {
            Value::Text(t) if !t.trim().is_empty() => Ok(t.trim().to_owned()),
            Value::Int(i) => Ok(i.to_string()),
            Value::Bool(b) => Ok(b.to_string()),
            other => {
                let (name, found) = (self.name.to_owned(), other.described());
                self.wrong(Error::NoText { name, found })
            }
        }
    }

    /// Another value.
    fn of(self, key: Pos, name: &'a str, node: &'a Node) -> Self {
        let problems = self.problems;
        Self {
            key,
            name,
            node,
            problems,
        }
    }

    /// Items, each with its place.
    fn items(self, items: &'a [Node]) -> SeqDeserializer<impl Iterator<Item = Self>, Failed> {
        SeqDeserializer::new(items.iter().map(move |n| self.of(n.pos, self.name, n)))
    }

    /// The keys of a mapping, each once, with their values: unknown and repeated ones are problems.
    fn keys(
        self,
        what: &'static str,
        keys: &'static [&'static str],
    ) -> Result<Vec<(&'static str, Self)>, Failed> {
        let found = self.node.value.described();
        match self.node.value {
            Value::Map(_) => {}
            Value::Null if what == EXPECTATION => {}
            _ if what == EXPECTATION => return self.wrong(Error::ExpectNotMapping { found }),
            _ => return self.wrong(Error::NotMapping { what, found, keys }),
        }
        let mut found: Vec<(&'static str, Self)> = Vec::new();
        for (key, at, node) in self.node.pairs() {
            let name = keys.iter().find(|n| n.eq_ignore_ascii_case(key));
            let before = found.iter().find(|(n, _)| Some(n) == name);
            let error = match (name, before) {
                (None, _) => {
                    let key = key.clone();
                    Error::UnknownKey { key, what, keys }
                }
                (Some(name), Some((_, before))) => {
                    let first = before.key.line;
                    Error::Shared(policy::Error::GivenTwice { name, first })
                }
                (Some(name), None) => {
                    found.push((name, self.of(*at, name, node)));
                    continue;
                }
            };
            self.problems.borrow_mut().error(*at, error);
        }
        Ok(found)
    }
}

/// What the keys of an expectation stand in.
const EXPECTATION: &str = en("an expectation");

impl<'de> IntoDeserializer<'de, Failed> for At<'_, '_> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for At<'_, '_> {
    type Error = Failed;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        visitor.visit_string(self.text()?)
    }

    /// One of some words in any case; an expectation by address has an `@` in a key.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        words: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failed> {
        if name == "Expect" {
            let by = self.node.pairs().iter().any(|(key, ..)| key.contains('@'));
            let variant = MapDeserializer::new(once((if by { "By" } else { "Each" }, self)));
            return visitor.visit_enum(MapAccessDeserializer::new(variant));
        }
        match word(self.name, &self.text()?, words) {
            Ok(word) => visitor.visit_enum(word.into_deserializer()),
            Err(error) => self.wrong(error),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Failed> {
        let value = &self.node.value;
        let text = match (name, value) {
            ("Many", Value::Seq(items)) => return visitor.visit_newtype_struct(self.items(items)),
            ("Many", _) => {
                let one = self.items(std::slice::from_ref(self.node));
                return visitor.visit_newtype_struct(one);
            }
            ("Pairs", Value::Map(pairs)) if !pairs.is_empty() || self.name != "Headers" => {
                let pairs = pairs
                    .iter()
                    .map(|(k, at, node)| (&**k, self.of(*at, k, node)));
                return visitor.visit_newtype_struct(MapDeserializer::new(pairs));
            }
            ("Pairs", other) => {
                let found = other.described();
                return self.wrong(match self.name {
                    "Headers" => Error::HeadersNotMapping { found },
                    _ => Error::RowsNotMapping { found },
                });
            }
            ("HeaderText" | "Cell", Value::Null) => Ok(String::new()),
            ("HeaderText", Value::Text(t)) if t.trim().is_empty() => Ok(String::new()),
            ("Cell", _) => fact::cell(value),
            _ => match self.name.parse::<Fact>() {
                Ok(fact) if name == "FactText" => fact.parse(value),
                _ => Ok(self.text()?),
            },
        };
        match text {
            Ok(text) => visitor.visit_newtype_struct(text.into_deserializer()),
            Err(error) => self.wrong(error),
        }
    }

    /// A list; nothing is an empty one.
    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        match &self.node.value {
            Value::Null => visitor.visit_seq(self.items(&[])),
            Value::Seq(items) => visitor.visit_seq(self.items(items)),
            other => self.wrong(Error::NotList {
                name: self.name.to_owned(),
                found: other.described(),
            }),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failed> {
        let what = match name {
            "File" => en("an expectation file"),
            "Case" => en("a case"),
            "Table" => en("a table"),
            "Expectation" => EXPECTATION,
            _ => "`Format`",
        };
        let keys = self.keys(what, fields)?;
        visitor.visit_map(MapDeserializer::new(keys.into_iter()))
    }

    /// An entry: its places, and its value.
    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Failed> {
        let place = |at: Pos| SeqDeserializer::new([at.line, at.column].into_iter());
        let places = SeqDeserializer::new([self.key, self.node.pos].map(place).into_iter());
        visitor.visit_map(MapDeserializer::new(once((places, self))))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct tuple map identifier ignored_any
    }
}
