//! Reads message traces that Export-Clixml keeps, object by object, whatever the size of the file.

use super::batch::{SEPARATOR, problem};
use super::error::Error;
use super::named::Named;
use super::read::ROW;
use super::records::{Found, Numbered};
use crate::diagnostic::Problem;
use crate::import::clixml::unescape;
use crate::import::error::Error as NotRead;
use memchr::memchr_iter;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use rustc_hash::FxHashMap;
use std::io::{self, BufReader, Read};
use std::sync::Arc;

/// Deeper than Export-Clixml goes, whatever its `-Depth`.
const DEEPEST: usize = 100;
/// Bytes of values that are kept because another may refer to them.
const KEPT: usize = 16 << 20;

/// The objects of a file as records, by the line on which they begin.
pub(super) struct Objects<R> {
    file: Arc<str>,
    from: Reader<BufReader<Limited<R>>>,
    buffer: Vec<u8>,
    /// The line of what was read last.
    line: u64,
    /// What is open around an object: `Objs`, objects that are lists, and their lists.
    open: Vec<Open>,
    row: Named,
    /// Values by their RefId, and how large they are.
    values: FxHashMap<String, String>,
    kept: usize,
    over: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    Objs,
    /// An object, where it begins, and whether it had properties or items.
    Object(u64, bool),
    List,
}

/// What comes next.
enum Next {
    Start(Tag),
    /// An element without content.
    Empty(Tag),
    End,
    Text,
    Eof,
}

/// An element with the attributes that matter.
struct Tag {
    name: Name,
    /// What it is called as a property.
    property: String,
    /// The number by which others refer to it.
    id: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Name {
    Objs,
    Obj,
    Properties,
    List,
    Dictionary,
    Text,
    Reference,
    Nil,
    Type,
    Other,
}

/// Why no more is read.
enum Stop {
    Xml(String),
    Reference,
    TooLarge,
    TooMany,
    NotObjects(String),
}

impl From<quick_xml::Error> for Stop {
    fn from(error: quick_xml::Error) -> Self {
        match error {
            quick_xml::Error::Io(e) if e.kind() == io::ErrorKind::FileTooLarge => Self::TooLarge,
            error => Self::Xml(error.to_string()),
        }
    }
}

impl<R: Read> Objects<R> {
    pub(super) fn new(file: Arc<str>, from: R) -> Self {
        let from = BufReader::with_capacity(64 * 1024, Limited { from, left: ROW });
        Self {
            file,
            from: Reader::from_reader(from),
            buffer: Vec::new(),
            line: 1,
            open: Vec::new(),
            row: Named::new(),
            values: FxHashMap::default(),
            kept: 0,
            over: false,
        }
    }

    /// The next event; the text of one is in the buffer.
    fn event(&mut self) -> Result<Next, Stop> {
        self.buffer.clear();
        let event = self.from.read_event_into(&mut self.buffer)?;
        let lines = |text: &str| memchr_iter(b'\n', text.as_bytes()).count() as u64;
        Ok(match event {
            Event::Start(start) => {
                self.line += lines(&start);
                Next::Start(tag(&start)?)
            }
            Event::Empty(start) => {
                self.line += lines(&start);
                Next::Empty(tag(&start)?)
            }
            Event::End(_) => Next::End,
            Event::Eof => Next::Eof,
            Event::Text(text) | Event::Comment(text) | Event::DocType(text) => {
                self.line += lines(&text);
                Next::Text
            }
            Event::CData(text) => {
                self.line += lines(&text);
                Next::Text
            }
            Event::Decl(_) | Event::PI(_) | Event::GeneralRef(_) => Next::Text,
        })
    }

    /// The text of an element that was opened, up to its end.
    fn text(&mut self) -> Result<String, Stop> {
        let mut text = String::new();
        let mut depth = 0;
        loop {
            self.buffer.clear();
            match self.from.read_event_into(&mut self.buffer)? {
                Event::Text(part) if depth == 0 => {
                    self.line += memchr_iter(b'\n', part.as_bytes()).count() as u64;
                    text.push_str(&part);
                }
                Event::CData(part) if depth == 0 => text.push_str(&part),
                Event::GeneralRef(name) if depth == 0 => match name.resolve_char_ref()? {
                    Some(c) => text.push(c),
                    None => text.push(match &*name {
                        "lt" => '<',
                        "gt" => '>',
                        "amp" => '&',
                        "quot" => '"',
                        "apos" => '\'',
                        other => return Err(Stop::Xml(format!("unknown entity `{other}`"))),
                    }),
                },
                Event::Start(_) => depth += 1,
                Event::End(_) if depth == 0 => break,
                Event::End(_) => depth -= 1,
                Event::Eof => return Err(Stop::cut()),
                _ => {}
            }
        }
        Ok(if text.contains("_x") {
            unescape(&text)
        } else {
            text
        })
    }

    /// Pass over an element that was opened.
    fn skip(&mut self) -> Result<(), Stop> {
        let mut depth = 0;
        loop {
            match self.event()? {
                Next::Start(_) => depth += 1,
                Next::End if depth == 0 => return Ok(()),
                Next::End => depth -= 1,
                Next::Eof => return Err(Stop::cut()),
                Next::Text | Next::Empty(_) => {}
            }
        }
    }

    /// The next record, or what is wrong.
    fn record(&mut self) -> Result<Option<Numbered>, Stop> {
        loop {
            let (tag, is_empty) = match self.event()? {
                Next::Start(tag) => (tag, false),
                Next::Empty(tag) => (tag, true),
                Next::End => {
                    if let Some(found) = self.closed() {
                        return Ok(Some(found));
                    }
                    continue;
                }
                Next::Text => continue,
                Next::Eof if self.open.is_empty() => return Ok(None),
                Next::Eof => return Err(Stop::cut()),
            };
            match (self.open.last().copied(), tag.name) {
                (None, Name::Objs) => {
                    if !is_empty {
                        self.open.push(Open::Objs);
                    }
                }
                (None, _) => return Err(Stop::NotObjects(tag.property)),
                (Some(Open::Objs | Open::List), Name::Obj) if !is_empty => {
                    self.from.get_mut().get_mut().left = ROW;
                    if self.open.len() >= DEEPEST {
                        return Err(Stop::TooLarge);
                    }
                    self.open.push(Open::Object(self.line, false));
                }
                (Some(Open::Object(..)), Name::Properties) if !is_empty => {
                    self.fill();
                    self.properties()?;
                }
                (Some(Open::Object(..)), Name::List) if !is_empty => {
                    self.fill();
                    self.open.push(Open::List);
                }
                (Some(Open::Object(..)), _) => {
                    if !is_empty {
                        self.skip()?;
                    }
                }
                (Some(_), _) => {
                    let line = self.line;
                    if !is_empty {
                        self.skip()?;
                    }
                    return Ok(Some((line, Found::Other)));
                }
            }
        }
    }

    /// Note that the object that is open has something.
    fn fill(&mut self) {
        if let Some(Open::Object(_, full)) = self.open.last_mut() {
            *full = true;
        }
    }

    /// What is complete with the end of an element.
    fn closed(&mut self) -> Option<Numbered> {
        match self.open.pop()? {
            Open::Object(line, _) if !self.row.is_empty() => {
                let (names, values) = self.row.take();
                Some((line, Found::Record(names, values)))
            }
            Open::Object(line, false) => Some((line, Found::Other)),
            _ => None,
        }
    }

    /// The properties of a row.
    fn properties(&mut self) -> Result<(), Stop> {
        loop {
            match self.event()? {
                Next::Start(tag) => {
                    let value = self.value(&tag, 0)?;
                    if self.row.is_full() {
                        return Err(Stop::TooMany);
                    }
                    self.row.push(&tag.property, value);
                }
                Next::Empty(tag) => {
                    let value = self.empty(&tag)?;
                    self.row.push(&tag.property, value);
                }
                Next::End => return Ok(()),
                Next::Text => {}
                Next::Eof => return Err(Stop::cut()),
            }
        }
    }

    /// The value of an element without content.
    fn empty(&self, tag: &Tag) -> Result<String, Stop> {
        match tag.name {
            Name::Reference => self.values.get(&tag.id).cloned().ok_or(Stop::Reference),
            _ => Ok(String::new()),
        }
    }

    /// The value of an element that was opened.
    fn value(&mut self, tag: &Tag, depth: usize) -> Result<String, Stop> {
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

    fn problem(&self, stop: Stop) -> Problem {
        let error = match stop {
            Stop::TooLarge => return problem(&self.file, self.line, &Error::JsonRowTooLong),
            Stop::Xml(reason) => NotRead::NotXml { reason },
            Stop::Reference => NotRead::DanglingReference,
            Stop::TooMany => NotRead::TooManyProperties,
            Stop::NotObjects(name) => NotRead::NotClixml { name },
        };
        let line = u32::try_from(self.line).unwrap_or(u32::MAX);
        Problem::of(&self.file, &error).at(line, 1, None)
    }
}

impl Stop {
    fn cut() -> Self {
        Self::Xml("it ends before its last element does".to_owned())
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

fn tag(start: &BytesStart) -> Result<Tag, Stop> {
    let local = start.local_name();
    let name = match local.into_inner() {
        "Objs" => Name::Objs,
        "Obj" => Name::Obj,
        "Props" | "MS" | "AdapterProps" => Name::Properties,
        "LST" | "IE" | "QUE" | "STK" => Name::List,
        "DCT" => Name::Dictionary,
        "ToString" => Name::Text,
        "Ref" => Name::Reference,
        "Nil" => Name::Nil,
        "TN" | "TNRef" => Name::Type,
        _ => Name::Other,
    };
    let mut tag = Tag {
        name,
        property: String::new(),
        id: String::new(),
    };
    for attribute in start.attributes().with_checks(false) {
        let attribute = attribute.map_err(quick_xml::Error::from)?;
        let to = match attribute.key.as_ref() {
            "N" => &mut tag.property,
            "RefId" => &mut tag.id,
            _ => continue,
        };
        let value = attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0)?;
        to.push_str(&value);
    }
    if tag.property.is_empty() {
        tag.property.push_str(local.into_inner());
    } else if tag.property.contains("_x") {
        tag.property = unescape(&tag.property);
    }
    Ok(tag)
}

/// Ends with an error where a row is too large.
struct Limited<R> {
    from: R,
    /// Bytes that the row may still have.
    left: usize,
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(to)?;
        self.left = match self.left.checked_sub(read) {
            Some(left) => left,
            None => return Err(io::ErrorKind::FileTooLarge.into()),
        };
        Ok(read)
    }
}

impl<R: Read> Iterator for Objects<R> {
    type Item = Result<Numbered, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.over {
            return None;
        }
        match self.record() {
            Ok(Some(found)) => Some(Ok(found)),
            Ok(None) => {
                self.over = true;
                None
            }
            Err(stop) => {
                self.over = true;
                Some(Err(self.problem(stop)))
            }
        }
    }
}
