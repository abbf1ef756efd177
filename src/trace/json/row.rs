//! Reads an item as a row: the names of its properties, and a cell of each.

use super::super::batch::SEPARATOR;
use super::super::columns::{Columns, tracking_log_names};
use super::super::named::Named;
use super::super::other_file::is_tracking_row;
use super::super::records::Found;
use super::super::table::fields;
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_json::Number;
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

/// Objects within one another whose properties are columns, each by the path to it.
const DEPTH: usize = 8;

/// Reads items as rows.
pub(super) struct Reader {
    item: Named,
    /// What a log collector keeps of a row as text.
    original: Named,
    /// The names of an item, and whether they are those of a trace: so are those after it.
    known: Option<(Arc<[String]>, bool)>,
}

impl Reader {
    pub(super) fn new() -> Self {
        Self {
            item: Named::new(),
            original: Named::new(),
            known: None,
        }
    }

    /// Read an item; the values of a list have the names given for them.
    ///
    /// # Errors
    /// It is not JSON.
    pub(super) fn read(
        &mut self,
        item: &[u8],
        names: Option<&Arc<[String]>>,
    ) -> serde_json::Result<Found> {
        let first = item.first();
        if let (Some(names), Some(b'[')) = (names, first) {
            let cells: Vec<Cell> = serde_json::from_slice(item)?;
            let values = cells.iter().map(|cell| &cell.0).take(names.len());
            let names = match cells.len() {
                some if some < names.len() => names.get(..some).unwrap_or_default().into(),
                _ => names.clone(),
            };
            return Ok(Found::Record(names, values.collect()));
        }
        if first != Some(&b'{') {
            serde_json::from_slice::<IgnoredAny>(item)?;
            return Ok(Found::Other);
        }
        self.item.truncate(0);
        fill(&mut self.item, item)?;
        let (names, values) = self.item.take();
        // A log collector keeps the row as it got it, as text.
        let original = ["_raw", "event.original", "message"]
            .into_iter()
            .find_map(|name| {
                let place = names.iter().position(|n| n == name)?;
                let text = values.get(place)?;
                (text.starts_with('{') || is_tracking_row(text)).then_some(text)
            });
        if let Some(original) = original
            && !self.is_trace(&names)
        {
            self.original.truncate(0);
            let is_row = match original.starts_with('{') {
                true => fill(&mut self.original, original.as_bytes()).is_ok(),
                false => self.tracking_row(original),
            };
            if is_row {
                let (names, values) = self.original.take();
                return Ok(Found::Record(names, values));
            }
        }
        Ok(Found::Record(names, values))
    }

    /// Take the fields of a row of a tracking log; whether it is one.
    fn tracking_row(&mut self, text: &str) -> bool {
        let fields = fields(text.as_bytes(), b',');
        let names = tracking_log_names(fields.len());
        names
            .zip(&fields)
            .for_each(|(name, field)| self.original.push(name, field));
        let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
        Columns::of_tracking_log(&fields).is_some()
    }

    fn is_trace(&mut self, names: &Arc<[String]>) -> bool {
        match &self.known {
            Some((known, is_trace)) if Arc::ptr_eq(known, names) => *is_trace,
            _ => {
                let is_trace = Columns::of(names.iter().map(String::as_str)).is_some();
                self.known = Some((names.clone(), is_trace));
                is_trace
            }
        }
    }
}

/// Take the properties of an object.
fn fill(row: &mut Named, object: &[u8]) -> serde_json::Result<()> {
    let mut from = serde_json::Deserializer::from_slice(object);
    let property = Property {
        row,
        path: "",
        depth: 0,
    };
    property.deserialize(&mut from)?;
    from.end()
}

/// A name, not copied where it stands as it is in the text.
struct Key<'de>(Cow<'de, str>);

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_str(KeyVisitor)
    }
}

struct KeyVisitor;

impl<'de> Visitor<'de> for KeyVisitor {
    type Value = Key<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Key<'de>, E> {
        Ok(Key(name.into()))
    }

    fn visit_str<E>(self, name: &str) -> Result<Key<'de>, E> {
        Ok(Key(name.to_owned().into()))
    }
}

/// A value: a cell of the row, or an object whose properties are.
struct Property<'r> {
    row: &'r mut Named,
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
        let begin = self.row.len();
        while let Some(Key(name)) = map.next_key()? {
            let path = match self.path {
                "" => name,
                path => format!("{path}.{name}").into(),
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
            self.row.truncate(begin);
            self.row.push(self.path, &value);
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
        self.row.push(self.path, &all);
        Ok(())
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        self.row.push(self.path, text);
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        self.row.push(self.path, "");
        Ok(())
    }

    fn visit_u64<E>(self, number: u64) -> Result<(), E> {
        self.row.push(self.path, &number.to_string());
        Ok(())
    }

    fn visit_i64<E>(self, number: i64) -> Result<(), E> {
        self.row.push(self.path, &number.to_string());
        Ok(())
    }

    fn visit_f64<E>(self, number: f64) -> Result<(), E> {
        self.row.push(self.path, &shown(number));
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.row.push(self.path, "");
        Ok(())
    }
}

fn shown(number: f64) -> String {
    Number::from_f64(number).map_or_else(String::new, |n| n.to_string())
}

/// The value that Windows PowerShell wraps in an object: a date, or an enum, whose word it writes as
/// `Value` beside the number.
fn unwrapped(path: &str, row: &Named, begin: usize) -> Option<String> {
    let names = row.names().get(begin..)?;
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
    row.value(begin + place).map(str::to_owned)
}

/// An item of a list in one cell: text, a number, or a pair of a key and a value.
struct ListItem(String);

impl<'de> Deserialize<'de> for ListItem {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let mut row = Named::new();
        Property {
            row: &mut row,
            path: "",
            depth: 0,
        }
        .deserialize(from)?;
        let get = |name: &str| {
            let place = row.names().iter().position(|n| n == name)?;
            row.value(place)
        };
        Ok(Self(match (get("Key"), get("Value"), get("")) {
            (Some(key), Some(value), _) => format!("{key}={value}"),
            (.., Some(text)) => text.to_owned(),
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
