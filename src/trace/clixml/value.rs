//! Reads the values of properties: texts, lists, objects within others, and references to them.

use super::Stop;
use crate::import::clixml::element::{DEEPEST, Elements, Name, Tag};
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
                let value = self.values.get(&*tag.id()?);
                to.push_str(value.ok_or(Stop::Reference)?);
                Ok(())
            }
            Name::Nil => Ok(elements.skip()?),
            _ => Ok(elements.text(to)?),
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
        while let Some(child) = elements.child()? {
            match child.name {
                Name::Types | Name::TypesReference => elements.skip()?,
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
        while let Some(item) = elements.child()? {
            if !std::mem::take(&mut first) {
                all.push(SEPARATOR);
            }
            self.value(elements, &item, depth + 1, all)?;
        }
        Ok(())
    }

    /// The properties of an object within another.
    fn pairs(
        &mut self,
        elements: &mut Elements,
        depth: usize,
        all: &mut String,
    ) -> Result<(), Stop> {
        while let Some(property) = elements.child()? {
            name(all, &property.property()?);
            self.value(elements, &property, depth + 1, all)?;
        }
        Ok(())
    }

    /// The entries of a dictionary, each with a key and a value.
    fn entries(
        &mut self,
        elements: &mut Elements,
        depth: usize,
        all: &mut String,
    ) -> Result<(), Stop> {
        while elements.child()?.is_some() {
            let mut entry = String::new();
            self.items(elements, depth, &mut entry)?;
            if let Some((key, value)) = entry.split_once(SEPARATOR) {
                name(all, key);
                all.push_str(value);
            }
        }
        Ok(())
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
