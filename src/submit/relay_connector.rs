#![doc = include_str!("relay_connector.md")]

use super::connectors::matches_device;
use super::{Attempt, Failure, Method, Requirement, refusals};
use crate::i18n::{Text, en};

/// The requirement `relay-connector`.
pub static REQUIREMENT: Requirement = Requirement {
    id: "relay-connector",
    title: "An inbound connector of type OnPremises matches the device",
    methods: &[Method::Relay],
    page: crate::embedded::apart(embedded!("relay_connector.md")),
    check,
};

fn check(attempt: &Attempt) -> Option<Failure> {
    if attempt.connector.is_some() {
        return None;
    }
    let mut connectors = attempt.policy.submission.connectors.iter();
    let near = connectors.find(|c| matches_device(c, attempt.scenario));
    let named = |text, name: &String| Text::with(text, vec![("connector", name.clone())]);
    let because = match near {
        Some(c) if !c.enabled.value => named(en("the connector {connector} is off"), &c.name),
        Some(c) => named(en("the connector {connector} is not of type OnPremises"), &c.name),
        None => en("a recipient is outside, and no inbound connector matches the device by its address or certificate").into(),
    };
    Some(Failure {
        requirement: REQUIREMENT.id,
        refusal: refusals::RELAY,
        because,
        line: near.map(|c| c.enabled.line.filter(|_| !c.enabled.value).unwrap_or(c.line)),
        help: en("create an inbound connector of type OnPremises with the device's fixed public address or its certificate, or sign in at smtp.office365.com").into(),
    })
}
