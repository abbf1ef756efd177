//! Reads message traces that Export-Clixml keeps, object by object, whatever the size of the file.

mod element;
mod limited;
mod value;

use super::batch::problem;
use super::error::Error;
use super::named::Named;
use super::read::ROW;
use super::records::{Found, Numbered};
use crate::diagnostic::Problem;
use crate::import::clixml::unescape;
use crate::import::error::Error as NotRead;
use element::{Name, Tag};
use limited::Limited;
use memchr::memchr_iter;
use quick_xml::Reader;
use quick_xml::events::Event;
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
                Next::Start(element::tag(&start)?)
            }
            Event::Empty(start) => {
                self.line += lines(&start);
                Next::Empty(element::tag(&start)?)
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
