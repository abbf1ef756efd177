//! Keeps what a message or a policy says from being taken for more than text: by a terminal, or
//! by a spreadsheet.

use std::borrow::Cow;

/// Whether a terminal may obey a character instead of showing it: control characters, and those
/// that turn the direction of what follows.
fn is_obeyed(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
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

/// A cell of a table: what a spreadsheet would run as a formula gets a `'` in front, an address
/// too.
#[must_use]
pub fn cell(text: &str) -> Cow<'_, str> {
    let text = replaced(text, |c| {
        c.is_control() && !matches!(c, '\n' | '\t' | '\r')
    });
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
    fn no_cell_is_a_formula() {
        for start in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"] {
            assert_eq!(cell(start), format!("'{start}"));
        }
        assert_eq!(cell("\u{1b}[2J=1"), "\u{fffd}[2J=1");
        assert_eq!(cell("a=1"), "a=1");
    }
}
