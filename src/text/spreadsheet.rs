//! Writes a cell of a CSV file so that no spreadsheet runs it as a formula.

use super::terminal::all_lines;
use std::borrow::Cow;

/// What begins a formula, as OWASP lists it ("CSV Injection", read 2026-11-28); Japanese
/// spreadsheets take the full-width forms too.
fn begins_formula(c: char) -> bool {
    matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠')
}

/// Where a cell may begin for a spreadsheet that splits at another character than the comma, or
/// that does not know the quotes of this one.
fn ends_cell(c: char) -> bool {
    matches!(c, ';' | '\t' | '\r' | '\n')
}

/// A cell of a CSV file: text that a spreadsheet would run as a formula gets a `'` in front.
#[must_use]
pub fn cell(text: &str) -> Cow<'_, str> {
    let text = all_lines(text);
    let begins = |c: char| begins_formula(c) || matches!(c, '\t' | '\r' | '\n');
    let within = text
        .chars()
        .zip(text.chars().skip(1))
        .any(|(before, c)| ends_cell(before) && begins_formula(c));
    if !text.starts_with(begins) && !within {
        return text;
    }
    let mut out = String::with_capacity(text.len() + 1);
    if text.starts_with(begins) {
        out.push('\'');
    }
    let mut before = ' ';
    for c in text.chars() {
        if ends_cell(before) && begins_formula(c) {
            out.push('\'');
        }
        out.push(c);
        before = c;
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for start in [
            "=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "＝1+1", "＠SUM(A1)",
        ] {
            assert_eq!(cell(start), format!("'{start}"));
        }
        assert_eq!(cell("\u{1b}[2J=1"), "\u{fffd}[2J=1");
        assert_eq!(cell("a=1; -b"), "a=1; -b");
    }

    #[test]
    fn no_piece_of_a_cell_is_a_formula_where_semicolons_or_lines_separate() {
        assert_eq!(cell("a;=1"), "a;'=1");
        assert_eq!(cell("a\n@b\r\n+c"), "a\n'@b\r\n'+c");
        assert_eq!(cell("\t=1"), "'\t'=1");
    }
}
