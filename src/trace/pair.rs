//! Judges every kind of message between a sender and a recipient under a policy, without the message.

use crate::policy::{Author, OutboundPolicy, Policy, RemoteDomain, Route};
use crate::transport::decide;
use crate::transport::message_facts::{ForwardedBy, MessageFacts};
use crate::transport::outcome::Outcome;
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
    /// Where the mail goes.
    pub route: Route<'p>,
    author: Author<'p>,
    recipient: String,
    outbound: Option<&'p OutboundPolicy>,
}

impl<'p> Pair<'p> {
    /// Look both up.
    #[must_use]
    pub fn new(policy: &'p Policy, sender: &str, recipient: &str) -> Self {
        Self {
            policy,
            route: policy.route(recipient),
            author: policy.author(sender),
            recipient: recipient.to_owned(),
            outbound: policy.outbound_for(sender),
        }
    }

    /// The remote domain that applies.
    #[must_use]
    pub fn remote(&self) -> Option<&'p RemoteDomain> {
        self.route.remote.map(|(domain, _)| domain)
    }

    /// What becomes of a message.
    #[must_use]
    pub fn judge(&self, facts: &MessageFacts) -> PairOutcome<'p> {
        let (facts, outbound) = match self.route.forwarded_by {
            Some(_) => {
                let forwarded_by = ForwardedBy::MailboxForwarding;
                let outbound = self.policy.outbound_for(&self.recipient);
                (
                    MessageFacts {
                        forwarded_by,
                        ..*facts
                    },
                    outbound,
                )
            }
            None => (*facts, self.outbound),
        };
        let applicable = decide::applicable_policy(&self.route, &self.author, outbound);
        let ruling = match self.route.accepted {
            Some(_) => None,
            None => decide::stopped_by(&facts, &applicable),
        };
        PairOutcome {
            outcome: decide::outcome(&facts, &self.route, &self.author, &applicable),
            ruling,
        }
    }

    /// What a setting of this name says of a message, where it applies.
    #[must_use]
    pub fn value(&self, facts: &MessageFacts, setting: &str) -> Option<Ruling<'p>> {
        let applicable = decide::applicable_policy(&self.route, &self.author, self.outbound);
        let mut gates = CAN_STOP
            .iter()
            .filter_map(|g| (g.check)(facts, &applicable));
        gates.find(|r| r.setting == setting)
    }
}
