//! Requires of SMTP relay a connector that knows the sender, and a sender that it may relay for.

use super::{Failure, Requirement, Scenario, Way, refusals, sender_domain};
use crate::policy::Policy;
use crate::policy::submission::Connector;
use crate::policy::submission::scenario::Tls;
use std::net::IpAddr;

const RELAY: &[Way] = &[Way::Relay];

/// Whether an address is in a range such as 192.0.2.0/28, or is the address.
fn contains(range: &str, ip: IpAddr) -> bool {
    let (base, length) = range.split_once('/').unwrap_or((range, "128"));
    let (Ok(base), Ok(length)) = (base.trim().parse::<IpAddr>(), length.parse::<u32>()) else {
        return false;
    };
    match (base, ip) {
        (IpAddr::V4(a), IpAddr::V4(b)) => {
            let rest = 32 - length.min(32);
            (u64::from(a.to_bits()) >> rest) == (u64::from(b.to_bits()) >> rest)
        }
        (IpAddr::V6(a), IpAddr::V6(b)) => {
            let rest = 128 - length.min(128);
            let differ = a.to_bits() ^ b.to_bits();
            differ.checked_shr(rest).unwrap_or(0) == 0
        }
        _ => false,
    }
}

/// Whether the connector's certificate name is in the client's certificate.
fn by_certificate(connector: &Connector, s: &Scenario) -> bool {
    let names = s.certificate.iter();
    let wanted = connector.certificate.as_ref();
    s.tls != Tls::None && wanted.is_some_and(|w| names.clone().any(|n| n.eq_ignore_ascii_case(w)))
}

fn by_address(connector: &Connector, s: &Scenario) -> bool {
    let ip = s.ip.as_deref().and_then(|ip| ip.parse().ok());
    ip.is_some_and(|ip| connector.addresses.iter().any(|r| contains(r, ip)))
}

fn for_sender(connector: &Connector, s: &Scenario) -> bool {
    let domain = sender_domain(s);
    connector.domains.is_empty()
        || connector.domains.iter().any(|d| {
            let d = d.strip_prefix("smtp:").unwrap_or(d);
            let under = d.strip_prefix("*.").is_some_and(|base| {
                let rest = domain.strip_suffix(base);
                rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
            });
            d == "*" || d == domain || under
        })
}

/// The connector that knows the sender; one by certificate first.
pub(super) fn matching<'p>(policy: &'p Policy, s: &Scenario) -> Option<&'p Connector> {
    let mut usable = policy.submission.connectors.iter();
    let usable: Vec<_> = usable
        .by_ref()
        .filter(|c| c.on_premises && c.enabled.value && for_sender(c, s))
        .collect();
    let certificate = usable.iter().find(|c| by_certificate(c, s));
    let found = certificate.or_else(|| usable.iter().find(|c| by_address(c, s)));
    found.copied()
}

pub(super) const CONNECTOR: Requirement = Requirement {
    id: "relay-connector",
    ways: RELAY,
    check: |case| {
        if case.connector.is_some() {
            return None;
        }
        let s = case.scenario;
        let mut connectors = case.policy.submission.connectors.iter();
        let near = connectors.find(|c| by_certificate(c, s) || by_address(c, s));
        let because = match near {
            Some(c) if !c.enabled.value => format!("the connector {} is off", c.name),
            Some(c) if !c.on_premises => {
                format!("the connector {} is not of type OnPremises", c.name)
            }
            Some(c) => format!("SenderDomains of the connector {} leave the sender out", c.name),
            None => "a recipient is outside, and no inbound connector knows the device by its address or certificate".into(),
        };
        Some(Failure {
            requirement: CONNECTOR.id,
            refusal: refusals::RELAY,
            because,
            line: near.map(|c| c.enabled.line.filter(|_| !c.enabled.value).unwrap_or(c.line)),
            help: "create an inbound connector of type OnPremises with the device's fixed public address or its certificate, or sign in at smtp.office365.com".into(),
        })
    },
};

pub(super) const SENDER: Requirement = Requirement {
    id: "relay-sender",
    ways: RELAY,
    check: |case| {
        let c = case.connector?;
        let known_name = |name: &str| {
            let name = name.trim_start_matches("*.");
            case.policy.accepted_for(name).is_some()
                || name
                    .split_once('.')
                    .is_some_and(|(_, parent)| case.policy.accepted_for(parent).is_some())
        };
        let certificate = c.certificate.as_deref().filter(|name| known_name(name));
        let ok = case.policy.is_accepted(&case.scenario.mail_from)
            || (certificate.is_some() && by_certificate(c, case.scenario));
        (!ok).then(|| Failure {
            requirement: SENDER.id,
            refusal: refusals::RELAY,
            because: format!("{} is not an accepted domain, and the connector {} does not know the device by a certificate of one", sender_domain(case.scenario), c.name),
            line: Some(c.line),
            help: "send from an accepted domain, or use a connector by certificate whose name is an accepted domain".into(),
        })
    },
};

pub(super) const TLS: Requirement = Requirement {
    id: "relay-tls",
    ways: RELAY,
    check: |case| {
        let c = case.connector?;
        (c.require_tls.value && case.scenario.tls == Tls::None).then(|| Failure {
            requirement: TLS.id,
            refusal: refusals::TLS_WANTED,
            because: format!(
                "RequireTls: true of the connector {} (the reply is not documented)",
                c.name
            ),
            line: c.require_tls.line,
            help: "turn on TLS in the device".into(),
        })
    },
};
