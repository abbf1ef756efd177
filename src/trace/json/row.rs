//! Reads an item as a row: the names of its properties, and a cell of each.

use super::super::batch::SEPARATOR;
use super::super::columns::Columns;
use super::super::records::Found;
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_json::Number;
use std::fmt;

/// Objects within one another whose properties are columns, each by the path to it.
const DEPTH: usize = 8;

/// Read an item; the values of a list have the names given for them.
///
/// # Errors
/// It is not JSON.
pub(super) fn read(item: &[u8], names: Option<&[String]>) -> serde_json::Result<Found> {
    let first = item.first();
    if let (Some(names), Some(b'[')) = (names, first) {
        let cells: Vec<Cell> = serde_json::from_slice(item)?;
        let values = cells.into_iter().map(|cell| cell.0);
        let values: Vec<String> = values.take(names.len()).collect();
        let names = names.get(..values.len()).unwrap_or_default().into();
        return Ok(Found::Record(names, values));
    }
    if first != Some(&b'{') {
        serde_json::from_slice::<IgnoredAny>(item)?;
        return Ok(Found::Other);
    }
    let row = Row::of(item)?;
    // A log collector keeps the row as it got it, as text.
    let original = ["_raw", "event.original", "message"]
        .into_iter()
        .find_map(|name| {
            let place = row.names.iter().position(|n| n == name)?;
            row.values.get(place).filter(|text| text.starts_with('{'))
        });
    if let Some(original) = original
        && Columns::of(row.names.iter().map(String::as_str)).is_none()
        && let Ok(original) = Row::of(original.as_bytes())
    {
        return Ok(Found::Record(original.names.into(), original.values));
    }
    Ok(Found::Record(row.names.into(), row.values))
}

#[derive(Default)]
struct Row {
    names: Vec<String>,
    values: Vec<String>,
}

impl Row {
    /// The properties of an object.
    fn of(object: &[u8]) -> serde_json::Result<Self> {
        let mut row = Self::default();
        let mut from = serde_json::Deserializer::from_slice(object);
        let property = Property {
            row: &mut row,
            path: "",
            depth: 0,
        };
        property.deserialize(&mut from)?;
        from.end()?;
        Ok(row)
    }

    fn add(&mut self, path: &str, value: String) {
        self.names.push(path.to_owned());
        self.values.push(value);
    }
}

/// A value: a cell of the row, or an object whose properties are.
struct Property<'r> {
    row: &'r mut Row,
    path: &'r str,
    depth: usize,
}

impl<'de> DeserializeSeed<'de> for Property<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Property<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a trace object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let begin = self.row.names.len();
        while let Some(name) = map.next_key::<String>()? {
            let path = match self.path {
                "" => name,
                path => format!("{path}.{name}"),
            };
            if self.depth >= DEPTH {
                map.next_value::<IgnoredAny>()?;
                continue;
            }
            map.next_value_seed(Property {
                row: &mut *self.row,
                path: &path,
                depth: self.depth + 1,
            })?;
        }
        if self.depth > 0
            && let Some(value) = unwrapped(self.path, self.row, begin)
        {
            self.row.names.truncate(begin);
            self.row.values.truncate(begin);
            self.row.add(self.path, value);
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let mut all = String::new();
        let mut first = true;
        while let Some(ListItem(item)) = list.next_element()? {
            if !std::mem::take(&mut first) {
                all.push(SEPARATOR);
            }
            all.push_str(&item);
        }
        self.row.add(self.path, all);
        Ok(())
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        self.row.add(self.path, text.to_owned());
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        self.row.add(self.path, String::new());
        Ok(())
    }

    fn visit_u64<E>(self, number: u64) -> Result<(), E> {
        self.row.add(self.path, number.to_string());
        Ok(())
    }

    fn visit_i64<E>(self, number: i64) -> Result<(), E> {
        self.row.add(self.path, number.to_string());
        Ok(())
    }

    fn visit_f64<E>(self, number: f64) -> Result<(), E> {
        self.row.add(self.path, shown(number));
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.row.add(self.path, String::new());
        Ok(())
    }
}

fn shown(number: f64) -> String {
    Number::from_f64(number).map_or_else(String::new, |n| n.to_string())
}

/// The value that Windows PowerShell wraps in an object: a date, or an enum, whose word it writes as
/// `Value` beside the number.
fn unwrapped(path: &str, row: &Row, begin: usize) -> Option<String> {
    let names = row.names.get(begin..)?;
    let place = |wrapped: &str| {
        names.iter().position(|name| {
            name.strip_prefix(path)
                .and_then(|rest| rest.strip_prefix('.'))
                == Some(wrapped)
        })
    };
    // A date is also written out as the culture has it.
    let place = match place("DateTime") {
        Some(date) => place("value").unwrap_or(date),
        None => place("Value").or_else(|| place("value"))?,
    };
    row.values.get(begin + place).cloned()
}

/// An item of a list in one cell: text, a number, or a pair of a key and a value.
struct ListItem(String);

impl<'de> Deserialize<'de> for ListItem {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let mut row = Row::default();
        Property {
            row: &mut row,
            path: "",
            depth: 0,
        }
        .deserialize(from)?;
        let get = |name: &str| {
            let place = row.names.iter().position(|n| n == name)?;
            row.values.get(place)
        };
        Ok(Self(match (get("Key"), get("Value"), get("")) {
            (Some(key), Some(value), _) => format!("{key}={value}"),
            (.., Some(text)) => text.clone(),
            _ => String::new(),
        }))
    }
}

/// A value in the row of a table.
struct Cell(String);

impl<'de> Deserialize<'de> for Cell {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        ListItem::deserialize(from).map(|item| Self(item.0))
    }
}
