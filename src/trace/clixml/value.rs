//! Reads the values of properties: texts, lists, objects within others, and references to them.

use super::element::{Name, Tag};
use super::{DEEPEST, KEPT, Next, Objects, Stop};
use crate::trace::batch::SEPARATOR;
use std::io::Read;

impl<R: Read> Objects<R> {
    /// The value of an element without content.
    pub(super) fn empty(&self, tag: &Tag) -> Result<String, Stop> {
        match tag.name {
            Name::Reference => self.values.get(&tag.id).cloned().ok_or(Stop::Reference),
            _ => Ok(String::new()),
        }
    }

    /// The value of an element that was opened.
    pub(super) fn value(&mut self, tag: &Tag, depth: usize) -> Result<String, Stop> {
        match tag.name {
            Name::Obj => self.object(tag, depth),
            Name::Reference => {
                self.skip()?;
                self.empty(tag)
            }
            Name::Nil => self.skip().map(|()| String::new()),
            _ => self.text(),
        }
    }

    /// An object within another: a list's items, else its text, its number, or its properties.
    fn object(&mut self, tag: &Tag, depth: usize) -> Result<String, Stop> {
        if depth >= DEEPEST {
            return Err(Stop::TooLarge);
        }
        let (mut list, mut text, mut bare) = (None, None, None);
        let mut pairs = String::new();
        loop {
            let child = match self.event()? {
                Next::Start(child) => child,
                Next::End => break,
                Next::Eof => return Err(Stop::cut()),
                Next::Text | Next::Empty(_) => continue,
            };
            match child.name {
                Name::Type => self.skip()?,
                Name::Text => text = Some(self.text()?),
                Name::List => list = Some(self.items(depth)?),
                Name::Properties => self.pairs(&mut pairs, depth)?,
                Name::Dictionary => self.entries(&mut pairs, depth)?,
                _ => bare = Some(self.value(&child, depth + 1)?),
            }
        }
        let value = match (list, text, bare) {
            (Some(items), ..) => items,
            (None, Some(text), _) => text,
            (None, None, Some(value)) => value,
            (None, None, None) => pairs,
        };
        if !tag.id.is_empty() && self.kept + value.len() <= KEPT {
            self.kept += value.len() + tag.id.len();
            self.values.insert(tag.id.clone(), value.clone());
        }
        Ok(value)
    }

    /// The items of a list, joined.
    fn items(&mut self, depth: usize) -> Result<String, Stop> {
        let mut all = String::new();
        let mut first = true;
        loop {
            let item = match self.event()? {
                Next::Start(tag) => self.value(&tag, depth + 1)?,
                Next::Empty(tag) => self.empty(&tag)?,
                Next::End => return Ok(all),
                Next::Eof => return Err(Stop::cut()),
                Next::Text => continue,
            };
            if !std::mem::take(&mut first) {
                all.push(SEPARATOR);
            }
            all.push_str(&item);
        }
    }

    /// The properties of an object within another.
    fn pairs(&mut self, all: &mut String, depth: usize) -> Result<(), Stop> {
        loop {
            let (name, value) = match self.event()? {
                Next::Start(tag) => {
                    let value = self.value(&tag, depth + 1)?;
                    (tag.property, value)
                }
                Next::Empty(tag) => {
                    let value = self.empty(&tag)?;
                    (tag.property, value)
                }
                Next::End => return Ok(()),
                Next::Eof => return Err(Stop::cut()),
                Next::Text => continue,
            };
            add(all, &name, &value);
        }
    }

    /// The entries of a dictionary, each with a key and a value.
    fn entries(&mut self, all: &mut String, depth: usize) -> Result<(), Stop> {
        loop {
            match self.event()? {
                Next::Start(_) => {
                    let entry = self.items(depth)?;
                    if let Some((key, value)) = entry.split_once(SEPARATOR) {
                        add(all, key, value);
                    }
                }
                Next::End => return Ok(()),
                Next::Eof => return Err(Stop::cut()),
                Next::Text | Next::Empty(_) => {}
            }
        }
    }
}

fn add(all: &mut String, name: &str, value: &str) {
    if !all.is_empty() {
        all.push(SEPARATOR);
    }
    all.push_str(name);
    all.push('=');
    all.push_str(value);
}
