//! Keeps what a message or a policy says from being taken for more than text: by a terminal, or
//! by a spreadsheet.

use std::borrow::Cow;
use std::io::{self, Write};
use textwrap::core::display_width;

/// Whether a terminal may obey a character instead of showing it: control characters, and those
/// that turn the direction of what follows.
pub(crate) fn is_obeyed(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
}

fn replaced(text: &str, obeyed: impl Fn(char) -> bool) -> Cow<'_, str> {
    // Most text is ASCII.
    if text.bytes().all(|b| matches!(b, b' '..=b'~')) || !text.contains(&obeyed) {
        return Cow::Borrowed(text);
    }
    let chars = text.chars();
    let shown = chars.map(|c| if obeyed(c) { '\u{fffd}' } else { c });
    Cow::Owned(shown.collect())
}

/// A text of one line, for a terminal.
#[must_use]
pub fn plain(text: &str) -> Cow<'_, str> {
    replaced(text, is_obeyed)
}

/// A text of several lines, for a terminal.
#[must_use]
pub fn lines(text: &str) -> Cow<'_, str> {
    replaced(text, |c| is_obeyed(c) && !matches!(c, '\n' | '\t'))
}

/// A text of several lines, however they end, for a file that a terminal may show.
pub(super) fn all_lines(text: &str) -> Cow<'_, str> {
    replaced(text, |c| is_obeyed(c) && !matches!(c, '\n' | '\t' | '\r'))
}

/// Characters of a line that are shown beside a problem.
const SHOWN: usize = 160;

/// A line of a file and, below it, what stands before the mark at a column (1-based): a long line
/// is cut around it.
#[must_use]
pub fn excerpt(line: &str, column: u32) -> (String, String) {
    let before = (column as usize).saturating_sub(1);
    let start = before.saturating_sub(SHOWN / 2);
    let mut text: String = line.chars().skip(start).take(SHOWN).collect();
    let indent = text.chars().take(before - start);
    let mut pad: String = indent.map(|c| if c == '\t' { c } else { ' ' }).collect();
    if line.chars().nth(start + SHOWN).is_some() {
        text.push('…');
    }
    if start > 0 {
        text.insert(0, '…');
        pad.insert(0, ' ');
    }
    (lines(&text).into_owned(), pad)
}

/// A text with blanks behind it, up to so many columns of a terminal.
#[must_use]
pub fn padded(text: &str, width: usize) -> String {
    let blanks = width.saturating_sub(display_width(text));
    format!("{text}{}", " ".repeat(blanks))
}

/// Passes a report without colours on to a terminal, which obeys nothing in it.
pub struct SanitizingWriter<W>(pub W);

impl<W: Write> Write for SanitizingWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // What is formatted comes in whole texts.
        let text = String::from_utf8_lossy(bytes);
        self.0.write_all(lines(&text).as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// A cell of a table: what a spreadsheet would run as a formula gets a `'` in front, an address
/// too.
#[must_use]
pub fn cell(text: &str) -> Cow<'_, str> {
    let text = all_lines(text);
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        return Cow::Owned(format!("'{text}"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_left_for_a_terminal_to_obey() {
        for c in ('\0'..' ').chain('\u{7f}'..'\u{a0}') {
            assert_eq!(plain(&format!("a{c}b")), "a\u{fffd}b", "{c:?}");
        }
        assert_eq!(plain("例\u{202e}\u{9b}2J"), "例\u{fffd}\u{fffd}2J");
        assert_eq!(lines("a\n\tb\r\u{1b}[2J"), "a\n\tb\u{fffd}\u{fffd}[2J");
        assert!(matches!(plain("שלום, 世界"), Cow::Borrowed(_)));
    }

    #[test]
    fn a_long_line_is_cut_around_its_mark() {
        assert_eq!(excerpt("\tab: c", 5), ("\tab: c".into(), "\t   ".into()));
        let long = format!("{}X{}", "a".repeat(1000), "b".repeat(1000));
        let (text, pad) = excerpt(&long, 1001);
        assert_eq!(text.chars().count(), SHOWN + 2);
        assert_eq!(text.chars().nth(pad.len()), Some('X'));
        assert!(text.starts_with("…aa") && text.ends_with("bb…"), "{text}");
    }

    #[test]
    fn a_wide_character_takes_two_columns() {
        assert_eq!(padded("応答", 6), "応答  ");
        assert_eq!(padded("response", 6), "response");
    }

    #[test]
    fn no_cell_is_a_formula() {
        for start in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"] {
            assert_eq!(cell(start), format!("'{start}"));
        }
        assert_eq!(cell("\u{1b}[2J=1"), "\u{fffd}[2J=1");
        assert_eq!(cell("a=1"), "a=1");
    }
}
