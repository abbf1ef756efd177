//! Reads an item of a list as a row: the names of its properties, and a cell of each.

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Number;
use std::fmt;

/// What an item is.
pub(super) enum Found {
    /// An object: names, and as many values.
    Row(Vec<String>, Vec<String>),
    /// Anything else.
    Other,
}

/// Read an item.
///
/// # Errors
/// It is not JSON.
pub(super) fn read(item: &[u8]) -> serde_json::Result<Found> {
    serde_json::from_slice(item)
}

impl<'de> Deserialize<'de> for Found {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Found;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a trace object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Found, A::Error> {
                let (mut names, mut values) = (Vec::new(), Vec::new());
                while let Some((name, Cell(value))) = map.next_entry()? {
                    names.push(name);
                    values.push(value);
                }
                Ok(Found::Row(names, values))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Found, A::Error> {
                while list.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Found::Other)
            }

            fn visit_str<E>(self, _: &str) -> Result<Found, E> {
                Ok(Found::Other)
            }

            fn visit_bool<E>(self, _: bool) -> Result<Found, E> {
                Ok(Found::Other)
            }

            fn visit_u64<E>(self, _: u64) -> Result<Found, E> {
                Ok(Found::Other)
            }

            fn visit_i64<E>(self, _: i64) -> Result<Found, E> {
                Ok(Found::Other)
            }

            fn visit_f64<E>(self, _: f64) -> Result<Found, E> {
                Ok(Found::Other)
            }

            fn visit_unit<E>(self) -> Result<Found, E> {
                Ok(Found::Other)
            }
        }
        from.deserialize_any(Object)
    }
}

/// A value as a cell: PowerShell 7 writes enums as words, Windows PowerShell as numbers.
#[derive(Default)]
struct Cell(String);

impl<'de> Deserialize<'de> for Cell {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Value;
        impl<'de> Visitor<'de> for Value {
            type Value = Cell;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }

            /// Windows PowerShell wraps dates and enums.
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Cell, A::Error> {
                const WRAPPED: [&str; 3] = ["DateTime", "value", "Value"];
                let mut found = [const { None }; WRAPPED.len()];
                while let Some(name) = map.next_key::<String>()? {
                    let slot = std::iter::zip(WRAPPED, &mut found).find(|(w, _)| *w == name);
                    match slot {
                        Some((_, slot)) => *slot = Some(map.next_value()?),
                        None => {
                            map.next_value::<IgnoredAny>()?;
                        }
                    }
                }
                Ok(found.into_iter().flatten().next().unwrap_or_default())
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Cell, A::Error> {
                while list.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Cell::default())
            }

            fn visit_str<E>(self, text: &str) -> Result<Cell, E> {
                Ok(Cell(text.to_owned()))
            }

            fn visit_bool<E>(self, _: bool) -> Result<Cell, E> {
                Ok(Cell::default())
            }

            fn visit_u64<E>(self, number: u64) -> Result<Cell, E> {
                Ok(Cell(number.to_string()))
            }

            fn visit_i64<E>(self, number: i64) -> Result<Cell, E> {
                Ok(Cell(number.to_string()))
            }

            fn visit_f64<E>(self, number: f64) -> Result<Cell, E> {
                let number = Number::from_f64(number);
                Ok(Cell(number.map_or_else(String::new, |n| n.to_string())))
            }

            fn visit_unit<E>(self) -> Result<Cell, E> {
                Ok(Cell::default())
            }
        }
        from.deserialize_any(Value)
    }
}
