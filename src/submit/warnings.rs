//! Tells what may go wrong with a message that is taken.

use super::scenario::{SignIn, Tls};
use super::{Case, Way, connectors};
use crate::i18n::{Text, en};
use crate::policy::Policy;
use std::net::IpAddr;

/// The warnings of a case, in a fixed order.
pub(super) fn of(case: &Case) -> Vec<Text> {
    let s = case.scenario;
    let mut out = Vec::new();
    let mut warn = |holds: bool, text: &'static str| {
        if holds {
            out.push(text.into());
        }
    };
    let client = case.way == Way::Client;
    warn(
        s.port == 25,
        en("port 25 outward is blocked by many networks and providers"),
    );
    warn(
        client && s.sign_in == SignIn::Password,
        en(
            "Microsoft retires sign-in by password for SMTP AUTH: at the end of December 2026 it is turned off for existing tenants (an admin can turn it on again), new tenants do not have it, and in the second half of 2027 the date of its removal is announced (MC786329, updated 2026-01-27); plan for OAuth",
        ),
    );
    warn(
        client && s.messages_a_minute.is_some_and(|n| n > 30),
        en("an account may send 30 messages a minute; more are slowed down"),
    );
    warn(
        client && s.recipients_a_day.is_some_and(|n| n > 10_000),
        en(
            "an account may send to 10,000 recipients a day; no more are taken until the day is over",
        ),
    );
    let organization = &case.policy.submission;
    let mailbox = s.account.as_deref().and_then(|a| case.policy.mailbox(a));
    let mailbox_says = mailbox.is_some_and(|m| m.rights.auth_disabled.is_some());
    warn(
        client && organization.auth_disabled.is_none() && !mailbox_says,
        en(
            "the policy does not say whether SMTP AUTH is off for the organization: it is taken as on, but it is off in organizations made after January 2020; see Get-TransportConfig",
        ),
    );
    let by = case.connector.filter(|_| case.way == Way::Relay);
    let by_certificate = by.is_some_and(|c| connectors::by_certificate(c, s));
    warn(
        by.is_some_and(|c| c.require_tls.value) && s.tls == Tls::None,
        en(
            "the connector has RequireTls: true; Microsoft documents it for Partner connectors only, so nothing is refused here, but turn on TLS in the device",
        ),
    );
    let name = by.and_then(|c| c.certificate.as_deref());
    let name = name.filter(|_| by_certificate).unwrap_or_default();
    let named = connectors::is_own_name(case.policy, name);
    let own_sender = case.policy.is_accepted(&s.mail_from);
    warn(
        by_certificate && !named && own_sender,
        en(
            "the certificate is named after no accepted domain; Microsoft warns that such a connector may stop to work at any time (MC1226222)",
        ),
    );
    warn(
        by_certificate && named && !own_sender && !exactly(case.policy, name),
        en(
            "the sender is of no accepted domain, so all hangs on the certificate, whose name is only below an accepted domain; add the name itself to the accepted domains, or use a wildcard certificate",
        ),
    );
    warn(
        by_certificate && matches!(s.tls, Tls::V10 | Tls::V11),
        en(
            "whether the endpoint still takes TLS 1.0 or 1.1, without which no certificate is seen, is not documented; turn on TLS 1.2",
        ),
    );
    warn(
        !client && s.ip.is_some_and(is_private),
        en(
            "the address is a private one; Exchange Online sees the public address of the network, and a connector must name that one",
        ),
    );
    warn(
        !client,
        en(
            "whether the SPF record of the sender's domain names the device's public address is not known; without it the message may be taken for junk",
        ),
    );
    warn(
        !client && !s.fixed_ip && !by_certificate,
        en(
            "the public address is not known to be fixed; when it changes, SPF and a connector by address no longer match",
        ),
    );
    let sender = case.policy.mailbox(&s.mail_from);
    warn(
        case.way == Way::Relay && !sender.is_some_and(|m| m.rights.licensed.value),
        en(
            "a sender without a licensed mailbox needs an Exchange Online Protection or Exchange Online licence to relay",
        ),
    );
    out
}

/// Whether a certificate's name, without its wildcard, is an accepted domain.
fn exactly(policy: &Policy, name: &str) -> bool {
    let name = name.strip_prefix("*.").unwrap_or(name);
    policy.accepted_for(name).is_some()
}

/// Whether an address is never seen on the Internet.
pub(super) fn is_private(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => ip.is_private() || ip.is_loopback() || ip.is_link_local(),
        IpAddr::V6(ip) => ip.is_loopback() || ip.is_unique_local() || ip.is_unicast_link_local(),
    }
}
