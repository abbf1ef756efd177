//! Judges every kind of message between a sender and a recipient under a policy, without the message.

use crate::policy::{AssumedSender, Author, OutboundPolicy, Policy, RemoteDomain};
use crate::transport::basis;
use crate::transport::decide;
use crate::transport::facts::Fact;
use crate::transport::message_facts::MessageFacts;
use crate::transport::outcome::Outcome;
use crate::transport::resolve::{Addressee, resolve};
use crate::transport::rules::{Asked, Disposition, RuleMessage, RuleRecipient, dispose};
use crate::transport::setting::{ApplicablePolicy, Effect, Ruling};
use crate::transport::settings::CAN_STOP;

/// What becomes of a message of some kind.
#[derive(Debug, Clone, PartialEq)]
pub struct PairOutcome<'p> {
    /// What becomes of it.
    pub outcome: Outcome,
    /// The setting or mail flow rule that stops it.
    pub ruling: Option<Ruling<'p>>,
    /// What else may become of it by mail flow rules of which a row does not tell whether they apply.
    pub open: Vec<(Outcome, Option<Ruling<'p>>)>,
}

impl PairOutcome<'_> {
    /// Everything that may become of the message.
    pub fn outcomes(&self) -> impl Iterator<Item = Outcome> {
        std::iter::once(self.outcome).chain(self.open.iter().map(|(outcome, _)| *outcome))
    }

    /// Whether this may become of it.
    #[must_use]
    pub fn may_be(&self, outcome: Outcome) -> bool {
        self.outcomes().any(|o| o == outcome)
    }
}

/// A sender and a recipient, with what a policy has for them: looked up once for all kinds.
pub struct Pair<'a, 'p> {
    /// The policy.
    pub policy: &'p Policy,
    /// The sender, as compared.
    pub sender: &'a str,
    /// The recipient as the row has it, as compared.
    pub recipient: &'a str,
    /// Who is really addressed: the recipient, where the message stays there, else the first for
    /// whom it stands.
    pub addressee: Addressee<'p>,
    author: Author<'p>,
    outbound: Option<&'p OutboundPolicy>,
}

impl<'a, 'p> Pair<'a, 'p> {
    /// Look both up.
    #[must_use]
    pub fn new(policy: &'p Policy, sender: &'a str, recipient: &'a str) -> Self {
        let author = policy.author(sender);
        let addressee = resolve(policy, recipient, author.inside).into_own();
        Self::of(policy, sender, recipient, (author, addressee))
    }

    /// The same for one of those for whom a recipient stands, by its address where that is another;
    /// none where it does not stand for that one.
    #[must_use]
    pub fn to(
        policy: &'p Policy,
        sender: &'a AssumedSender,
        recipient: &'a str,
        addressee: Option<&str>,
    ) -> Option<Self> {
        let author = policy.author(&sender.address);
        let mut all = resolve(policy, recipient, author.inside).into_iter();
        let addressee = all.find(|a| a.address == addressee)?;
        Some(Self {
            outbound: policy.outbound_for_assumed(sender),
            ..Self::of(policy, &sender.address, recipient, (author, addressee))
        })
    }

    fn of(
        policy: &'p Policy,
        sender: &'a str,
        recipient: &'a str,
        (author, addressee): (Author<'p>, Addressee<'p>),
    ) -> Self {
        Self {
            policy,
            sender,
            recipient,
            addressee,
            author,
            outbound: policy.outbound_for(sender),
        }
    }

    /// The remote domain that applies.
    #[must_use]
    pub fn remote(&self) -> Option<&'p RemoteDomain> {
        self.addressee.remote.map(|(domain, _)| domain)
    }

    /// Whether the sender is somebody outside; the null sender is nobody.
    #[must_use]
    pub fn is_from_outside(&self) -> bool {
        !self.author.inside && self.sender.contains('@')
    }

    /// The same, where it is known which mailbox forwarded the message: its outbound spam policy
    /// counts.
    #[must_use]
    pub fn forwarded_by(self, forwarder: Option<&str>) -> Self {
        match forwarder {
            Some(mailbox) => Self {
                outbound: self.policy.outbound_for(mailbox),
                ..self
            },
            None => self,
        }
    }

    /// The facts of a message with who forwards it by the policy, and what of the policy applies.
    fn applied(&self, facts: &MessageFacts) -> (MessageFacts, ApplicablePolicy<'p>) {
        let (facts, outbound) = match decide::forwarder(self.policy, &self.addressee) {
            Some((forwarded_by, outbound)) => (
                MessageFacts {
                    forwarded_by,
                    ..*facts
                },
                outbound,
            ),
            None => (*facts, self.outbound),
        };
        let applicable = decide::applicable_policy(&self.addressee, &self.author, outbound);
        (facts, applicable)
    }

    /// What becomes of a message.
    #[must_use]
    pub fn judge(&self, facts: &MessageFacts) -> PairOutcome<'p> {
        let (facts, applicable) = self.applied(facts);
        let (outcome, ruling) =
            decide::by_settings(&facts, &self.addressee, &self.author, &applicable);
        let mut out = PairOutcome {
            outcome,
            ruling,
            open: Vec::new(),
        };
        if out.outcome.passes() && !self.policy.mail_flow_rules.is_empty() {
            self.apply_rules(&facts, &mut out);
        }
        out
    }

    /// The settings that are asked about a message and let it pass.
    #[must_use]
    pub fn passes(&self, facts: &MessageFacts) -> Vec<Ruling<'p>> {
        let (facts, applicable) = self.applied(facts);
        let rulings = decide::rulings(&facts, &self.addressee, &applicable);
        rulings.filter(|r| r.effect == Effect::Pass).collect()
    }

    /// Sets what mail flow rules do to a message that the settings let pass: a row tells who sent it
    /// and to whom, and nothing of what is in it.
    fn apply_rules(&self, facts: &MessageFacts, out: &mut PairOutcome<'p>) {
        let disposition: Disposition<'p> = dispose(&Asked {
            policy: self.policy,
            message: &RuleMessage::any_from(self.sender),
            kind: facts.kind,
            forwarded_by: facts.forwarded_by,
            recipient: RuleRecipient::of(self.recipient, &self.addressee),
        });
        let passes = out.outcome;
        for step in &disposition.deciding {
            let end = step.end(passes);
            if step.is_certain() {
                (out.outcome, out.ruling) = end;
            } else {
                out.open.push(end);
            }
        }
    }

    /// The facts that decide what becomes of a message, each once.
    #[must_use]
    pub fn facts(&self, facts: &MessageFacts, predicted: &PairOutcome<'p>) -> Vec<&'static Fact> {
        let (facts, applicable) = self.applied(facts);
        basis::of_addressee(
            &self.addressee,
            &facts,
            predicted.outcome,
            predicted.ruling.as_ref(),
            decide::rulings(&facts, &self.addressee, &applicable),
        )
    }

    /// What a setting of this name says of a message, where it applies.
    #[must_use]
    pub fn value(&self, facts: &MessageFacts, setting: &str) -> Option<Ruling<'p>> {
        let applicable = decide::applicable_policy(&self.addressee, &self.author, self.outbound);
        let mut gates = CAN_STOP
            .iter()
            .filter_map(|g| (g.check)(facts, &applicable));
        gates.find(|r| r.setting == setting)
    }
}
