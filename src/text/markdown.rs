//! Writes text for Markdown as GitHub shows it, so that nothing of it is markup.
//!
//! Words of letters and digits stand as they are; all else is in code spans. Escapes do not help:
//! GitHub looks for mentions, references and addresses in what is shown, after escapes and
//! entities were decoded, and leaves out only code.

use super::plain;

/// Text on one line, in a paragraph, a heading or a cell of a table.
#[must_use]
pub fn inline(text: &str) -> String {
    let text = one_line(text);
    let pieces = text.split(' ').map(pieces);
    pieces.collect::<Vec<_>>().join(" ")
}

/// Marks that stand between Japanese words in place of a blank, and are no markup.
const BETWEEN: [char; 6] = ['、', '。', '「', '」', '・', '～'];

/// The pieces between such marks.
fn pieces(text: &str) -> String {
    let parts = text.split_inclusive(BETWEEN).map(|part| {
        let said = part.trim_end_matches(BETWEEN);
        let mark = part.get(said.len()..).unwrap_or_default();
        format!("{}{mark}", piece(said))
    });
    parts.collect()
}

/// A text on one line, without blanks around it.
fn one_line(text: &str) -> String {
    let text = text.replace("\r\n", " ").replace(['\r', '\n', '\t'], " ");
    plain(text.trim()).into_owned()
}

/// A sentence on one line, in which a pair of backticks marks what is code; where they do not stand
/// apart from all else, as in [`inline`].
#[must_use]
pub fn sentence(text: &str) -> String {
    let pieces: Vec<&str> = text.split('`').collect();
    let last = pieces.len() - 1;
    let mut out = String::new();
    for (at, piece) in pieces.iter().enumerate() {
        let is_apart = match at % 2 {
            1 => at < last && !piece.is_empty() && piece.trim() == *piece,
            _ => around(piece, at > 0, at < last).is_some(),
        };
        if !is_apart {
            return inline(text);
        }
        if at % 2 == 1 {
            out.push_str(&code(&one_line(piece)));
        } else {
            out.extend(around(piece, at > 0, at < last));
        }
    }
    out
}

/// What stands between two pieces of code, or at an end; none where it would touch one of them with
/// code of its own.
fn around(piece: &str, after_code: bool, before_code: bool) -> Option<String> {
    let mut inside = piece;
    let (mut begin, mut end) = (String::new(), String::new());
    if after_code {
        if let Some(rest) = inside.strip_prefix([',', '.', ':', ';', ')']) {
            begin.push_str(inside.get(..1)?);
            inside = rest;
        }
        if let Some(rest) = inside.strip_prefix(' ') {
            begin.push(' ');
            inside = rest;
        } else if !inside.is_empty() && !inside.starts_with(BETWEEN) {
            return None;
        }
    }
    if before_code {
        if let Some(rest) = inside.strip_suffix('(') {
            end.push('(');
            inside = rest;
        }
        if let Some(rest) = inside.strip_suffix(' ') {
            end.insert(0, ' ');
            inside = rest;
        } else if !inside.is_empty() && !inside.ends_with(BETWEEN) {
            return None;
        }
    }
    let touches =
        after_code && before_code && inside.is_empty() && begin.is_empty() && end.is_empty();
    (!touches).then(|| format!("{begin}{}{end}", inline(inside)))
}

/// What may stand around a word, as in `(a, b):`.
fn encloses(c: char) -> bool {
    matches!(c, '(' | ')' | ',' | ';' | ':' | '.' | '?')
}

/// A piece between two spaces.
fn piece(piece: &str) -> String {
    let inside = piece.trim_start_matches('(');
    let before = piece.len() - inside.len();
    let core = inside.trim_end_matches(encloses);
    // What closes a parenthesis of the core belongs to it, as in `AS(7555)`.
    let opened = core
        .matches('(')
        .count()
        .saturating_sub(core.matches(')').count());
    let behind = inside.get(core.len()..).unwrap_or_default();
    let closed = behind
        .bytes()
        .take_while(|b| *b == b')')
        .count()
        .min(opened);
    let core = inside.get(..core.len() + closed).unwrap_or(core);
    let (before, after) = (piece.get(..before), inside.get(core.len()..));
    let (before, after) = (before.unwrap_or_default(), after.unwrap_or_default());
    if core.is_empty() {
        // Points alone could be a list of one, or the shortcut of an emoji.
        return if piece.is_empty() {
            String::new()
        } else {
            code(piece)
        };
    }
    let is_number = before.is_empty() && core.chars().all(|c| c.is_ascii_digit());
    // `1.` and `1)` could begin a list.
    let begins_list = is_number && after.starts_with(['.', ')']);
    if is_word(core) && !begins_list {
        return piece.to_owned();
    }
    format!("{before}{}{after}", code(core))
}

/// Whether nothing in a piece is markup, an address or a reference.
fn is_word(text: &str) -> bool {
    let letters = |c: char| c.is_alphanumeric() || matches!(c, '-' | '\'' | '→' | '×' | '%');
    // A commit is linked by any seven digits of its number, an issue by `GH-1`, or by such a name
    // of another system that the repository is set up for.
    let mut parts = text.split(|c: char| !c.is_ascii_alphanumeric()).enumerate();
    let is_reference = parts.any(|(at, part)| {
        part.len() >= 7 && part.chars().all(|c| c.is_ascii_hexdigit())
            || at > 0 && part.starts_with(|c: char| c.is_ascii_digit())
    });
    // A hyphen in front could begin a list.
    text.chars().all(letters)
        && !text.starts_with(['-', '\''])
        && !text.contains("--")
        && !is_reference
}

/// A code span, which is also right in a table.
fn code(text: &str) -> String {
    let mut longest = 0;
    let mut run = 0;
    let mut inside = String::with_capacity(text.len() + 2);
    for c in text.chars() {
        run = if c == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
        match c {
            // A table ends its cell here, also in code; `\|` it takes for the character alone.
            // After a backslash it cannot be written.
            '|' if inside.ends_with('\\') => inside.push('\u{fffd}'),
            '|' => inside.push_str("\\|"),
            c => inside.push(c),
        }
    }
    let fence = "`".repeat(longest + 1);
    let pad = if longest > 0 { " " } else { "" };
    format!("{fence}{pad}{inside}{pad}{fence}")
}

/// A line of its own that is shown as it is, as a command to copy is; `margin` stands in front of it
/// within a list.
#[must_use]
pub fn block(text: &str, margin: &str) -> String {
    let text = plain(text);
    let runs = text.split(|c| c != '`').map(str::len);
    let fence = "`".repeat(runs.max().unwrap_or(0).max(2) + 1);
    format!("{margin}{fence}\n{margin}{text}\n{margin}{fence}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn japanese_marks_end_words() {
        let said = "形式: MIME (TNEF になる可能性あり)、プレーンテキスト (MimeHtmlText)";
        assert_eq!(inline(said), said);
        assert_eq!(
            inline("文字セット iso-8859-1、X が指定"),
            "文字セット `iso-8859-1`、X が指定"
        );
        assert_eq!(inline("通知、@user、<b>。"), "通知、`@user`、`<b>`。");
        let several = "`a`、`b` は「`c`」です。`d` も";
        assert_eq!(sentence(several), several);
    }

    #[test]
    fn pairs_of_backticks_mark_code_where_they_stand_apart() {
        for (text, written) in [
            ("say `a b`, or (`c`)", "say `a b`, or (`c`)"),
            ("`a|b` is", "`a\\|b` is"),
            ("`` @octocat", "``` `` ``` `@octocat`"),
            ("a`b`c", "`` a`b`c ``"),
            ("`a``b`", "``` `a``b` ```"),
            ("one ` alone", "one `` ` `` alone"),
            ("@a `b` @c", "`@a` `b` `@c`"),
        ] {
            assert_eq!(sentence(text), written, "{text}");
        }
    }

    #[test]
    fn only_words_stand_outside_code() {
        for (text, written) in [
            ("messages of every kind", "messages of every kind"),
            ("leaves → dropped: it", "leaves → dropped: it"),
            ("bob@fabrikam.com, x", "`bob@fabrikam.com`, x"),
            ("(new.yaml:12)", "(`new.yaml:12`)"),
            ("@octocat", "`@octocat`"),
            (
                "fixes #12, GH-12 and a1b2c3d",
                "fixes `#12`, `GH-12` and `a1b2c3d`",
            ),
            ("https://evil.example", "`https://evil.example`"),
            ("[a](b) ![c](d)", "`[a](b)` `![c](d)`"),
            ("(AS(7555)); f(g(x", "(`AS(7555)`); `f(g(x`"),
            ("<img src=x>", "`<img` `src=x>`"),
            ("a`b", "`` a`b ``"),
            ("a|b", "`a\\|b`"),
            ("a\\|b", "`a\\\u{fffd}b`"),
            ("x\n\n# y\u{202e}", "x  `#` `y\u{fffd}`"),
            (":tada:", "`:tada`:"),
            ("1. a 12, (3)", "`1`. a 12, (3)"),
            ("iso-8859-1 oof-external", "`iso-8859-1` oof-external"),
            ("- a", "`-` a"),
            ("~~~", "`~~~`"),
        ] {
            assert_eq!(inline(text), written);
        }
    }
}
