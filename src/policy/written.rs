//! Holds what a property is given in the file, and where.

use super::Sourced;
use super::document::Pos;
use serde::de::{Deserialize, Deserializer, SeqAccess, Visitor};
use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

/// The value of a property and where it stands; nothing where it is not written, or wrong. Entries
/// have many properties of which few are written: each is but a pointer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written<T>(Option<Box<(T, Pos)>>);

impl<T> Default for Written<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> Written<T> {
    /// The value.
    pub(super) fn get(&self) -> Option<&T> {
        self.0.as_deref().map(|(value, _)| value)
    }

    /// The value, to change or to take.
    pub(super) fn get_mut(&mut self) -> Option<&mut T> {
        self.0.as_deref_mut().map(|(value, _)| value)
    }

    /// The value itself.
    pub(super) fn take(self) -> Option<T> {
        self.placed().map(|(value, _)| value)
    }

    /// The value and where it stands.
    pub(super) fn placed(self) -> Option<(T, Pos)> {
        self.0.map(|written| *written)
    }

    /// Where the value stands.
    pub(super) fn at(&self) -> Option<Pos> {
        self.0.as_deref().map(|(_, at)| *at)
    }

    /// The value with its line, or the value of a tenant that does not set it.
    pub(super) fn or(self, default: T) -> Sourced<T> {
        match self.placed() {
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
        self.placed().map(|(value, at)| Sourced {
            value,
            line: Some(at.line),
        })
    }

    /// The same with another value.
    pub(super) fn map<U>(self, of: impl FnOnce(T) -> U) -> Written<U> {
        Written(self.placed().map(|(value, at)| Box::new((of(value), at))))
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
                Ok(Written(
                    value.map(|value| Box::new((value, Pos { line, column }))),
                ))
            }
        }
        d.deserialize_tuple_struct("Written", 3, Both(PhantomData))
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
