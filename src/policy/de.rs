//! Reads derived types from the tree of a document, and keeps every problem met on the way.
//!
//! A value that is wrong is kept as a problem and read as one that is not written, and an entry
//! that is none is left out, so that reading goes on. A derived type has these fields:
//!
//! - [`Written`](super::written::Written) for a property: its value and where it stands;
//! - `$others` for the properties that are accepted and not used;
//! - a name that begins with `$` and goes on with a prefix for a type whose fields are further
//!   properties of the entry, each with that prefix.

mod access;

use super::document::{Node, Pos, Value};
use super::problems::Problems;
use super::sections::Section;
use super::unmodelled::{self, UNMODELLED};
use super::value::{Type, items, take};
use super::{Error, Literal};
use crate::diagnostic::nearest;
use crate::i18n::en;
use access::{Items, Pairs, Plain, WithPlace};
use serde::de::value::StrDeserializer;
use serde::de::{self, Deserialize, Deserializer, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;
use std::cell::RefCell;
use std::fmt;

/// The field of the properties that are not used.
pub(super) const OTHERS: &str = "$others";
/// A property that is accepted and not used: name, value, line.
pub(super) type Other = (String, Literal, u32);

/// Read a type from a tree.
pub(super) fn read<T: for<'de> Deserialize<'de> + Default>(
    node: &Node,
    problems: &mut Problems,
) -> T {
    let problems = RefCell::new(problems);
    let at = At {
        node,
        name: "",
        items: Type::List,
        problems: &problems,
    };
    T::deserialize(at).unwrap_or_default()
}

/// What is wrong is among the problems already.
#[derive(Debug)]
pub(super) struct Failed;

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value is wrong")
    }
}

impl std::error::Error for Failed {}

impl de::Error for Failed {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

/// A property's name and its value.
type Property<'n> = (&'static str, &'n Node);

/// A value of the tree and the property whose value it is.
#[derive(Clone, Copy)]
struct At<'r, 'n, 'p> {
    node: &'n Node,
    name: &'static str,
    /// What the items are, where it is a list of texts.
    items: Type,
    problems: &'r RefCell<&'r mut Problems<'p>>,
}

impl<'n> At<'_, 'n, '_> {
    fn wrong<T>(self, at: Pos, error: Error) -> Result<T, Failed> {
        self.problems.borrow_mut().error(at, error);
        Err(Failed)
    }

    /// Give a value of a type to a visitor.
    fn typed<'de, V: Visitor<'de>>(self, kind: Type, visitor: V) -> Result<V::Value, Failed> {
        match take(self.name, kind, self.node) {
            Ok(Some(literal)) => Plain(&literal).deserialize_any(visitor),
            Ok(None) => Err(Failed),
            Err(error) => self.wrong(self.node.pos, error),
        }
    }

    /// Say that a name is unknown.
    fn unknown(
        self,
        key: &str,
        at: Pos,
        what: &'static str,
        names: impl Iterator<Item = &'static str>,
    ) {
        self.problems
            .borrow_mut()
            .error_with(at, || Error::UnknownProperty {
                key: key.to_owned(),
                what,
                near: nearest(key, names),
            });
    }

    /// The properties of an entry, each once and spelled as its section spells it: those that are
    /// read, and the others.
    fn properties(self, section: &'static Section) -> Result<[Vec<Property<'n>>; 2], Failed> {
        let what = section.entry;
        let looked_at = section.properties.len();
        let mut found: Vec<(usize, &'static str, &Node)> = Vec::new();
        let pairs = match (&self.node.value, section.short) {
            (Value::Map(pairs), _) => pairs,
            (Value::Text(_), Some(name)) => return Ok([vec![(name, self.node)], Vec::new()]),
            (value, _) => {
                let error = Error::NotMapping {
                    what,
                    found: value.described(),
                    help: en("write `Name: value` lines here"),
                };
                return self.wrong(self.node.pos, error);
            }
        };
        // Where each name stands first; lines are counted from 1.
        let mut lines = vec![0; section.names.len()];
        for (key, at, node) in pairs {
            let place = section.names.place(key);
            let (Some(place), Some(name)) = (place, place.and_then(|p| section.names.get(p)))
            else {
                self.unknown(key, *at, what, section.names());
                continue;
            };
            let name = name.spelled;
            match lines.get_mut(place) {
                Some(first) if *first > 0 => {
                    let first = *first;
                    let error = Error::GivenTwice { name, first };
                    self.problems.borrow_mut().error(*at, error);
                    continue;
                }
                Some(line) => *line = at.line,
                None => {}
            }
            found.push((place, name, node));
        }
        let of = |read: bool| {
            let found = found
                .iter()
                .filter(|(place, ..)| (*place < looked_at) == read);
            found.map(|(_, name, node)| (*name, *node)).collect()
        };
        Ok([of(true), of(false)])
    }

    /// The sections of a file; of two with one name the last one is read.
    fn sections(self, names: &'static [&'static str]) -> Result<Vec<Property<'n>>, Failed> {
        let what = en("a policy");
        let mut found: Vec<(&'static str, Pos, &Node)> = Vec::new();
        let Value::Map(pairs) = &self.node.value else {
            let error = Error::NotMapping {
                what,
                found: self.node.value.described(),
                help: en("write sections such as `RemoteDomains:`"),
            };
            return self.wrong(self.node.pos, error);
        };
        for (key, at, node) in pairs {
            let mut known = names.iter().copied();
            let Some(name) = known.find(|n| n.eq_ignore_ascii_case(key)) else {
                match unmodelled::section(key) {
                    Some(section) => {
                        let error = Error::NotSimulated { section };
                        self.problems.borrow_mut().warn(*at, error);
                    }
                    None => {
                        let unmodelled = UNMODELLED.iter().map(|section| section.name);
                        self.unknown(key, *at, what, names.iter().copied().chain(unmodelled));
                    }
                }
                continue;
            };
            match found.iter_mut().find(|(n, ..)| *n == name) {
                Some(found) => {
                    let first = found.1.line;
                    let error = Error::GivenTwice { name, first };
                    self.problems.borrow_mut().error(*at, error);
                    *found = (name, *at, node);
                }
                None => found.push((name, *at, node)),
            }
        }
        Ok(found
            .into_iter()
            .map(|(name, _, node)| (name, node))
            .collect())
    }
}

impl<'de> Deserializer<'de> for At<'_, '_, '_> {
    type Error = Failed;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        self.typed(Type::Text, visitor)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        self.typed(Type::Bool, visitor)
    }

    /// The only optional value that has no name of its own is `true`, `false` or nothing.
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        match take(self.name, Type::OptionalBool, self.node) {
            Ok(literal) => Plain(&literal.unwrap_or(Literal::Null)).deserialize_option(visitor),
            Err(error) => self.wrong(self.node.pos, error),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        words: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failed> {
        match take(self.name, Type::Word(words), self.node) {
            Ok(Some(Literal::Word(word))) => {
                let word: StrDeserializer<'_, Failed> = word.into_deserializer();
                visitor.visit_enum(word)
            }
            Ok(_) => Err(Failed),
            Err(error) => self.wrong(self.node.pos, error),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Failed> {
        match Type::named(name) {
            Some(items @ (Type::List | Type::Texts)) => {
                visitor.visit_newtype_struct(Self { items, ..self })
            }
            Some(kind) => match take(self.name, kind, self.node) {
                Ok(literal) => {
                    visitor.visit_newtype_struct(Plain(&literal.unwrap_or(Literal::Null)))
                }
                Err(error) => self.wrong(self.node.pos, error),
            },
            None => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        // A section is a list of entries, or its only entry.
        let section = Section::named(self.name).is_some();
        let items = match self.node.value {
            Value::Bool(_) | Value::Int(_) if section => {
                let (name, found) = (self.name, self.node.value.described());
                let error = Error::NotList { name, found };
                self.problems.borrow_mut().error(self.node.pos, error);
                &[]
            }
            _ if section => self.node.items(),
            _ => items(self.node),
        };
        visitor.visit_seq(Items {
            at: self,
            section,
            left: items.iter(),
        })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failed> {
        let [read, others] = match Section::named(name) {
            Some(section) => self.properties(section)?,
            None => [self.sections(fields)?, Vec::new()],
        };
        visitor.visit_map(Pairs::new(self, "", fields, &read, &others))
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Failed> {
        visitor.visit_seq(WithPlace { at: self, step: 0 })
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct tuple map identifier ignored_any
    }
}
