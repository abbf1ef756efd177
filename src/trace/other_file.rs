//! Tells what a text is that is no message trace.

use super::error::Error;
use super::{columns, date, event, response};
use crate::import::format::is_format_table;

/// What a log of Exchange is, other than a message tracking log.
pub(super) fn log(text: &str) -> Option<Error> {
    let heads = text.lines().take_while(|line| line.starts_with('#'));
    let types = heads.filter_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("#Log-type").then(|| value.trim())
    });
    let other = types
        .last()
        .filter(|name| !name.eq_ignore_ascii_case("Message Tracking Log"))?;
    Some(Error::OtherLog {
        found: other.to_owned(),
    })
}

/// Whether something stands in front of a row of a tracking log: the name of the log that it was found
/// in, and perhaps the number of the line, or what a log collector puts before it (host, time, tag).
fn is_found_line(line: &str) -> bool {
    let times = memchr::memchr2_iter(b'T', b't', line.as_bytes()).filter(|at| *at > DATE);
    let mut rows = times.filter_map(|at| line.get(at - DATE..));
    rows.any(is_tracking_row)
}

/// Bytes of a date as logs write it.
const DATE: usize = "2026-08-01".len();

/// Whether a line is a row of a tracking log, or the beginning of one.
pub(super) fn is_tracking_row(line: &str) -> bool {
    let cells: Vec<&str> = line.split(',').collect();
    let is_event = |pair: &[&str]| match pair {
        [source, event] => !source.is_empty() && event::find(event).is_some(),
        _ => false,
    };
    is_dated(line) && cells.windows(2).skip(SOURCE).any(is_event)
}

/// The place of a row's source; the event follows it.
const SOURCE: usize = 7;

/// Whether a line begins as those of Exchange's logs do, with a time and a comma.
fn is_dated(line: &str) -> bool {
    let (time, rest) = line.split_once(',').unwrap_or_default();
    let is_time = !time.contains(' ') && time.contains('T');
    !rest.is_empty() && is_time && date::read(time, None).is_some()
}

/// What columns are that are not those of a message trace, or look as if they were.
pub(super) fn by_names(names: &[&str]) -> Option<Error> {
    let has = |all: &[&str]| columns::has_all(all, names);
    let log = |found: &str| Error::OtherLog {
        found: found.to_owned(),
    };
    if has(&columns::PROTOCOL_LOG) {
        Some(log("SMTP Protocol Log"))
    } else if has(&["datetime", "session", "source", "destination", "direction"]) {
        Some(log("Transport Connectivity Log"))
    } else if has(&["forwarders", "forwardingtype"]) {
        Some(Error::ForwardingReport)
    } else if has(&["auditdata"]) || has(&["operation", "workload"]) {
        Some(Error::AuditRecords)
    } else if has(&["networkmessageid"])
        && [
            &["actiontrigger"][..],
            &["sha256", "filename"],
            &["urldomain"],
            &["url", "actiontype"],
        ]
        .iter()
        .any(|other| has(other))
    {
        Some(Error::BesideEmailEvents)
    } else if has(&["raw"]) {
        Some(Error::RawEvents)
    } else {
        None
    }
}

/// What a text is that has not the columns of a message trace.
pub(super) fn told(text: &str) -> Error {
    let start = text.trim_start();
    let begins = |with: &str| {
        let head = start.get(..with.len());
        head.is_some_and(|head| head.eq_ignore_ascii_case(with))
    };
    let header = start.lines().next().unwrap_or_default();
    let names = header.split([',', ';', '\t']);
    let names: Vec<&str> = names.map(|name| name.trim_matches(['"', ' '])).collect();
    if start.is_empty() {
        Error::EmptyFile
    } else if begins("<!doctype html") || begins("<html") {
        Error::WebPage
    } else if is_format_table(text) {
        Error::FormatTable
    } else if let Some(error) = by_names(&names) {
        error
    } else if is_found_line(header) {
        Error::FoundLines
    } else if start.lines().nth(1).is_some_and(is_found_line) {
        Error::RawEvents
    } else if is_dated(header) {
        Error::OtherLog {
            found: header.chars().take(60).collect(),
        }
    } else if start.lines().take(20).any(has_response) {
        Error::LinesWithResponses
    } else {
        Error::UnknownColumns
    }
}

/// Whether a line of a mail server's log, or of a report, has a response somewhere.
fn has_response(line: &str) -> bool {
    let words = line.match_indices([' ', ':', ';', '\'', '"']);
    let mut behind = words.filter_map(|(at, mark)| line.get(at + mark.len()..));
    response::begins_with_code(line) || behind.any(response::begins_with_code)
}
