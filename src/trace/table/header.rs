//! Finds what separates the fields of a table, and the lines that are no rows.

use super::super::columns::Columns;

/// Whether a line is a spreadsheet's `sep=;`; the delimiter is found without it.
fn is_separator(line: &str) -> bool {
    let rest = line.trim().trim_matches('"').strip_prefix("sep=");
    rest.is_some_and(|rest| rest.len() <= 1)
}

/// Whether a record is the rule between a header and the rows, as Markdown and SQL tools draw it.
pub(super) fn is_rule(record: &[u8]) -> bool {
    let is_drawn = |b: &u8| {
        matches!(
            b,
            b'-' | b':' | b'|' | b'+' | b',' | b';' | b'"' | b' ' | b'\t'
        )
    };
    memchr::memchr(b'-', record).is_some() && record.iter().all(is_drawn)
}

/// The delimiter of a table that begins so, and its columns where they are those of a tracking log
/// that does not name them.
pub(super) fn delimiter(head: &[u8]) -> Option<(u8, Option<Columns>)> {
    let text = String::from_utf8_lossy(head);
    let header = text.split(['\r', '\n']).find_map(|line| {
        let fields = line.trim_start_matches('"').strip_prefix("#Fields:");
        match fields {
            Some(fields) => Some(fields),
            None => (!line.starts_with('#') && !line.trim().is_empty() && !is_separator(line))
                .then_some(line),
        }
    })?;
    let known = |d: u8| {
        let names = header.split(char::from(d));
        let names = names.map(|n| n.trim_matches(['"', ' ']));
        Columns::of(names).map(|columns| (columns.known(), d))
    };
    let all = [b'|', b'\t', b';', b','].into_iter().filter_map(known);
    if let Some((_, delimiter)) = all.max() {
        return Some((delimiter, None));
    }
    let row = fields(header.as_bytes(), b',');
    let row: Vec<&str> = row.iter().map(String::as_str).collect();
    Columns::of_tracking_log(&row).map(|columns| (b',', Some(columns)))
}

/// The fields of one record.
pub(in crate::trace) fn fields(record: &[u8], delimiter: u8) -> Vec<String> {
    let mut out = Vec::new();
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(record);
    let mut fields = csv::ByteRecord::new();
    if let Ok(true) = reader.read_byte_record(&mut fields) {
        out.extend(
            fields
                .iter()
                .map(|f| String::from_utf8_lossy(f).into_owned()),
        );
    }
    out
}
