#![doc = include_str!("endpoint.md")]

use super::{ANY, Attempt, Failure, Requirement, refusals};
use crate::i18n::{Text, en};
use std::net::IpAddr;

/// The requirement `endpoint`.
pub static REQUIREMENT: Requirement = Requirement {
    id: "endpoint",
    title: "The server's name is an endpoint of Exchange Online",
    methods: ANY,
    page: crate::embedded::apart(embedded!("endpoint.md")),
    check,
};

/// What stands in place of an answer of a service that is not simulated.
pub const NOT_SIMULATED: &str = en("not simulated: whether it takes the message cannot be told");

/// Whether an endpoint is that of High Volume Email, at port 587.
pub(super) fn is_high_volume(endpoint: &str) -> bool {
    endpoint.eq_ignore_ascii_case("smtp-hve.office365.com")
}

/// Whether an endpoint is for client submission.
pub(super) fn is_client(endpoint: &str) -> bool {
    ["smtp.office365.com", "smtp-legacy.office365.com"]
        .iter()
        .any(|e| e.eq_ignore_ascii_case(endpoint))
}

/// Whether an endpoint is what a tenant's MX record names.
pub(super) fn is_mx(endpoint: &str) -> bool {
    let endpoint = endpoint.to_ascii_lowercase();
    [".mail.protection.outlook.com", ".mx.microsoft"]
        .iter()
        .filter_map(|end| endpoint.strip_suffix(end))
        .any(|host| !host.is_empty())
}

fn check(attempt: &Attempt) -> Option<Failure> {
    let endpoint = &attempt.scenario.endpoint;
    (!is_client(endpoint) && !is_mx(endpoint)).then(|| Failure {
        requirement: REQUIREMENT.id,
        refusal: if is_high_volume(endpoint) {
            NOT_SIMULATED
        } else {
            refusals::NOT_SUPPORTED
        },
        because: Text::with(
            if endpoint.parse::<IpAddr>().is_ok() {
                en("`{endpoint}` is an IP address, which Exchange Online does not support in place of a name")
            } else if is_high_volume(endpoint) {
                en("`{endpoint}` is the endpoint of High Volume Email, which has accounts, limits and recipients of its own and is not simulated")
            } else {
                en("`{endpoint}` is not an endpoint of Exchange Online")
            },
            vec![("endpoint", endpoint.clone())],
        ),
        line: None,
        help: if is_high_volume(endpoint) {
            en("what such an account may do is in Microsoft's documentation of High Volume Email; other accounts submit to smtp.office365.com")
        } else {
            en("set smtp.office365.com, or the name in the domain's MX record, such as contoso-com.mail.protection.outlook.com")
        }.into(),
    })
}
