//! Reads the elements of Export-Clixml one by one from a piece of its text.

use super::Stop;
use crate::import::clixml::unescape;
use memchr::{memchr, memchr_iter};
use quick_xml::errors::IllFormedError;
use quick_xml::events::{BytesEnd, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use std::borrow::Cow;

/// The elements of a piece of text.
pub(super) struct Elements<'t> {
    text: &'t [u8],
    reader: Reader<&'t [u8]>,
    /// The line of the byte up to which lines were counted, and that byte.
    line: u64,
    counted: usize,
}

/// What comes next.
pub(super) enum Next<'t> {
    Start(Tag<'t>),
    /// An element without content.
    Empty(Tag<'t>),
    End(BytesEnd<'t>),
    Eof,
}

/// The beginning of an element.
pub(super) struct Tag<'t> {
    pub(super) name: Name,
    start: BytesStart<'t>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Name {
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

impl Name {
    fn of(local: &str) -> Self {
        match local {
            "Objs" => Self::Objs,
            "Obj" => Self::Obj,
            "Props" | "MS" | "AdapterProps" => Self::Properties,
            "LST" | "IE" | "QUE" | "STK" => Self::List,
            "DCT" => Self::Dictionary,
            "ToString" => Self::Text,
            "Ref" => Self::Reference,
            "Nil" => Self::Nil,
            "TN" | "TNRef" => Self::Type,
            _ => Self::Other,
        }
    }
}

impl<'t> Tag<'t> {
    fn of(start: BytesStart<'t>) -> Self {
        let name = Name::of(start.local_name().into_inner());
        Self { name, start }
    }

    fn attribute(&self, name: &str) -> Result<Option<Cow<'_, str>>, Stop> {
        let found = self.start.try_get_attribute(name);
        let found = found.map_err(quick_xml::Error::from)?;
        let value = found.map(|a| a.normalized_value(XmlVersion::Implicit1_0));
        Ok(value.transpose().map_err(quick_xml::Error::from)?)
    }

    /// What it is called as a property.
    pub(super) fn property(&self) -> Result<Cow<'_, str>, Stop> {
        Ok(match self.attribute("N")? {
            Some(name) if name.contains("_x") => unescape(&name).into(),
            Some(name) if !name.is_empty() => name,
            _ => self.start.local_name().into_inner().into(),
        })
    }

    /// The number by which others refer to it.
    pub(super) fn id(&self) -> Result<Cow<'_, str>, Stop> {
        Ok(self.attribute("RefId")?.unwrap_or_default())
    }
}

impl<'t> Elements<'t> {
    /// Those of a text that begins at a line, within elements that were opened before.
    pub(super) fn new(text: &'t [u8], line: u64) -> Self {
        let mut reader = Reader::from_reader(text);
        reader.config_mut().allow_unmatched_ends = true;
        Self {
            text,
            reader,
            line,
            counted: 0,
        }
    }

    /// How many bytes were read.
    pub(super) fn at(&self) -> usize {
        self.text.len() - self.reader.get_ref().len()
    }

    /// The line up to which was read.
    pub(super) fn line(&mut self) -> u64 {
        let at = self.at();
        let more = self.text.get(self.counted..at).unwrap_or_default();
        self.line += memchr_iter(b'\n', more).count() as u64;
        self.counted = at;
        self.line
    }

    /// The next element, or the end of one; texts are passed over.
    pub(super) fn next(&mut self) -> Result<Next<'t>, Stop> {
        self.reader.config_mut().trim_text_start = true;
        loop {
            return Ok(match self.reader.read_event()? {
                Event::Start(start) => Next::Start(Tag::of(start)),
                Event::Empty(start) => Next::Empty(Tag::of(start)),
                Event::End(end) => Next::End(end),
                Event::Eof => Next::Eof,
                _ => continue,
            });
        }
    }

    /// Write the text of an element that was opened, up to its end.
    pub(super) fn text(&mut self, to: &mut String) -> Result<(), Stop> {
        self.reader.config_mut().trim_text_start = false;
        let begin = to.len();
        let mut depth = 0;
        loop {
            match self.reader.read_event()? {
                Event::Text(part) if depth == 0 => to.push_str(&part),
                Event::CData(part) if depth == 0 => to.push_str(&part),
                Event::GeneralRef(name) if depth == 0 => match name.resolve_char_ref()? {
                    Some(c) => to.push(c),
                    None => to.push(match &*name {
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
        let written = to.get(begin..).unwrap_or_default();
        if memchr(b'_', written.as_bytes()).is_some() {
            let unescaped = unescape(written);
            to.replace_range(begin.., &unescaped);
        }
        Ok(())
    }

    /// Pass over an element that was opened.
    pub(super) fn skip(&mut self) -> Result<(), Stop> {
        let mut depth = 0;
        loop {
            match self.next()? {
                Next::Start(_) => depth += 1,
                Next::End(_) if depth == 0 => return Ok(()),
                Next::End(_) => depth -= 1,
                Next::Eof => return Err(Stop::cut()),
                Next::Empty(_) => {}
            }
        }
    }
}

/// Whether the end of an element closes one of this name; that which it closes may be in the text before.
pub(super) fn closes(end: &BytesEnd, name: Option<Name>) -> Result<(), Stop> {
    if name == Some(Name::of(end.local_name().into_inner())) {
        return Ok(());
    }
    let name = end.name().into_inner().to_owned();
    Err(quick_xml::Error::from(IllFormedError::UnmatchedEndTag(name)).into())
}
