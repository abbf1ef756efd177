//! Asks the policy about a sender and a recipient, without a message.

use crate::policy::{Author, OutboundPolicy, Policy, RemoteDomain, Route};
use crate::transport::decide;
use crate::transport::message_facts::{ForwardedBy, MessageFacts};
use crate::transport::outcome::Outcome;
use crate::transport::setting::Ruling;
use crate::transport::settings::CAN_STOP;

/// What the model says of a case on its way to a recipient.
#[derive(Debug, Clone)]
pub struct Said<'p> {
    /// What becomes of it.
    pub outcome: Outcome,
    /// The setting that stops it.
    pub ruling: Option<Ruling<'p>>,
}

/// What the policy says of one sender and recipient, asked once for all cases.
pub struct Asked<'p> {
    policy: &'p Policy,
    /// Where the mail goes.
    pub route: Route<'p>,
    author: Author<'p>,
    recipient: String,
    outbound: Option<&'p OutboundPolicy>,
}

impl<'p> Asked<'p> {
    /// Ask.
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

    /// What becomes of a case.
    #[must_use]
    pub fn translate(&self, case: &MessageFacts) -> Said<'p> {
        let (case, outbound) = match self.route.forwarded_by {
            Some(_) => {
                let forwarded_by = ForwardedBy::MailboxForwarding;
                let outbound = self.policy.outbound_for(&self.recipient);
                (
                    MessageFacts {
                        forwarded_by,
                        ..*case
                    },
                    outbound,
                )
            }
            None => (*case, self.outbound),
        };
        let applicable = decide::applicable_policy(&self.route, &self.author, outbound);
        let ruling = match self.route.accepted {
            Some(_) => None,
            None => decide::stopped_by(&case, &applicable),
        };
        Said {
            outcome: decide::outcome(&case, &self.route, &self.author, &applicable),
            ruling,
        }
    }

    /// The value of the setting of a name for a case, where it is asked.
    #[must_use]
    pub fn value(&self, case: &MessageFacts, setting: &str) -> Option<Ruling<'p>> {
        let applicable = decide::applicable_policy(&self.route, &self.author, self.outbound);
        let mut gates = CAN_STOP.iter().filter_map(|g| (g.check)(case, &applicable));
        gates.find(|r| r.setting == setting)
    }
}
