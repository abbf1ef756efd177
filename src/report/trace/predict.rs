//! Writes the rows and events that the trace will show.

use super::TraceFormat;
use crate::i18n::{Language, Text, en};
use crate::report::human;
use crate::report::json::BasisV1;
use crate::text::{SanitizingWriter, cell, plain};
use crate::trace::predict::PredictedRecipient;
use crate::trace::predict::{COLUMNS, MessageFields, Stop, Trail, extended, reason};
use crate::trace::reactions::PredictedReaction;
use crate::transport::message_facts::ForwardedBy;
use crate::transport::outcome::Outcome;
use serde::Serialize;
use std::fmt::Display;
use std::io::{self, Write};

/// What is predicted for a message.
#[derive(Debug, Clone)]
pub struct Predicted {
    /// The message's file.
    pub path: String,
    /// What every row says.
    pub fields: MessageFields,
    /// Each recipient.
    pub recipients: Vec<PredictedRecipient>,
    /// What it triggers, where that was asked for.
    pub reactions: Option<Vec<PredictedReaction>>,
}

/// A report that is being written.
#[derive(Debug)]
pub struct Report {
    format: TraceFormat,
    /// The language for people.
    language: Language,
    begun: bool,
}

impl Report {
    /// Begin it.
    ///
    /// # Errors
    /// What the writer says.
    pub fn begin(
        format: TraceFormat,
        language: Language,
        policy: &str,
        to: &mut impl Write,
    ) -> io::Result<Self> {
        match format {
            TraceFormat::Human => {}
            TraceFormat::Json => {
                to.write_all(br#"{"version":1,"policy":"#)?;
                serde_json::to_writer(&mut *to, policy)?;
                to.write_all(b",\"messages\":[\n")?;
            }
            TraceFormat::Csv => {
                let mut table = csv::Writer::from_writer(&mut *to);
                table.write_record(COLUMNS.iter().chain(&["rdsim_if", "rdsim_reaction"]))?;
                table.flush()?;
            }
        }
        Ok(Self {
            format,
            language,
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
            TraceFormat::Human => {
                let to = &mut SanitizingWriter(to);
                if !first {
                    writeln!(to)?;
                }
                writeln!(to, "{}", plain(&message.path))?;
                for recipient in &message.recipients {
                    words(recipient, "  ", self.language, to)?;
                }
                let reactions = message.reactions.iter().flatten();
                reactions
                    .into_iter()
                    .try_for_each(|r| reaction(r, self.language, to))
            }
            TraceFormat::Json => {
                if !first {
                    to.write_all(b",\n")?;
                }
                json(message, to)
            }
            TraceFormat::Csv => {
                let mut table = csv::Writer::from_writer(&mut *to);
                for trail in message.recipients.iter().flat_map(|r| &r.trails) {
                    rows(
                        trail,
                        &message.fields,
                        trail.condition(Language::English),
                        "",
                        &mut table,
                    )?;
                }
                for r in message.reactions.iter().flatten() {
                    for trail in &r.recipient.trails {
                        let made = (!r.depends_on.is_empty()).then(|| "it is made".to_owned());
                        let which =
                            Some(trail.condition(Language::English)).filter(|c| !c.is_empty());
                        let condition: Vec<_> = made.into_iter().chain(which).collect();
                        rows(
                            trail,
                            &r.fields,
                            condition.join(" and "),
                            r.token,
                            &mut table,
                        )?;
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
            TraceFormat::Json => to.write_all(b"\n]}\n"),
            TraceFormat::Human | TraceFormat::Csv => Ok(()),
        }
    }
}

/// The rows of a trail in the Extended report.
fn rows<W: Write>(
    trail: &Trail,
    fields: &MessageFields,
    condition: String,
    reaction: &str,
    table: &mut csv::Writer<W>,
) -> io::Result<()> {
    let more = [condition, reaction.to_owned()];
    for row in extended(trail, fields) {
        let cells = row.iter().chain(&more).map(|value| cell(value));
        table.write_record(cells.map(std::borrow::Cow::into_owned))?;
    }
    Ok(())
}

/// What the trace shows of a reaction.
fn reaction(r: &PredictedReaction, lang: Language, to: &mut impl Write) -> io::Result<()> {
    let mailbox = plain(&r.mailbox);
    let (what, because) = (r.what.localized(lang), r.because.localized(lang));
    let values: &[(&str, &dyn Display)] = &[
        ("what", &plain(&what)),
        ("mailbox", &mailbox),
        ("cause", &plain(&because)),
    ];
    let sentence = if r.depends_on.is_empty() {
        en("{what} of {mailbox}, triggered by {cause}")
    } else {
        en("perhaps {what} of {mailbox}, triggered by {cause}")
    };
    writeln!(to, "  {}", lang.fill(sentence, values))?;
    for doubt in &r.depends_on {
        let doubt = doubt.localized(lang);
        let cause = plain(&doubt);
        let depends = lang.fill(en("it depends on {cause}"), &[("cause", &cause)]);
        writeln!(to, "    {depends}")?;
    }
    words(&r.recipient, "    ", lang, to)
}

/// What the trace shows for a recipient, each line after `indent`.
///
/// # Errors
/// What the writer says.
pub fn words(
    predicted: &PredictedRecipient,
    indent: &str,
    lang: Language,
    to: &mut impl Write,
) -> io::Result<()> {
    let trails = &predicted.trails;
    if trails.is_empty() {
        let who = plain(&predicted.recipient);
        let nothing = lang.translate(en("nothing can be predicted"));
        writeln!(to, "{indent}{who}\n{indent}  {nothing}")?;
    }
    for trail in trails {
        if !trail.if_kinds.is_empty() {
            let condition = trail.condition(lang);
            let condition = lang.fill(en("if {condition}:"), &[("condition", &condition)]);
            writeln!(to, "{indent}{condition}")?;
        }
        let deeper = format!("{indent}  ");
        let indent = if trail.if_kinds.is_empty() {
            indent
        } else {
            &deeper
        };
        for stop in &trail.stops {
            address(stop, indent, lang, to)?;
        }
    }
    let certain = trails.iter().all(|t| t.if_kinds.is_empty()) && !trails.is_empty();
    if let Some(doubt) = human::doubt(&predicted.facts, lang).filter(|_| certain) {
        writeln!(to, "{indent}  {doubt}")?;
    }
    for note in &predicted.notes {
        let note = lang.fill(en("note: {note}"), &[("note", &note.localized(lang))]);
        writeln!(to, "{indent}  {note}")?;
    }
    Ok(())
}

fn address(stop: &Stop, indent: &str, lang: Language, to: &mut impl Write) -> io::Result<()> {
    let status = stop.status;
    writeln!(to, "{indent}{}", plain(&stop.recipient))?;
    let name = match lang {
        Language::English => status.name.to_owned(),
        Language::Japanese => format!("{} ({})", status.japanese, status.name),
    };
    let values: &[(&str, &dyn Display)] = &[
        ("name", &name),
        ("meaning", &lang.translate(status.meaning)),
    ];
    let status = lang.fill(en("status {name}: {meaning}"), values);
    writeln!(to, "{indent}  {status}")?;
    for row in &stop.rows {
        writeln!(to, "{indent}  {}", lang.translate(row.event.detail))?;
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
    #[serde(skip_serializing_if = "Option::is_none")]
    reactions: Option<Vec<ReactionV1<'a>>>,
}

#[derive(Serialize)]
struct ReactionV1<'a> {
    reaction: &'static str,
    what: &'a Text,
    mailbox: &'a str,
    because: &'a Text,
    depends_on: &'a [Text],
    sender: &'a str,
    subject: &'a str,
    message_id: &'a str,
    #[serde(flatten)]
    recipient: RecipientV1<'a>,
}

#[derive(Serialize)]
struct RecipientV1<'a> {
    recipient: &'a str,
    possibilities: Vec<TrailV1<'a>>,
    #[serde(flatten)]
    basis: BasisV1,
    notes: &'a [Text],
}

#[derive(Serialize)]
struct TrailV1<'a> {
    if_kinds: Vec<IfV1<'a>>,
    outcome: &'static str,
    response: Option<String>,
    stops: Vec<StopV1<'a>>,
}

#[derive(Serialize)]
struct IfV1<'a> {
    kind: &'static str,
    auto_forwarded: bool,
    forwarded_by: &'static str,
    if_rule: Option<&'a str>,
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
    let reactions = message.reactions.as_ref();
    let shape = MessageV1 {
        path: &message.path,
        sender: &message.fields.sender,
        subject: &message.fields.subject,
        message_id: &message.fields.message_id,
        recipients: recipients.map(shape_of).collect(),
        reactions: reactions.map(|all| all.iter().map(reaction_shape).collect()),
    };
    Ok(serde_json::to_writer(to, &shape)?)
}

fn shape_of(predicted: &PredictedRecipient) -> RecipientV1<'_> {
    RecipientV1 {
        recipient: &predicted.recipient,
        possibilities: predicted.trails.iter().map(trail).collect(),
        basis: BasisV1::of(&predicted.facts),
        notes: &predicted.notes,
    }
}

fn reaction_shape(r: &PredictedReaction) -> ReactionV1<'_> {
    ReactionV1 {
        reaction: r.token,
        what: &r.what,
        mailbox: &r.mailbox,
        because: &r.because,
        depends_on: &r.depends_on,
        sender: &r.fields.sender,
        subject: &r.fields.subject,
        message_id: &r.fields.message_id,
        recipient: shape_of(&r.recipient),
    }
}

fn trail(trail: &Trail) -> TrailV1<'_> {
    let kinds = trail.if_kinds.iter();
    TrailV1 {
        if_kinds: kinds
            .map(|(kind, forwarded_by, rule)| IfV1 {
                kind: kind.token(),
                auto_forwarded: *forwarded_by != ForwardedBy::Nobody,
                forwarded_by: forwarded_by.token(),
                if_rule: rule.as_deref(),
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
