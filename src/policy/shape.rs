//! Finds out which properties a derived type has, and what the value of each may be, by having the
//! type ask for them.

use super::de::{Failed, OTHERS};
use super::value::Type;
use serde::de::value::MapDeserializer;
use serde::de::{Deserialize, DeserializeSeed, Deserializer, IntoDeserializer, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;
use std::cell::RefCell;

/// A property that is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Property {
    /// The cmdlet's spelling.
    pub name: &'static str,
    /// What its value may be.
    pub kind: Type,
}

/// The properties of a type, in its order.
pub(super) fn properties_of<T: for<'de> Deserialize<'de>>() -> Vec<Property> {
    let found = RefCell::default();
    let shape = Shape {
        prefix: "",
        name: "",
        found: &found,
    };
    // No property gets a value, and so the type has that of nothing written.
    let _: Result<T, Failed> = T::deserialize(shape);
    found.into_inner()
}

/// Notes what a type asks for, and gives it nothing.
#[derive(Clone, Copy)]
struct Shape<'a> {
    /// What stands in front of the names of the fields.
    prefix: &'static str,
    /// The property whose value is asked for.
    name: &'static str,
    found: &'a RefCell<Vec<Property>>,
}

impl Shape<'_> {
    fn note<T>(self, kind: Type) -> Result<T, Failed> {
        let name = self.name;
        self.found.borrow_mut().push(Property { name, kind });
        Err(Failed)
    }
}

impl<'de> Deserializer<'de> for Shape<'_> {
    type Error = Failed;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Failed> {
        self.note(Type::Text)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Failed> {
        self.note(Type::Bool)
    }

    fn deserialize_option<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Failed> {
        self.note(Type::OptionalBool)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        words: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Failed> {
        self.note(Type::Word(words))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        _: V,
    ) -> Result<V::Value, Failed> {
        self.note(Type::named(name).unwrap_or(Type::Text))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failed> {
        let fields = fields.iter().filter(|field| **field != OTHERS);
        visitor.visit_map(MapDeserializer::new(fields.map(|field| {
            let (prefix, name) = match (field.strip_prefix('$'), self.prefix) {
                (Some(prefix), _) => (prefix, ""),
                (None, "") => ("", *field),
                // Sections are asked once, and kept.
                (None, prefix) => ("", &*format!("{prefix}{field}").leak()),
            };
            let found = self.found;
            let value = Shape {
                prefix,
                name,
                found,
            };
            (*field, value)
        })))
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Failed> {
        visitor.visit_seq(WithPlace {
            shape: Some(self),
            step: 0,
        })
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple map identifier ignored_any
    }
}

impl<'de> IntoDeserializer<'de, Failed> for Shape<'_> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

/// The place of a value, which is none, and the value.
struct WithPlace<'a> {
    shape: Option<Shape<'a>>,
    step: u8,
}

impl<'de> SeqAccess<'de> for WithPlace<'_> {
    type Error = Failed;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Failed> {
        self.step += 1;
        match self.shape.take_if(|_| self.step == 3) {
            Some(shape) => seed.deserialize(shape).map(Some),
            None => Ok(None),
        }
    }
}
