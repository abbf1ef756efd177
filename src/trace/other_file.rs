//! Tells what a text is that is no message trace.

use super::columns;
use super::error::Error;
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

/// Whether the name of a log, and perhaps the number of a line, stand in front of a line of it.
fn is_found_line(line: &str) -> bool {
    let lower = line.to_ascii_lowercase();
    let behind = lower.split_once(".log:").map_or("", |(_, behind)| behind);
    let number = behind
        .split_once(':')
        .filter(|(number, _)| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()));
    let row = number.map_or(behind, |(_, row)| row).as_bytes();
    let is_year = row.iter().take(4).all(u8::is_ascii_digit);
    is_year && row.get(4) == Some(&b'-') && row.get(10) == Some(&b't')
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
    } else if columns::has_all(&["forwarders", "forwardingtype"], &names) {
        Error::ForwardingReport
    } else if names.contains(&"_raw") {
        Error::RawEvents
    } else if is_found_line(header) {
        Error::FoundLines
    } else {
        Error::UnknownColumns
    }
}
