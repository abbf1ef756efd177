#![doc = include_str!("partner_source.md")]

use super::connectors::{by_address, by_certificate, partner, partners};
use super::{Attempt, Failure, Method, Requirement, refusals};
use crate::i18n::{Text, en};

/// The requirement `partner-source`.
pub static REQUIREMENT: Requirement = Requirement {
    id: "partner-source",
    title: "No Partner connector refuses the sender's address or certificate",
    methods: &[Method::Direct],
    page: crate::embedded::apart(embedded!("partner_source.md")),
    check,
};

fn check(attempt: &Attempt) -> Option<Failure> {
    let s = attempt.scenario;
    // Where a connector matches the device, that one is used.
    let matching = partner(attempt.policy, s);
    let mut candidates =
        partners(attempt.policy, s).filter(|c| matching.is_none_or(|k| std::ptr::eq(k, *c)));
    candidates.find_map(|c| {
        let address = c.restrict_addresses.value && !by_address(c, s);
        let certificate = c.restrict_certificate.value && !by_certificate(c, s);
        let (line, because) = if address {
            (c.restrict_addresses.line, en("the Partner connector {connector} is for this sender: RestrictDomainsToIPAddresses: true, and the address is none of its SenderIPAddresses"))
        } else if certificate {
            (c.restrict_certificate.line, en("the Partner connector {connector} is for this sender: RestrictDomainsToCertificate: true, and no certificate of the device has its TlsSenderCertificateName"))
        } else {
            return None;
        };
        Some(Failure {
            requirement: REQUIREMENT.id,
            refusal: refusals::PARTNER,
            because: Text::with(because, vec![("connector", c.name.clone())]),
            line,
            help: en("create an inbound connector of type OnPremises for the device, or sign in at smtp.office365.com").into(),
        })
    })
}
