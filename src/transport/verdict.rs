//! Holds what is decided: the outcome, with its reasons and what is worth knowing.

use crate::i18n::Text;
use crate::policy::domain::Match;
use crate::policy::{AcceptedDomain, RemoteDomain};
use crate::transport::classify::Kind;
use crate::transport::convert::MessageForm;
use crate::transport::message_facts::{ForwardedBy, MessageFacts};
use crate::transport::outcome::Outcome;
use crate::transport::resolve::Step;
use crate::transport::responses::Response;
use crate::transport::setting::Ruling;

/// What would happen if the message were of one of its possible kinds.
#[derive(Debug, Clone, PartialEq)]
pub struct Possibility<'p> {
    /// The kind.
    pub kind: Kind,
    /// Who forwarded it.
    pub forwarded_by: ForwardedBy,
    /// The outcome then.
    pub outcome: Outcome,
    /// The setting that stops it then.
    pub because: Option<Ruling<'p>>,
    /// The mail flow rule that must apply for it, with its line, where that cannot be seen.
    pub if_rule: Option<(&'p str, u32)>,
}

impl Possibility<'_> {
    /// Whether somebody forwarded it.
    #[must_use]
    pub fn is_forwarded(&self) -> bool {
        self.forwarded_by != ForwardedBy::Nobody
    }
}

/// The verdict for a message and one recipient.
#[derive(Debug, Clone)]
pub struct Verdict<'p> {
    /// The recipient, as compared.
    pub recipient: String,
    /// Where it is really sent, if elsewhere; a name of nobody's where that cannot be told.
    pub sent_to: Option<&'p str>,
    /// The recipients that stand for that address, in order; each one's own copy ends there.
    pub via: Vec<Step<'p>>,
    /// The accepted domain, for a recipient inside.
    pub accepted: Option<&'p AcceptedDomain>,
    /// The remote domain, and why it won.
    pub remote_domain: Option<Applies<'p>>,
    /// Whether it is inside and the policy does not list it.
    pub not_listed: bool,
    /// Whether it is a mail user whose mailbox is on premises, with a remote domain of its own.
    pub on_premises: bool,
    /// What the outcome was decided for, where that is one kind and one forwarder.
    pub decided_for: Option<MessageFacts>,
    /// What happens; where the possible responses differ, with the first (see
    /// [`Verdict::response`]).
    pub outcome: Outcome,
    /// The outcome where `outcome` is `CannotTell` because it rests on weaker facts than were asked
    /// for (see [`Verdict::demand`]).
    pub withheld: Option<Outcome>,
    /// Every setting that had a say, in order.
    pub asked: Vec<Ruling<'p>>,
    /// The form in which it leaves; where the outcome is `CannotTell`, the form if it leaves.
    pub format: Option<MessageForm<'p>>,
    /// What else to know.
    pub notes: Vec<Text>,
    /// Each possibility, where the outcome is `CannotTell` or their responses differ.
    pub possibilities: Vec<Possibility<'p>>,
}

/// The remote domain that applies to a recipient.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Applies<'p> {
    /// The remote domain.
    pub domain: &'p RemoteDomain,
    /// Why it won.
    pub how: Match,
}

impl<'p> Verdict<'p> {
    /// The response; `None` where there is none, or where it depends on the kind of the message.
    #[must_use]
    pub fn response(&self) -> Option<&'static Response> {
        let one = self.possibilities.is_empty();
        self.outcome.response().filter(|_| one)
    }

    /// Every response that is possible, each once.
    #[must_use]
    pub fn responses(&self) -> Vec<&'static Response> {
        let mut all = Vec::new();
        let possible = self.possibilities.iter().map(|p| p.outcome);
        let outcomes = self.response().map(|_| self.outcome);
        for response in outcomes
            .into_iter()
            .chain(possible)
            .filter_map(Outcome::response)
        {
            if !all.contains(&response) {
                all.push(response);
            }
        }
        all
    }

    /// The outcome in words, of the past or of the present, without a response that depends on
    /// the kind of the message.
    #[must_use]
    pub fn outcome_words(&self, past: bool) -> Text {
        match self.response() {
            None if self.outcome.response().is_some() => self.outcome.token().into(),
            _ => self.outcome.sentence(past),
        }
    }

    /// The settings that decided: those that stopped it, or let it out and gave it its form.
    pub fn because(&self) -> impl Iterator<Item = &Ruling<'p>> {
        self.asked.iter().filter(|r| match self.outcome {
            Outcome::Leaves => r.shapes(),
            Outcome::Dropped(_) | Outcome::Rejected(_) | Outcome::Held(_) => r.stops().is_some(),
            Outcome::StaysInside | Outcome::CannotTell => false,
        })
    }
}
