//! Judges one message file after another with both cores, in the order in which they were given.

use crate::address;
use crate::i18n::{Text, en};
use crate::mail::message::Message;
use crate::mail::{Content, Mail};
use crate::policy::Policy;
use crate::transport::classify::{self, Class, Kind};
use crate::transport::decide::{self, Envelope};
use crate::transport::message_facts::ForwardedBy;
use crate::transport::outcome::Outcome;
use crate::transport::verdict::Verdict;

/// What the user knows beyond the messages.
#[derive(Debug, Clone, Default)]
pub struct Overrides {
    /// `--from`.
    pub from: Option<String>,
    /// `--to`.
    pub to: Vec<String>,
    /// `--kind`.
    pub kind: Option<Kind>,
    /// `--forwarded-by`.
    pub forwarded_by: Option<ForwardedBy>,
}

/// What became of one file.
#[derive(Debug, Clone)]
pub struct Judged<'p> {
    /// Its path, with `/`; `-` for standard input.
    pub path: String,
    /// The result, or why the file could not be read.
    pub result: Result<Judgement<'p>, Text>,
}

/// The kind of a message and a verdict per recipient.
#[derive(Debug, Clone)]
pub struct Judgement<'p> {
    /// The kind and its evidence.
    pub class: Class,
    /// The sender; empty for the null sender.
    pub sender: String,
    /// A verdict per recipient.
    pub verdicts: Vec<Verdict<'p>>,
}

/// Judge the bytes of a message file.
#[must_use]
pub fn judge<'p>(policy: &'p Policy, path: &str, bytes: &[u8], told: &Overrides) -> Judged<'p> {
    judged(policy, path, crate::mail::read(bytes), told)
}

/// Judge a message as it was found.
#[must_use]
pub fn judge_mail<'p>(policy: &'p Policy, mail: &Mail, told: &Overrides) -> Judged<'p> {
    let content = mail.content.as_ref().map_err(Clone::clone);
    judged(policy, mail.name, content.and_then(Content::message), told)
}

fn judged<'p>(
    policy: &'p Policy,
    path: &str,
    message: Result<Message, Text>,
    told: &Overrides,
) -> Judged<'p> {
    let result = message.and_then(|message| {
        let envelope = envelope(&message, told);
        if envelope.recipients.is_empty() {
            return Err(en("the message names no recipient; give one with `--to`").into());
        }
        let mut class = classify::classify(&message, told.kind);
        if let Some(by) = told.forwarded_by {
            class.auto_forwarded = Some(by == ForwardedBy::InboxRule);
        }
        let verdicts = decide::decide(policy, &message, &class, &envelope);
        Ok(Judgement {
            class,
            sender: envelope.sender,
            verdicts,
        })
    });
    Judged {
        path: path.to_owned(),
        result,
    }
}

fn envelope(message: &Message, told: &Overrides) -> Envelope {
    let (sender, author) = match told.from.as_deref() {
        Some(from) if address::is_null_sender(from) => (String::new(), message.author()),
        Some(from) => (address::normal(from), address::normal(from)),
        None => {
            let sender = message.sender();
            let author = if sender.is_empty() {
                message.author()
            } else {
                sender.clone()
            };
            (sender, author)
        }
    };
    Envelope {
        sender,
        author,
        recipients: if told.to.is_empty() {
            message.recipients()
        } else {
            told.to.iter().map(|t| address::normal(t)).collect()
        },
        forwarded_by: told.forwarded_by,
    }
}

/// Counts over all verdicts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// Message files.
    pub messages: u64,
    /// Files that could not be read.
    pub unreadable: u64,
    /// Verdicts that leave.
    pub leaves: u64,
    /// Verdicts that stay inside.
    pub stays_inside: u64,
    /// Verdicts dropped.
    pub dropped: u64,
    /// Verdicts rejected.
    pub rejected: u64,
    /// Verdicts that cannot be told.
    pub cannot_tell: u64,
}

impl std::ops::AddAssign for Summary {
    fn add_assign(&mut self, other: Self) {
        self.messages += other.messages;
        self.unreadable += other.unreadable;
        self.leaves += other.leaves;
        self.stays_inside += other.stays_inside;
        self.dropped += other.dropped;
        self.rejected += other.rejected;
        self.cannot_tell += other.cannot_tell;
    }
}

impl Summary {
    /// Count one file.
    pub fn add(&mut self, judged: &Judged<'_>) {
        self.messages += 1;
        match &judged.result {
            Err(_) => self.unreadable += 1,
            Ok(j) => {
                for verdict in &j.verdicts {
                    match verdict.outcome {
                        Outcome::Leaves => self.leaves += 1,
                        Outcome::StaysInside => self.stays_inside += 1,
                        Outcome::Dropped(_) => self.dropped += 1,
                        Outcome::Rejected(_) => self.rejected += 1,
                        Outcome::CannotTell => self.cannot_tell += 1,
                    }
                }
            }
        }
    }
}
