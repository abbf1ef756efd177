#![doc = include_str!("relay_sender.md")]

use super::connectors::{associated, vouches};
use super::{Case, Failure, Requirement, Way, refusals, sender_domain};

/// The room of relay-sender.
pub static REQUIREMENT: Requirement = Requirement {
    id: "relay-sender",
    title: "The sender or the certificate is of an accepted domain",
    ways: &[Way::Relay],
    page: include_str!("relay_sender.md"),
    check,
};

fn check(case: &Case) -> Option<Failure> {
    let c = case.connector?;
    if vouches(case.policy, c, case.scenario) {
        return None;
    }
    let domain = match sender_domain(case.scenario) {
        domain if domain.is_empty() => "the empty sender".to_owned(),
        domain => domain,
    };
    let (because, help) = if associated(c, case.scenario) {
        (
            format!(
                "{domain} is not an accepted domain, and the connector {} does not know the device by a certificate of one",
                c.name
            ),
            "send from an accepted domain, or use a connector by certificate whose name is an accepted domain",
        )
    } else {
        (
            format!(
                "AssociatedAcceptedDomains of the connector {} leave {domain} out",
                c.name
            ),
            "send from one of these domains, or add the sender's domain to AssociatedAcceptedDomains",
        )
    };
    Some(Failure {
        requirement: REQUIREMENT.id,
        refusal: refusals::RELAY,
        because,
        line: Some(c.line),
        help: help.into(),
    })
}
