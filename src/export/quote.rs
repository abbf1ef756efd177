//! Spells a value so that PowerShell reads that value and nothing else.
//!
//! In single quotes PowerShell expands nothing; only the quote itself must be doubled.
//! Windows PowerShell 5.1 reads a script without a byte order mark in the code page of the
//! machine (about_Character_Encoding). There the bytes of one UTF-8 character can be a typographic
//! quote, which PowerShell takes for a single one (about_Quoting_Rules), or can swallow the end of a line. So a script is
//! ASCII: other characters in a text are written by their numbers.

use crate::policy::Literal;
use std::fmt::Write as _;

fn is_plain(c: char) -> bool {
    matches!(c, ' '..='~')
}

/// A text in single quotes; in brackets, where a character of it is written by its number.
#[must_use]
pub fn text(text: &str) -> String {
    if text.chars().all(is_plain) {
        return format!("'{}'", text.replace('\'', "''"));
    }
    // The text in front makes the sum a text.
    let mut out = String::from("(''");
    let mut open = false;
    for c in text.chars() {
        if is_plain(c) {
            if !open {
                out.push_str("+'");
            }
            open = true;
            out.push(c);
            if c == '\'' {
                out.push(c);
            }
            continue;
        }
        if open {
            out.push('\'');
        }
        open = false;
        for unit in c.encode_utf16(&mut [0; 2]) {
            // A String takes whatever is written to it.
            let _ = write!(out, "+[char]0x{unit:x}");
        }
    }
    out.push_str(if open { "')" } else { ")" });
    out
}

/// A value as an argument.
#[must_use]
pub fn argument(literal: &Literal) -> String {
    match literal {
        Literal::Null => "$null".into(),
        Literal::Bool(true) => "$true".into(),
        Literal::Bool(false) => "$false".into(),
        Literal::Number(n) => n.to_string(),
        // The words of the parameters are letters and digits.
        Literal::Word(word) => (*word).to_owned(),
        Literal::Text(t) => text(t),
    }
}

/// A list of texts as an argument; an empty one removes what is set.
#[must_use]
pub fn list(values: &[String]) -> String {
    if values.is_empty() {
        return "$null".into();
    }
    let quoted: Vec<String> = values.iter().map(|v| text(v)).collect();
    quoted.join(",")
}

/// A text within a comment: what is not ASCII is named by its number, and whatever could end the
/// line is a space. A `#` is named too: `# SIG #` begins a signature, which ends the script.
#[must_use]
pub fn comment(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_plain(c) && c != '#' {
            out.push(c);
        } else if c.is_ascii_control() {
            out.push(' ');
        } else {
            let _ = write!(out, "<U+{:04X}>", u32::from(c));
        }
    }
    out
}
