//! Compares what is neither a remote domain nor concerns devices: the forwarding mode of an outbound
//! spam policy becomes a command, everything else a comment that names the cmdlet.

use super::step::{Command, Step};
use crate::policy::Literal;
use crate::policy::domain::Pattern;
use crate::policy::{
    AutoForwardingMode, CmdletEnum as _, Contact, Mailbox, OutboundPolicy, Policy,
};
use std::collections::HashMap;

/// Steps for the outbound spam policies.
#[derive(Default)]
pub(super) struct Outbound {
    /// Automatic forwarding is turned off.
    pub(super) stricter: Vec<Step>,
    /// Automatic forwarding is turned on.
    pub(super) looser: Vec<Step>,
    /// What no command here does: comments for the admin.
    pub(super) not_done: Vec<Step>,
}

fn is_default(policy: &OutboundPolicy) -> bool {
    policy.priority.is_none()
}

/// Policies by what tells them apart: the name, or nothing for the default; of two the first.
fn by_name<'p>(
    policies: impl DoubleEndedIterator<Item = &'p OutboundPolicy>,
) -> HashMap<Option<String>, &'p OutboundPolicy> {
    policies.rev().map(|p| (own_name(p), p)).collect()
}

fn own_name(policy: &OutboundPolicy) -> Option<String> {
    (!is_default(policy)).then(|| policy.name.to_ascii_lowercase())
}

/// Compare outbound spam policies.
pub(super) fn outbound(current: Option<&Policy>, target: &Policy, new_tenant: &Policy) -> Outbound {
    let mut out = Outbound::default();
    if target.outbound.is_empty() {
        return out;
    }
    let mut old: Vec<&OutboundPolicy> = current.map_or(Vec::new(), |p| p.outbound.iter().collect());
    if !old.iter().any(|p| is_default(p)) {
        old.extend(new_tenant.outbound.iter().filter(|p| is_default(p)));
    }
    let (had, has) = (
        by_name(old.iter().copied()),
        by_name(target.outbound.iter()),
    );
    for new in &target.outbound {
        let at = format!("{}:{} {}", target.file, new.line, new.name);
        let Some(was) = had.get(&own_name(new)) else {
            out.not_done.push(Step::Comment(format!(
                "Not done here: {at}: make it with New-HostedOutboundSpamFilterPolicy -AutoForwardingMode {} and New-HostedOutboundSpamFilterRule.",
                new.mode.value.word()
            )));
            continue;
        };
        if was.mode.value != new.mode.value {
            let line = new
                .mode
                .line
                .map_or("by default".into(), |l| format!("line {l}"));
            let about = format!("{at}: AutoForwardingMode {line}");
            let step = Step::Command(
                Command::new("Set-HostedOutboundSpamFilterPolicy", about)
                    .with("Identity", Literal::Text(was.name.clone()))
                    .with("AutoForwardingMode", Literal::Word(new.mode.value.word())),
            );
            if new.mode.value == AutoForwardingMode::On {
                out.looser.push(step);
            } else {
                out.stricter.push(step);
            }
        }
        let mut differs = Vec::new();
        if was.scope != new.scope || was.except != new.except {
            differs.push("its scope differs: use Set-HostedOutboundSpamFilterRule");
        }
        if was.priority != new.priority {
            differs.push("its priority differs: use Set-HostedOutboundSpamFilterRule -Priority");
        }
        if was.enabled != new.enabled {
            differs.push(if new.enabled {
                "its rule is off and shall be on: use Enable-HostedOutboundSpamFilterRule"
            } else {
                "its rule is on and shall be off: use Disable-HostedOutboundSpamFilterRule"
            });
        }
        let lines = differs
            .iter()
            .map(|d| Step::Comment(format!("Not done here: {at}: {d}.")));
        out.not_done.extend(lines);
    }
    for was in old.iter().filter(|p| !has.contains_key(&own_name(p))) {
        out.not_done.push(Step::Comment(format!(
            "Not done here: the outbound spam policy {} is not in {}: use Remove-HostedOutboundSpamFilterRule and Remove-HostedOutboundSpamFilterPolicy.",
            was.name, target.file
        )));
    }
    out
}

/// Compare the other sections, where there is something to compare them with.
pub(super) fn others(current: Option<&Policy>, target: &Policy) -> Vec<Step> {
    let Some(current) = current else {
        let rest = [
            (!target.accepted_domains.is_empty(), "accepted domains"),
            (!target.contacts.is_empty(), "mail contacts and mail users"),
            (!target.mailboxes.is_empty(), "mailboxes"),
        ];
        let rest: Vec<&str> = rest.iter().filter(|(is, _)| *is).map(|(_, n)| *n).collect();
        if rest.is_empty() {
            return Vec::new();
        }
        return vec![Step::Comment(format!(
            "Not compared without --from: {}.",
            rest.join(", ")
        ))];
    };
    let mut out: Vec<String> = Vec::new();
    let (new, old) = (&target.file, &current.file);
    let missing = |policy: &Policy, pattern: &Pattern| policy.accepted.get(pattern).is_none();
    let added = target.accepted_domains.iter();
    let added = added.filter(|d| missing(current, &d.pattern));
    out.extend(added.map(|d| format!("{new}:{} the accepted domain {} is not in {old}: add it to the tenant, Set-AcceptedDomain -MatchSubDomains for subdomains", d.line, d.pattern)));
    let gone = current.accepted_domains.iter();
    let gone = gone.filter(|d| missing(target, &d.pattern));
    out.extend(gone.map(|d| format!("{old}:{} the accepted domain {} is not in {new}: use Set-AcceptedDomain, or remove it from the tenant", d.line, d.pattern)));
    let (had, has) = (by_external(current), by_external(target));
    for c in &target.contacts {
        let says = match had.get(c.external.as_str()) {
            None => "is new: use New-MailContact or New-MailUser",
            Some(o) if o.rich_text.value != c.rich_text.value => {
                "has another UseMapiRichTextFormat: use Set-MailContact or Set-MailUser"
            }
            Some(o) if sorted(o) != sorted(c) => {
                "has other addresses: use Set-MailContact or Set-MailUser"
            }
            Some(_) => continue,
        };
        out.push(format!("{new}:{} {} {says}", c.line, c.external));
    }
    let gone = current.contacts.iter();
    let gone = gone.filter(|o| !has.contains_key(o.external.as_str()));
    out.extend(gone.map(|o| {
        format!(
            "{old}:{} {} is not in {new}: use Remove-MailContact or Remove-MailUser",
            o.line, o.external
        )
    }));
    for m in &target.mailboxes {
        let name = m.addresses.first().map_or("a mailbox", String::as_str);
        match m.addresses.iter().find_map(|a| current.mailbox(a)) {
            None => out.push(format!(
                "{new}:{} {name} is not in {old}: compare its settings with Get-Mailbox",
                m.line
            )),
            Some(o) => out.extend(
                mailbox(o, m)
                    .into_iter()
                    .map(|says| format!("{new}:{} {name} {says}", m.line)),
            ),
        }
    }
    let gone = current.mailboxes.iter();
    let gone = gone.filter(|o| !o.addresses.iter().any(|a| target.mailbox(a).is_some()));
    out.extend(gone.map(|o| {
        format!(
            "{old}:{} {} is not in {new}",
            o.line,
            o.addresses.first().map_or("a mailbox", String::as_str)
        )
    }));
    out.into_iter()
        .map(|line| Step::Comment(format!("Not done here: {line}.")))
        .collect()
}

/// The contacts by where their mail is really sent; of two the first.
fn by_external(policy: &Policy) -> HashMap<&str, &Contact> {
    let contacts = policy.contacts.iter().rev();
    contacts.map(|c| (c.external.as_str(), c)).collect()
}

fn sorted(contact: &Contact) -> Vec<&String> {
    let mut all: Vec<&String> = contact.addresses.iter().collect();
    all.sort();
    all.dedup();
    all
}

fn mailbox(old: &Mailbox, new: &Mailbox) -> Vec<&'static str> {
    let to = |m: &Mailbox| m.forwarding.as_ref().map(|f| f.value.clone());
    let differs = [
        (
            old.external_audience.value != new.external_audience.value,
            "has another ExternalAudience: use Set-MailboxAutoReplyConfiguration",
        ),
        (
            to(old) != to(new),
            "is forwarded elsewhere: use Set-Mailbox -ForwardingSmtpAddress",
        ),
        (
            old.deliver_and_forward != new.deliver_and_forward,
            "has another DeliverToMailboxAndForward: use Set-Mailbox",
        ),
        (
            old.member_of != new.member_of,
            "is in other groups: use Add-DistributionGroupMember or Remove-DistributionGroupMember",
        ),
        (
            old.rights.licensed.value != new.rights.licensed.value,
            "differs in HasLicense: assign the licence in the Microsoft 365 admin center",
        ),
        (
            old.rights.send_as != new.rights.send_as,
            "has Send As on other addresses: use Add-RecipientPermission or Remove-RecipientPermission",
        ),
        (
            old.outlook_format.value != new.outlook_format.value,
            "has another OutlookInternetFormat: a setting of its Outlook, no cmdlet sets it",
        ),
    ];
    differs
        .iter()
        .filter(|(is, _)| *is)
        .map(|(_, says)| *says)
        .collect()
}
