//! Writes the words of a command line that people copy, so that a POSIX shell and PowerShell both
//! read them as they are meant.

use super::is_terminal_control;
use std::borrow::Cow;

/// What PowerShell takes for a single quote (about_Quoting_Rules).
const SINGLE: [char; 5] = ['\'', '\u{2018}', '\u{2019}', '\u{201a}', '\u{201b}'];

fn needs_no_quotes(word: &str) -> bool {
    // `@` begins a list in PowerShell; `=` is an expansion in zsh, and `~` in all of them.
    let inside = |c: char| c.is_ascii_alphanumeric() || "@+=:./_-".contains(c);
    !word.is_empty() && !word.starts_with(['@', '=']) && word.chars().all(inside)
}

/// A word of a command line, in quotes where a shell would take it apart.
///
/// Single quotes keep everything but a quote. Around a quote stand double ones, in which neither
/// shell expands what is left. What the two read differently there is replaced, and so is a double
/// quote everywhere: Windows PowerShell 5.1 hands it on to a program unescaped, where it would end
/// the argument. None of these is in an address or a path that anybody uses.
#[must_use]
pub fn word(word: &str) -> Cow<'_, str> {
    if needs_no_quotes(word) {
        return Cow::Borrowed(word);
    }
    let quote = if word.contains(SINGLE) { '"' } else { '\'' };
    let mut out = String::with_capacity(word.len() + 2);
    out.push(quote);
    let mut chars = word.chars().peekable();
    while let Some(c) = chars.next() {
        let expands = quote == '"'
            && match c {
                // A POSIX shell takes one of two, and one before the quote takes the quote.
                '\\' => matches!(chars.peek(), None | Some('\\')),
                c => "$`!\u{201c}\u{201d}\u{201e}".contains(c),
            };
        let replaced = expands || c == '"' || is_terminal_control(c);
        out.push(if replaced { '\u{fffd}' } else { c });
    }
    out.push(quote);
    Cow::Owned(out)
}

/// An option with its value; a value that looks like an option is joined to it.
#[must_use]
pub fn option(name: &str, value: &str) -> String {
    let value_word = word(value);
    let joint = if value.starts_with('-') { '=' } else { ' ' };
    format!("{name}{joint}{value_word}")
}

/// A path; one that looks like an option is given by its folder.
#[must_use]
pub fn path(path: &str) -> Cow<'_, str> {
    if path.starts_with('-') {
        return Cow::Owned(word(&format!("./{path}")).into_owned());
    }
    word(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_where_a_shell_would_take_them_apart() {
        for (text, written) in [
            ("alice@contoso.com", "alice@contoso.com"),
            ("", "''"),
            ("<>", "'<>'"),
            ("a b", "'a b'"),
            ("@a", "'@a'"),
            ("$(calc)@contoso.com", "'$(calc)@contoso.com'"),
            ("C:\\mail\\p.yaml", "'C:\\mail\\p.yaml'"),
            ("bob|calc", "'bob|calc'"),
            ("o'brien@contoso.com", "\"o'brien@contoso.com\""),
            ("C:\\O'Brien\\p.yaml", "\"C:\\O'Brien\\p.yaml\""),
            ("'\\\\a\\", "\"'\u{fffd}\\a\u{fffd}\""),
            ("b\u{2019};calc;\u{2019}", "\"b\u{2019};calc;\u{2019}\""),
            ("b';$(calc)`x", "\"b';\u{fffd}(calc)\u{fffd}x\""),
            ("a\" --force \"b", "'a\u{fffd} --force \u{fffd}b'"),
            ("a\nb\u{202e}", "'a\u{fffd}b\u{fffd}'"),
        ] {
            assert_eq!(word(text), written);
        }
        assert_eq!(option("--to", "a@b.c"), "--to a@b.c");
        assert_eq!(option("--to", "--force@b.c"), "--to=--force@b.c");
        assert_eq!(option("--to", "-a b"), "--to='-a b'");
        assert_eq!(path("-p.eml"), "./-p.eml");
    }
}
