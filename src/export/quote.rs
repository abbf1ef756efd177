//! Spells a value so that PowerShell reads that value and nothing else.
//!
//! In single quotes PowerShell expands nothing; only the quote itself must be doubled. It takes
//! the typographic quotes ‘ ’ ‚ ‛ for single quotes as well (about_Quoting_Rules; the tokenizer
//! tests U+2018 to U+201B beside U+0027), so these are doubled too.

use crate::policy::Literal;
use crate::text::is_terminal_control;
use std::fmt::Write as _;

/// What PowerShell takes for a single quote.
pub const SINGLE_QUOTES: [char; 5] = ['\'', '\u{2018}', '\u{2019}', '\u{201a}', '\u{201b}'];

/// A text in single quotes. What a terminal would obey when the script is shown is named by its
/// number.
#[must_use]
pub fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    let mut composed = false;
    out.push('\'');
    for c in text.chars() {
        if is_terminal_control(c) && !matches!(c, '\n' | '\t') {
            composed = true;
            // A String takes whatever is written to it.
            let _ = write!(out, "'+[char]0x{:x}+'", u32::from(c));
            continue;
        }
        if SINGLE_QUOTES.contains(&c) {
            out.push(c);
        }
        out.push(c);
    }
    out.push('\'');
    if composed { format!("({out})") } else { out }
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

/// A text within a comment: whatever could end the line is a space.
#[must_use]
pub fn comment(text: &str) -> String {
    let ends = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    text.chars()
        .map(|c| if ends(c) { ' ' } else { c })
        .collect()
}
