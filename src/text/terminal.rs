//! Replaces what a terminal would obey.

use std::borrow::Cow;
use std::io::{self, Write};
use textwrap::core::display_width;

/// Whether a terminal may act on a character instead of showing it: control characters, and those
/// that change the direction of what follows or begin a line.
#[must_use]
pub fn is_terminal_control(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        )
}

fn replaced(text: &str, is_harmful: impl Fn(char) -> bool) -> Cow<'_, str> {
    // Most text is ASCII.
    if text.bytes().all(|b| matches!(b, b' '..=b'~')) || !text.contains(&is_harmful) {
        return Cow::Borrowed(text);
    }
    let chars = text.chars();
    let shown = chars.map(|c| if is_harmful(c) { '\u{fffd}' } else { c });
    Cow::Owned(shown.collect())
}

/// A text of one line, with control characters replaced.
#[must_use]
pub fn plain(text: &str) -> Cow<'_, str> {
    replaced(text, is_terminal_control)
}

/// A text of several lines, with other control characters replaced.
#[must_use]
pub fn lines(text: &str) -> Cow<'_, str> {
    replaced(text, |c| {
        is_terminal_control(c) && !matches!(c, '\n' | '\t')
    })
}

/// A text of several lines, with LF or CRLF, with other control characters replaced.
pub(super) fn all_lines(text: &str) -> Cow<'_, str> {
    replaced(text, |c| {
        is_terminal_control(c) && !matches!(c, '\n' | '\t' | '\r')
    })
}

/// A text, filled up with blanks to a number of terminal columns.
#[must_use]
pub fn padded(text: &str, width: usize) -> String {
    let blanks = width.saturating_sub(display_width(text));
    format!("{text}{}", " ".repeat(blanks))
}

/// Replaces the control characters of a report without colours.
pub struct SanitizingWriter<W>(pub W);

impl<W: Write> Write for SanitizingWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // `write!` passes whole strings, so that no character is split.
        let text = String::from_utf8_lossy(bytes);
        self.0.write_all(lines(&text).as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_replaced() {
        for c in ('\0'..' ').chain('\u{7f}'..'\u{a0}') {
            assert_eq!(plain(&format!("a{c}b")), "a\u{fffd}b", "{c:?}");
        }
        assert_eq!(plain("例\u{202e}\u{9b}2J"), "例\u{fffd}\u{fffd}2J");
        assert_eq!(lines("a\n\tb\r\u{1b}[2J"), "a\n\tb\u{fffd}\u{fffd}[2J");
        assert!(matches!(plain("שלום, 世界"), Cow::Borrowed(_)));
    }

    #[test]
    fn no_character_changes_the_direction_of_what_follows() {
        // Bidi_Control of Unicode 17, PropList.txt, and the separators of lines and paragraphs.
        let all = ['\u{61c}', '\u{200e}', '\u{200f}', '\u{2028}', '\u{2029}'];
        let embeddings = ('\u{202a}'..='\u{202e}').chain('\u{2066}'..='\u{2069}');
        for c in all.into_iter().chain(embeddings) {
            assert_eq!(plain(&format!("a{c}b")), "a\u{fffd}b", "{c:?}");
        }
    }

    #[test]
    fn a_wide_character_takes_two_columns() {
        assert_eq!(padded("応答", 6), "応答  ");
        assert_eq!(padded("response", 6), "response");
    }
}
