//! Predicts what a message triggers in the mailbox that it reaches, and what becomes of that.
//!
//! Every kind of reaction has what triggers it, what suppresses it, and a page. A reaction that is
//! made is a message of its own, and is judged as any other.

pub mod assumed;
pub mod auto_reply_by_rule;
mod builder;
pub mod delivery_receipt;
mod error;
pub mod forward_by_rule;
pub mod incoming;
pub mod mailbox_forwarding;
pub mod meeting_forward_notification;
pub mod non_delivery_report;
pub mod non_read_receipt;
pub mod out_of_office;
mod pieces;
mod reached;
pub mod read_receipt;
pub mod redirect_by_rule;
mod rules;
mod summary;
pub mod suppress;
mod tnef;

use crate::address;
use crate::i18n::{Language, Text, en};
use crate::mail::{self, message};
use crate::policy::Policy;
use crate::transport::facts::Fact;
use crate::transport::outcome::{Hold, Outcome};
use crate::transport::resolve::Step;
use crate::transport::responses;
use crate::transport::verdict::Verdict;
pub use builder::ReactionMessage;
pub use error::Error;
pub use incoming::{Arrival, Incoming, Notify, Undeliverable};
pub use summary::Summary;
use suppress::Suppressor;

/// The place of a reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A line of the message.
    Message(u32),
    /// A line of the policy.
    Policy(u32),
    /// In an option of the command line, or nowhere.
    Nowhere,
}

/// Why a reaction is triggered, is not made, or cannot be predicted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// In words.
    pub what: Text,
    /// Its place.
    pub place: Place,
    /// The fact about Exchange that makes it a reason.
    pub fact: Option<&'static Fact>,
}

impl Reason {
    /// A reason without a place in a file.
    fn new(what: impl Into<Text>) -> Self {
        Self::at(what, Place::Nowhere)
    }

    fn at(what: impl Into<Text>, place: Place) -> Self {
        Self {
            what: what.into(),
            place,
            fact: None,
        }
    }

    /// The same, by a fact about Exchange.
    fn by(self, fact: &'static Fact) -> Self {
        let fact = Some(fact);
        Self { fact, ..self }
    }

    fn in_policy(what: impl Into<Text>, line: Option<u32>) -> Self {
        Self::at(what, line.map_or(Place::Nowhere, Place::Policy))
    }

    fn header(header: &message::Header) -> Self {
        Self::header_with(header, "{header}: {value}")
    }

    /// A header with what follows from it: `header` and `value` are its name and value.
    fn header_with(header: &message::Header, sentence: &'static str) -> Self {
        let values = vec![
            ("header", header.name.to_string()),
            ("value", header.text().into_owned()),
        ];
        Self::at(Text::with(sentence, values), Place::Message(header.line))
    }
}

/// A reaction that something triggers, before it is known whether it is made.
#[derive(Debug)]
pub struct Candidate {
    /// What it is, in few words: `external OOF`.
    what: Text,
    /// The same as a token, for file names: `oof-external`.
    token: &'static str,
    /// What triggers it.
    trigger: Reason,
    /// What suppresses it, beyond the suppressors of its kind.
    suppressed_by: Vec<Reason>,
    /// What would have to be known.
    doubts: Vec<Reason>,
    /// The message that it is.
    message: ReactionMessage,
}

/// A kind of reaction: its page, what triggers it and what suppresses it.
#[derive(Debug)]
pub struct ReactionKind {
    /// Kebab-case identifier.
    pub id: &'static str,
    /// What it is, in one line.
    pub title: &'static str,
    /// The page, Markdown with executed examples.
    pub page: &'static str,
    /// What suppresses it.
    pub suppressors: &'static [Suppressor],
    /// The reactions of this kind, or why nothing triggers one.
    pub check: fn(&Incoming) -> Result<Vec<Candidate>, Reason>,
}

/// Every kind, in the order in which they are reported.
pub static REACTIONS: &[&ReactionKind] = &[
    &non_delivery_report::REACTION,
    &mailbox_forwarding::REACTION,
    &delivery_receipt::REACTION,
    &out_of_office::REACTION,
    &auto_reply_by_rule::REACTION,
    &forward_by_rule::REACTION,
    &redirect_by_rule::REACTION,
    &meeting_forward_notification::REACTION,
    &read_receipt::REACTION,
    &non_read_receipt::REACTION,
];

/// Whether a reaction is made, and what becomes of it.
#[derive(Debug)]
pub enum Prediction<'p> {
    /// It is not made: what suppresses it.
    NotMade(Vec<Reason>),
    /// Whether it is made is not known: what would have to be known, and the verdict on it if it
    /// is made.
    CannotTell(Vec<Reason>, Verdict<'p>),
    /// It is made, and the verdict on it.
    Made(Verdict<'p>),
}

/// A reaction that something triggers.
#[derive(Debug)]
pub struct Reaction<'p> {
    /// Its kind.
    pub kind: &'static ReactionKind,
    /// What it is, in few words.
    pub what: Text,
    /// The same as a token, for file names.
    pub token: &'static str,
    /// What triggers it.
    pub trigger: Reason,
    /// The message that it is.
    pub message: ReactionMessage,
    /// Whether it is made, and what becomes of it.
    pub prediction: Prediction<'p>,
    /// The file that it was written to.
    pub file: Option<String>,
}

impl Reaction<'_> {
    /// What becomes of it; `None` where it is not made.
    #[must_use]
    pub fn outcome(&self) -> Option<Outcome> {
        match &self.prediction {
            Prediction::NotMade(_) => None,
            Prediction::CannotTell(..) => Some(Outcome::CannotTell),
            Prediction::Made(verdict) => Some(verdict.outcome),
        }
    }

    /// What becomes of it, in a few words.
    #[must_use]
    pub fn words(&self, language: Language) -> String {
        let what = self.what.localized(language);
        let say = |sentence: &str| language.fill(sentence, &[("what", &what)]);
        match self.outcome() {
            None => say(en("{what} not made")),
            Some(Outcome::Dropped(r)) => {
                let (_, name) = r.code.split_once("RESOLVER.").unwrap_or(("", r.code));
                let name = name.strip_prefix("OOF.").unwrap_or(name);
                let normal = *r == responses::OOF_INT_TO_EXT || *r == responses::OOF_EXT_TO_INT;
                let sentence = if normal {
                    en("{what} dropped, {name} - this is normal")
                } else {
                    en("{what} dropped, {name}")
                };
                language.fill(sentence, &[("what", &what), ("name", &name)])
            }
            Some(Outcome::Rejected(r)) => {
                let sentence = en("{what} rejected, {code}");
                language.fill(sentence, &[("what", &what), ("code", &r.code)])
            }
            Some(Outcome::Leaves) => say(en("{what} leaves")),
            Some(Outcome::StaysInside) => say(en("{what} stays inside")),
            Some(Outcome::Held(Hold::Quarantined)) => say(en("{what} goes to the quarantine")),
            Some(Outcome::Held(Hold::Redirected)) => say(en("{what} goes to others instead")),
            Some(Outcome::Held(Hold::Moderated)) => say(en("{what} goes to a moderator first")),
            Some(Outcome::CannotTell) => say(en("{what} cannot tell")),
        }
    }
}

/// A recipient of the message, and what the message triggers there.
#[derive(Debug)]
pub struct RecipientReactions<'p> {
    /// The recipient, as compared.
    pub recipient: String,
    /// The recipients that stand for it, in order.
    pub via: Vec<Step<'p>>,
    /// Why no mailbox here reacts, where that is so.
    pub no_mailbox: Option<Text>,
    /// The reactions, in the order of the kinds.
    pub reactions: Vec<Reaction<'p>>,
    /// The kinds of which nothing triggers a reaction, and why.
    pub not_triggered: Vec<(&'static ReactionKind, Reason)>,
    /// Actions of the inbox rules that run which are not simulated.
    pub not_simulated: Vec<&'static str>,
}

impl RecipientReactions<'_> {
    /// What happens, in one line.
    #[must_use]
    pub fn words(&self, language: Language) -> String {
        if let Some(why) = &self.no_mailbox {
            return why.localized(language);
        }
        let all = self.reactions.iter();
        let all: Vec<String> = all.map(|r| r.words(language)).collect();
        if all.is_empty() {
            return language.translate(en("triggers nothing")).into();
        }
        // Where commas part what is said of each, as they do in Japanese too.
        all.join(match language {
            Language::English => "; ",
            Language::Japanese => " / ",
        })
    }
}

/// What one message file triggers.
#[derive(Debug)]
pub struct MessageReactions<'p> {
    /// Its path; `-` for standard input.
    pub path: String,
    /// The sender and the recipients, or why the file could not be read.
    pub result: Result<Reactions<'p>, Error>,
}

/// What a message triggers at all its recipients.
#[derive(Debug)]
pub struct Reactions<'p> {
    /// The sender; empty for the null sender.
    pub sender: String,
    /// Whether the sender is inside the organization.
    pub inside: bool,
    /// Its recipients.
    pub recipients: Vec<RecipientReactions<'p>>,
    /// What is wrong with its own dates.
    pub undated: Vec<Text>,
}

/// Predict what the bytes of a message file trigger.
#[must_use]
pub fn react<'p>(
    policy: &'p Policy,
    path: &str,
    bytes: &[u8],
    arrival: &Arrival,
) -> MessageReactions<'p> {
    let sent = mail::as_sent(bytes);
    let message = mail::read(bytes).map_err(Error::from);
    let result = message.and_then(|message| {
        let sent = sent?;
        let recipients = if arrival.to.is_empty() {
            message.recipients()
        } else {
            arrival.to.iter().map(|t| address::normal(t)).collect()
        };
        if recipients.is_empty() {
            return Err(mail::Error::NoRecipient.into());
        }
        let mut incoming = Incoming::new(policy, &message, &sent, arrival);
        let mut reactions = Vec::new();
        for recipient in recipients {
            reached::reached(&mut incoming, &recipient, &mut reactions);
        }
        Ok(Reactions {
            undated: incoming.undated(),
            inside: incoming.is_from_inside(),
            sender: incoming.sender,
            recipients: reactions,
        })
    });
    MessageReactions {
        path: path.to_owned(),
        result,
    }
}
