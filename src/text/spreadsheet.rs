//! Writes a cell of a CSV file so that no spreadsheet runs it as a formula.

use super::terminal::all_lines;
use std::borrow::Cow;

/// What begins a formula, as OWASP lists it ("CSV Injection", read 2026-11-28); Japanese
/// spreadsheets take the full-width forms too.
fn begins_formula(c: char) -> bool {
    matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠')
}

/// Where a cell may begin for a spreadsheet that splits at another character than the comma, or
/// does not know the quotes of this one.
fn ends_cell(c: char) -> bool {
    matches!(c, ';' | '\t' | '\r' | '\n')
}

/// A cell of a CSV file: text that a spreadsheet would run as a formula gets a `'` in front.
#[must_use]
pub fn cell(text: &str) -> Cow<'_, str> {
    let text = all_lines(text);
    let mut out = String::new();
    let mut done = 0;
    let mut at_start = true;
    for (at, c) in text.char_indices() {
        if at_start && begins_formula(c) || at == 0 && ends_cell(c) && c != ';' {
            out.push_str(text.get(done..at).unwrap_or_default());
            out.push('\'');
            done = at;
        }
        at_start = ends_cell(c) || at_start && c == '"';
    }
    if done == 0 && out.is_empty() {
        return text;
    }
    out.push_str(text.get(done..).unwrap_or_default());
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for start in [
            "=1+1",
            "+1",
            "-1",
            "@SUM(A1)",
            "\tx",
            "\rx",
            "\nx",
            "＝1+1",
            "＠SUM(A1)",
        ] {
            assert_eq!(cell(start), format!("'{start}"));
        }
        assert_eq!(cell("\u{1b}[2J=1"), "\u{fffd}[2J=1");
        assert_eq!(cell("a=1; -b"), "a=1; -b");
    }

    #[test]
    fn no_piece_of_a_cell_is_a_formula_where_semicolons_or_lines_separate() {
        assert_eq!(cell("a;=1"), "a;'=1");
        assert_eq!(cell("a;\"=1"), "a;\"'=1");
        assert_eq!(cell("a\n@b\r\n+c"), "a\n'@b\r\n'+c");
        assert_eq!(cell("\t=1"), "'\t'=1");
    }
}
