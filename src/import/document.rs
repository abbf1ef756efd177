//! Holds a policy as it will be written: sections, entries, and the comments on them.

use super::scalar::shown;
use crate::policy::document::{Pos, Value};
use crate::policy::sections::{SECTIONS, Section};
use std::collections::BTreeSet;

/// Where an entry came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The file as the user named it.
    pub file: String,
    /// The place in it.
    pub at: Pos,
}

/// An entry of a section.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Where it came from.
    pub origin: Origin,
    /// Its properties, spelled as the section spells them.
    pub properties: Vec<(&'static str, Value)>,
    /// Comments on it.
    pub notes: Vec<String>,
}

impl Entry {
    /// A property.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        let mut all = self.properties.iter();
        all.find(|(n, _)| *n == name).map(|(_, value)| value)
    }

    /// A property that is text.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        match self.get(name)? {
            Value::Text(t) => Some(t),
            _ => None,
        }
    }

    /// Its properties as text, without the place that they came from.
    #[must_use]
    pub fn shown(&self) -> String {
        let line = |(name, value): &(&str, Value)| format!("{name}: {}\n", shown(value));
        self.properties.iter().map(line).collect()
    }

    /// Take what another export says of the same object; whether the two agree. Lists agree in any
    /// order, and letters in any case, as addresses do.
    pub fn unite(&mut self, other: Self) -> bool {
        let one = |value: &Value| shown(value).to_lowercase();
        let list = |value: &Value| match value {
            Value::Seq(items) => items.iter().map(|i| one(&i.value)).collect(),
            value => BTreeSet::from([one(value)]),
        };
        let mut agrees = true;
        for (name, value) in other.properties {
            match self.get(name) {
                Some(first) => agrees &= list(first) == list(&value),
                None => self.properties.push((name, value)),
            }
        }
        let mut notes = other.notes;
        notes.retain(|note| !self.notes.contains(note));
        self.notes.append(&mut notes);
        agrees
    }

    /// Give a property a value.
    pub fn set(&mut self, name: &'static str, value: Value) {
        match self.properties.iter_mut().find(|(n, _)| *n == name) {
            Some((_, old)) => *old = value,
            None => self.properties.push((name, value)),
        }
    }

    /// Its properties in the order of the section.
    pub fn in_order(&self, section: &Section) -> impl Iterator<Item = (&'static str, &Value)> {
        let placed = self.properties.iter().filter_map(|(name, value)| {
            let place = section.names.place(name)?;
            Some((place, *name, value))
        });
        let mut placed: Vec<_> = placed.collect();
        placed.sort_by_key(|(place, ..)| *place);
        placed.into_iter().map(|(_, name, value)| (name, value))
    }
}

/// How many values a value is, as the reader of policies counts them.
fn size(value: &Value) -> usize {
    1 + match value {
        Value::Seq(items) => items.iter().map(|i| size(&i.value)).sum(),
        Value::Map(pairs) => pairs.iter().map(|(_, _, node)| 1 + size(&node.value)).sum(),
        _ => 0,
    }
}

/// A section and its entries.
#[derive(Debug, Clone)]
pub struct Part {
    /// The section.
    pub section: &'static Section,
    /// Its entries, in the order of the files.
    pub entries: Vec<Entry>,
    /// Names of properties that were left out, because nothing here uses them.
    pub left_out: BTreeSet<String>,
    /// Names of properties that were left out where they were false.
    pub false_ones: BTreeSet<String>,
}

/// A policy as it will be written.
#[derive(Debug, Clone)]
pub struct Document {
    /// Every section, in order.
    pub parts: Vec<Part>,
    /// Lines for comments at the beginning.
    pub head: Vec<String>,
    /// What has no place in a policy: blocks of lines for comments at the end.
    pub rest: Vec<Vec<String>>,
}

impl Default for Document {
    fn default() -> Self {
        let part = |section: &&'static Section| Part {
            section,
            entries: Vec::new(),
            left_out: BTreeSet::new(),
            false_ones: BTreeSet::new(),
        };
        Self {
            parts: SECTIONS.iter().map(part).collect(),
            head: Vec::new(),
            rest: Vec::new(),
        }
    }
}

impl Document {
    /// Whether no section has an entry.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parts.iter().all(|part| part.entries.is_empty())
    }

    /// How many values all entries have, as the reader of policies counts them.
    #[must_use]
    pub fn values(&self) -> usize {
        let entries = self.parts.iter().flat_map(|part| &part.entries);
        let values = entries.map(|e| {
            let values = e.properties.iter().map(|(_, value)| 1 + size(value));
            1 + values.sum::<usize>()
        });
        values.sum()
    }

    /// The part of a section.
    pub fn part(&mut self, section: &Section) -> Option<&mut Part> {
        self.parts
            .iter_mut()
            .find(|p| p.section.name == section.name)
    }
}
