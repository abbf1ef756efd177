//! Reads the values of properties: texts, lists, objects within others, and references to them.

use super::element::{Elements, Name, Next, Tag};
use super::{DEEPEST, Stop};
use crate::trace::batch::SEPARATOR;
use rustc_hash::FxHashMap;

/// Bytes of values that are kept because another may refer to them.
const KEPT: usize = 16 << 20;

/// The values that others may refer to.
#[derive(Default)]
pub(super) struct References {
    /// By their RefId.
    values: FxHashMap<String, String>,
    /// How large they are.
    kept: usize,
}

impl References {
    /// Write the value of an element without content.
    pub(super) fn empty(&self, tag: &Tag, to: &mut String) -> Result<(), Stop> {
        if tag.name == Name::Reference {
            let value = self.values.get(&*tag.id()?);
            to.push_str(value.ok_or(Stop::Reference)?);
        }
        Ok(())
    }

    /// Write the value of an element that was opened.
    pub(super) fn value(
        &mut self,
        elements: &mut Elements,
        tag: &Tag,
        depth: usize,
        to: &mut String,
    ) -> Result<(), Stop> {
        match tag.name {
            Name::Obj => self.object(elements, tag, depth, to),
            Name::Reference => {
                elements.skip()?;
                self.empty(tag, to)
            }
            Name::Nil => elements.skip(),
            _ => elements.text(to),
        }
    }

    /// An object within another: a list's items, else its text, its number, or its properties.
    fn object(
        &mut self,
        elements: &mut Elements,
        tag: &Tag,
        depth: usize,
        to: &mut String,
    ) -> Result<(), Stop> {
        if depth >= DEEPEST {
            return Err(Stop::TooLarge);
        }
        let (mut list, mut text, mut bare) = (None, None, None);
        let mut pairs = String::new();
        loop {
            let child = match elements.next()? {
                Next::Start(child) => child,
                Next::End(_) => break,
                Next::Eof => return Err(Stop::cut()),
                Next::Empty(_) => continue,
            };
            match child.name {
                Name::Type => elements.skip()?,
                Name::Text => elements.text(text.insert(String::new()))?,
                Name::List => self.items(elements, depth, list.insert(String::new()))?,
                Name::Properties => self.pairs(elements, depth, &mut pairs)?,
                Name::Dictionary => self.entries(elements, depth, &mut pairs)?,
                _ => self.value(elements, &child, depth + 1, bare.insert(String::new()))?,
            }
        }
        let value = list.or(text).or(bare).unwrap_or(pairs);
        to.push_str(&value);
        self.keep(tag.id()?.into_owned(), value);
        Ok(())
    }

    fn keep(&mut self, id: String, value: String) {
        let size = id.len() + value.len();
        if id.is_empty() || self.kept + size > KEPT {
            return;
        }
        let other = id.len();
        self.kept += size;
        // What is read again where more of the text is there counts once.
        if let Some(before) = self.values.insert(id, value) {
            self.kept -= other + before.len();
        }
    }

    /// The items of a list, joined.
    fn items(
        &mut self,
        elements: &mut Elements,
        depth: usize,
        all: &mut String,
    ) -> Result<(), Stop> {
        let mut first = true;
        loop {
            let next = elements.next()?;
            if matches!(next, Next::Start(_) | Next::Empty(_)) && !std::mem::take(&mut first) {
                all.push(SEPARATOR);
            }
            match next {
                Next::Start(tag) => self.value(elements, &tag, depth + 1, all)?,
                Next::Empty(tag) => self.empty(&tag, all)?,
                Next::End(_) => return Ok(()),
                Next::Eof => return Err(Stop::cut()),
            }
        }
    }

    /// The properties of an object within another.
    fn pairs(
        &mut self,
        elements: &mut Elements,
        depth: usize,
        all: &mut String,
    ) -> Result<(), Stop> {
        loop {
            match elements.next()? {
                Next::Start(tag) => {
                    name(all, &tag.property()?);
                    self.value(elements, &tag, depth + 1, all)?;
                }
                Next::Empty(tag) => {
                    name(all, &tag.property()?);
                    self.empty(&tag, all)?;
                }
                Next::End(_) => return Ok(()),
                Next::Eof => return Err(Stop::cut()),
            }
        }
    }

    /// The entries of a dictionary, each with a key and a value.
    fn entries(
        &mut self,
        elements: &mut Elements,
        depth: usize,
        all: &mut String,
    ) -> Result<(), Stop> {
        loop {
            match elements.next()? {
                Next::Start(_) => {
                    let mut entry = String::new();
                    self.items(elements, depth, &mut entry)?;
                    if let Some((key, value)) = entry.split_once(SEPARATOR) {
                        name(all, key);
                        all.push_str(value);
                    }
                }
                Next::End(_) => return Ok(()),
                Next::Eof => return Err(Stop::cut()),
                Next::Empty(_) => {}
            }
        }
    }
}

/// Begin a pair of a name and a value.
fn name(all: &mut String, name: &str) {
    if !all.is_empty() {
        all.push(SEPARATOR);
    }
    all.push_str(name);
    all.push('=');
}
