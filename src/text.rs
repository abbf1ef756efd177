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

/// A line of a file as a problem at a column of it keeps it: the whole of it, or, of a long one, the
/// piece around the column. A file may be one line and have very many problems.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuotedLine {
    text: String,
    /// Characters that are left out before the piece.
    skipped: u32,
}

impl QuotedLine {
    /// Bytes up to which a line is kept whole.
    const WHOLE: usize = 1_000;
    /// Characters that are kept of a longer one before and after the column.
    const AROUND: usize = 2 * SHOWN;

    /// What is kept of a line for a column (1-based).
    #[must_use]
    pub fn new(line: &str, column: u32) -> Self {
        let before = (column as usize).saturating_sub(1 + Self::AROUND);
        let text = if line.len() <= Self::WHOLE {
            return Self {
                text: line.to_owned(),
                skipped: 0,
            };
        } else {
            line.chars().skip(before).take(2 * Self::AROUND).collect()
        };
        let skipped = u32::try_from(before).unwrap_or(u32::MAX);
        Self { text, skipped }
    }

    /// As [`excerpt`] shows the line.
    #[must_use]
    pub fn excerpt(&self, column: u32) -> (String, String) {
        excerpt(&self.text, column.saturating_sub(self.skipped))
    }
}

impl std::ops::Deref for QuotedLine {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
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
    fn of_a_long_line_a_piece_is_kept_and_shown_as_the_whole_would_be() {
        let long = format!("{}X{}", "é".repeat(100_000), "b".repeat(100_000));
        for column in [1, 50, 300, 100_001, 199_900, 200_001] {
            let kept = QuotedLine::new(&long, column);
            assert!(kept.len() < 2_000, "{}", kept.len());
            assert_eq!(kept.excerpt(column), excerpt(&long, column), "{column}");
        }
        assert_eq!(&*QuotedLine::new("a: b", 4), "a: b");
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
