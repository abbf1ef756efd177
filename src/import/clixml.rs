//! Reads Export-Clixml: PowerShell's own XML, with type names, references and nested objects.
//!
//! An enum keeps its word in `ToString`, so that numbers need no table here.

pub(crate) mod element;

use super::collection::{Finder, Found, TYPE_NAME};
use super::error::Error;
use super::object::Property;
use super::source::{START, Source};
use crate::diagnostic::{FirstProblems, Problem};
use crate::policy::document::{Node, Pos, Value};
use element::{DEEPEST, Elements, Name, Next, NotXml, Tag};
use std::collections::{HashMap, HashSet};

/// Types that an object has: its own and those that it inherits from.
const TYPES: usize = 32;
/// Bytes of the name of a type.
const TYPE: usize = 1024;
/// The type of an object that a script put together.
const CUSTOM: &str = ".PSCustomObject";
/// Properties with which an object among others is taken whole, and not by its ToString: those of
/// the cmdlets have more.
const WHOLE: usize = 10;
/// Bytes of a text that count as a value where it is copied.
const TEXT: usize = 64;

/// The objects of a file.
///
/// # Errors
/// It is not XML, or not that of Export-Clixml.
pub fn read(source: &Source, problems: &mut FirstProblems) -> Result<Found, Problem> {
    let mut finder = Finder::new(source, problems);
    let text = source.text.as_bytes();
    let wanted = references(&mut Elements::of(text));
    let objects = wanted.map_err(Stop::from).and_then(|wanted| {
        let mut reader = Reader {
            source,
            types: HashMap::new(),
            objects: HashMap::new(),
            wanted,
            read: 0,
            outside: true,
        };
        reader.objects(&mut Elements::of(text), &mut finder)
    });
    objects.map_err(|stop| match stop {
        Stop::Told(problem) => problem,
        Stop::Xml(NotXml { reason, at }) => {
            // Blank lines at the end are not where something is missing.
            let at = at.min(source.text.trim_end().len());
            source.error(source.pos(at), &Error::NotXml { reason })
        }
    })?;
    Ok(finder.finish())
}

/// The objects that are referred to.
fn references(elements: &mut Elements) -> Result<HashSet<String>, NotXml> {
    let mut wanted = HashSet::new();
    let mut depth = 0_usize;
    loop {
        match elements.next()? {
            Next::Start(tag) => {
                depth += 1;
                if tag.name == Name::Reference {
                    wanted.insert(tag.id()?.into_owned());
                }
            }
            Next::End(_) => depth = depth.saturating_sub(1),
            Next::Eof if depth > 0 => return Err(elements.cut()),
            Next::Eof => return Ok(wanted),
        }
    }
}

/// Why no more is read.
enum Stop {
    Xml(NotXml),
    Told(Problem),
}

impl From<NotXml> for Stop {
    fn from(error: NotXml) -> Self {
        Self::Xml(error)
    }
}

impl From<Problem> for Stop {
    fn from(problem: Problem) -> Self {
        Self::Told(problem)
    }
}

/// A value, with what only an object at the top needs.
#[derive(Clone)]
struct Item {
    value: Value,
    types: Vec<String>,
    /// Its ToString.
    text: Option<String>,
    /// Values in it, and one for every [`TEXT`] bytes.
    size: usize,
}

impl Item {
    /// An object with the name of its type among its properties, as the REST interface has it.
    fn typed(mut self) -> Self {
        if let Value::Map(pairs) = &mut self.value {
            for name in &self.types {
                let pos = Pos::default();
                let name = Node::new(Value::Text(name.clone()), pos);
                pairs.push((TYPE_NAME.into(), pos, name));
            }
        }
        self
    }
}

struct Reader<'a, 's> {
    source: &'a Source<'s>,
    types: HashMap<String, Vec<String>>,
    objects: HashMap<String, Item>,
    /// The objects that are referred to.
    wanted: HashSet<String>,
    /// The size of all that was read so far.
    read: usize,
    /// Whether no property of an object is being read: what stands there may be objects.
    outside: bool,
}

impl Reader<'_, '_> {
    /// Give all objects to the finder.
    fn objects(&mut self, elements: &mut Elements, finder: &mut Finder) -> Result<(), Stop> {
        loop {
            match elements.next()? {
                Next::Start(root) if root.name == Name::Objs => {}
                Next::Start(root) => {
                    let name = root.local().to_owned();
                    let at = self.source.pos(root.at);
                    return Err(self.source.error(at, &Error::NotClixml { name }).into());
                }
                Next::End(_) => continue,
                Next::Eof => return Ok(()),
            }
            while let Some(tag) = elements.child()? {
                let pos = self.source.pos(tag.at);
                let item = self.value(elements, &tag, 0)?;
                match item.value {
                    Value::Map(_) | Value::Seq(_) => finder.top(Node::new(item.typed().value, pos)),
                    value => {
                        let found = value.described();
                        finder.stray(pos, &Error::NotAnObjectInClixml { found });
                    }
                }
            }
        }
    }

    fn too_much(&self, tag: &Tag) -> Problem {
        let at = self.source.pos(tag.at);
        self.source.error(at, &Error::ClixmlTooLarge)
    }

    /// Count values that are copied.
    fn count(&self, tag: &Tag, values: usize) -> Result<(), Problem> {
        let counted = self.source.count(START, values);
        counted.map_err(|_| self.too_much(tag))
    }

    fn value(&mut self, elements: &mut Elements, tag: &Tag, depth: usize) -> Result<Item, Stop> {
        self.source.count(START, 1)?;
        if depth > DEEPEST {
            return Err(self.too_much(tag).into());
        }
        match tag.name {
            Name::Obj => return self.object(elements, tag, depth),
            Name::Reference => {
                elements.skip()?;
                let item = self.objects.get(&*tag.id()?).cloned().ok_or_else(|| {
                    let at = self.source.pos(tag.at);
                    self.source.error(at, &Error::DanglingReference)
                })?;
                self.count(tag, item.size)?;
                self.read += item.size;
                return Ok(item);
            }
            _ => {}
        }
        let text = text(elements)?;
        let size = 1 + text.len() / TEXT;
        self.read += size;
        let value = match (tag.local(), text.as_str()) {
            ("Nil", _) => Value::Null,
            ("B", "true") => Value::Bool(true),
            ("B", "false") => Value::Bool(false),
            ("I16" | "I32" | "I64" | "U16" | "U32" | "U64" | "By" | "SB", number) => {
                number.parse().map_or(Value::Text(text), Value::Int)
            }
            _ => Value::Text(text),
        };
        Ok(Item {
            value,
            types: Vec::new(),
            text: None,
            size,
        })
    }

    fn object(&mut self, elements: &mut Elements, tag: &Tag, depth: usize) -> Result<Item, Stop> {
        let before = self.read;
        self.read += 1;
        let mut item = Item {
            value: Value::Null,
            types: Vec::new(),
            text: None,
            size: 1,
        };
        let mut properties: Vec<Property> = Vec::new();
        let mut list: Option<Vec<Node>> = None;
        let mut bare = None;
        while let Some(child) = elements.child()? {
            match child.name {
                Name::Types => {
                    item.types.clear();
                    while elements.child()?.is_some() {
                        let name = text(elements)?;
                        if item.types.len() < TYPES && name.len() <= TYPE {
                            item.types.push(name);
                        }
                    }
                    let id = child.id()?.into_owned();
                    self.types.insert(id, item.types.clone());
                }
                Name::TypesReference => {
                    elements.skip()?;
                    let found = self.types.get(&*child.id()?);
                    item.types = found.cloned().unwrap_or_default();
                }
                Name::Text => {
                    let text = text(elements)?;
                    self.read += text.len() / TEXT;
                    item.text = (!text.is_empty()).then_some(text);
                }
                Name::Properties => {
                    let outside = self.outside;
                    self.outside &= item.types.first().is_some_and(|t| t.ends_with(CUSTOM));
                    while let Some(property) = elements.child()? {
                        let name = property.property()?;
                        self.read += name.len() / TEXT;
                        let node = self.nested(elements, &property, depth)?;
                        properties.push((name.into_owned(), node.pos, node));
                    }
                    self.outside = outside;
                }
                Name::List => {
                    let items = list.insert(Vec::new());
                    while let Some(tag) = elements.child()? {
                        items.push(self.nested(elements, &tag, depth)?);
                    }
                }
                Name::Dictionary => {
                    while elements.child()?.is_some() {
                        if elements.child()?.is_none() {
                            continue;
                        }
                        let name = text(elements)?;
                        if let Some(value) = elements.child()? {
                            let node = self.nested(elements, &value, depth)?;
                            properties.push((name, node.pos, node));
                            elements.skip()?;
                        }
                    }
                }
                _ => bare = Some(self.value(elements, &child, depth + 1)?.value),
            }
        }
        item.value = match (list, bare, &item.text) {
            (Some(items), _, _) => Value::Seq(items),
            // An enum: its number, and its word as text.
            (None, Some(_), Some(word)) => Value::Text(word.clone()),
            (None, Some(value), None) => value,
            (None, None, Some(text)) if properties.is_empty() => Value::Text(text.clone()),
            (None, None, _) => Value::Map(properties),
        };
        item.size = self.read - before;
        let id = tag.id()?;
        if self.wanted.contains(&*id) {
            self.count(tag, item.size)?;
            self.objects.insert(id.into_owned(), item.clone());
        }
        Ok(item)
    }

    /// A value within another: an object there is its ToString, if it has one, unless it is one of
    /// those that were exported together.
    fn nested(&mut self, elements: &mut Elements, tag: &Tag, depth: usize) -> Result<Node, Stop> {
        let pos = self.source.pos(tag.at);
        let outside = self.outside;
        let item = self.value(elements, tag, depth + 1)?;
        let whole = match &item.value {
            Value::Map(pairs) => outside && pairs.len() >= WHOLE,
            _ => false,
        };
        let value = match (item.value, item.text) {
            (value, text) if whole => {
                let (types, size) = (item.types, item.size);
                let item = Item {
                    value,
                    types,
                    text,
                    size,
                };
                item.typed().value
            }
            (Value::Map(_), Some(text)) => Value::Text(text),
            (value, _) => value,
        };
        Ok(Node::new(value, pos))
    }
}

/// The text of an element that was opened.
fn text(elements: &mut Elements) -> Result<String, NotXml> {
    let mut text = String::new();
    elements.text(&mut text)?;
    Ok(text)
}

/// Characters that XML cannot hold stand as `_xHHHH_`, in UTF-16.
pub(crate) fn unescape(text: &str) -> String {
    if !text.contains("_x") {
        return text.to_owned();
    }
    let mut units: Vec<u16> = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let hex = rest.strip_prefix("_x").and_then(|r| {
            let hex = r.get(..4).filter(|_| r.get(4..5) == Some("_"))?;
            u16::from_str_radix(hex, 16).ok()
        });
        let taken = match hex {
            Some(unit) => {
                units.push(unit);
                7
            }
            None => {
                units.extend_from_slice(c.encode_utf16(&mut [0; 2]));
                c.len_utf8()
            }
        };
        rest = rest.get(taken..).unwrap_or_default();
    }
    String::from_utf16_lossy(&units)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Explained as _;

    #[test]
    fn escapes() {
        assert_eq!(unescape("a_x000A_b"), "a\nb");
        assert_eq!(unescape("_xD83D__xDE00_"), "😀");
        assert_eq!(unescape("_x005F_x000A_"), "_x000A_");
        assert_eq!(unescape("a_xyz_é_x00"), "a_xyz_é_x00");
    }

    #[test]
    fn a_bomb_of_references_is_refused() {
        let mut xml = String::from("<Objs><Obj RefId=\"0\"><LST><S>x</S></LST></Obj>");
        for i in 1..40 {
            let refs = format!("<Ref RefId=\"{}\"/>", i - 1).repeat(10);
            xml.push_str(&format!("<Obj RefId=\"{i}\"><LST>{refs}</LST></Obj>"));
        }
        xml.push_str("</Objs>");
        let source = Source::new("f", &xml).unwrap();
        let problem = read(&source, &mut FirstProblems::default()).unwrap_err();
        assert_eq!(problem.code, Error::ClixmlTooLarge.code(), "{problem}");
    }
}
