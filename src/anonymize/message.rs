//! Writes the headers of a message that a verdict may depend on, under other names.

use super::names::Names;
use crate::address;
use crate::mail::message::{Header, Message};
use std::fmt::Write as _;

/// How much of a subject is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// Nothing.
    LeftOut,
    /// What stands in front of the first colon, as automatic messages begin.
    Prefix,
    /// All of it.
    Whole,
}

/// Headers with addresses, of which nothing else is written.
const ADDRESSES: [&str; 14] = [
    "Bcc",
    "Cc",
    "Disposition-Notification-To",
    "From",
    "Resent-Bcc",
    "Resent-Cc",
    "Resent-From",
    "Resent-Sender",
    "Resent-To",
    "Return-Path",
    "Return-Receipt-To",
    "Sender",
    "To",
    "X-MS-Exchange-Inbox-Rules-Loop",
];

/// Headers whose values are words of programs.
const WORDS: [&str; 17] = [
    "Auto-Forwarded",
    "Auto-Submitted",
    "Date",
    "Importance",
    "MIME-Version",
    "Message-Context",
    "Precedence",
    "X-Auto-Response-Suppress",
    "X-Autoreply",
    "X-Autorespond",
    "X-MS-Exchange-Generated-Message-Source",
    "X-MS-Exchange-Organization-AuthAs",
    "X-MS-Exchange-Organization-AutoForwarded",
    "X-MS-Exchange-Organization-SCL",
    "X-MS-Mail-Application",
    "X-MS-Mail-Operation-Type",
    "X-Priority",
];

/// Headers that name a message; only that they are there is written.
const IDENTIFIERS: [&str; 2] = ["In-Reply-To", "Message-ID"];

/// Parameters of a Content-Type that tell nothing of anybody.
const PARAMETERS: [&str; 5] = ["boundary", "charset", "format", "report-type", "type"];

fn among(name: &str, of: &[&str]) -> bool {
    of.iter().any(|other| other.eq_ignore_ascii_case(name))
}

/// The headers, with an empty body, and the names of those that are left out; `X-…` stands for
/// those of one organization.
pub(super) fn write(
    message: &Message,
    names: &mut Names,
    subject: Subject,
) -> (String, Vec<String>) {
    let mut out = String::new();
    let mut left_out: Vec<String> = Vec::new();
    for header in &message.headers {
        let name = &*header.name;
        match value(header, names, subject) {
            Some(value) => {
                // A String takes whatever is written to it.
                let _ = writeln!(out, "{name}: {value}");
            }
            None => {
                let told = if is_common(name) { name } else { "X-…" }.to_owned();
                if !left_out.contains(&told) {
                    left_out.push(told);
                }
            }
        }
    }
    out.push('\n');
    (out, left_out)
}

/// What is written of a header.
fn value(header: &Header, names: &mut Names, subject: Subject) -> Option<String> {
    let name = &*header.name;
    let text = header.text();
    if among(name, &ADDRESSES) {
        return Some(mailboxes(&header.value, names));
    }
    if among(name, &WORDS) {
        return Some(names.text(&text));
    }
    if among(name, &IDENTIFIERS) {
        return Some("<message@example.com>".into());
    }
    if name.eq_ignore_ascii_case("Subject") {
        return Some(match subject {
            Subject::LeftOut => left_out(&text, names),
            Subject::Prefix => match text.split_once([':', '：']) {
                Some((prefix, rest)) => format!("{prefix}: {}", left_out(rest, names)),
                None => left_out(&text, names),
            },
            Subject::Whole => text.into_owned(),
        });
    }
    if name.eq_ignore_ascii_case("Content-Type") {
        return Some(content_type(&text));
    }
    None
}

/// Whether the name of a header is one that many organizations have.
fn is_common(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let microsofts = ["x-ms-", "x-microsoft-", "x-forefront-", "x-originator"];
    !lower.starts_with("x-") || microsofts.iter().any(|m| lower.starts_with(m))
}

/// What stands for a subject, with the words that rules look for.
fn left_out(text: &str, names: &Names) -> String {
    let words = names.words_in(text).into_iter();
    std::iter::once("(left out)")
        .chain(words)
        .collect::<Vec<_>>()
        .join(" ")
}

/// The addresses of a header; whether one has a display name stays visible.
fn mailboxes(text: &str, names: &mut Names) -> String {
    let found = address::list(text);
    if found.is_empty() {
        let text = text.trim();
        // The null sender, or a group of nobody; a name alone is no address.
        let nobody = address::is_null_sender(text) || text.ends_with(":;") || text.is_empty();
        return if nobody { text } else { "(left out)" }.to_owned();
    }
    let named = text.contains('<') && !text.trim_start().starts_with('<');
    let all = found.into_iter().map(|address| {
        let address = names.address(&address);
        match named {
            true => format!("Person <{address}>"),
            false if text.contains('<') => format!("<{address}>"),
            false => address,
        }
    });
    let all: Vec<String> = all.collect();
    all.join(", ")
}

/// A Content-Type without the names of files.
fn content_type(text: &str) -> String {
    let mut parts = text.split(';').map(str::trim);
    let media_type = parts.next().unwrap_or_default();
    let known = parts.filter(|part| {
        let name = part.split('=').next().unwrap_or_default();
        among(name.trim(), &PARAMETERS)
    });
    std::iter::once(media_type)
        .chain(known)
        .collect::<Vec<_>>()
        .join("; ")
}
