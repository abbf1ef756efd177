//! Predicts the rows and events that the message trace will show for a verdict.

use super::event::{self, Event};
use super::status::{self, Status};
use crate::i18n::{Language, Text, en};
use crate::mail::message::Message;
use crate::policy::Policy;
use crate::transport::classify::Kind;
use crate::transport::facts::Fact;
use crate::transport::message_facts::ForwardedBy;
use crate::transport::outcome::{Hold, Outcome};
use crate::transport::resolve::{How, Step};
use crate::transport::responses::{self, Response};
use crate::transport::verdict::Verdict;
use mail_parser::{HeaderName, MessageParser};
use std::fmt::Display;

/// The columns of the Extended report as it is downloaded, in its order.
pub const COLUMNS: [&str; 27] = [
    "date_time_utc",
    "client_ip",
    "client_hostname",
    "server_ip",
    "server_hostname",
    "source_context",
    "connector_id",
    "source",
    "event_id",
    "internal_message_id",
    "message_id",
    "network_message_id",
    "recipient_address",
    "recipient_status",
    "total_bytes",
    "recipient_count",
    "related_recipient_address",
    "reference",
    "message_subject",
    "sender_address",
    "return_path",
    "message_info",
    "directionality",
    "tenant_id",
    "original_client_ip",
    "original_server_ip",
    "custom_data",
];

/// What every row of a message says of it; empty where the message does not tell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MessageFields {
    /// The sender; empty for the null sender.
    pub sender: String,
    /// Subject, the first 256 characters.
    pub subject: String,
    /// Message-ID.
    pub message_id: String,
    /// Exchange's own identifier, where the message has been through it.
    pub network_message_id: String,
}

impl MessageFields {
    /// What a message says, which `sender` sends.
    #[must_use]
    pub fn of(message: &Message, sender: &str) -> Self {
        let header = |name: &str| message.header(name).map_or("", |h| h.value.as_ref());
        let subject = header("Subject");
        let decoded = subject.contains("=?").then(|| {
            let source = format!("Subject: {subject}\r\n\r\n");
            let parser = MessageParser::new().header_text(HeaderName::Subject);
            let parsed = parser.parse(source.as_bytes())?;
            parsed.subject().map(str::to_owned)
        });
        let subject = decoded.flatten().unwrap_or_else(|| subject.to_owned());
        Self {
            sender: sender.to_owned(),
            subject: subject.chars().take(256).collect(),
            message_id: header("Message-ID").to_owned(),
            network_message_id: header("X-MS-Exchange-Organization-Network-Message-Id").to_owned(),
        }
    }
}

/// The rows of one recipient's address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop {
    /// The address.
    pub recipient: String,
    /// The address that led here.
    pub related: String,
    /// What the summary shows.
    pub status: &'static Status,
    /// What happens there, in order.
    pub rows: Vec<Row>,
}

/// One event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The event.
    pub event: &'static Event,
    /// The component that logs it; empty where that is not known.
    pub source: &'static str,
    /// What it adds.
    pub source_context: &'static str,
    /// The response, where there is one.
    pub response: Option<&'static Response>,
}

/// What the trace shows if the message is what it may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trail {
    /// The kinds, who forwarded it, and the mail flow rule that applies, for which it holds; empty where
    /// it is certain.
    pub if_kinds: Vec<(Kind, ForwardedBy, Option<String>)>,
    /// What becomes of the message.
    pub outcome: Outcome,
    /// The addresses that it passes.
    pub stops: Vec<Stop>,
    /// 1 in, 2 out; empty where that is not known.
    pub directionality: &'static str,
}

impl Trail {
    /// For which kinds it holds, in words; empty where it is certain.
    #[must_use]
    pub fn condition(&self, language: Language) -> String {
        let all = self.if_kinds.iter().map(|(kind, by, rule)| {
            let property = match by {
                ForwardedBy::ForwardingAddress => "ForwardingAddress",
                ForwardedBy::ForwardingSmtpAddress => "ForwardingSmtpAddress",
                _ => "",
            };
            let sentence = match (by, rule) {
                (ForwardedBy::Nobody, None) => "{kind}",
                (ForwardedBy::Nobody, Some(_)) => {
                    en("{kind}, to which the mail flow rule {rule} applies")
                }
                (_, None) if !property.is_empty() => en("{kind} forwarded by {property}"),
                (_, Some(_)) if !property.is_empty() => {
                    en("{kind} forwarded by {property}, to which the mail flow rule {rule} applies")
                }
                (_, None) => en("{kind} auto-forwarded"),
                (_, Some(_)) => {
                    en("{kind} auto-forwarded, to which the mail flow rule {rule} applies")
                }
            };
            let rule = rule.as_deref().unwrap_or_default();
            let values: &[(&str, &dyn Display)] = &[
                ("kind", &language.translate(kind.name())),
                ("property", &property),
                ("rule", &rule),
            ];
            language.fill(sentence, values)
        });
        language.either(&all.collect::<Vec<_>>())
    }
}

/// The detail view's text for a response.
#[must_use]
pub fn reason(response: &Response) -> String {
    format!("Reason: {}", recipient_status(response))
}

fn recipient_status(response: &Response) -> String {
    let line = response.line();
    format!("[{{LED={line}}};{{MSG=}};{{FQDN=}};{{IP=}};{{LRT=}}]")
}

/// What the trace shows for a verdict: one trail, or one for each outcome that is possible;
/// none where the recipient has no domain.
#[must_use]
pub fn predict(policy: &Policy, verdict: &Verdict, sender: &str) -> Vec<Trail> {
    let way = !verdict.via.is_empty();
    if verdict.possibilities.is_empty() && (verdict.outcome != Outcome::CannotTell || way) {
        return vec![trail(policy, verdict, sender, verdict.outcome)];
    }
    let mut trails: Vec<Trail> = Vec::new();
    for p in &verdict.possibilities {
        let rule = p.if_rule.map(|(rule, _)| rule.to_owned());
        let condition = (p.kind, p.forwarded_by, rule);
        match trails.iter_mut().find(|t| t.outcome == p.outcome) {
            Some(same) => same.if_kinds.push(condition),
            None => {
                let mut new = trail(policy, verdict, sender, p.outcome);
                new.if_kinds.push(condition);
                trails.push(new);
            }
        }
    }
    trails
}

/// What the trace logs for a recipient that stands for another, and what the summary shows of it.
fn gone_on(step: &Step, rows: &mut Vec<Row>) -> &'static Status {
    let row = |event, response| Row {
        event,
        source: "ROUTING",
        source_context: "",
        response,
    };
    let (event, status) = match step.how {
        How::Member(_) => (&event::EXPAND, &status::EXPANDED),
        // One public runbook shows Failed for a forwarded recipient, though nothing failed.
        How::Forwarding(..) => (&event::REDIRECT, &status::FAILED),
        How::External(_) | How::Rule(..) | How::Subaddress => (&event::RESOLVE, &status::RESOLVED),
    };
    rows.push(row(event, None));
    if let Some(response) = step.how.response() {
        rows.push(row(&event::DROP, Some(response)));
    }
    status
}

fn trail(policy: &Policy, verdict: &Verdict, sender: &str, outcome: Outcome) -> Trail {
    let row = |event, source| Row {
        event,
        source,
        source_context: "",
        response: None,
    };
    let mut stops = Vec::new();
    let mut rows = vec![row(&event::RECEIVE, "")];
    let mut at = verdict.recipient.clone();
    let mut related = String::new();
    for (i, step) in verdict.via.iter().enumerate() {
        // The tag stays in the address.
        if matches!(step.how, How::Subaddress) {
            continue;
        }
        let next = verdict.via.get(i + 1).map(|next| next.from.as_str());
        let next = next.or(verdict.sent_to).unwrap_or(&verdict.recipient);
        let recipient = std::mem::replace(&mut at, next.to_owned());
        // A recipient who keeps a copy has a verdict, and so rows, of its own.
        if !step.how.has_own_verdict() {
            let status = gone_on(step, &mut rows);
            stops.push(Stop {
                recipient: recipient.clone(),
                related: std::mem::take(&mut related),
                status,
                rows: std::mem::take(&mut rows),
            });
        }
        related = recipient;
    }
    let (status, last) = match outcome {
        // The agent that asks the rules deletes; the resolver drops.
        Outcome::Dropped(r) if *r == responses::RULE_DELETED => {
            let response = Some(r);
            let fail = row(&event::FAIL, "AGENT");
            (&status::FAILED, Some(Row { response, ..fail }))
        }
        Outcome::Dropped(r) => (
            &status::FAILED,
            Some(Row {
                event: &event::DROP,
                source: "ROUTING",
                source_context: r.source_context.unwrap_or_default(),
                response: Some(r),
            }),
        ),
        Outcome::Rejected(r) => {
            let response = Some(r);
            let fail = row(&event::FAIL, "");
            (&status::FAILED, Some(Row { response, ..fail }))
        }
        Outcome::Leaves => (&status::DELIVERED, Some(row(&event::SEND_EXTERNAL, "SMTP"))),
        Outcome::StaysInside => (
            &status::DELIVERED,
            Some(row(&event::DELIVER, "STOREDRIVER")),
        ),
        Outcome::Held(Hold::Quarantined) => (&status::QUARANTINED, None),
        Outcome::Held(Hold::Redirected) => {
            (&status::RESOLVED, Some(row(&event::REDIRECT, "AGENT")))
        }
        Outcome::Held(Hold::Moderated) => (&status::PENDING, None),
        Outcome::CannotTell => (&status::GETTING_STATUS, None),
    };
    rows.extend(last);
    stops.push(Stop {
        recipient: at,
        related,
        status,
        rows,
    });
    Trail {
        if_kinds: Vec::new(),
        outcome,
        stops,
        directionality: match verdict.accepted {
            None => "2",
            Some(_) if !sender.is_empty() && !policy.is_accepted(sender) => "1",
            Some(_) => "",
        },
    }
}

/// What the trace shows for a recipient.
#[derive(Debug, Clone)]
pub struct PredictedRecipient {
    /// The recipient.
    pub recipient: String,
    /// Its trails.
    pub trails: Vec<Trail>,
    /// What is worth knowing.
    pub notes: Vec<Text>,
    /// The facts that the verdict rests on.
    pub facts: Vec<&'static Fact>,
}

impl PredictedRecipient {
    /// What the trace shows for a verdict on a message of `sender`.
    #[must_use]
    pub fn of(policy: &Policy, verdict: &Verdict, sender: &str) -> Self {
        Self {
            recipient: verdict.recipient.clone(),
            trails: predict(policy, verdict, sender),
            notes: verdict.notes.clone(),
            facts: verdict.facts(),
        }
    }
}

/// What the trace shows for the verdicts on a message: those of each. What several verdicts begin with, such as the rows of a group, is shown once.
#[must_use]
pub fn predict_all(policy: &Policy, verdicts: &[Verdict], sender: &str) -> Vec<PredictedRecipient> {
    let mut shown: Vec<Stop> = Vec::new();
    let mut out = Vec::new();
    for verdict in verdicts {
        let mut predicted = PredictedRecipient::of(policy, verdict, sender);
        for trail in &mut predicted.trails {
            let begin = trail.stops.iter().take_while(|stop| shown.contains(stop));
            let begin = begin.count().min(trail.stops.len().saturating_sub(1));
            trail.stops.drain(..begin);
        }
        let passed = predicted.trails.iter().flat_map(|t| t.stops.split_last());
        shown.extend(passed.flat_map(|(_, before)| before.iter().cloned()));
        let forwarded = |step: &&Step| matches!(step.how, How::Forwarding(..));
        let lost = verdict.via.iter().filter(forwarded);
        for step in lost.filter(|step| !step.how.keeps_copy()) {
            predicted.notes.push(Text::of(
                en("the rows of {address} end in Drop with the status Failed, though nothing failed: its mailbox forwards and keeps no copy"),
                [("address", &step.from)],
            ));
        }
        out.push(predicted);
    }
    out
}

/// The rows of a trail as the Extended report has them.
#[must_use]
pub fn extended(trail: &Trail, fields: &MessageFields) -> Vec<[String; COLUMNS.len()]> {
    let mut out = Vec::new();
    for stop in &trail.stops {
        for row in &stop.rows {
            let status = match (row.response, row.event.name) {
                (Some(response), _) => recipient_status(response),
                (None, "SENDEXTERNAL") => format!("{}##Receive, Send", stop.recipient),
                (None, "DELIVER") => format!("{}##Receive, Deliver", stop.recipient),
                (None, _) => String::new(),
            };
            let return_path = match fields.sender.as_str() {
                "" => "<>",
                sender => sender,
            };
            out.push(COLUMNS.map(|column| {
                let value = match column {
                    "source_context" => row.source_context,
                    "source" => row.source,
                    "event_id" => row.event.name,
                    "message_id" => &fields.message_id,
                    "network_message_id" => &fields.network_message_id,
                    "recipient_address" => &stop.recipient,
                    "recipient_status" => &status,
                    "related_recipient_address" => &stop.related,
                    "message_subject" => &fields.subject,
                    "sender_address" => &fields.sender,
                    "return_path" => return_path,
                    "directionality" => trail.directionality,
                    _ => "",
                };
                value.to_owned()
            }));
        }
    }
    out
}
