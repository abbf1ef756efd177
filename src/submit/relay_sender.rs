#![doc = include_str!("relay_sender.md")]

use super::connectors::{associated, attributes_to_tenant};
use super::{Attempt, Failure, Method, Requirement, refusals, sender_domain};
use crate::i18n::{Text, en};

/// The requirement `relay-sender`.
pub static REQUIREMENT: Requirement = Requirement {
    id: "relay-sender",
    title: "The sender or the certificate is of an accepted domain",
    methods: &[Method::Relay],
    page: crate::embedded::apart(embedded!("relay_sender.md")),
    check,
};

fn check(attempt: &Attempt) -> Option<Failure> {
    let c = attempt.connector?;
    if attributes_to_tenant(attempt.policy, c, attempt.scenario) {
        return None;
    }
    let (because, help) = if associated(c, attempt.scenario) {
        (
            en(
                "{domain} is not an accepted domain, and the connector {connector} does not match the device by a certificate of one",
            ),
            en(
                "send from an accepted domain, or use a connector by certificate whose name is an accepted domain",
            ),
        )
    } else {
        (
            en("AssociatedAcceptedDomains of the connector {connector} leave {domain} out"),
            en(
                "send from one of these domains, or add the sender's domain to AssociatedAcceptedDomains",
            ),
        )
    };
    let mut values = vec![("connector", c.name.clone())];
    let domain = sender_domain(attempt.scenario);
    let because = if domain.is_empty() {
        Text::with(because, values).with_text("domain", en("the empty sender"))
    } else {
        values.push(("domain", domain));
        Text::with(because, values)
    };
    Some(Failure {
        requirement: REQUIREMENT.id,
        refusal: refusals::RELAY,
        because,
        line: Some(c.line),
        help: help.into(),
    })
}
