//! Reads Export-Clixml: PowerShell's own XML, with type names, references and nested objects.
//!
//! An enum keeps its word in `ToString`, so that numbers need no table here.

use super::collection::{Finder, Found, TYPE_NAME};
use super::error::Error;
use super::object::Property;
use super::source::{MOST, START, Source};
use crate::diagnostic::{FirstProblems, Problem};
use crate::policy::document::{Node, Pos, Value};
use roxmltree::{Document, Node as Element, ParsingOptions};
use std::collections::{HashMap, HashSet};

/// Deeper than Export-Clixml goes, whatever its `-Depth`.
const DEEPEST: usize = 100;
/// Elements and texts: two of each value.
const NODES: usize = 2 * MOST;
/// Types that an object has: its own and those that it inherits from.
const TYPES: usize = 32;
/// Bytes of the name of a type.
const TYPE: usize = 1024;
/// Attributes of an element; Export-Clixml writes three. The reader compares each with all others.
const ATTRIBUTES: usize = 100;
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
    // The reader allocates a node for each tag before it counts them.
    if memchr::memchr_iter(b'<', source.text.as_bytes()).count() > 2 * NODES {
        return Err(source.error(START, &Error::FileTooLarge));
    }
    if let Some(at) = many_attributes(source.text) {
        return Err(source.error(source.pos(at), &Error::TooManyAttributes));
    }
    let options = ParsingOptions {
        nodes_limit: u32::try_from(NODES).unwrap_or(u32::MAX),
        ..ParsingOptions::default()
    };
    let document = Document::parse_with_options(source.text, options).map_err(|e| {
        let at = match e {
            // It was opened at the start, but what is missing is at the end.
            roxmltree::Error::UnclosedRootNode => source.pos(source.text.trim_end().len()),
            _ => Pos {
                line: e.pos().row,
                column: e.pos().col,
            },
        };
        // The place is in front of the message.
        let text = e.to_string();
        let place = format!(" at {}", e.pos());
        let reason = text.strip_suffix(&place).unwrap_or(&text).to_owned();
        source.error(at, &Error::NotXml { reason })
    })?;
    let root = document.root_element();
    if root.tag_name().name() != "Objs" {
        let name = root.tag_name().name().to_owned();
        let at = source.pos(root.range().start);
        return Err(source.error(at, &Error::NotClixml { name }));
    }
    let references = document.descendants();
    let references = references.filter(|e| e.tag_name().name() == "Ref");
    let mut reader = Reader {
        source,
        types: HashMap::new(),
        objects: HashMap::new(),
        wanted: references.filter_map(|e| e.attribute("RefId")).collect(),
        read: 0,
        outside: true,
    };
    let mut finder = Finder::new(source, problems);
    for element in root.children().filter(Element::is_element) {
        let pos = source.pos(element.range().start);
        let item = reader.value(element, 0)?;
        match item.value {
            Value::Map(_) | Value::Seq(_) => finder.top(Node::new(item.typed().value, pos)),
            value => {
                let found = value.described();
                finder.stray(pos, &Error::NotAnObjectInClixml { found });
            }
        }
    }
    Ok(finder.finish())
}

/// Where the first element with too many attributes begins.
fn many_attributes(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut begins = memchr::memchr_iter(b'<', bytes);
    begins.find(|begin| {
        let (mut quote, mut values) = (None, 0);
        for byte in bytes.get(begin + 1..).unwrap_or_default() {
            match (quote, byte) {
                // No value has a `<`.
                (_, b'<') | (None, b'>') => break,
                (None, b'"' | b'\'') => quote = Some(byte),
                (Some(open), close) if open == close => {
                    quote = None;
                    values += 1;
                }
                _ => {}
            }
        }
        values > ATTRIBUTES
    })
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
    wanted: HashSet<&'a str>,
    /// The size of all that was read so far.
    read: usize,
    /// Whether no property of an object is being read: what stands there may be objects.
    outside: bool,
}

impl Reader<'_, '_> {
    fn too_much(&self, element: Element) -> Problem {
        let at = self.source.pos(element.range().start);
        self.source.error(at, &Error::ClixmlTooLarge)
    }

    /// Count values, which are copied or not.
    fn count(&self, element: Element, values: usize) -> Result<(), Problem> {
        let counted = self.source.count(START, values);
        counted.map_err(|_| self.too_much(element))
    }

    fn value(&mut self, element: Element, depth: usize) -> Result<Item, Problem> {
        self.count(element, 1)?;
        if depth > DEEPEST {
            return Err(self.too_much(element));
        }
        let content = || unescape(element.text().unwrap_or_default());
        let value = match element.tag_name().name() {
            "Obj" => return self.object(element, depth),
            "Ref" => {
                let found = element
                    .attribute("RefId")
                    .and_then(|id| self.objects.get(id));
                let item = found.cloned().ok_or_else(|| {
                    let at = self.source.pos(element.range().start);
                    self.source.error(at, &Error::DanglingReference)
                })?;
                self.count(element, item.size)?;
                self.read += item.size;
                return Ok(item);
            }
            "Nil" => Value::Null,
            "B" => match content().as_str() {
                "true" => Value::Bool(true),
                "false" => Value::Bool(false),
                other => Value::Text(other.to_owned()),
            },
            "I16" | "I32" | "I64" | "U16" | "U32" | "U64" | "By" | "SB" => {
                let text = content();
                text.parse().map_or(Value::Text(text), Value::Int)
            }
            _ => Value::Text(content()),
        };
        let size = 1 + element.text().map_or(0, str::len) / TEXT;
        self.read += size;
        Ok(Item {
            value,
            types: Vec::new(),
            text: None,
            size,
        })
    }

    fn object(&mut self, element: Element, depth: usize) -> Result<Item, Problem> {
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
        for child in element.children().filter(Element::is_element) {
            match child.tag_name().name() {
                "TN" => {
                    let names = child.children().filter(Element::is_element);
                    let names = names.filter_map(|t| t.text()).take(TYPES);
                    let names = names.filter(|name| name.len() <= TYPE);
                    item.types = names.map(str::to_owned).collect();
                    if let Some(id) = child.attribute("RefId") {
                        self.types.insert(id.to_owned(), item.types.clone());
                    }
                }
                "TNRef" => {
                    let found = child.attribute("RefId").and_then(|id| self.types.get(id));
                    item.types = found.cloned().unwrap_or_default();
                }
                "ToString" => {
                    item.text = child.text().map(unescape);
                    self.read += child.text().map_or(0, str::len) / TEXT;
                }
                "Props" | "MS" | "AdapterProps" => {
                    let outside = self.outside;
                    self.outside &= item.types.first().is_some_and(|t| t.ends_with(CUSTOM));
                    for property in child.children().filter(Element::is_element) {
                        let name = unescape(property.attribute("N").unwrap_or_default());
                        self.read += name.len() / TEXT;
                        let node = self.nested(property, depth)?;
                        properties.push((name, node.pos, node));
                    }
                    self.outside = outside;
                }
                "LST" | "IE" | "QUE" | "STK" => {
                    let items = child.children().filter(Element::is_element);
                    let items = items.map(|i| self.nested(i, depth));
                    list = Some(items.collect::<Result<_, _>>()?);
                }
                "DCT" => {
                    for entry in child.children().filter(Element::is_element) {
                        let mut pair = entry.children().filter(Element::is_element);
                        if let (Some(key), Some(value)) = (pair.next(), pair.next()) {
                            let name = unescape(key.text().unwrap_or_default());
                            let node = self.nested(value, depth)?;
                            properties.push((name, node.pos, node));
                        }
                    }
                }
                _ => bare = Some(self.value(child, depth + 1)?.value),
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
        if let Some(id) = element
            .attribute("RefId")
            .filter(|id| self.wanted.contains(id))
        {
            self.count(element, item.size)?;
            self.objects.insert(id.to_owned(), item.clone());
        }
        Ok(item)
    }

    /// A value within another: an object there is its ToString, if it has one, unless it is one of
    /// those that were exported together.
    fn nested(&mut self, element: Element, depth: usize) -> Result<Node, Problem> {
        let pos = self.source.pos(element.range().start);
        let outside = self.outside;
        let item = self.value(element, depth + 1)?;
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
