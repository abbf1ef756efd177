//! Writes verdicts as CSV, a row for each message and recipient.

use crate::evaluate::Judged;
use crate::i18n::Language;
use crate::text::cell;
use crate::transport::outcome::Outcome;
use std::io::Write;

/// The columns.
pub const COLUMNS: [&str; 13] = [
    "path",
    "sender",
    "recipient",
    "kind",
    "auto_forwarded",
    "remote_domain",
    "outcome",
    "response",
    "because",
    "transmission",
    "charset",
    "notes",
    "basis",
];

/// The rows of a message.
///
/// # Errors
/// What the writer says.
pub fn rows<W: Write>(judged: &Judged, file: &str, to: &mut csv::Writer<W>) -> csv::Result<()> {
    let j = match &judged.result {
        Err(reason) => {
            return to.write_record([
                &*cell(&judged.path),
                "",
                "",
                "",
                "",
                "",
                "unreadable",
                "",
                "",
                "",
                "",
                &*cell(&reason.to_string()),
                "",
            ]);
        }
        Ok(j) => j,
    };
    let kinds: Vec<&str> = j.class.kinds.iter().map(|k| k.token()).collect();
    for v in &j.verdicts {
        let because: Vec<String> = v
            .because()
            .map(|r| super::human::because(r, file, Language::English))
            .collect();
        let notes: Vec<String> = v.notes.iter().map(ToString::to_string).collect();
        let because = because.join("; ");
        let notes = notes.join("; ");
        let kinds = kinds.join("|");
        let domain = v
            .remote_domain
            .map_or_else(String::new, |d| d.domain.pattern.to_string());
        let responses = match v.outcome {
            Outcome::CannotTell => Vec::new(),
            _ => v.responses(),
        };
        let responses: Vec<String> = responses.iter().map(|r| r.line()).collect();
        let response = responses.join(" | ");
        let format = v.format.as_ref();
        let charset = format.and_then(|f| f.parts.first()?.charset.as_deref());
        let cells = [
            judged.path.as_str(),
            &j.sender,
            &v.recipient,
            &kinds,
            j.class
                .auto_forwarded
                .map_or("", |f| if f { "true" } else { "false" }),
            &domain,
            v.outcome.token(),
            &response,
            &because,
            format.map_or("", |f| f.style.transmission.token()),
            charset.unwrap_or_default(),
            &notes,
            v.basis().token(),
        ];
        to.write_record(cells.map(cell).iter().map(|c| c.as_bytes()))?;
    }
    Ok(())
}
