//! Compares what is neither a remote domain nor concerns devices: the forwarding mode of an outbound
//! spam policy becomes a command; of everything else it is told what the script does not do.

use super::not_done::{NotDone, NotDoneList};
use super::plan::{Mode, place};
use super::step::{Action, Command, Step};
use crate::policy::sections::{OUTBOUND_POLICIES, Section};
use crate::policy::{AutoForwardingMode, CmdletEnum as _, Literal, OutboundPolicy, Policy};
use std::collections::HashMap;

/// Steps for the outbound spam policies.
#[derive(Default)]
pub(super) struct Outbound {
    /// Automatic forwarding is turned off.
    pub(super) stricter: Vec<Step>,
    /// Automatic forwarding is turned on.
    pub(super) looser: Vec<Step>,
    /// The names of policies that the tenant must have.
    pub(super) required: Vec<String>,
}

const RULE: &str = "Set-HostedOutboundSpamFilterRule";

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

/// The outbound policies of a policy, and the default one of a new tenant where it has none.
fn with_default<'p>(policy: Option<&'p Policy>, new_tenant: &'p Policy) -> Vec<&'p OutboundPolicy> {
    let mut all: Vec<&OutboundPolicy> = policy.map_or(Vec::new(), |p| p.outbound.iter().collect());
    if !all.iter().any(|p| is_default(p)) {
        all.extend(new_tenant.outbound.iter().filter(|p| is_default(p)));
    }
    all
}

/// Compare outbound spam policies.
pub(super) fn outbound(
    current: Option<&Policy>,
    target: &Policy,
    new_tenant: &Policy,
    mode: Mode,
    not_done: &mut NotDoneList,
) -> Outbound {
    let mut out = Outbound::default();
    if target.outbound.is_empty() && !mode.back {
        if current.is_some_and(|p| !p.outbound.is_empty()) {
            not_done.unsaid(target, OUTBOUND_POLICIES.name);
        }
        return out;
    }
    // On the way there they were left as they are.
    if mode.back && current.is_some_and(|p| p.outbound.is_empty()) {
        return out;
    }
    let unknown = mode.full && current.is_none();
    let old = with_default(current, new_tenant);
    let new = if mode.back {
        with_default(Some(target), new_tenant)
    } else {
        target.outbound.iter().collect()
    };
    let (had, has) = (by_name(old.iter().copied()), by_name(new.iter().copied()));
    if unknown && new.iter().any(|p| !is_default(p)) {
        not_done.not_compared(target, "HostedOutboundSpamFilterRule");
    }
    for new in new {
        let was = had.get(&own_name(new)).copied();
        if was.is_none() && !unknown {
            not_done.push(
                &target.file,
                new.line,
                &NotDone::NotMade {
                    entry: OUTBOUND_POLICIES.entry,
                    name: new.name.clone(),
                    cmdlets: format!(
                        "New-HostedOutboundSpamFilterPolicy -AutoForwardingMode {}, New-HostedOutboundSpamFilterRule",
                        new.mode.value.word()
                    ),
                },
            );
            continue;
        }
        let name = was.map_or(&new.name, |was| &was.name);
        if mode.full || was.is_some_and(|was| was.mode.value != new.mode.value) {
            let line = new
                .mode
                .line
                .map_or("by default".into(), |l| format!("line {l}"));
            let command = Command::new("Set-HostedOutboundSpamFilterPolicy")
                .with("Identity", Literal::Text(name.clone()))
                .with("AutoForwardingMode", Literal::Word(new.mode.value.word()));
            let step = Step {
                about: format!(
                    "{} {}: AutoForwardingMode {line}",
                    place(&target.file, new.line),
                    new.name
                ),
                action: Action::Run(command),
            };
            out.required.push(name.clone());
            if new.mode.value == AutoForwardingMode::On {
                out.looser.push(step);
            } else {
                out.stricter.push(step);
            }
        }
        if let Some(was) = was {
            rule(was, new, target, not_done);
        }
    }
    let removed = |p: &&&OutboundPolicy| !is_default(p) && !has.contains_key(&own_name(p));
    for was in old.iter().filter(removed) {
        let from = current.map_or("", |p| p.file.as_str());
        not_done.push(from, was.line, &NotDone::NotRemoved {
            entry: OUTBOUND_POLICIES.entry,
            name: was.name.clone(),
            cmdlets: "Remove-HostedOutboundSpamFilterRule, Remove-HostedOutboundSpamFilterPolicy",
        });
    }
    out
}

/// Compare the rules of two outbound policies.
fn rule(was: &OutboundPolicy, new: &OutboundPolicy, target: &Policy, not_done: &mut NotDoneList) {
    let (old, is) = ((&was.scope, &was.except), (&new.scope, &new.except));
    let switch = if new.enabled {
        "Enable-HostedOutboundSpamFilterRule"
    } else {
        "Disable-HostedOutboundSpamFilterRule"
    };
    let differs = [
        (old.0.from != is.0.from, "From", RULE),
        (old.0.member_of != is.0.member_of, "FromMemberOf", RULE),
        (old.0.domains != is.0.domains, "SenderDomainIs", RULE),
        (old.1.from != is.1.from, "ExceptIfFrom", RULE),
        (
            old.1.member_of != is.1.member_of,
            "ExceptIfFromMemberOf",
            RULE,
        ),
        (
            old.1.domains != is.1.domains,
            "ExceptIfSenderDomainIs",
            RULE,
        ),
        (was.priority != new.priority, "Priority", RULE),
        (was.enabled != new.enabled, "Enabled", switch),
    ];
    not_done.differing(target, new.line, &OUTBOUND_POLICIES, &new.name, &differs);
}

/// Sections of which the script does nothing, with how many entries they have.
fn untouched(policy: &Policy) -> [(&'static Section, usize); 5] {
    use crate::policy::sections::{
        ACCEPTED_DOMAINS, INBOX_RULES, MAIL_CONTACTS, MAILBOXES, TRANSPORT_RULES,
    };
    [
        (&ACCEPTED_DOMAINS, policy.accepted_domains.len()),
        (&MAIL_CONTACTS, policy.contacts.len()),
        (&MAILBOXES, policy.mailboxes.len()),
        (&INBOX_RULES, policy.inbox_rules.len()),
        (&TRANSPORT_RULES, policy.mail_flow_rules.len()),
    ]
}

/// Tell of the sections that cannot be compared.
pub(super) fn not_compared(target: &Policy, not_done: &mut NotDoneList) {
    for (section, _) in untouched(target).iter().filter(|(_, n)| *n > 0) {
        not_done.not_compared(target, section.name);
    }
}
