//! Judges messages: the kind of each, and a verdict for each of its recipients.

pub mod assumed;

use crate::address;
use crate::i18n::{Text, en};
use crate::mail::message::Message;
use crate::mail::{self, Error, Mail};
use crate::policy::Policy;
use crate::transport::classify::{self, Class, Evidence, Kind};
use crate::transport::decide::{self, Envelope};
use crate::transport::facts::Basis;
use crate::transport::message_facts::ForwardedBy;
use crate::transport::outcome::Outcome;
use crate::transport::verdict::Verdict;

/// What the user states beside the messages, and holds instead of what they say.
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
    /// `--min-basis`: what rests on weaker facts cannot be told.
    pub min_basis: Option<Basis>,
    /// Whether nothing else is known of the message: what a mail flow rule looks for in it may be
    /// there or not.
    pub unseen: bool,
}

/// The result of one message.
#[derive(Debug, Clone)]
pub struct Judged<'p> {
    /// Its file, with `/`, and its number or name in there; `-` for standard input.
    pub path: String,
    /// The result, or why there is none.
    pub result: Result<Judgement<'p>, Error>,
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
    /// What is assumed of a message that nobody has; nothing of one that was read.
    pub assumed: Vec<Text>,
}

/// Judge the bytes of a message file.
#[must_use]
pub fn judge<'p>(
    policy: &'p Policy,
    path: &str,
    bytes: &[u8],
    overrides: &Overrides,
) -> Judged<'p> {
    judge_message(policy, path, mail::read(bytes), overrides)
}

/// Judge a message as it was found.
#[must_use]
pub fn judge_mail<'p>(policy: &'p Policy, mail: &Mail, overrides: &Overrides) -> Judged<'p> {
    judge_message(policy, &mail.name, mail.message(), overrides)
}

/// Judge a message that was read, or could not be.
#[must_use]
pub fn judge_message<'p>(
    policy: &'p Policy,
    path: &str,
    message: Result<Message, Error>,
    overrides: &Overrides,
) -> Judged<'p> {
    let result = message.and_then(|message| {
        let mut envelope = envelope(&message, overrides);
        if envelope.recipients.is_empty() {
            return Err(Error::NoRecipient);
        }
        let mut class = classify::classify(&message, overrides.kind);
        if let Some(by) = overrides.forwarded_by {
            class.auto_forwarded = Some(by == ForwardedBy::InboxRule);
        }
        if overrides.forwarded_by.is_none()
            && class.auto_forwarded == Some(false)
            && let Some((mailbox, header)) = decide::forwarding_mailbox(policy, &message)
        {
            envelope.forwarded_by = Some(ForwardedBy::MailboxForwarding);
            class.evidence.push(Evidence::header(header));
            let note = if overrides.to.is_empty() {
                en("the forwarding of the mailbox {mailbox} sent it on, by ForwardingAddress or ForwardingSmtpAddress, and To names its first recipient, not where it goes: give `--to`")
            } else {
                en("the forwarding of the mailbox {mailbox} sent it on, by ForwardingAddress or ForwardingSmtpAddress")
            };
            class.notes.push(Text::of(note, [("mailbox", &mailbox)]));
        }
        if overrides.to.is_empty()
            && let Some((mailbox, sent_on)) = classify::sent_on_by_rule(&message)
        {
            let note = en("a rule of {mailbox} {sent_on} it, and To names its first recipient, not where it goes: give `--to`");
            let note = Text::of(note, [("mailbox", &mailbox)]);
            class.notes.push(note.with_text("sent_on", sent_on));
        }
        let mut verdicts = decide::decide(policy, &message, &class, &envelope);
        if overrides.unseen {
            // The parts of its body are none of the message's.
            let forms = verdicts.iter_mut().filter_map(|v| v.format.as_mut());
            forms.for_each(|form| form.parts.clear());
        }
        if let Some(least) = overrides.min_basis {
            verdicts.iter_mut().for_each(|v| v.demand(least));
        }
        Ok(Judgement {
            class,
            sender: envelope.sender,
            verdicts,
            assumed: Vec::new(),
        })
    });
    Judged {
        path: path.to_owned(),
        result,
    }
}

/// Who a message is from and to.
pub(crate) fn envelope(message: &Message, overrides: &Overrides) -> Envelope {
    let (sender, author) = match overrides.from.as_deref() {
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
    let from = overrides.from.as_deref();
    let from = from.filter(|from| !address::is_null_sender(from));
    Envelope {
        from: from.map(address::normal),
        sender,
        author,
        recipients: if overrides.to.is_empty() {
            message.recipients()
        } else {
            overrides.to.iter().map(|t| address::normal(t)).collect()
        },
        forwarded_by: overrides.forwarded_by,
        unseen: overrides.unseen,
    }
}

/// Counts over all verdicts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// Messages.
    pub messages: u64,
    /// Messages that could not be read.
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
    /// Verdicts that a mail flow rule sends it elsewhere.
    pub held: u64,
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
        self.held += other.held;
    }
}

impl Summary {
    /// Count one message.
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
                        Outcome::Held(_) => self.held += 1,
                        Outcome::CannotTell => self.cannot_tell += 1,
                    }
                }
            }
        }
    }
}
