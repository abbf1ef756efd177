//! Reads Format-List as the console shows it: `Name : value`, a blank line between objects.
//!
//! The console wraps a long value and indents the rest under its beginning. Words are kept
//! whole where they fit, so a full line was broken within a word and any other at a space.

use super::error::Error;
use super::object::Object;
use super::source::Source;
use crate::diagnostic::{FirstProblems, Problem};
use crate::policy::document::{Node, Pos, Value};

/// A line `Name : value`: the name, the column of the value (in characters), the value.
fn property(line: &str) -> Option<(&str, usize, &str)> {
    let colon = memchr::memchr(b':', line.as_bytes())?;
    let (name, value) = (line.get(..colon)?, line.get(colon + 1..)?);
    let separated = name.ends_with(' ') && (value.is_empty() || value.starts_with(' '));
    let begun = name.trim_start();
    // A continuation is indented as far as the values are; a name is not.
    if !separated || name.len() - begun.len() > 8 {
        return None;
    }
    let trimmed = begun.trim_end();
    // A name of several words, such as `Message Trace ID`, has a capital in each.
    let mut before = None;
    let is_name = trimmed.bytes().all(|byte| {
        let fits = match before {
            None => byte.is_ascii_alphabetic(),
            Some(b' ') => byte.is_ascii_uppercase(),
            Some(_) => byte.is_ascii_alphanumeric() || byte == b'_' || byte == b' ',
        };
        before = Some(byte);
        fits
    });
    (is_name && before.is_some()).then(|| (trimmed, letters(name) + 2, value.trim()))
}

fn letters(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    text.chars().count()
}

/// What a console shows around the objects.
#[derive(Default)]
struct Console {
    /// Whether the head or the end of a transcript is open, between lines of asterisks.
    transcript: bool,
}

impl Console {
    /// Whether a line is a prompt, a warning, or of a transcript itself.
    fn shows(&mut self, line: &str) -> bool {
        let is_rule = line.starts_with('*') && line.len() >= 10;
        if is_rule && line.trim_end().bytes().all(|b| b == b'*') {
            self.transcript = !self.transcript;
            return true;
        }
        let is_prompt = ["PS ", "PS>", "[PS]"]
            .iter()
            .any(|prompt| line.starts_with(prompt))
            && line.contains('>');
        let others = [
            ">>",
            "WARNING:",
            "WARNUNG:",
            "AVERTISSEMENT :",
            "ADVERTENCIA:",
            "警告:",
            "VERBOSE:",
            "Transcript started",
        ];
        // The fence of a block of code, around what was copied out of Markdown.
        let is_fence = line.trim_start().starts_with("```");
        self.transcript
            || is_prompt
            || is_fence
            || others.iter().any(|other| line.starts_with(other))
    }
}

/// What a line of a list is.
pub(crate) enum Line<'t> {
    /// Nothing stands in it.
    Blank,
    /// The console shows it around the objects.
    Console,
    /// A property: its name, the column of its value (in characters), and the value.
    Property(&'t str, usize, &'t str),
    /// More of the value before, and whether that was broken within a word.
    Continued(&'t str, bool),
    /// Anything else.
    Other,
}

/// Tells the lines of a list apart.
pub(crate) struct Layout {
    console: Console,
    /// The widest line: that of the console, where a value was wrapped.
    width: usize,
    /// Where the values of the object start.
    column: usize,
    /// Whether the last line was full.
    full: bool,
}

impl Layout {
    /// That of a whole text.
    pub(crate) fn of(text: &str) -> Self {
        Self {
            console: Console::default(),
            width: width(text),
            column: 0,
            full: false,
        }
    }

    /// What the next line is; the value of the line before may go on while the object is open.
    pub(crate) fn line<'t>(&mut self, line: &'t str, is_open: bool) -> Line<'t> {
        if line.trim_start().is_empty() {
            return Line::Blank;
        }
        if self.console.shows(line) {
            return Line::Console;
        }
        // A line has no more letters than bytes.
        let full = line.len() >= self.width && line.chars().count() >= self.width;
        let was_full = std::mem::replace(&mut self.full, full);
        let indent = line.bytes().take_while(|b| *b == b' ').count();
        if is_open && indent > 0 && indent >= self.column {
            return Line::Continued(line.trim(), was_full);
        }
        let Some((name, column, value)) = property(line) else {
            return Line::Other;
        };
        self.column = column;
        Line::Property(name, column, value)
    }
}

/// Whether the first line that is not blank, or of the console, is `Name : value`.
#[must_use]
pub fn is_list(text: &str) -> bool {
    let mut console = Console::default();
    let mut lines = text.lines();
    let first = lines.find(|l| !l.trim().is_empty() && !console.shows(l));
    first.is_some_and(|l| property(l).is_some())
}

/// Letters of the widest line.
fn width(text: &str) -> usize {
    let (mut widest, mut begin) = (0, 0);
    let ends = memchr::memchr_iter(b'\n', text.as_bytes());
    for end in ends.chain([text.len()]) {
        // A line has no more letters than bytes.
        if end - begin > widest {
            let line = text.get(begin..end).unwrap_or_default();
            widest = widest.max(line.trim_end_matches('\r').chars().count());
        }
        begin = end + 1;
    }
    widest
}

/// The objects of a file.
///
/// # Errors
/// An object has too many properties.
pub fn read(source: &Source, problems: &mut FirstProblems) -> Result<Vec<Object>, Problem> {
    let mut reader = Reader {
        objects: Vec::new(),
        open: false,
    };
    let mut layout = Layout::of(source.text);
    for (number, line) in (1..).zip(source.text.lines()) {
        match layout.line(line, reader.open) {
            Line::Blank => reader.open = reader.open && reader.is_in_text(),
            Line::Console => {}
            Line::Property(name, column, value) => reader.add(number, name, column, value),
            Line::Continued(rest, within_word) => reader.continue_value(rest, within_word),
            Line::Other => {
                let pos = Pos {
                    line: number,
                    column: 1,
                };
                problems.push(source.warning(pos, &Error::NotAListLine));
            }
        }
        if let Some(object) = reader.objects.last() {
            object.check(source)?;
        }
    }
    Ok(reader.objects)
}

struct Reader {
    objects: Vec<Object>,
    /// Whether the last object may go on.
    open: bool,
}

impl Reader {
    /// Whether a blank line may be one of a text: Get-TransportRule prints such texts in the midst of
    /// a rule, Get-InboxRule in front of it, and they end with a line break; so do automatic replies,
    /// which stand before their mailbox.
    fn is_in_text(&self) -> bool {
        let replies = self.objects.last().filter(|o| o.has("AutoReplyState"));
        let replies = replies.filter(|o| !(o.has("MailboxOwnerId") || o.has("Identity")));
        let message = replies.and_then(|o| o.properties.last());
        if message.is_some_and(|(name, ..)| name.ends_with("Message")) {
            return true;
        }
        let is_rule = |o: &&Object| o.has("Priority") || !(o.has("Name") || o.has("Identity"));
        let object = self.objects.last().filter(is_rule);
        let last = object.and_then(|o| o.properties.last());
        last.is_some_and(|(name, ..)| name == "Description" || name == "Comments")
    }

    fn add(&mut self, line: u32, name: &str, column: usize, value: &str) {
        let at = |column: usize| Pos {
            line,
            column: u32::try_from(column).unwrap_or(u32::MAX),
        };
        // Pasted without the blank line between: a repeated name begins the next object.
        let again = self.objects.last().is_some_and(|o| o.has(name));
        if !self.open || again {
            self.objects.push(Object {
                at: at(1),
                kind: None,
                types: Vec::new(),
                properties: Vec::new(),
            });
        }
        self.open = true;
        if let Some(object) = self.objects.last_mut() {
            let pos = at(column + 1);
            let value = match value {
                "" => Value::Null,
                value => Value::Text(value.to_owned()),
            };
            object
                .properties
                .push((name.to_owned(), pos, Node::new(value, pos)));
        }
    }

    fn continue_value(&mut self, rest: &str, within_word: bool) {
        let object = self.objects.last_mut();
        let Some((_, _, node)) = object.and_then(|o| o.properties.last_mut()) else {
            return;
        };
        match &mut node.value {
            Value::Text(text) => {
                if !within_word || text.ends_with(',') {
                    text.push(' ');
                }
                text.push_str(rest);
            }
            value => *value = Value::Text(rest.to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrapped_values_records_and_prompts() {
        let text = "PS C:\\> Get-X | fl\n\n\
                    Name   : One\n\
                    Empty  :\n\
                    Long   : a b c\n         \
                    d : e\n\
                    Wide   : xxxxxxxxxxxxxxxx\n         \
                    yyy\n\n\n\
                    Name   : Two\n\
                    Name   : Three\n\
                    what is this\n";
        let source = Source::new("f", text).unwrap();
        let mut problems = FirstProblems::default();
        let objects = read(&source, &mut problems).unwrap();
        assert_eq!(objects.len(), 3);
        let text = |name: &str| match &objects[0].get(name).unwrap().value {
            Value::Text(t) => t.clone(),
            other => other.described().to_string(),
        };
        assert_eq!(text("Long"), "a b c d : e");
        assert_eq!(text("Wide"), "xxxxxxxxxxxxxxxxyyy");
        assert_eq!(text("Empty"), "nothing");
        assert_eq!(
            objects[0].get("Name").unwrap().pos,
            Pos {
                line: 3,
                column: 10
            }
        );
        let problems = problems.sorted(|p| p.line);
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].line, 13);
    }

    #[test]
    fn a_text_in_front_of_a_rule_ends_with_a_blank_line() {
        let text = "Get-InboxRule -Mailbox alice | fl\n\n\n\
                    Description  : If the message:\n               \
                    \tthe message was received from 'Bob'\n               \
                    Take the following actions:\n               \
                    \tforward the message to 'Carol'\n\n\
                    Enabled      : True\n\
                    Identity     : alice\\1234\n\
                    Name         : forward\n\n\n\
                    Description  : x\n\n\
                    Enabled      : False\n";
        let source = Source::new("f", text).unwrap();
        let objects = read(&source, &mut FirstProblems::default()).unwrap();
        let names: Vec<Vec<&str>> = objects
            .iter()
            .map(|o| {
                o.properties
                    .iter()
                    .map(|(name, ..)| name.as_str())
                    .collect()
            })
            .collect();
        assert_eq!(
            names,
            [
                &["Description", "Enabled", "Identity", "Name"][..],
                &["Description", "Enabled"]
            ]
        );
    }
}
