//! Tells senders and recipients apart as far as mail flow rules do.

use super::holds::{Holds, holds};
use super::{Asked, people};
use crate::policy::mail_flow_rule::{Part, Predicate, Test};
use crate::policy::{MailFlowRule, Policy};

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

/// What all conditions say that look at one end of a message, each with the place of its rule:
/// rules treat those alike of whom they say the same.
#[must_use]
pub fn said_of(asked: &Asked, end: EndOfMail) -> Vec<(u32, Holds)> {
    let mut said = Vec::new();
    for (place, rule) in (0..).zip(&asked.policy.mail_flow_rules) {
        if !rule.acts() {
            continue;
        }
        let predicates = rule.predicates.iter();
        for predicate in predicates.filter(|p| looks_at(p, end)) {
            if predicate.test == Test::Between {
                let who = match end {
                    EndOfMail::Sender => asked.message.from,
                    EndOfMail::Recipient => asked.recipient.primary,
                };
                let groups = [&*predicate.values, predicate.of.as_slice()];
                let member = |groups| people::is_member(asked.policy, who, groups);
                said.extend(groups.map(|groups| (place, member(groups))));
            } else {
                said.push((place, holds(predicate, rule, asked, &[])));
            }
        }
    }
    said
}

/// The places of the rules that act and that no condition on the recipient rules out, in order. No
/// such condition depends on the sender, on the kind or on what earlier rules changed.
#[must_use]
pub fn open_to_recipient(asked: &Asked) -> Vec<usize> {
    let is_open = |rule: &MailFlowRule| {
        rule.acts()
            && rule.predicates.iter().all(|predicate| {
                let excluded = if predicate.except {
                    Holds::Yes
                } else {
                    Holds::No
                };
                predicate.test == Test::Between
                    || !looks_at(predicate, EndOfMail::Recipient)
                    || holds(predicate, rule, asked, &[]) != excluded
            })
    };
    let rules = asked.policy.mail_flow_rules.iter().enumerate();
    rules
        .filter(|(_, rule)| is_open(rule))
        .map(|(place, _)| place)
        .collect()
}
