//! Writes text for TAP version 14: the description of a test point, and a value in a YAML block.

use super::{lines, plain};

/// A description on one line; a `#` in it is escaped, as it would begin a directive.
#[must_use]
pub fn description(text: &str) -> String {
    let text = text.replace("\r\n", " ").replace(['\r', '\n'], " ");
    plain(&text).replace('\\', "\\\\").replace('#', "\\#")
}

/// A JSON string, which is a YAML string too; in the log of a GitHub job it is no command.
#[must_use]
pub fn value(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let json = serde_json::Value::from(&*lines(&text)).to_string();
    json.replace("##[", "#\\u0023[")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_is_one_line_without_a_directive() {
        assert_eq!(description("a\r\nok 2 # SKIP"), "a ok 2 \\# SKIP");
        assert_eq!(
            description("\\# \u{1b}[2J\u{202e}\u{200f}"),
            "\\\\\\# \u{fffd}[2J\u{fffd}\u{fffd}"
        );
    }

    #[test]
    fn a_value_is_one_line_of_yaml() {
        for text in [
            "a\n  ...\nok 2",
            "##[error]x",
            "\"'#: &*!{}[]",
            "\u{85}\u{2028}\u{7f}\u{9b}2J\u{61c}",
        ] {
            let value = value(text);
            assert!(
                !value.contains(super::super::is_terminal_control),
                "{value}"
            );
            let read: String = serde_yaml::from_str(&value).unwrap();
            assert_eq!(read, lines(text));
        }
    }
}
