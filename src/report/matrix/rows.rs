//! Writes the matrix as CSV, a row for each kind, recipient and class of senders.

use super::deciding;
use crate::diff::matrix::{self, Column};
use crate::i18n::Language;
use crate::report::human;
use crate::text::cell;
use crate::transport::facts::weakest;
use std::io::Write;

/// The columns.
pub const COLUMNS: [&str; 8] = [
    "kind",
    "forwarded_by",
    "recipient",
    "sender",
    "outcome",
    "response",
    "because",
    "basis",
];

/// Write the rows.
///
/// # Errors
/// What the writer says.
pub fn rows<W: Write>(columns: &[Column], file: &str, to: &mut csv::Writer<W>) -> csv::Result<()> {
    to.write_record(COLUMNS)?;
    for (at, (kind, forwarded_by)) in matrix::rows().enumerate() {
        for column in columns {
            for variant in column.cells.get(at).into_iter().flatten() {
                let end = variant.end.as_ref();
                let outcome = end.map_or(super::json::NOT_ADDRESSED, |e| e.outcome.token());
                let response = end.and_then(|e| e.outcome.response());
                let because = end.map_or_else(String::new, |end| {
                    let open = end.open.iter().filter_map(|(_, ruling)| ruling.as_ref());
                    let all = deciding(end).chain(open);
                    let all = all.map(|r| human::because(r, file, Language::English));
                    all.collect::<Vec<_>>().join("; ")
                });
                let cells = [
                    kind.token(),
                    forwarded_by.token(),
                    &column.members.join("; "),
                    &variant.senders.join("; "),
                    outcome,
                    &response.map(|r| r.line()).unwrap_or_default(),
                    &because,
                    end.map_or("", |e| weakest(&e.facts).token()),
                ];
                to.write_record(cells.map(cell).iter().map(|c| c.as_bytes()))?;
            }
        }
    }
    Ok(())
}
