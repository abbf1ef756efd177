//! Judges every kind of message between a sender and a recipient under a policy, without the message.

use crate::policy::{Author, OutboundPolicy, Policy, RemoteDomain};
use crate::transport::decide;
use crate::transport::message_facts::MessageFacts;
use crate::transport::outcome::Outcome;
use crate::transport::resolve::{Addressee, resolve};
use crate::transport::setting::Ruling;
use crate::transport::settings::CAN_STOP;

/// What becomes of a message of some kind.
#[derive(Debug, Clone)]
pub struct PairOutcome<'p> {
    /// What becomes of it.
    pub outcome: Outcome,
    /// The setting that stops it.
    pub ruling: Option<Ruling<'p>>,
}

/// A sender and a recipient, with what a policy has for them: looked up once for all kinds.
pub struct Pair<'p> {
    policy: &'p Policy,
    /// Who is really addressed: the recipient, where the message stays there, else the first for
    /// whom it stands.
    pub addressee: Addressee<'p>,
    author: Author<'p>,
    outbound: Option<&'p OutboundPolicy>,
}

impl<'p> Pair<'p> {
    /// Look both up.
    #[must_use]
    pub fn new(policy: &'p Policy, sender: &str, recipient: &str) -> Self {
        let author = policy.author(sender);
        Self {
            policy,
            addressee: resolve(policy, recipient, author.inside).into_own(),
            author,
            outbound: policy.outbound_for(sender),
        }
    }

    /// The remote domain that applies.
    #[must_use]
    pub fn remote(&self) -> Option<&'p RemoteDomain> {
        self.addressee.remote.map(|(domain, _)| domain)
    }

    /// What becomes of a message.
    #[must_use]
    pub fn judge(&self, facts: &MessageFacts) -> PairOutcome<'p> {
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
        PairOutcome {
            outcome: decide::outcome(&facts, &self.addressee, &self.author, &applicable),
            ruling: decide::stopped_by(&facts, &self.addressee, &applicable),
        }
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
