//! Warns of what may go wrong with a message even where Exchange Online accepts it.

use super::scenario::{Scenario, SignIn, Tls};
use super::{Attempt, Method, account, connectors};
use crate::address;
use crate::i18n::{Text, en};
use crate::policy::Policy;
use std::net::IpAddr;

/// That the policy does not list the account that signs in, where that is so.
pub(super) fn not_listed(policy: &Policy, s: &Scenario) -> Option<Text> {
    let account = s.account.as_deref()?;
    account::is_not_listed(policy, account).then(|| {
        en("the account is not among the policy's `Mailboxes`: whether it has a mailbox with a licence (without one: 535 5.7.3 Authentication unsuccessful), and whether SMTP AUTH is set for it and it may send as others, is not known; add it to `Mailboxes`").into()
    })
}

/// The warnings of an attempt, in a fixed order.
pub(super) fn of(attempt: &Attempt) -> Vec<Text> {
    let s = attempt.scenario;
    let client = attempt.method == Method::Client;
    let not_listed = not_listed(attempt.policy, s).filter(|_| client);
    let mut out = Vec::from_iter(not_listed);
    let mut warn = |holds: bool, text: &'static str| {
        if holds {
            out.push(text.into());
        }
    };
    warn(
        s.port == 25,
        en("many networks and providers block outbound port 25"),
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
            "an account may send to 10,000 recipients a day; no more are accepted until the day is over",
        ),
    );
    let limited = address::domain(&s.mail_from).ends_with(".onmicrosoft.com");
    let mut recipients = s.recipients.iter();
    warn(
        limited && recipients.any(|to| !attempt.policy.is_accepted(to)),
        en(
            "senders of an onmicrosoft.com domain may send to a limited number of recipients outside a day; more are refused with 550 5.7.236",
        ),
    );
    let organization = &attempt.policy.submission;
    let mailbox = s.account.as_deref().and_then(|a| attempt.policy.mailbox(a));
    let set_for_mailbox = mailbox.is_some_and(|m| m.rights.auth_disabled.is_some());
    warn(
        client && organization.auth_disabled.is_none() && !set_for_mailbox,
        en(
            "the policy does not say whether SMTP AUTH is off for the organization: it is taken as on, but it is off in organizations made after January 2020; see Get-TransportConfig",
        ),
    );
    let by = attempt
        .connector
        .filter(|_| attempt.method == Method::Relay);
    let by_certificate = by.is_some_and(|c| connectors::by_certificate(c, s));
    warn(
        by.is_some_and(|c| c.require_tls.value) && s.tls == Tls::None,
        en(
            "the connector has RequireTls: true; Microsoft documents it for Partner connectors only, so nothing is refused here, but turn on TLS in the device",
        ),
    );
    let name = by.and_then(|c| c.certificate.as_deref());
    let name = name.filter(|_| by_certificate).unwrap_or_default();
    let own_name = connectors::is_own_name(attempt.policy, name);
    let own_sender = attempt.policy.is_accepted(&s.mail_from);
    warn(
        by_certificate && !own_name && own_sender,
        en(
            "the certificate is not named after an accepted domain; Microsoft warns that such a connector may stop working at any time (MC1226222)",
        ),
    );
    warn(
        by_certificate && own_name && !own_sender && !is_accepted_domain(attempt.policy, name),
        en(
            "the sender is of no accepted domain, so relaying depends on the certificate alone, whose name is only below an accepted domain; add the name itself to the accepted domains, or use a wildcard certificate",
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
    let sender = attempt.policy.mailbox(&s.mail_from);
    warn(
        attempt.method == Method::Relay && !sender.is_some_and(|m| m.rights.licensed.value),
        en(
            "a sender without a licensed mailbox needs an Exchange Online Protection or Exchange Online licence to relay",
        ),
    );
    out
}

/// Whether a certificate's name, without its wildcard, is an accepted domain.
fn is_accepted_domain(policy: &Policy, name: &str) -> bool {
    let name = name.strip_prefix("*.").unwrap_or(name);
    policy.accepted_for(name).is_some()
}

/// Whether an address is not routed on the Internet.
pub(super) fn is_private(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => ip.is_private() || ip.is_loopback() || ip.is_link_local(),
        IpAddr::V6(ip) => ip.is_loopback() || ip.is_unique_local() || ip.is_unicast_link_local(),
    }
}
