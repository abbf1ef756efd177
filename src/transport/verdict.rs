//! Holds what is decided: the outcome, with its reasons and what is worth knowing.

use crate::i18n::Text;
use crate::policy::{AcceptedDomain, RemoteDomain};
use crate::transport::classify::Kind;
use crate::transport::convert::MessageForm;
use crate::transport::outcome::Outcome;
use crate::transport::setting::Ruling;

/// What would happen if the message were of one of its possible kinds.
#[derive(Debug, Clone, PartialEq)]
pub struct Possibility<'p> {
    /// The kind.
    pub kind: Kind,
    /// Whether it is auto-forwarded.
    pub auto_forwarded: bool,
    /// The outcome then.
    pub outcome: Outcome,
    /// The setting that stops it then.
    pub because: Option<Ruling<'p>>,
}

/// The verdict for a message and one recipient.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict<'p> {
    /// The recipient, as compared.
    pub recipient: String,
    /// Where it is really sent, if elsewhere.
    pub sent_to: Option<&'p str>,
    /// The accepted domain, for a recipient inside.
    pub accepted: Option<&'p AcceptedDomain>,
    /// The remote domain, and why it won.
    pub remote_domain: Option<Applies<'p>>,
    /// What happens.
    pub outcome: Outcome,
    /// Every setting that had a say, in order.
    pub asked: Vec<Ruling<'p>>,
    /// The form in which it leaves; where the outcome is `CannotTell`, the form if it leaves.
    pub format: Option<MessageForm<'p>>,
    /// What else to know.
    pub notes: Vec<Text>,
    /// Where the outcome is `CannotTell`: each possibility.
    pub possibilities: Vec<Possibility<'p>>,
}

/// The remote domain that applies to a recipient.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Applies<'p> {
    /// The remote domain.
    pub domain: &'p RemoteDomain,
    /// Why it won, in words.
    pub why: &'static str,
}

impl<'p> Verdict<'p> {
    /// The settings that decided: those that stopped it, or let it out and gave it its form.
    pub fn because(&self) -> impl Iterator<Item = &Ruling<'p>> {
        self.asked.iter().filter(|r| match self.outcome {
            Outcome::Leaves => r.shapes(),
            Outcome::Dropped(_) | Outcome::Rejected(_) => r.stops().is_some(),
            Outcome::StaysInside | Outcome::CannotTell => false,
        })
    }
}
