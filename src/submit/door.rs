//! Requires an endpoint that exists, and a port on which it listens.

use super::{Failure, Requirement, Way, refusals};

const ANY: &[Way] = &[Way::Client, Way::Direct, Way::Relay];

/// Whether an endpoint is for client submission.
pub(super) fn is_client(endpoint: &str) -> bool {
    ["smtp.office365.com", "smtp-legacy.office365.com"]
        .iter()
        .any(|e| e.eq_ignore_ascii_case(endpoint))
}

/// Whether an endpoint is what a tenant's MX record names.
fn is_mx(endpoint: &str) -> bool {
    let endpoint = endpoint.to_ascii_lowercase();
    let host = endpoint.strip_suffix(".mail.protection.outlook.com");
    host.is_some_and(|host| !host.is_empty())
}

pub(super) const ENDPOINT: Requirement = Requirement {
    id: "endpoint",
    ways: ANY,
    check: |case| {
        let endpoint = &case.scenario.endpoint;
        (!is_client(endpoint) && !is_mx(endpoint)).then(|| Failure {
            requirement: ENDPOINT.id,
            refusal: refusals::NOT_SUPPORTED,
            because: match endpoint.parse::<std::net::IpAddr>() {
                Ok(_) => format!("`{endpoint}` is an IP address, which Exchange Online does not support in place of a name"),
                Err(_) => format!("`{endpoint}` is not an endpoint of Exchange Online"),
            },
            line: None,
            help: "set smtp.office365.com, or the name in the domain's MX record, such as contoso-com.mail.protection.outlook.com".into(),
        })
    },
};

pub(super) const PORT: Requirement = Requirement {
    id: "port",
    ways: ANY,
    check: |case| {
        let port = case.scenario.port;
        let (taken, help) = if case.way == Way::Client {
            (port == 587 || port == 25, "set port 587 with STARTTLS")
        } else {
            (port == 25, "set port 25")
        };
        (!taken).then(|| Failure {
            requirement: PORT.id,
            refusal: refusals::NO_CONNECTION,
            because: format!(
                "Exchange Online does not take {} on port {port}",
                case.way.name()
            ),
            line: None,
            help: help.into(),
        })
    },
};
