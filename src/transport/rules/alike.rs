//! Tells senders and recipients apart as far as mail flow rules do.

use super::holds::{Holds, holds};
use super::{Asked, people};
use crate::policy::Policy;
use crate::policy::mail_flow_rule::{Part, Predicate, Test};

/// The two ends of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndOfMail {
    /// The sender.
    Sender,
    /// The recipient.
    Recipient,
}

/// Whether a condition looks at one end.
fn looks_at(predicate: &Predicate, end: EndOfMail) -> bool {
    matches!(
        (predicate.test, end),
        (
            Test::Text(Part::Sender, _) | Test::FromScope(_),
            EndOfMail::Sender
        ) | (
            Test::Text(Part::Recipient, _) | Test::SentToScope(_),
            EndOfMail::Recipient
        ) | (Test::Between, _)
    )
}

/// The conditions of all rules that act which look at one end.
pub fn conditions(policy: &Policy, end: EndOfMail) -> impl Iterator<Item = &Predicate> {
    let rules = policy.mail_flow_rules.iter().filter(|rule| rule.acts());
    let all = rules.flat_map(|rule| &rule.predicates);
    all.filter(move |predicate| looks_at(predicate, end))
}

/// What all conditions say that look at one end of a message: rules treat those alike of whom they
/// say the same.
#[must_use]
pub fn said_of(asked: &Asked, end: EndOfMail) -> Vec<Holds> {
    let mut said = Vec::new();
    for rule in asked.policy.mail_flow_rules.iter().filter(|r| r.acts()) {
        let predicates = rule.predicates.iter();
        for predicate in predicates.filter(|p| looks_at(p, end)) {
            if predicate.test == Test::Between {
                let who = match end {
                    EndOfMail::Sender => asked.message.from,
                    EndOfMail::Recipient => asked.recipient.primary,
                };
                let groups = [&*predicate.values, predicate.of.as_slice()];
                said.extend(groups.map(|g| people::is_member(asked.policy, who, g)));
            } else {
                said.push(holds(predicate, rule, asked, &[]));
            }
        }
    }
    said
}
