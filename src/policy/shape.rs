//! Finds out which properties a derived type has, and what the value of each may be, by having the
//! type ask for them.

use super::de::{Failed, OTHERS};
use super::value::Type;
use serde::de::value::StrDeserializer;
use serde::de::{Deserialize, DeserializeSeed, Deserializer, IntoDeserializer};
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

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
    let mut found = Vec::new();
    let shape = Shape {
        prefix: "",
        name: "",
        found: &mut found,
    };
    // No property gets a value, and so the type has that of nothing written.
    let _: Result<T, Failed> = T::deserialize(shape);
    found
}

/// Notes what a type asks for, and gives it nothing.
struct Shape<'a> {
    /// What stands in front of the names of the fields.
    prefix: &'static str,
    /// The property whose value is asked for.
    name: &'static str,
    found: &'a mut Vec<Property>,
}

impl Shape<'_> {
    fn note<T>(self, kind: Type) -> Result<T, Failed> {
        let name = self.name;
        self.found.push(Property { name, kind });
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
        visitor.visit_map(Fields {
            shape: self,
            left: fields.iter(),
            field: "",
        })
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

/// The fields of a type, one after the other.
struct Fields<'a> {
    shape: Shape<'a>,
    left: std::slice::Iter<'static, &'static str>,
    field: &'static str,
}

impl<'de> MapAccess<'de> for Fields<'_> {
    type Error = Failed;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Failed> {
        let Some(field) = self.left.find(|field| **field != OTHERS) else {
            return Ok(None);
        };
        self.field = field;
        let field: StrDeserializer<'_, Failed> = field.into_deserializer();
        seed.deserialize(field).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Failed> {
        let (prefix, name) = match (self.field.strip_prefix('$'), self.shape.prefix) {
            (Some(prefix), _) => (prefix, ""),
            (None, "") => ("", self.field),
            // Sections are asked once, and kept.
            (None, prefix) => ("", &*format!("{prefix}{}", self.field).leak()),
        };
        seed.deserialize(Shape {
            prefix,
            name,
            found: self.shape.found,
        })
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
