#![doc = include_str!("partner_source.md")]

use super::connectors::{by_address, by_certificate, partner, partners};
use super::{Case, Failure, Requirement, Way, refusals};
use crate::i18n::{Text, en};

/// The room of partner-source.
pub static REQUIREMENT: Requirement = Requirement {
    id: "partner-source",
    title: "No Partner connector refuses the sender's address or certificate",
    ways: &[Way::Direct],
    page: include_str!("partner_source.md"),
    check,
};

fn check(case: &Case) -> Option<Failure> {
    let s = case.scenario;
    // The connector that knows the sender is the one that is used.
    let known = partner(case.policy, s);
    let mut asked = partners(case.policy, s).filter(|c| known.is_none_or(|k| std::ptr::eq(k, *c)));
    asked.find_map(|c| {
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
