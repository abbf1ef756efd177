//! Gives the values of the tree to the visitors of derived types.

use super::{At, Failed, OTHERS, Property};
use crate::policy::Literal;
use crate::policy::document::{Node, Value};
use crate::policy::value::take;
use serde::de::value::{StrDeserializer, U32Deserializer};
use serde::de::{DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

/// The line, the column and the value that [`Written`](crate::policy::written::Written) asks for.
pub(super) struct WithPlace<'r, 'n, 'p> {
    pub(super) at: At<'r, 'n, 'p>,
    pub(super) step: u8,
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
pub(super) struct Items<'r, 'n, 'p> {
    pub(super) at: At<'r, 'n, 'p>,
    pub(super) section: bool,
    pub(super) left: std::slice::Iter<'n, Node>,
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
            match take(at.name, at.items, node) {
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

/// The properties of an entry that a type has fields for, then its fields that are no properties.
pub(super) struct Pairs<'a, 'r, 'n, 'p> {
    at: At<'r, 'n, 'p>,
    /// What the names of the properties begin with and those of the fields do not.
    prefix: &'static str,
    fields: &'static [&'static str],
    /// Whether other types read some of the properties.
    shared: bool,
    read: &'a [Property<'n>],
    others: &'a [Property<'n>],
    properties: std::slice::Iter<'a, Property<'n>>,
    special: std::slice::Iter<'static, &'static str>,
    next: Option<Next<'n>>,
}

/// What the value of the next field is read from.
#[derive(Clone, Copy)]
enum Next<'n> {
    Property(Property<'n>),
    Others,
    Part(&'static str),
}

impl<'a, 'r, 'n, 'p> Pairs<'a, 'r, 'n, 'p> {
    pub(super) fn new(
        at: At<'r, 'n, 'p>,
        prefix: &'static str,
        fields: &'static [&'static str],
        read: &'a [Property<'n>],
        others: &'a [Property<'n>],
    ) -> Self {
        let part = |field: &&str| field.starts_with('$') && *field != OTHERS;
        Self {
            at,
            prefix,
            fields,
            shared: !prefix.is_empty() || fields.iter().any(part),
            read,
            others,
            properties: read.iter(),
            special: fields.iter(),
            next: None,
        }
    }

    /// The field that is for a property.
    fn field(&self, name: &'static str) -> Option<&'static str> {
        if !self.shared {
            return Some(name);
        }
        let field = name.strip_prefix(self.prefix)?;
        self.fields.contains(&field).then_some(field)
    }
}

impl<'de> MapAccess<'de> for Pairs<'_, '_, '_, '_> {
    type Error = Failed;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Failed> {
        let give =
            |field: &'static str| -> StrDeserializer<'static, Failed> { field.into_deserializer() };
        while let Some(property) = self.properties.next() {
            if let Some(field) = self.field(property.0) {
                self.next = Some(Next::Property(*property));
                return seed.deserialize(give(field)).map(Some);
            }
        }
        for field in self.special.by_ref().copied() {
            if let Some(prefix) = field.strip_prefix('$') {
                self.next = Some(match field {
                    OTHERS => Next::Others,
                    _ => Next::Part(prefix),
                });
                return seed.deserialize(give(field)).map(Some);
            }
        }
        Ok(None)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Failed> {
        match self.next.take().ok_or(Failed)? {
            Next::Property((name, node)) => seed.deserialize(At {
                node,
                name,
                ..self.at
            }),
            Next::Others => seed.deserialize(Others(self.others.iter())),
            Next::Part(prefix) => seed.deserialize(Part {
                at: self.at,
                prefix,
                read: self.read,
            }),
        }
    }
}

/// The properties of an entry that have a prefix, as the fields of a type.
struct Part<'a, 'r, 'n, 'p> {
    at: At<'r, 'n, 'p>,
    prefix: &'static str,
    read: &'a [Property<'n>],
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
        // A part shares the properties with the type that it is a part of.
        let pairs = Pairs::new(self.at, self.prefix, fields, self.read, &[]);
        visitor.visit_map(Pairs {
            shared: true,
            ..pairs
        })
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

/// The properties of an entry that are not used, as a list of [`Other`](super::Other).
struct Others<'a, 'n>(std::slice::Iter<'a, Property<'n>>);

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
        let Some((name, node)) = self.0.next() else {
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
pub(super) struct Plain<'a>(pub(super) &'a Literal);

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
