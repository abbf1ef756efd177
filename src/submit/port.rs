#![doc = include_str!("port.md")]

use super::endpoint::{is_client, is_mx};
use super::{ANY, Attempt, Failure, Method, Requirement, Scenario, refusals};
use crate::i18n::{Text, en};
use std::net::IpAddr;

/// The requirement `port`.
pub static REQUIREMENT: Requirement = Requirement {
    id: "port",
    title: "The server listens on the port",
    methods: ANY,
    page: crate::embedded::apart(embedded!("port.md")),
    check,
};

fn check(attempt: &Attempt) -> Option<Failure> {
    let Scenario { port, endpoint, .. } = attempt.scenario;
    // By which method another server takes mail, and at which port, is its own matter. An address
    // stands for that of a tenant's MX record.
    let is_address = endpoint.parse::<IpAddr>().is_ok();
    if !is_client(endpoint) && !is_mx(endpoint) && !is_address {
        return None;
    }
    let port = *port;
    let (accepted, help) = match (attempt.method, port) {
        (Method::Client, 587 | 25) | (Method::Direct | Method::Relay, 25) => (true, ""),
        (Method::Client, 465) => (
            false,
            en(
                "set port 587 with STARTTLS; a device that speaks on port 465 only cannot use SMTP client submission",
            ),
        ),
        (Method::Client, _) => (false, en("set port 587 with STARTTLS")),
        (Method::Direct | Method::Relay, _) => (false, en("set port 25")),
    };
    (!accepted).then(|| Failure {
        requirement: REQUIREMENT.id,
        refusal: refusals::NO_CONNECTION,
        because: Text::with(
            en("Exchange Online does not accept {method} on port {port}"),
            vec![("port", port.to_string())],
        )
        .with_text("method", attempt.method.name()),
        line: None,
        help: help.into(),
    })
}
