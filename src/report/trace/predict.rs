//! Writes the rows and events that the trace will show.

use crate::decide::Outcome;
use crate::report::text::{Calm, cell, plain};
use crate::trace::predict::{COLUMNS, Facts, Stop, Trail, extended, reason};
use crate::words::Sentence;
use serde::Serialize;
use std::io::{self, Write};

/// What is predicted for a message.
#[derive(Debug, Clone)]
pub struct Predicted {
    /// The message's file.
    pub path: String,
    /// What every row says.
    pub facts: Facts,
    /// Each recipient, its trails, and what is worth knowing.
    pub recipients: Vec<(String, Vec<Trail>, Vec<Sentence>)>,
}

/// The format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For people.
    Human,
    /// One JSON document.
    Json,
    /// The Extended report.
    Csv,
}

/// A report that is being written.
#[derive(Debug)]
pub struct Report {
    format: Format,
    begun: bool,
}

impl Report {
    /// Begin it.
    ///
    /// # Errors
    /// What the writer says.
    pub fn begin(format: Format, policy: &str, to: &mut impl Write) -> io::Result<Self> {
        match format {
            Format::Human => {}
            Format::Json => {
                to.write_all(br#"{"version":1,"policy":"#)?;
                serde_json::to_writer(&mut *to, policy)?;
                to.write_all(b",\"messages\":[\n")?;
            }
            Format::Csv => {
                let mut table = csv::Writer::from_writer(&mut *to);
                table.write_record(COLUMNS.iter().chain(&["rdsim_if"]))?;
                table.flush()?;
            }
        }
        Ok(Self {
            format,
            begun: false,
        })
    }

    /// Write what is predicted for a message.
    ///
    /// # Errors
    /// What the writer says.
    pub fn message(&mut self, message: &Predicted, to: &mut impl Write) -> io::Result<()> {
        let first = !std::mem::replace(&mut self.begun, true);
        match self.format {
            Format::Human => {
                if !first {
                    writeln!(to)?;
                }
                writeln!(to, "{}", plain(&message.path))?;
                for recipient in &message.recipients {
                    human(recipient, "  ", &mut Calm(&mut *to))?;
                }
                Ok(())
            }
            Format::Json => {
                if !first {
                    to.write_all(b",\n")?;
                }
                json(message, to)
            }
            Format::Csv => {
                let mut table = csv::Writer::from_writer(&mut *to);
                for trail in message.recipients.iter().flat_map(|(_, trails, _)| trails) {
                    let condition = trail.condition();
                    for row in extended(trail, &message.facts) {
                        let cells = row.iter().chain([&condition]).map(|value| cell(value));
                        table.write_record(cells.map(std::borrow::Cow::into_owned))?;
                    }
                }
                table.flush()
            }
        }
    }

    /// End it.
    ///
    /// # Errors
    /// What the writer says.
    pub fn end(self, to: &mut impl Write) -> io::Result<()> {
        match self.format {
            Format::Json => to.write_all(b"\n]}\n"),
            Format::Human | Format::Csv => Ok(()),
        }
    }
}

/// What the trace shows for a recipient, each line after `indent`.
///
/// # Errors
/// What the writer says.
pub fn human(
    (recipient, trails, notes): &(String, Vec<Trail>, Vec<Sentence>),
    indent: &str,
    to: &mut impl Write,
) -> io::Result<()> {
    if trails.is_empty() {
        let who = plain(recipient);
        writeln!(to, "{indent}{who}\n{indent}  nothing can be predicted")?;
    }
    for trail in trails {
        if !trail.if_kinds.is_empty() {
            writeln!(to, "{indent}if {}:", plain(&trail.condition()))?;
        }
        let deeper = format!("{indent}  ");
        let indent = if trail.if_kinds.is_empty() {
            indent
        } else {
            &deeper
        };
        for stop in &trail.stops {
            address(stop, indent, to)?;
        }
    }
    for note in notes {
        writeln!(to, "{indent}  note: {}", plain(&note.to_string()))?;
    }
    Ok(())
}

fn address(stop: &Stop, indent: &str, to: &mut impl Write) -> io::Result<()> {
    let status = stop.status;
    writeln!(to, "{indent}{}", plain(&stop.recipient))?;
    writeln!(to, "{indent}  status {}: {}", status.name, status.meaning)?;
    for row in &stop.rows {
        writeln!(to, "{indent}  {}", row.event.detail)?;
        if let Some(response) = row.response {
            writeln!(to, "{indent}    {}", reason(response))?;
        }
    }
    Ok(())
}

#[derive(Serialize)]
struct MessageV1<'a> {
    path: &'a str,
    sender: &'a str,
    subject: &'a str,
    message_id: &'a str,
    recipients: Vec<RecipientV1<'a>>,
}

#[derive(Serialize)]
struct RecipientV1<'a> {
    recipient: &'a str,
    possibilities: Vec<TrailV1<'a>>,
    notes: &'a [Sentence],
}

#[derive(Serialize)]
struct TrailV1<'a> {
    if_kinds: Vec<IfV1>,
    outcome: &'static str,
    response: Option<String>,
    stops: Vec<StopV1<'a>>,
}

#[derive(Serialize)]
struct IfV1 {
    kind: &'static str,
    auto_forwarded: bool,
}

#[derive(Serialize)]
struct StopV1<'a> {
    recipient: &'a str,
    related_recipient: Option<&'a str>,
    status: &'static str,
    status_meaning: &'static str,
    events: Vec<EventV1>,
}

#[derive(Serialize)]
struct EventV1 {
    event: &'static str,
    detail: &'static str,
    meaning: &'static str,
    source: Option<&'static str>,
    source_context: Option<&'static str>,
    reason: Option<String>,
}

fn some<T: AsRef<str> + ?Sized>(text: &T) -> Option<&T> {
    (!text.as_ref().is_empty()).then_some(text)
}

fn json(message: &Predicted, to: &mut impl Write) -> io::Result<()> {
    let recipients = message.recipients.iter();
    let shape = MessageV1 {
        path: &message.path,
        sender: &message.facts.sender,
        subject: &message.facts.subject,
        message_id: &message.facts.message_id,
        recipients: recipients
            .map(|(recipient, trails, notes)| RecipientV1 {
                recipient,
                possibilities: trails.iter().map(trail).collect(),
                notes,
            })
            .collect(),
    };
    Ok(serde_json::to_writer(to, &shape)?)
}

fn trail(trail: &Trail) -> TrailV1<'_> {
    let kinds = trail.if_kinds.iter();
    TrailV1 {
        if_kinds: kinds
            .map(|(kind, auto_forwarded)| IfV1 {
                kind: kind.token(),
                auto_forwarded: *auto_forwarded,
            })
            .collect(),
        outcome: Outcome::token(trail.outcome),
        response: trail.outcome.response().map(|r| r.line()),
        stops: trail.stops.iter().map(stop).collect(),
    }
}

fn stop(stop: &Stop) -> StopV1<'_> {
    let rows = stop.rows.iter();
    StopV1 {
        recipient: &stop.recipient,
        related_recipient: some(stop.related.as_str()),
        status: stop.status.name,
        status_meaning: stop.status.meaning,
        events: rows
            .map(|row| EventV1 {
                event: row.event.name,
                detail: row.event.detail,
                meaning: row.event.meaning,
                source: some(row.source),
                source_context: some(row.source_context),
                reason: row.response.map(reason),
            })
            .collect(),
    }
}
