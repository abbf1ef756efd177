#![doc = include_str!("port.md")]

use super::{ANY, Case, Failure, Requirement, Way, refusals};
use crate::i18n::{Text, en};

/// The room of port.
pub static REQUIREMENT: Requirement = Requirement {
    id: "port",
    title: "The server listens on the port",
    ways: ANY,
    page: include_str!("port.md"),
    check,
};

fn check(case: &Case) -> Option<Failure> {
    let port = case.scenario.port;
    let (taken, help) = match (case.way, port) {
        (Way::Client, 587 | 25) | (Way::Direct | Way::Relay, 25) => (true, ""),
        (Way::Client, 465) => (
            false,
            en(
                "set port 587 with STARTTLS; a device that speaks on port 465 only cannot use SMTP client submission",
            ),
        ),
        (Way::Client, _) => (false, en("set port 587 with STARTTLS")),
        (Way::Direct | Way::Relay, _) => (false, en("set port 25")),
    };
    (!taken).then(|| Failure {
        requirement: REQUIREMENT.id,
        refusal: refusals::NO_CONNECTION,
        because: Text::with(
            en("Exchange Online does not take {way} on port {port}"),
            vec![("port", port.to_string())],
        )
        .with_text("way", case.way.name()),
        line: None,
        help: help.into(),
    })
}
