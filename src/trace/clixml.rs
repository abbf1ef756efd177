//! Reads message traces that Export-Clixml keeps, object by object, whatever the size of the file.

mod value;

use super::batch::problem;
use super::error::Error;
use super::named::Named;
use super::read::ROW;
use super::records::{Found, Numbered};
use crate::diagnostic::Problem;
use crate::import::clixml::element::{DEEPEST, Elements, Name, Next, NotXml};
use crate::import::error::Error as NotRead;
use std::collections::VecDeque;
use std::io::Read;
use std::sync::Arc;
use value::References;

/// Bytes that are read at a time.
const CHUNK: usize = 128 << 10;

/// The objects of a file as records, by the line on which they begin.
pub(super) struct Objects<R> {
    file: Arc<str>,
    from: R,
    /// Text that was not taken apart: no more than a row, and what was read last.
    text: Vec<u8>,
    /// The line of its first byte.
    line: u64,
    /// Whether there is no more text.
    ended: bool,
    place: Place,
    ready: VecDeque<Result<Numbered, Problem>>,
    over: bool,
}

/// What is known where the text is taken apart.
struct Place {
    /// What is open around an object: `Objs`, objects that are lists, and their lists.
    open: Vec<Open>,
    row: Named,
    references: References,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    Objs,
    /// An object, where it begins, and whether it had properties or items.
    Object(u64, bool),
    List,
}

/// What an element gives that is whole.
enum Step {
    Record(Numbered),
    Nothing,
    Eof,
}

/// Why no more is read.
enum Stop {
    /// This may be so because the rest of the text is missing.
    Xml(String),
    Reference,
    TooLarge,
    TooMany,
    NotObjects(String),
}

impl From<NotXml> for Stop {
    fn from(error: NotXml) -> Self {
        Self::Xml(error.reason)
    }
}

impl<R: Read> Objects<R> {
    pub(super) fn new(file: Arc<str>, from: R) -> Self {
        Self {
            file,
            from,
            text: Vec::new(),
            line: 1,
            ended: false,
            place: Place {
                open: Vec::new(),
                row: Named::new(),
                references: References::default(),
            },
            ready: VecDeque::new(),
            over: false,
        }
    }

    /// Read more, and take the objects that are whole.
    fn more(&mut self) -> Result<(), Stop> {
        // As much as there is already, so that a large object is not looked at too often.
        let wanted = self.text.len().max(CHUNK);
        let read = (&mut self.from).take(wanted as u64);
        let read = { read }.read_to_end(&mut self.text);
        self.ended = !read.as_ref().is_ok_and(|read| *read == wanted);
        let mut elements = Elements::within(&self.text, self.line);
        let mut done = 0;
        let stop = loop {
            match self.place.step(&mut elements) {
                Ok(Step::Record(record)) => self.ready.push_back(Ok(record)),
                Ok(Step::Nothing) => {}
                Ok(Step::Eof) if self.place.open.is_empty() => break None,
                Ok(Step::Eof) => break Some(elements.cut().into()),
                Err(stop) => break Some(stop),
            }
            done = elements.at();
        };
        let stop = match (read, stop) {
            (_, Some(stop @ (Stop::Reference | Stop::TooLarge | Stop::TooMany))) => Some(stop),
            (_, Some(Stop::NotObjects(name))) => Some(Stop::NotObjects(name)),
            (Err(error), _) => Some(Stop::Xml(error.to_string())),
            (Ok(_), None | Some(Stop::Xml(_))) if !self.ended => {
                (self.text.len() - done >= ROW).then_some(Stop::TooLarge)
            }
            (Ok(_), stop) => {
                self.over = true;
                stop
            }
        };
        if let Some(stop) = stop {
            self.line = elements.line();
            return Err(stop);
        }
        let taken = self.text.get(..done).unwrap_or_default();
        self.line += memchr::memchr_iter(b'\n', taken).count() as u64;
        self.text.drain(..done);
        Ok(())
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

impl Place {
    /// Take the next element: one around objects, or one within an object as a whole. Where it fails, it
    /// can be tried again with more text.
    fn step(&mut self, elements: &mut Elements) -> Result<Step, Stop> {
        let tag = match elements.next()? {
            Next::Start(tag) => tag,
            Next::End(end) => {
                let end = end.local_name();
                // What it closes may have been opened in the text before.
                let name = self.open.last().map(|open| open.name());
                if name != Some(Name::of(end.into_inner())) {
                    let end = end.into_inner();
                    return Err(Stop::Xml(format!("`</{end}>` closes no element")));
                }
                return Ok(self.closed().map_or(Step::Nothing, Step::Record));
            }
            Next::Eof => return Ok(Step::Eof),
        };
        match (self.open.last().copied(), tag.name) {
            (None, Name::Objs) => self.open.push(Open::Objs),
            (None, _) => return Err(Stop::NotObjects(tag.local().to_owned())),
            (Some(Open::Objs | Open::List), Name::Obj) => {
                if self.open.len() >= DEEPEST {
                    return Err(Stop::TooLarge);
                }
                self.open.push(Open::Object(elements.line(), false));
            }
            (Some(Open::Object(..)), Name::Properties) => {
                let before = self.row.len();
                let done = self.properties(elements);
                if done.is_err() {
                    self.row.truncate(before);
                }
                done?;
                self.fill(self.row.len() > before);
            }
            (Some(Open::Object(..)), Name::List) => {
                self.fill(!tag.is_empty);
                self.open.push(Open::List);
            }
            (Some(Open::Object(..)), _) => elements.skip()?,
            (Some(_), _) => {
                let line = elements.line();
                elements.skip()?;
                return Ok(Step::Record((line, Found::Other)));
            }
        }
        Ok(Step::Nothing)
    }

    /// Note whether the object that is open has something.
    fn fill(&mut self, more: bool) {
        if let Some(Open::Object(_, full)) = self.open.last_mut() {
            *full |= more;
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
    fn properties(&mut self, elements: &mut Elements) -> Result<(), Stop> {
        let Self {
            row, references, ..
        } = self;
        loop {
            if !row.is_full()
                && let Some(name) = elements.plain(row.text())
            {
                row.end(name);
                continue;
            }
            let Some(tag) = elements.child()? else {
                return Ok(());
            };
            if row.is_full() {
                return Err(Stop::TooMany);
            }
            references.value(elements, &tag, 0, row.text())?;
            row.end(&tag.property()?);
        }
    }
}

impl Open {
    const fn name(self) -> Name {
        match self {
            Self::Objs => Name::Objs,
            Self::Object(..) => Name::Obj,
            Self::List => Name::List,
        }
    }
}

impl<R: Read> Iterator for Objects<R> {
    type Item = Result<Numbered, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.ready.is_empty() && !self.over {
            if let Err(stop) = self.more() {
                self.over = true;
                let problem = self.problem(stop);
                self.ready.push_back(Err(problem));
            }
        }
        self.ready.pop_front()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn objects(text: &str) -> impl Iterator<Item = Result<Numbered, Problem>> {
        Objects::new("t".into(), text.as_bytes())
    }

    /// Objects on two lines each, some of them longer than what is read at a time.
    fn document() -> (String, Vec<String>) {
        let mut text = String::from("<Objs>\n");
        let value = |i: usize| match i % 700 {
            300 => "\u{e9}&_x".repeat(CHUNK),
            _ => "\u{e9}".repeat(i % 97),
        };
        let values: Vec<String> = (0..2000).map(value).collect();
        for value in &values {
            let value = value.replace('&', "&amp;");
            let name = "<Obj RefId=\"1\">\n<Props><Nil N=\"A\"/><S N=\"B\">";
            text.extend([name, &value, "</S></Props></Obj>\n"]);
        }
        text.push_str("</Objs>");
        (text, values)
    }

    #[test]
    fn objects_are_whole_wherever_the_text_is_cut() {
        let (text, values) = document();
        let mut records = objects(&text);
        for (i, value) in values.iter().enumerate() {
            let Some(Ok((line, Found::Record(names, found)))) = records.next() else {
                panic!("no record {i}");
            };
            assert_eq!(line, 2 + 2 * i as u64);
            assert_eq!(*names, ["A", "B"]);
            assert!(found.iter().eq(["", value.as_str()]), "{i}");
        }
        assert!(records.next().is_none());
    }

    proptest! {
        /// A blank behind the name changes nothing in XML, but such a property is read as an element.
        #[test]
        fn a_plain_property_is_read_as_an_element_is(
            name in "(A|_x0041_|&amp;|[A-C<&>\t]{0,2})",
            text in "(a|_|_x000A_|é|;|&lt;|&gt;|&amp;|&#65;|&x;|&|>|\\]\\]>|<!-- c -->|<T/>|\r\n){0,5}",
            end in "(</S>|</S >|</T>|/>|</S></S>|)",
            cut in 0usize..40,
        ) {
            let document = |blank| {
                let property = format!("<S N=\"{name}\"{blank}>{text}{end}");
                let text = format!("<Objs><Obj><Props><Nil N=\"Z\"/>\n {property}<I32 N=\"B\">1</I32></Props></Obj></Objs>");
                let end = (0..=text.len().saturating_sub(cut)).rev().find(|i| text.is_char_boundary(*i));
                let all = objects(&text[..end.unwrap_or(0)]).map(|object| match object {
                    Ok((line, Found::Record(names, values))) => {
                        let values: Vec<_> = values.iter().map(str::to_owned).collect();
                        format!("{line} {names:?} {values:?}")
                    }
                    Ok((line, other)) => format!("{line} {other:?}"),
                    Err(problem) => problem.to_string(),
                });
                all.collect::<Vec<_>>()
            };
            prop_assert_eq!(document(""), document(" "));
        }
    }

    #[test]
    fn an_end_closes_what_was_opened_in_another_piece() {
        let (text, values) = document();
        for (end, told) in [
            ("</Obj>", "</Obj>"),
            ("</LST>", "</LST>"),
            ("</Objs></Objs>", "</Objs>"),
        ] {
            let all: Vec<_> = objects(&text.replace("</Objs>", end)).collect();
            assert_eq!(all.len(), values.len() + 1, "{end}");
            let problem = all.last().unwrap().as_ref().unwrap_err();
            assert!(problem.to_string().contains(told), "{problem}");
        }
    }
}
