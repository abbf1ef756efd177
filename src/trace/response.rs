//! Takes the response out of what a trace shows, and finds it among the known ones.

use crate::transport::responses::catalogue::{CATALOGUE, Entry, Found};
use crate::transport::responses::{ALL, RULE_REJECTED, Response, rule_rejected};
use memchr::memmem::Finder;
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::sync::LazyLock;

// Most fields have neither, so looking for them must cost little.
static LED: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("LED="));
static RESOLVER: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("RESOLVER."));

/// A response that a trace shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoggedResponse<'a> {
    /// The whole response, as shown.
    pub line: &'a str,
    /// The known responses that it may be: none, one, or several where its text does not tell.
    pub known: Vec<&'static Response>,
}

/// The responses with which one is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind<'a> {
    /// Those of a known response: its line, or its code where the text does not tell.
    Known(Cow<'a, str>),
    /// Others of the same code and name.
    Other(&'a str),
}

impl<'a> LoggedResponse<'a> {
    /// The responses with which it is counted.
    #[must_use]
    pub fn kind(&self) -> Kind<'a> {
        match self.known.as_slice() {
            [one] => Kind::Known(one.line().into()),
            [first, ..] => Kind::Known(first.code.into()),
            [] => {
                let line = without_server(self.line);
                match entry(line) {
                    Some(entry) => Kind::Known(entry.line().into()),
                    None => Kind::Other(code(line)),
                }
            }
        }
    }
}

/// Lines that are remembered.
const SEEN: usize = 4096;
/// Bytes of a line that is.
const LONGEST: usize = 1024;

/// Remembers how lines are counted: looking one up takes longer than all else of its row, and most rows
/// show a line that an earlier one showed.
#[derive(Debug, Default)]
pub(super) struct Seen {
    lines: FxHashMap<Box<str>, SeenKind>,
}

#[derive(Debug)]
enum SeenKind {
    Known(Box<str>),
    /// The response that it begins with goes so far.
    Other(usize),
}

impl Seen {
    /// The responses with which a line is counted, as [`find`] finds it.
    pub(super) fn kind<'a>(&'a mut self, line: &'a str) -> Kind<'a> {
        let line = without_server(line);
        if !self.lines.contains_key(line) {
            let known = known(line);
            let kind = LoggedResponse { line, known }.kind();
            if line.len() > LONGEST {
                return kind;
            }
            if self.lines.len() >= SEEN {
                self.lines.clear();
            }
            let kind = match kind {
                Kind::Known(known) => SeenKind::Known(known.into()),
                Kind::Other(code) => SeenKind::Other(code.len()),
            };
            self.lines.insert(line.into(), kind);
        }
        match self.lines.get(line) {
            Some(SeenKind::Known(known)) => Kind::Known(Cow::Borrowed(known)),
            Some(SeenKind::Other(end)) => Kind::Other(line.get(..*end).unwrap_or(line)),
            None => Kind::Other(line),
        }
    }
}

/// The entry of the catalogue that a response is, where its code or its words tell. The web page
/// has no catalogue.
#[must_use]
pub fn entry(line: &str) -> Option<&'static Entry> {
    if !cfg!(feature = "cli") {
        return None;
    }
    match CATALOGUE.of_line(line) {
        Some(Found {
            entries,
            is_sure: true,
            ..
        }) => entries.first().copied(),
        _ => None,
    }
}

/// A response without the server that gave it, the time and the id, which differ in every one:
/// `… [AM0PR00MB0001.eurprd00.prod.outlook.com 2026-08-01T10:00:00.000Z 08DDD0E2A5C1F3B7]`.
fn without_server(line: &str) -> &str {
    let Some(at) = memchr::memrchr(b'[', line.as_bytes()) else {
        return line;
    };
    let (before, mark) = line.split_at(at);
    let server = mark.trim_matches(['[', ']']).split(' ').next();
    let is_server = server.is_some_and(|s| s.ends_with(".outlook.com"));
    if is_server { before.trim_end() } else { line }
}

/// A response up to its code and the name behind it: `550 5.7.1`, `250 2.1.5 RESOLVER.X.Y`.
fn code(line: &str) -> &str {
    if !begins_with_code(line) {
        return line;
    }
    let end_of = |from: usize| {
        let rest = line.get(from..).unwrap_or_default();
        from + rest.find([' ', ';']).unwrap_or(rest.len())
    };
    let reply = line.find([' ', '-']).unwrap_or(0);
    let code = end_of(reply + 1);
    let with_name = end_of(code + 1);
    let name = line.get(code + 1..with_name).unwrap_or_default();
    let is_name = name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.trim_end_matches('.').contains('.')
        && !name.contains('@');
    let end = if is_name { with_name } else { code };
    line.get(..end).unwrap_or(line)
}

/// The response in a pasted line: `Reason: [{LED=…};{MSG=…}…]`, or `250 2.1.5 RESOLVER…` alone.
#[must_use]
pub fn parse(text: &str) -> Option<LoggedResponse<'_>> {
    let line = find(text)?;
    let known = known(line);
    Some(LoggedResponse { line, known })
}

/// Whether a text has a response.
#[must_use]
pub fn is_in(text: &str) -> bool {
    find(text).is_some()
}

/// Where the response stands in a text.
pub(super) fn find(text: &str) -> Option<&str> {
    let bytes = text.as_bytes();
    if bytes.is_empty() {
        return None;
    }
    if let Some(at) = LED.find(bytes) {
        let rest = text.get(at + 4..)?;
        let line = rest.split('}').next()?.trim();
        return (!line.is_empty()).then_some(line);
    }
    let trimmed = text.trim_start();
    let start = if begins_with_code(trimmed) {
        trimmed
    } else {
        let at = RESOLVER.find(bytes)?;
        let before = text.get(..at)?.trim_end();
        // The two words before it are the code.
        let code = before.rsplit(' ').take(2).map(|w| w.len() + 1).sum();
        let with_code = text.get(at.saturating_sub(code)..);
        let with_code = with_code.filter(|t| begins_with_code(t));
        with_code.or_else(|| text.get(at..))?
    };
    let line = start.split(['\r', '\n', '}', ']']).next()?.trim();
    (!line.is_empty()).then_some(line)
}

/// Whether a text begins as `250 2.1.5` does.
pub(super) fn begins_with_code(text: &str) -> bool {
    if !text.starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let mut words = text.splitn(3, [' ', '-']);
    let is_number = |w: &str| !w.is_empty() && w.bytes().all(|b| b.is_ascii_digit());
    let basic = words.next().is_some_and(|w| w.len() == 3 && is_number(w));
    let enhanced = words.next().is_some_and(|word| {
        let word = word.trim_end_matches(';');
        word.split('.').count() == 3 && word.split('.').all(is_number)
    });
    basic && enhanced
}

/// The response of a mail flow rule that rejects with a status code of its own.
fn by_rule(line: &str) -> Option<&'static Response> {
    let rest = line.strip_prefix("550 ").or(line.strip_prefix("550-"))?;
    let (code, name) = rest.split_once(' ')?;
    let name = name.split(';').next()?.trim();
    let own = code.len() == 7 && code.starts_with("5.7.9");
    (own && RULE_REJECTED.code.ends_with(name) && name.starts_with("TRANSPORT."))
        .then(|| rule_rejected(code))
}

/// Whether a text is a code; `550-5.7.520` is how SMTP marks a line that is not the last.
fn is_code(text: &str, code: &str) -> bool {
    let mut both = text.bytes().zip(code.bytes());
    both.all(|(a, b)| a.eq_ignore_ascii_case(&b) || (a, b) == (b'-', b' '))
}

/// The known responses that a line may be; several where the text does not tell.
#[must_use]
pub fn known(line: &str) -> Vec<&'static Response> {
    let line = line.trim();
    if let Some(rejected) = by_rule(line) {
        return vec![rejected];
    }
    let with_code = ALL.iter().copied().filter_map(|r| {
        let (head, rest) = line.split_at_checked(r.code.len())?;
        // No longer word: `…MSGTYPE.AF` is not `…MSGTYPE.AFX`.
        let ends = !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '.');
        (is_code(head, r.code) && ends).then_some((r, rest))
    });
    let all: Vec<_> = with_code.collect();
    let says = |rest: &str, r: &Response| {
        let rest = rest.trim_start_matches([';', ' ']);
        rest.get(..r.text.len())
            .is_some_and(|t| t.eq_ignore_ascii_case(r.text))
    };
    let exact = all.iter().find(|(r, rest)| says(rest, r));
    if let Some((r, _)) = exact {
        return vec![r];
    }
    // Another text than the known one may belong to another response of the same code.
    let other = (!all.is_empty()).then(|| entry(line)).flatten();
    let is_other = |r: &Response| other.is_some_and(|e| e.predicted().is_none_or(|p| p != r));
    let all = all.into_iter().map(|(r, _)| r);
    all.filter(|r| !is_other(r)).collect()
}
