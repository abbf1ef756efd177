//! Reads derived types from the tree of a document, and keeps every problem met on the way.
//!
//! A value that is wrong is kept as a problem and read as one that is not written, and an entry
//! that is none is left out, so that reading goes on. A derived type has these fields:
//!
//! - [`Written`] for a property: its value and where it stands;
//! - `$others` for the properties that are accepted and not looked at;
//! - a name that begins with `$` and goes on with a prefix for a type whose fields are further
//!   properties of the entry, each with that prefix.

use super::document::{Node, Pos, Value};
use super::problems::Problems;
use super::sections::Section;
use super::value::{Type, items, take};
use super::{Error, Literal, Sourced};
use crate::diagnostic::nearest;
use crate::i18n::en;
use serde::de::value::{StrDeserializer, U32Deserializer};
use serde::de::{self, Deserialize, DeserializeSeed, Deserializer, IntoDeserializer};
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;
use std::borrow::Cow;
use std::cell::RefCell;
use std::fmt;
use std::marker::PhantomData;

/// The field of the properties that are not looked at.
pub(super) const OTHERS: &str = "$others";
/// How [`Written`] asks for a value with its place.
pub(super) const WRITTEN: &str = "$written";

/// The value of a property and where it stands; nothing where it is not written, or wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written<T>(Option<(T, Pos)>);

impl<T> Default for Written<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> Written<T> {
    /// The value.
    pub(super) fn get(&self) -> Option<&T> {
        self.0.as_ref().map(|(value, _)| value)
    }

    /// The value itself.
    pub(super) fn take(self) -> Option<T> {
        self.0.map(|(value, _)| value)
    }

    /// The value and where it stands.
    pub(super) fn placed(self) -> Option<(T, Pos)> {
        self.0
    }

    /// Where the value stands.
    pub(super) fn at(&self) -> Option<Pos> {
        self.0.as_ref().map(|(_, at)| *at)
    }

    /// The value with its line, or the value of a tenant that does not set it.
    pub(super) fn or(self, default: T) -> Sourced<T> {
        match self.0 {
            Some((value, at)) => Sourced {
                value,
                line: Some(at.line),
            },
            None => Sourced {
                value: default,
                line: None,
            },
        }
    }

    /// The value with its line.
    pub(super) fn sourced(self) -> Option<Sourced<T>> {
        self.0.map(|(value, at)| Sourced {
            value,
            line: Some(at.line),
        })
    }

    /// The same with another value.
    pub(super) fn map<U>(self, of: impl FnOnce(T) -> U) -> Written<U> {
        Written(self.0.map(|(value, at)| (of(value), at)))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Written<T> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        struct Both<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Both<T> {
            type Value = Written<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value with its place")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut both: A) -> Result<Self::Value, A::Error> {
                let line = both.next_element()?.unwrap_or_default();
                let column = both.next_element()?.unwrap_or_default();
                // What is wrong with it is among the problems already.
                let value = both.next_element().unwrap_or_default();
                Ok(Written(value.map(|value| (value, Pos { line, column }))))
            }
        }
        d.deserialize_tuple_struct(WRITTEN, 3, Both(PhantomData))
    }
}

impl<T: schemars::JsonSchema> schemars::JsonSchema for Written<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        generator.subschema_for::<T>()
    }
}

/// A property that is accepted and not looked at: name, value, line.
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

/// A value of the tree and the property whose value it is.
#[derive(Clone, Copy)]
struct At<'r, 'n, 'p> {
    node: &'n Node,
    name: &'static str,
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

    /// The properties of an entry, each once and spelled as its section spells it.
    fn properties(
        self,
        section: &'static Section,
    ) -> Result<Vec<(&'static str, &'n Node)>, Failed> {
        let what = section.entry;
        let mut found: Vec<(&'static str, Pos, &Node)> = Vec::new();
        let pairs = match (&self.node.value, section.short) {
            (Value::Map(pairs), _) => pairs,
            (Value::Text(_), Some(name)) => return Ok(vec![(name, self.node)]),
            (value, _) => {
                let error = Error::NotMapping {
                    what,
                    found: value.described(),
                    help: en("write `Name: value` lines here"),
                };
                return self.wrong(self.node.pos, error);
            }
        };
        for (key, at, node) in pairs {
            let Some(name) = section.names().find(|n| n.eq_ignore_ascii_case(key)) else {
                let near = nearest(key, section.names());
                let key = key.clone();
                let error = Error::UnknownProperty { key, what, near };
                self.problems.borrow_mut().error(*at, error);
                continue;
            };
            if let Some((_, first, _)) = found.iter().find(|(n, ..)| *n == name) {
                let first = first.line;
                let error = Error::GivenTwice { name, first };
                self.problems.borrow_mut().error(*at, error);
                continue;
            }
            found.push((name, *at, node));
        }
        Ok(found
            .into_iter()
            .map(|(name, _, node)| (name, node))
            .collect())
    }

    /// The sections of a file; of two with one name the last one is read.
    fn sections(
        self,
        names: &'static [&'static str],
    ) -> Result<Vec<(&'static str, &'n Node)>, Failed> {
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
                let near = nearest(key, names.iter().copied());
                let key = key.clone();
                let error = Error::UnknownProperty { key, what, near };
                self.problems.borrow_mut().error(*at, error);
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
            Some(Type::List) => visitor.visit_newtype_struct(self),
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
        let section = Section::named(name);
        let properties = match section {
            Some(section) => self.properties(section)?,
            None => self.sections(fields)?,
        };
        visitor.visit_map(Pairs {
            at: self,
            section,
            prefix: "",
            fields: fields.iter(),
            properties: &properties,
            next: None,
        })
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

/// The line, the column and the value that [`Written`] asks for.
struct WithPlace<'r, 'n, 'p> {
    at: At<'r, 'n, 'p>,
    step: u8,
}

impl<'de> SeqAccess<'de> for WithPlace<'_, '_, '_> {
    type Error = Failed;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Failed> {
        self.step += 1;
        let number = |n: u32| -> U32Deserializer<Failed> { n.into_deserializer() };
        let pos = self.at.node.pos;
        match self.step {
            1 => seed.deserialize(number(pos.line)),
            2 => seed.deserialize(number(pos.column)),
            _ => seed.deserialize(self.at),
        }
        .map(Some)
    }
}

/// The items of a list: the texts, or the entries of a section.
struct Items<'r, 'n, 'p> {
    at: At<'r, 'n, 'p>,
    section: bool,
    left: std::slice::Iter<'n, Node>,
}

impl<'de> SeqAccess<'de> for Items<'_, '_, '_> {
    type Error = Failed;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Failed> {
        for node in self.left.by_ref() {
            let at = At { node, ..self.at };
            if self.section {
                return seed.deserialize(at).map(Some);
            }
            match take(at.name, Type::List, node) {
                Ok(Some(literal)) => return seed.deserialize(Plain(&literal)).map(Some),
                Ok(None) => {}
                Err(error) => at.problems.borrow_mut().error(node.pos, error),
            }
        }
        Ok(None)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.left.len())
    }
}

/// The fields of a type, each with the property that has its name.
struct Pairs<'a, 'r, 'n, 'p> {
    at: At<'r, 'n, 'p>,
    section: Option<&'static Section>,
    prefix: &'static str,
    fields: std::slice::Iter<'static, &'static str>,
    properties: &'a [(&'static str, &'n Node)],
    next: Option<Next<'n>>,
}

/// What the value of the next field is read from.
#[derive(Clone, Copy)]
enum Next<'n> {
    Property(&'static str, &'n Node),
    Others(&'static Section),
    Part(&'static str),
}

impl<'de> MapAccess<'de> for Pairs<'_, '_, '_, '_> {
    type Error = Failed;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Failed> {
        for field in self.fields.by_ref().copied() {
            let next = match (field.strip_prefix('$'), self.section) {
                (Some(_), Some(section)) if field == OTHERS => Next::Others(section),
                (Some(prefix), _) => Next::Part(prefix),
                (None, _) => {
                    let of = |name: &str| name.strip_prefix(self.prefix) == Some(field);
                    let mut properties = self.properties.iter();
                    match properties.find(|(name, _)| of(name)) {
                        Some((name, node)) => Next::Property(name, node),
                        None => continue,
                    }
                }
            };
            self.next = Some(next);
            let field: StrDeserializer<'_, Failed> = field.into_deserializer();
            return seed.deserialize(field).map(Some);
        }
        Ok(None)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Failed> {
        match self.next.take().ok_or(Failed)? {
            Next::Property(name, node) => seed.deserialize(At {
                node,
                name,
                ..self.at
            }),
            Next::Others(section) => seed.deserialize(Others {
                section,
                left: self.properties.iter(),
            }),
            Next::Part(prefix) => seed.deserialize(Part {
                at: self.at,
                prefix,
                properties: self.properties,
            }),
        }
    }
}

/// The properties of an entry that have a prefix, as the fields of a type.
struct Part<'a, 'r, 'n, 'p> {
    at: At<'r, 'n, 'p>,
    prefix: &'static str,
    properties: &'a [(&'static str, &'n Node)],
}

impl<'de> Deserializer<'de> for Part<'_, '_, '_, '_> {
    type Error = Failed;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Failed> {
        Err(Failed)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failed> {
        visitor.visit_map(Pairs {
            at: self.at,
            section: None,
            prefix: self.prefix,
            fields: fields.iter(),
            properties: self.properties,
            next: None,
        })
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

/// The properties of an entry that are not looked at, as a list of [`Other`].
struct Others<'a, 'n> {
    section: &'static Section,
    left: std::slice::Iter<'a, (&'static str, &'n Node)>,
}

impl<'de> Deserializer<'de> for Others<'_, '_> {
    type Error = Failed;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        visitor.visit_seq(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

impl<'de> SeqAccess<'de> for Others<'_, '_> {
    type Error = Failed;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Failed> {
        let section = self.section;
        let others = self.left.by_ref();
        let Some((name, node)) = others.find(|(name, _)| section.property(name).is_none()) else {
            return Ok(None);
        };
        let literal = match &node.value {
            Value::Bool(b) => Literal::Bool(*b),
            Value::Int(i) => Literal::Number(*i),
            Value::Text(t) => Literal::Text(t.clone()),
            Value::Null | Value::Seq(_) | Value::Map(_) => Literal::Null,
        };
        seed.deserialize(OneOther {
            name,
            literal: &literal,
            line: node.pos.line,
            step: 0,
        })
        .map(Some)
    }
}

/// Name, value and line of one of them.
struct OneOther<'a> {
    name: &'static str,
    literal: &'a Literal,
    line: u32,
    step: u8,
}

impl<'de> Deserializer<'de> for OneOther<'_> {
    type Error = Failed;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        visitor.visit_seq(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

impl<'de> SeqAccess<'de> for OneOther<'_> {
    type Error = Failed;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Failed> {
        self.step += 1;
        let number = |n: u32| -> U32Deserializer<Failed> { n.into_deserializer() };
        let text = |t: &'static str| -> StrDeserializer<'static, Failed> { t.into_deserializer() };
        match self.step {
            1 => seed.deserialize(text(self.name)),
            2 => seed.deserialize(Plain(self.literal)),
            _ => seed.deserialize(number(self.line)),
        }
        .map(Some)
    }
}

/// A value that is read already.
struct Plain<'a>(&'a Literal);

impl<'de> Deserializer<'de> for Plain<'_> {
    type Error = Failed;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        match self.0 {
            Literal::Null => visitor.visit_unit(),
            Literal::Bool(b) => visitor.visit_bool(*b),
            Literal::Number(n) => visitor.visit_i64(*n),
            Literal::Word(w) => visitor.visit_str(w),
            Literal::Text(t) => visitor.visit_str(t),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        match self.0 {
            Literal::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    /// Nothing is an empty text.
    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        match self.0 {
            Literal::Null => visitor.visit_str(""),
            _ => self.deserialize_any(visitor),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str bytes byte_buf
        unit unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}
