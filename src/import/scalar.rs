//! Spells values as YAML on one line, with quotes only where YAML would read something else.

use crate::policy::document::Value;
use crate::policy::read::COMMENT_MARK;
use std::borrow::Cow;
use std::fmt::Write as _;

/// Words that some YAML reader takes for something other than text.
const WORDS: [&str; 11] = [
    "true", "false", "yes", "no", "on", "off", "y", "n", "null", "nan", "inf",
];

/// A text as a YAML scalar on one line, also within `[ ]`.
#[must_use]
pub fn scalar(text: &str) -> Cow<'_, str> {
    let plain = text.starts_with(char::is_alphabetic)
        && text.ends_with(|c: char| c.is_alphanumeric() || ".)".contains(c))
        && text
            .chars()
            .all(|c| c.is_alphanumeric() || " _-./@+()$=".contains(c))
        && !WORDS.iter().any(|w| w.eq_ignore_ascii_case(text));
    if plain {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            // What no editor shows, and what YAML takes for the end of a line.
            c if is_hidden(c) => {
                let _ = match u32::from(c) {
                    n if n <= 0xff => write!(out, "\\x{n:02X}"),
                    n if n <= 0xffff => write!(out, "\\u{n:04X}"),
                    n => write!(out, "\\U{n:08X}"),
                };
            }
            c => out.push(c),
        }
    }
    out.push('"');
    Cow::Owned(out)
}

fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{a0}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202f}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
        || u32::from(c) & 0xfffe == 0xfffe
}

/// The text of a comment, on one line. However it is broken into lines, `rdsim lint` takes none of
/// them for a comment that allows a finding: what is imported comes from others.
#[must_use]
pub fn comment(text: &str) -> String {
    let text = text.chars().map(|c| if is_hidden(c) { ' ' } else { c });
    let text: String = text.collect();
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    // ASCII lowering keeps every byte in its place.
    let mut lower = &*text.to_ascii_lowercase();
    while let Some(at) = lower.find(COMMENT_MARK) {
        let name = at + COMMENT_MARK.len() - 1;
        out.push_str(rest.get(..name).unwrap_or_default());
        out.push(' ');
        rest = rest.get(name..).unwrap_or_default();
        lower = lower.get(name..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

/// A value as one line of a comment.
#[must_use]
pub fn shown(value: &Value) -> String {
    match value {
        Value::Null => "null".into(),
        Value::Bool(b) => b.to_string(),
        Value::Int(n) => n.to_string(),
        Value::Text(t) => scalar(t).into_owned(),
        Value::Seq(items) => {
            let items: Vec<String> = items.iter().map(|i| shown(&i.value)).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Map(pairs) => {
            let pairs: Vec<String> = pairs
                .iter()
                .map(|(k, _, v)| format!("{}: {}", scalar(k), shown(&v.value)))
                .collect();
            format!("{{ {} }}", pairs.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_yaml_would_read_otherwise_is_quoted() {
        for text in [
            "*",
            "null",
            "Off",
            "No",
            "yes",
            "~",
            "",
            "1e3",
            "0x1F",
            "12:30",
            "a: b",
            "a #b",
            "- a",
            "a ",
            " a",
            "@a",
            "'a'",
            "a:",
            "{a}",
            "2026-11-03",
            ".inf",
            "?",
            "%a",
            "a,b",
        ] {
            let written = scalar(text);
            assert!(written.starts_with('"'), "{written}");
        }
        for text in [
            "None",
            "Default",
            "contoso.com",
            "alice@contoso.com",
            "Fabrikam (new)",
            "例え.example",
            "MimeHtmlText",
            "utf-8",
        ] {
            assert_eq!(scalar(text), text);
        }
    }
}
