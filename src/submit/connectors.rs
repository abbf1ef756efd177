//! Finds the inbound connectors that match a device.

use super::{Scenario, sender_domain};
use crate::address;
use crate::policy::Policy;
use crate::policy::connector::{Connector, range};
use crate::policy::scenario::Tls;
use std::net::IpAddr;

/// Whether an address is in a range such as 192.0.2.0/28, or is the address.
fn contains(text: &str, ip: IpAddr) -> bool {
    match (range(text), ip) {
        (Some((IpAddr::V4(a), length)), IpAddr::V4(b)) => {
            let differ = u64::from(a.to_bits() ^ b.to_bits());
            differ >> (32 - length) == 0
        }
        (Some((IpAddr::V6(a), length)), IpAddr::V6(b)) => {
            let differ = a.to_bits() ^ b.to_bits();
            differ.checked_shr(128 - length).unwrap_or(0) == 0
        }
        _ => false,
    }
}

/// Whether `pattern`, which may be `*.contoso.com`, covers a name.
fn covers(pattern: &str, name: &str) -> bool {
    pattern == name
        || pattern.strip_prefix("*.").is_some_and(|base| {
            let rest = name.strip_suffix(base);
            rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        })
}

/// Whether the connector's certificate name matches a name of the client's certificate.
pub(super) fn by_certificate(connector: &Connector, s: &Scenario) -> bool {
    let wanted = connector.certificate.as_deref();
    let mut names = s.certificate.iter();
    s.tls != Tls::None && wanted.is_some_and(|w| names.any(|n| covers(w, n) || covers(n, w)))
}

/// Whether the connector lists the client's address.
pub(super) fn by_address(connector: &Connector, s: &Scenario) -> bool {
    let mut ranges = connector.addresses.iter();
    s.ip.is_some_and(|ip| ranges.any(|r| contains(r, ip)))
}

/// Whether the connector matches the client by certificate or address.
pub(super) fn matches_device(connector: &Connector, s: &Scenario) -> bool {
    by_certificate(connector, s) || by_address(connector, s)
}

/// Whether the name in a certificate is an accepted domain, or is below one.
pub(super) fn is_own_name(policy: &Policy, name: &str) -> bool {
    let mut domains = address::upwards(name.trim_start_matches("*."));
    domains.any(|d| policy.accepted_for(d).is_some())
}

/// Whether a connector's AssociatedAcceptedDomains let the sender use it.
pub(super) fn associated(connector: &Connector, s: &Scenario) -> bool {
    connector.associated.is_empty() || connector.associated.contains(&sender_domain(s))
}

/// Whether mail by a connector that matches the device is attributed to the organization: by the
/// sender's domain, or by the certificate's name.
pub(super) fn attributes_to_tenant(policy: &Policy, connector: &Connector, s: &Scenario) -> bool {
    let name = connector.certificate.as_deref();
    let certificate = by_certificate(connector, s) && name.is_some_and(|n| is_own_name(policy, n));
    associated(connector, s) && (certificate || policy.is_accepted(&s.mail_from))
}

/// The connector of type OnPremises that matches the device: preferably one that attributes its
/// mail to the organization, and of those one by certificate.
pub(super) fn on_premises<'p>(policy: &'p Policy, s: &Scenario) -> Option<&'p Connector> {
    let connectors = policy.submission.connectors.iter();
    let matching = connectors.filter(|c| c.on_premises && c.enabled.value && matches_device(c, s));
    matching.min_by_key(|c| (!attributes_to_tenant(policy, c, s), !by_certificate(c, s)))
}

/// The enabled Partner connectors for the sender's domain.
pub(super) fn partners<'p>(
    policy: &'p Policy,
    s: &Scenario,
) -> impl Iterator<Item = &'p Connector> {
    let domain = sender_domain(s);
    let connectors = policy.submission.connectors.iter();
    connectors.filter(move |c| {
        let mut domains = c.domains.iter();
        let for_sender = c.domains.is_empty() || domains.any(|d| d == "*" || covers(d, &domain));
        !c.on_premises && c.enabled.value && for_sender
    })
}

/// The Partner connector that matches the device by its address or certificate.
pub(super) fn partner<'p>(policy: &'p Policy, s: &Scenario) -> Option<&'p Connector> {
    partners(policy, s).find(|c| matches_device(c, s))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_hold_their_addresses_and_no_others() {
        let table = [
            ("192.0.2.0/28", "192.0.2.15", true),
            ("192.0.2.0/28", "192.0.2.16", false),
            ("192.0.2.9", "192.0.2.9", true),
            ("192.0.2.9", "192.0.2.8", false),
            ("0.0.0.0/0", "198.51.100.1", true),
            ("192.0.2.0/33", "192.0.2.0", false),
            ("192.0.2.1-192.0.2.9", "192.0.2.2", false),
            ("2001:db8::/32", "2001:db8:ffff::1", true),
            ("2001:db8::/32", "2001:db9::1", false),
            ("::/0", "2001:db8::1", true),
            ("2001:db8::1", "2001:db8::1", true),
            ("192.0.2.0/24", "2001:db8::1", false),
        ];
        for (range, ip, inside) in table {
            assert_eq!(contains(range, ip.parse().unwrap()), inside, "{range} {ip}");
        }
    }

    #[test]
    fn wildcards_cover_the_domain_and_what_is_below_it() {
        let table = [
            ("*.contoso.com", "mail.contoso.com", true),
            ("*.contoso.com", "contoso.com", true),
            ("*.contoso.com", "notcontoso.com", false),
            ("contoso.com", "mail.contoso.com", false),
            ("*.contoso.com", "*.contoso.com", true),
        ];
        for (pattern, name, covered) in table {
            assert_eq!(covers(pattern, name), covered, "{pattern} {name}");
        }
    }
}
