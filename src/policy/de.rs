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
use super::error::POLICY;
use super::problems::Problems;
use super::sections::Section;
use super::shape::Shape;
use super::unmodelled::{self, UNMODELLED};
use super::value::{Type, take};
use super::{Error, Literal};
use crate::diagnostic::nearest;
use crate::i18n::en;
use access::{Fields, Items, Parts, fields};
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
        texts: false,
        problems: &problems,
    };
    T::deserialize(From::Node(at)).unwrap_or_default()
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

/// What a value is read from. There is one deserializer for all, so that there is but one copy of
/// what is derived for a type.
pub(super) enum From<'n, 'p> {
    /// A value of the tree.
    Node(At<'n, 'p>),
    /// The properties of an entry that have a prefix, as the fields of a type.
    Part {
        at: At<'n, 'p>,
        prefix: &'static str,
        read: Vec<Property<'n>>,
    },
    /// The properties of an entry that are not used.
    Others(Vec<Property<'n>>),
    /// One of them.
    Other(Property<'n>),
    /// A value that is read already.
    Plain(Literal),
    /// Nothing: what the type asks for is noted.
    Shape(Shape<'n>),
}

/// A value of the tree and the property whose value it is.
#[derive(Clone, Copy)]
pub(super) struct At<'n, 'p> {
    node: &'n Node,
    name: &'static str,
    /// Whether the items of a list are [`Type::Texts`].
    texts: bool,
    problems: &'n RefCell<&'n mut Problems<'p>>,
}

impl<'n> At<'n, '_> {
    fn wrong<T>(self, at: Pos, error: Error) -> Result<T, Failed> {
        self.problems.borrow_mut().error(at, error);
        Err(Failed)
    }

    /// The value as one of a type.
    fn take(self, kind: Type) -> Result<Option<Literal>, Failed> {
        take(self.name, kind, self.node).or_else(|error| self.wrong(self.node.pos, error))
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
        let what = POLICY;
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

impl From<'_, '_> {
    /// The value as one of a type; of a type with nothing in place of a value it is nothing.
    fn take(self, kind: Type) -> Result<Option<Literal>, Failed> {
        match self {
            Self::Node(at) => at.take(kind),
            Self::Plain(literal) => Ok(Some(literal)),
            Self::Shape(shape) => shape.note(kind),
            Self::Part { .. } | Self::Others(_) | Self::Other(_) => Err(Failed),
        }
    }
}

impl<'de> Deserializer<'de> for From<'_, '_> {
    type Error = Failed;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        visit(self.take(Type::Text)?, visitor)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        visit(self.take(Type::Bool)?, visitor)
    }

    /// Nothing is an empty text.
    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        match self.take(Type::Text)? {
            Some(Literal::Null) => visitor.visit_str(""),
            text => visit(text, visitor),
        }
    }

    /// The only optional value that has no name of its own is `true`, `false` or nothing.
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        match self.take(Type::OptionalBool)? {
            None | Some(Literal::Null) => visitor.visit_none(),
            Some(literal) => visitor.visit_some(Self::Plain(literal)),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        words: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failed> {
        let Some(Literal::Word(word)) = self.take(Type::Word(words))? else {
            return Err(Failed);
        };
        let word: StrDeserializer<'_, Failed> = word.into_deserializer();
        visitor.visit_enum(word)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Failed> {
        let kind = Type::named(name);
        visitor.visit_newtype_struct(match (self, kind) {
            (Self::Node(at), Some(Type::List)) => Self::Node(At { texts: false, ..at }),
            (Self::Node(at), Some(Type::Texts)) => Self::Node(At { texts: true, ..at }),
            (from @ Self::Node(_), None) => from,
            (from, kind) => {
                let literal = from.take(kind.unwrap_or(Type::Text))?;
                Self::Plain(literal.unwrap_or(Literal::Null))
            }
        })
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        visitor.visit_seq(Items::of(self)?)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Failed> {
        visitor.visit_seq(Parts::of(self))
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Failed> {
        visitor.visit_seq(Parts::of(self))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failed> {
        visitor.visit_map(Fields::new(fields(self, name, names)?))
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str bytes byte_buf unit
        unit_struct map identifier ignored_any
    }
}

/// Give a value to a visitor.
fn visit<'de, V: Visitor<'de>>(literal: Option<Literal>, visitor: V) -> Result<V::Value, Failed> {
    match literal.ok_or(Failed)? {
        Literal::Null => visitor.visit_unit(),
        Literal::Bool(b) => visitor.visit_bool(b),
        Literal::Number(n) => visitor.visit_i64(n),
        Literal::Word(w) => visitor.visit_str(w),
        Literal::Text(t) => visitor.visit_string(t),
    }
}
