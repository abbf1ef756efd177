//! Writes one CSV row per message and recipient.

use crate::corpus::Judged;
use std::io::Write;

/// The columns.
pub const COLUMNS: [&str; 12] = [
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
];

/// The rows of a message.
///
/// # Errors
/// What the writer says.
pub fn rows<W: Write>(judged: &Judged, file: &str, to: &mut csv::Writer<W>) -> csv::Result<()> {
    let j = match &judged.result {
        Err(reason) => {
            return to.write_record([
                judged.path.as_str(),
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
                reason,
            ]);
        }
        Ok(j) => j,
    };
    let kinds: Vec<&str> = j.class.kinds.iter().map(|k| k.token()).collect();
    for v in &j.verdicts {
        let because: Vec<String> = v
            .because()
            .map(|r| super::human::because(r, file))
            .collect();
        let notes: Vec<String> = v.notes.iter().map(ToString::to_string).collect();
        to.write_record([
            judged.path.as_str(),
            &j.sender,
            &v.recipient,
            &kinds.join("|"),
            j.class
                .auto_forwarded
                .map_or("", |f| if f { "true" } else { "false" }),
            &v.remote_domain
                .map_or_else(String::new, |d| d.domain.pattern.to_string()),
            v.outcome.token(),
            &v.outcome
                .response()
                .map_or_else(String::new, crate::responses::Response::line),
            &because.join("; "),
            v.format
                .as_ref()
                .map_or("", |f| f.style.transmission.token()),
            v.format
                .as_ref()
                .and_then(|f| f.parts.first())
                .and_then(|p| p.charset.as_deref())
                .unwrap_or_default(),
            &notes.join("; "),
        ])?;
    }
    Ok(())
}
