//! Writes the values of workflow commands of GitHub, and keeps other text from being one.
//!
//! Values are escaped as GitHub's own `actions/toolkit` does: `%`, CR and LF in a message, and
//! also `:` and `,` in a property.

use super::terminal::all_lines;
use std::borrow::Cow;

/// The message of a command.
#[must_use]
pub fn message(text: &str) -> String {
    all_lines(text)
        .replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// The value of a property of a command.
#[must_use]
pub fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}

/// Lines for the log of a job, none of which is a command.
///
/// The runner takes a line for one that begins with `::` after blanks, or has `##[` anywhere
/// (actions/runner, `ActionCommand.cs`, read 2026-11-28).
#[must_use]
pub fn log(text: &str) -> Cow<'_, str> {
    let is_command = |line: &str| line.trim_start().starts_with("::") || line.contains("##[");
    if !text.lines().any(is_command) {
        return Cow::Borrowed(text);
    }
    let broken = text.split_inclusive('\n').map(|line| {
        let line = line.replace("##[", "##\u{200b}[");
        if line.trim_start().starts_with("::") {
            line.replacen("::", ":\u{200b}:", 1)
        } else {
            line
        }
    });
    Cow::Owned(broken.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_end_a_value_is_escaped() {
        assert_eq!(message("one\r\ntwo: 5 %"), "one%0D%0Atwo: 5 %25");
        assert_eq!(
            property("a,b:c\n::error::"),
            "a%2Cb%3Ac%0A%3A%3Aerror%3A%3A"
        );
        assert_eq!(message("\u{1b}[2J\u{202e}"), "\u{fffd}[2J\u{fffd}");
    }

    #[test]
    fn no_line_of_a_log_is_a_command() {
        for text in ["::error::x", "a\n \t::stop-commands::x\n", "a ##[error]x"] {
            let text = log(text);
            assert!(!text.contains("##["), "{text}");
            assert!(
                !text.lines().any(|l| l.trim_start().starts_with("::")),
                "{text}"
            );
        }
        assert_eq!(log("a::b\n  2001:db8::1\n"), "a::b\n  2001:db8::1\n");
    }
}
