//! Changes a policy or expectation file in place, byte for byte: everything else stays as it was
//! written.

mod entries;

use super::document::{Node, Pos, Value};
pub use entries::{Refused, add, remove, set};
pub(super) use entries::{brought_along, spells};
use std::cell::Cell;
use std::ops::Range;

/// A text and where its lines start.
pub(crate) struct Source<'a> {
    pub(crate) text: &'a str,
    starts: Vec<usize>,
    /// The last position that was found, and its byte: what is asked for next mostly follows it, and
    /// a line may be as long as the file.
    last: Cell<(Pos, usize)>,
}

impl<'a> Source<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let mut starts = vec![0];
        let mut at = 0;
        while let Some(end) = text.get(at..).and_then(|t| t.find(BREAK)) {
            at = after_break(text, at + end);
            starts.push(at);
        }
        Self {
            text,
            starts,
            last: Cell::default(),
        }
    }

    /// The byte at a position.
    pub(crate) fn offset(&self, at: Pos) -> usize {
        let line = (at.line as usize).saturating_sub(1);
        let start = self.starts.get(line).copied().unwrap_or(self.text.len());
        let (last, byte) = self.last.get();
        let (start, columns) = if last.line == at.line && (1..=at.column).contains(&last.column) {
            (byte, at.column - last.column)
        } else {
            (start, at.column.saturating_sub(1))
        };
        let rest = self.text.get(start..).unwrap_or_default();
        let mut chars = rest.char_indices().map(|(i, _)| i);
        let byte = start + chars.nth(columns as usize).unwrap_or(rest.len());
        self.last.set((at, byte));
        byte
    }

    fn from(&self, at: usize) -> &'a str {
        self.text.get(at..).unwrap_or_default()
    }

    fn before(&self, at: usize) -> &'a str {
        self.text.get(..at).unwrap_or_default()
    }

    fn line_start(&self, at: usize) -> usize {
        self.before(at).rfind(BREAK).map_or(0, |n| n + 1)
    }

    /// The end of a line, before its line break.
    fn line_end(&self, at: usize) -> usize {
        let rest = self.from(at);
        at + rest.find(BREAK).unwrap_or(rest.len())
    }

    /// The line break that the text uses.
    pub(crate) fn line_break(&self) -> &'a str {
        let end = self.line_end(0);
        let written = self.text.get(end..after_break(self.text, end));
        written.filter(|w| !w.is_empty()).unwrap_or("\n")
    }

    /// Whether a value is a flow collection: `{…}` or `[…]`.
    pub(crate) fn is_flow(&self, node: &Node) -> bool {
        let collection = matches!(node.value, Value::Map(_) | Value::Seq(_));
        collection && self.from(node.bytes.start).starts_with(['{', '['])
    }

    /// All bytes of a value, brackets included.
    pub(crate) fn extent(&self, node: &Node) -> Range<usize> {
        let start = node.bytes.start;
        let last = match &node.value {
            Value::Map(pairs) => pairs.last().map(|(_, _, v)| v),
            Value::Seq(items) => items.last(),
            _ => return self.scalar(node),
        };
        let flow = self.is_flow(node);
        let end = last.map_or(start + usize::from(flow), |v| self.extent(v).end);
        if !flow {
            return start..end;
        }
        // Between the last value and the bracket stand only blanks, commas and comments.
        let mut comment = false;
        for (i, c) in self.from(end).char_indices() {
            match c {
                '\n' | '\r' => comment = false,
                '#' => comment = true,
                '}' | ']' if !comment => return start..end + i + 1,
                _ => {}
            }
        }
        start..end
    }

    /// All bytes of a scalar; those of a block scalar begin with its `|` or `>`.
    fn scalar(&self, node: &Node) -> Range<usize> {
        let Range { start, end } = node.bytes.clone();
        if start == end {
            // A value that is not written is placed before the colon of its key.
            let rest = self.from(start);
            let after = rest.trim_start_matches([' ', '\t']).strip_prefix(':');
            let at = self.text.len() - after.unwrap_or(rest).len();
            return at..at;
        }
        let written = self.text.get(start..end).unwrap_or_default();
        let end = start + written.trim_end().len();
        let above = self.before(start).trim_end();
        let header = above.rsplit(['\n', '\r', ' ']).next().unwrap_or_default();
        let is_header = header.starts_with(['|', '>'])
            && header.len() <= 3
            && self
                .before(start)
                .get(above.len()..)
                .is_some_and(|s| s.contains(BREAK));
        if is_header {
            above.len() - header.len()..end
        } else {
            start..end
        }
    }

    /// The bytes to take away so that an entry of a mapping is gone.
    pub(crate) fn removal(&self, entry: &Range<usize>, flow: bool) -> Range<usize> {
        if flow {
            let rest = self.from(entry.end);
            let blanks = rest.len() - rest.trim_start().len();
            if let Some(after) = rest.trim_start().strip_prefix(',') {
                let more = after.len() - after.trim_start_matches([' ', '\t']).len();
                return entry.start..entry.end + blanks + 1 + more;
            }
            let before = self.before(entry.start).trim_end();
            let start = before.strip_suffix(',').map_or(entry.start, str::len);
            return start..entry.end;
        }
        let start = self.line_start(entry.start);
        let end = self.line_end(entry.end);
        if end < self.text.len() {
            return start..after_break(self.text, end);
        }
        let before = self.before(start);
        let before = before.strip_suffix('\n').unwrap_or(before);
        before.strip_suffix('\r').unwrap_or(before).len()..end
    }
}

/// The characters of a line break.
const BREAK: [char; 2] = ['\n', '\r'];

/// The place after the line break at a place; the place itself where there is none.
fn after_break(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let after = rest.strip_prefix("\r\n").or(rest.strip_prefix(BREAK));
    text.len() - after.unwrap_or(rest).len()
}

/// Where the file holds an expectation.
#[derive(Debug, Clone)]
pub(crate) struct Slot {
    /// All bytes of the value; empty where nothing is written.
    pub(crate) bytes: Range<usize>,
    /// What kind of place it is.
    pub(crate) kind: Kind,
}

/// What kind of place holds an expectation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A cell of a table.
    Cell,
    /// A flow mapping, or a place inside one.
    Flow,
    /// A block mapping whose keys have this column.
    Block(usize),
    /// Nothing yet, behind a key that has this byte and column.
    Empty(usize, usize),
}

/// A mapping to be written: keys with values or further mappings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Written {
    /// A value, with its quotes.
    Scalar(String),
    /// A mapping.
    Map(Vec<(String, Written)>),
}

impl Written {
    fn flow(&self, out: &mut String) {
        match self {
            Self::Scalar(text) => out.push_str(text),
            Self::Map(pairs) => {
                out.push('{');
                for (i, (key, value)) in pairs.iter().enumerate() {
                    out.push_str(if i > 0 { ", " } else { "" });
                    out.push_str(key);
                    out.push_str(": ");
                    value.flow(out);
                }
                out.push('}');
            }
        }
    }

    /// The lines of a block mapping, each with its indentation beyond the first.
    fn lines(&self, depth: usize, out: &mut Vec<String>) {
        if let Self::Map(pairs) = self {
            for (key, value) in pairs {
                let head = format!("{}{key}:", " ".repeat(depth));
                if let Self::Scalar(text) = value {
                    out.push(format!("{head} {text}"));
                } else {
                    out.push(head);
                    value.lines(depth + 2, out);
                }
            }
        }
    }
}

/// Bytes to be replaced, and by what.
pub(crate) type Edit = (Range<usize>, String);

/// The edits that put a new value in a slot, below some comments.
pub(crate) fn fill(text: &Source, slot: &Slot, value: &Written, comments: &[String]) -> Vec<Edit> {
    let mut lines = comments.to_vec();
    value.lines(0, &mut lines);
    let break_and = |column: usize| format!("{}{}", text.line_break(), " ".repeat(column - 1));
    match slot.kind {
        Kind::Block(column) => {
            vec![(slot.bytes.clone(), lines.join(&break_and(column.max(1))))]
        }
        Kind::Empty(key, column) => {
            let start = break_and(column + 2);
            let end = text.line_end(key);
            let block = format!("{start}{}", lines.join(&start));
            let mut edits = vec![(end..end, block)];
            if !slot.bytes.is_empty() {
                edits.push((slot.bytes.clone(), String::new()));
            }
            edits
        }
        Kind::Flow | Kind::Cell => {
            let mut out = String::new();
            if slot.bytes.is_empty() && !text.before(slot.bytes.start).ends_with(' ') {
                out.push(' ');
            }
            value.flow(&mut out);
            vec![(slot.bytes.clone(), out)]
        }
    }
}

/// The text after some edits; of two that overlap, the one that starts first is made.
pub(crate) fn apply(text: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    edits.dedup();
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for (range, new) in edits {
        if range.start < done {
            continue;
        }
        out.push_str(text.get(done..range.start).unwrap_or_default());
        out.push_str(&new);
        done = range.end;
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out
}

/// The shortest scalar that reads as this text: plain where it may be, else in quotes, single
/// ones where those were there before.
pub(crate) fn scalar(text: &str, flow: bool, old: &str) -> String {
    let word = ["null", "true", "false", "yes", "no", "on", "off"];
    let control = text.chars().any(char::is_control);
    let quoted = text.is_empty()
        || text.starts_with([
            '-', '?', ':', ',', '[', ']', '{', '}', '#', '&', '*', '!', '|', '>', '\'', '"', '%',
            '@', '`', '~', ' ',
        ])
        || text.ends_with([':', ' '])
        || text.contains(": ")
        || text.contains(" #")
        || (flow && text.contains([',', '[', ']', '{', '}']))
        || word.iter().any(|w| w.eq_ignore_ascii_case(text));
    if !quoted && !control {
        text.to_owned()
    } else if old.starts_with('\'') && !control {
        format!("'{}'", text.replace('\'', "''"))
    } else {
        // JSON's escapes are YAML's.
        serde_json::Value::from(text).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::document;

    fn value<'n>(root: &'n Node, key: &str) -> &'n Node {
        let Value::Map(pairs) = &root.value else {
            panic!("no mapping");
        };
        &pairs.iter().find(|(k, _, _)| k == key).unwrap().2
    }

    #[test]
    fn the_extent_of_a_value_is_all_that_is_written_of_it() {
        let yaml = "é: 'it''s é' # c\nb: \"a}\\\"\"\nc: {x: [1, 'a]'], # }\n  y: }\nd: |\n  one\n  two\ne: >-\n  x\nf:\n  - {a: b}\n  - c\ng: plain text  # c\nh: []\ni: ";
        let root = document::parse(yaml).unwrap();
        let text = Source::new(yaml);
        for (key, written) in [
            ("é", "'it''s é'"),
            ("b", "\"a}\\\"\""),
            ("c", "{x: [1, 'a]'], # }\n  y: }"),
            ("d", "|\n  one\n  two"),
            ("e", ">-\n  x"),
            ("f", "{a: b}\n  - c"),
            ("g", "plain text"),
            ("h", "[]"),
            ("i", ""),
        ] {
            let node = value(&root, key);
            // A block list starts at its first item's dash.
            assert!(yaml[text.extent(node)].ends_with(written), "{key}");
            assert_eq!(
                text.offset(node.pos).min(node.bytes.start),
                text.offset(node.pos)
            );
        }
    }

    #[test]
    fn a_removed_entry_takes_its_line_or_its_comma_with_it() {
        let gone = |yaml: &str, entry: &str, flow| {
            let start = yaml.find(entry).unwrap();
            let removal = Source::new(yaml).removal(&(start..start + entry.len()), flow);
            apply(yaml, vec![(removal, String::new())])
        };
        assert_eq!(gone("{A: 1, B: 2, C: 3}", "A: 1", true), "{B: 2, C: 3}");
        assert_eq!(gone("{A: 1, B: 2, C: 3}", "C: 3", true), "{A: 1, B: 2}");
        assert_eq!(gone("{A: 1}", "A: 1", true), "{}");
        assert_eq!(gone("A: 1 # x\r\nB: 2\r\n", "A: 1", false), "B: 2\r\n");
        assert_eq!(gone("A: 1\r\n  B: 2", "B: 2", false), "A: 1");
    }

    #[test]
    fn a_scalar_reads_back_as_it_was() {
        for text in [
            "*",
            "*.fabrikam.com",
            "a, b",
            "it's",
            "",
            "null",
            "a: b",
            "é #1",
            "250 2.1.5 X; y",
            "- a",
            "\"q\"",
        ] {
            for old in ["plain", "'single'", "\"double\""] {
                let yaml = format!("{{a: {}}}", scalar(text, true, old));
                let root = document::parse(&yaml).unwrap();
                assert_eq!(value(&root, "a").value, Value::Text(text.into()), "{yaml}");
            }
        }
    }
}
