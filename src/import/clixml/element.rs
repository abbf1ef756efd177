//! Reads the elements of Export-Clixml one by one.

use super::unescape;
use memchr::{memchr, memchr_iter};
use quick_xml::events::{BytesEnd, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use std::borrow::Cow;
use std::io::BufRead as _;

/// Deeper than Export-Clixml goes, whatever its `-Depth`.
pub(crate) const DEEPEST: usize = 100;

/// Why a text cannot be read as XML, and the byte where.
pub(crate) struct NotXml {
    pub(crate) reason: String,
    pub(crate) at: usize,
}

/// The elements of a text, or of a piece of one.
pub(crate) struct Elements<'t> {
    text: &'t [u8],
    reader: Reader<&'t [u8]>,
    /// Whether the end of an element without content comes next.
    ends: bool,
    /// The line of the byte up to which lines were counted, and that byte.
    line: u64,
    counted: usize,
}

/// What comes next.
pub(crate) enum Next<'t> {
    /// An element begins; one without content ends next.
    Start(Tag<'t>),
    End(BytesEnd<'t>),
    Eof,
}

/// The beginning of an element.
pub(crate) struct Tag<'t> {
    pub(crate) name: Name,
    /// The byte where it begins.
    pub(crate) at: usize,
    /// Whether it has no content.
    pub(crate) is_empty: bool,
    start: BytesStart<'t>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Name {
    Objs,
    Obj,
    Properties,
    List,
    Dictionary,
    Text,
    Reference,
    Nil,
    Types,
    TypesReference,
    Other,
}

impl Name {
    pub(crate) fn of(local: &str) -> Self {
        match local {
            "Objs" => Self::Objs,
            "Obj" => Self::Obj,
            "Props" | "MS" | "AdapterProps" => Self::Properties,
            "LST" | "IE" | "QUE" | "STK" => Self::List,
            "DCT" => Self::Dictionary,
            "ToString" => Self::Text,
            "Ref" => Self::Reference,
            "Nil" => Self::Nil,
            "TN" => Self::Types,
            "TNRef" => Self::TypesReference,
            _ => Self::Other,
        }
    }
}

/// The character of an entity that every XML has.
fn predefined(entity: &str) -> Option<char> {
    Some(match entity {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        _ => return None,
    })
}

/// Whether a text may have characters that XML cannot hold. Most have not even a `_`.
fn has_escape(text: &str) -> bool {
    memchr(b'_', text.as_bytes()).is_some() && text.contains("_x")
}

impl Tag<'_> {
    /// Its name as it is written.
    pub(crate) fn local(&self) -> &str {
        self.start.local_name().into_inner()
    }

    fn attribute(&self, name: &str) -> Result<Option<Cow<'_, str>>, NotXml> {
        let not_xml = |error: quick_xml::Error| NotXml {
            reason: error.to_string(),
            at: self.at,
        };
        let found = self.start.try_get_attribute(name);
        let found = found.map_err(|e| not_xml(e.into()))?;
        let value = found.map(|a| a.normalized_value(XmlVersion::Implicit1_0));
        value.transpose().map_err(not_xml)
    }

    /// What it is called as a property.
    pub(crate) fn property(&self) -> Result<Cow<'_, str>, NotXml> {
        Ok(match self.attribute("N")? {
            Some(name) if has_escape(&name) => unescape(&name).into(),
            Some(name) if !name.is_empty() => name,
            _ => self.local().into(),
        })
    }

    /// The number by which others refer to it.
    pub(crate) fn id(&self) -> Result<Cow<'_, str>, NotXml> {
        Ok(self.attribute("RefId")?.unwrap_or_default())
    }
}

impl<'t> Elements<'t> {
    /// Those of a whole text.
    pub(crate) fn of(text: &'t [u8]) -> Self {
        let mut reader = Reader::from_reader(text);
        reader.config_mut().expand_empty_elements = true;
        Self {
            text,
            reader,
            ends: false,
            line: 1,
            counted: 0,
        }
    }

    /// Those of a piece of text that begins at a line, within elements that were opened before.
    pub(crate) fn within(text: &'t [u8], line: u64) -> Self {
        let mut elements = Self::of(text);
        elements.reader.config_mut().allow_unmatched_ends = true;
        elements.line = line;
        elements
    }

    /// How many bytes were read.
    pub(crate) fn at(&self) -> usize {
        self.text.len() - self.reader.get_ref().len()
    }

    /// The line up to which was read.
    pub(crate) fn line(&mut self) -> u64 {
        let at = self.at();
        let more = self.text.get(self.counted..at).unwrap_or_default();
        self.line += memchr_iter(b'\n', more).count() as u64;
        self.counted = at;
        self.line
    }

    fn not_xml(&self, reason: String) -> NotXml {
        NotXml {
            reason,
            at: self.at(),
        }
    }

    /// That the text ends within an element.
    pub(crate) fn cut(&self) -> NotXml {
        self.not_xml("it ends before its last element does".to_owned())
    }

    fn event(&mut self) -> Result<Event<'t>, NotXml> {
        let event = self.reader.read_event();
        self.ends = false;
        event.map_err(|error| NotXml {
            reason: error.to_string(),
            at: usize::try_from(self.reader.error_position()).unwrap_or(usize::MAX),
        })
    }

    /// The next beginning or end of an element; texts are passed over.
    pub(crate) fn next(&mut self) -> Result<Next<'t>, NotXml> {
        self.reader.config_mut().trim_text_start = true;
        loop {
            return Ok(match self.event()? {
                Event::Start(start) => {
                    let at = self.at();
                    let before = at.checked_sub(2).and_then(|at| self.text.get(at));
                    let is_empty = before == Some(&b'/');
                    self.ends = is_empty;
                    Next::Start(Tag {
                        name: Name::of(start.local_name().into_inner()),
                        at: at.saturating_sub(start.len() + 2 + usize::from(is_empty)),
                        is_empty,
                        start,
                    })
                }
                Event::End(end) => Next::End(end),
                Event::Eof => Next::Eof,
                _ => continue,
            });
        }
    }

    /// Write the text of the next property within an element that was opened, up to its end, where it is a
    /// name and a text and no more, as nearly all are: what would be many events in one. Its name; `None`
    /// where it has to be read as an element.
    pub(crate) fn plain(&mut self, to: &mut String) -> Option<&'t str> {
        if self.ends {
            return None;
        }
        let rest: &'t [u8] = self.reader.get_ref();
        let blank = rest.iter().take_while(|b| b.is_ascii_whitespace()).count();
        let element = rest.get(blank..)?.strip_prefix(b"<")?;
        let letters = element.iter().take_while(|b| b.is_ascii_alphanumeric());
        let (tag, rest) = element.split_at_checked(letters.count())?;
        let rest = rest.strip_prefix(b" N=\"")?;
        let (name, rest) = rest.split_at_checked(memchr(b'"', rest)?)?;
        let rest = rest.strip_prefix(b"\">")?;
        let (text, rest) = rest.split_at_checked(memchr(b'<', rest)?)?;
        let rest = rest.strip_prefix(b"</")?.strip_prefix(tag)?;
        let rest = rest.strip_prefix(b">")?;
        let tag = str::from_utf8(tag).ok()?;
        let name = str::from_utf8(name).ok()?;
        let text = str::from_utf8(text).ok()?;
        let decodes = |b: u8| b == b'&' || b == b'<' || b.is_ascii_control();
        if name.is_empty()
            || name.bytes().any(decodes)
            || Name::of(tag) != Name::Other
            || has_escape(name)
            || has_escape(text)
        {
            return None;
        }
        let begin = to.len();
        let mut parts = text.split('&');
        to.push_str(parts.next()?);
        for part in parts {
            let decoded = part.split_once(';').and_then(|(entity, after)| {
                to.push(predefined(entity)?);
                to.push_str(after);
                Some(())
            });
            if decoded.is_none() {
                to.truncate(begin);
                return None;
            }
        }
        let taken = self.reader.get_ref().len() - rest.len();
        self.reader.stream().consume(taken);
        Some(name)
    }

    /// The next element within one that was opened, up to its end.
    pub(crate) fn child(&mut self) -> Result<Option<Tag<'t>>, NotXml> {
        match self.next()? {
            Next::Start(tag) => Ok(Some(tag)),
            Next::End(_) => Ok(None),
            Next::Eof => Err(self.cut()),
        }
    }

    /// Write the text of an element that was opened, up to its end.
    pub(crate) fn text(&mut self, to: &mut String) -> Result<(), NotXml> {
        self.reader.config_mut().trim_text_start = false;
        let begin = to.len();
        let mut depth = 0;
        loop {
            match self.event()? {
                Event::Text(part) if depth == 0 => to.push_str(&part),
                Event::CData(part) if depth == 0 => to.push_str(&part),
                Event::GeneralRef(name) if depth == 0 => {
                    let c = name.resolve_char_ref();
                    match c.map_err(|e| self.not_xml(e.to_string()))? {
                        Some(c) => to.push(c),
                        None => {
                            to.push(predefined(&name).ok_or_else(|| {
                                self.not_xml(format!("unknown entity `{}`", &*name))
                            })?)
                        }
                    }
                }
                Event::Start(_) => depth += 1,
                Event::End(_) if depth == 0 => break,
                Event::End(_) => depth -= 1,
                Event::Eof => return Err(self.cut()),
                _ => {}
            }
        }
        let written = to.get(begin..).unwrap_or_default();
        if has_escape(written) {
            let unescaped = unescape(written);
            to.replace_range(begin.., &unescaped);
        }
        Ok(())
    }

    /// Pass over what is left of an element that was opened.
    pub(crate) fn skip(&mut self) -> Result<(), NotXml> {
        let mut depth = 0;
        loop {
            match self.next()? {
                Next::Start(_) => depth += 1,
                Next::End(_) if depth == 0 => return Ok(()),
                Next::End(_) => depth -= 1,
                Next::Eof => return Err(self.cut()),
            }
        }
    }
}
