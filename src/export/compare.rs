//! Compares the sections of two policies for which no script has commands, and tells each
//! difference.

mod contacts;
mod inbox_rules;

use super::mail_flow_rules;
use super::not_done::{NotDone, NotDoneList};
use super::recipients::{self, restrictions};
use crate::policy::domain::Pattern;
use crate::policy::sections::{ACCEPTED_DOMAINS, INBOX_RULES, MAIL_CONTACTS, MAILBOXES, Section};
use crate::policy::{AcceptedDomain, Mailbox, Policy, Sourced};
use std::collections::HashMap;

/// A property by which two entries differ, whether they do, and the cmdlet that sets it.
pub(super) type Differs<'a> = (bool, &'a str, &'static str);

const DOMAIN: &str = "Set-AcceptedDomain";
const AUTO_REPLY: &str = "Set-MailboxAutoReplyConfiguration";

/// Compare everything.
pub(super) fn sections(current: &Policy, target: &Policy, not_done: &mut NotDoneList) {
    let mut both = |section: &Section, old: usize, new: usize| {
        if old > 0 && new == 0 {
            not_done.unsaid(target, section.name);
        }
        new > 0
    };
    let domains = both(
        &ACCEPTED_DOMAINS,
        current.accepted_domains.len(),
        target.accepted_domains.len(),
    );
    let contacts = both(
        &MAIL_CONTACTS,
        current.contacts.len(),
        target.contacts.len(),
    );
    let mailboxes = both(&MAILBOXES, current.mailboxes.len(), target.mailboxes.len());
    let rules = both(
        &INBOX_RULES,
        current.inbox_rules.len(),
        target.inbox_rules.len(),
    );
    if domains {
        accepted_domains(current, target, not_done);
    }
    if contacts {
        contacts::contacts(current, target, not_done);
    }
    if mailboxes {
        self::mailboxes(current, target, not_done);
    }
    recipients::groups(current, target, not_done);
    recipients::organization(current, target, not_done);
    if rules {
        inbox_rules::inbox_rules(current, target, not_done);
    }
    mail_flow_rules::compare(current, target, not_done);
}

/// The domain of a pattern, without its subdomains.
fn bare(pattern: &Pattern) -> &str {
    match pattern {
        Pattern::Exact(domain) | Pattern::Wildcard(domain) => domain,
        Pattern::Any => "*",
    }
}

/// The accepted domains by their names.
fn by_domain(policy: &Policy) -> HashMap<&str, &AcceptedDomain> {
    let all = policy.accepted_domains.iter();
    all.map(|d| (bare(&d.pattern), d)).collect()
}

fn accepted_domains(current: &Policy, target: &Policy, not_done: &mut NotDoneList) {
    let (had, has) = (by_domain(current), by_domain(target));
    for domain in &target.accepted_domains {
        let name = bare(&domain.pattern);
        match had.get(name) {
            None => not_done.push(
                &target.file,
                domain.line,
                &NotDone::NotMade {
                    entry: ACCEPTED_DOMAINS.entry,
                    name: name.to_owned(),
                    cmdlets: "New-MgDomain, Confirm-MgDomain".into(),
                },
            ),
            Some(old) => {
                let differs = [
                    (old.pattern != domain.pattern, "MatchSubDomains", DOMAIN),
                    (
                        old.domain_type.value != domain.domain_type.value,
                        "DomainType",
                        DOMAIN,
                    ),
                ];
                not_done.differing(target, domain.line, &ACCEPTED_DOMAINS, name, &differs);
            }
        }
    }
    for domain in &current.accepted_domains {
        let name = bare(&domain.pattern);
        if !has.contains_key(name) {
            not_done.push(
                &current.file,
                domain.line,
                &NotDone::NotRemoved {
                    entry: ACCEPTED_DOMAINS.entry,
                    name: name.to_owned(),
                    cmdlets: "Remove-MgDomain",
                },
            );
        }
    }
}

pub(super) fn sorted(list: &[String]) -> Vec<&String> {
    let mut all: Vec<&String> = list.iter().collect();
    all.sort();
    all.dedup();
    all
}

fn mailboxes(current: &Policy, target: &Policy, not_done: &mut NotDoneList) {
    let names = recipients::BothNames::of(current, target);
    for new in &target.mailboxes {
        let old = new.addresses.iter().find_map(|a| current.mailbox(a));
        match old {
            Some(old) => {
                let places = [(current, old), (target, new)].map(|(p, m)| p.place_of(m.address()));
                let names = names.differ(places, "Set-Mailbox");
                mailbox(old, new, names, target, not_done);
            }
            None => not_done.push(
                &target.file,
                new.line,
                &NotDone::NotListed {
                    name: new.address().to_owned(),
                    file: current.file.clone(),
                },
            ),
        }
    }
    for old in &current.mailboxes {
        if !old.addresses.iter().any(|a| target.mailbox(a).is_some()) {
            not_done.push(
                &current.file,
                old.line,
                &NotDone::Unsaid {
                    what: format!("`{}`", old.address()),
                },
            );
        }
    }
}

pub(super) fn values<T: Clone>(set: Option<&Sourced<T>>) -> Option<T> {
    set.map(|set| set.value.clone())
}

fn mailbox(
    old: &Mailbox,
    new: &Mailbox,
    names: impl Iterator<Item = Differs<'static>>,
    target: &Policy,
    not_done: &mut NotDoneList,
) {
    let name = new.address();
    let (was, is) = (&old.auto_reply, &new.auto_reply);
    let mut differs = vec![
        (
            sorted(&old.addresses) != sorted(&new.addresses),
            "EmailAddresses",
            "Set-Mailbox",
        ),
        (
            was.state.value != is.state.value,
            "AutoReplyState",
            AUTO_REPLY,
        ),
        (
            values(was.start.as_ref()) != values(is.start.as_ref()),
            "StartTime",
            AUTO_REPLY,
        ),
        (
            values(was.end.as_ref()) != values(is.end.as_ref()),
            "EndTime",
            AUTO_REPLY,
        ),
        (
            was.internal_message != is.internal_message,
            "InternalMessage",
            AUTO_REPLY,
        ),
        (
            values(was.external_message.as_ref()) != values(is.external_message.as_ref()),
            "ExternalMessage",
            AUTO_REPLY,
        ),
        (
            old.external_audience.value != new.external_audience.value,
            "ExternalAudience",
            AUTO_REPLY,
        ),
        (
            old.external_oof_options.value != new.external_oof_options.value,
            "ExternalOofOptions",
            "Set-Mailbox",
        ),
        (
            values(old.forwarding_smtp_address.as_ref())
                != values(new.forwarding_smtp_address.as_ref()),
            "ForwardingSmtpAddress",
            "Set-Mailbox",
        ),
        (
            values(old.forwarding_address.as_ref()) != values(new.forwarding_address.as_ref()),
            "ForwardingAddress",
            "Set-Mailbox",
        ),
        (
            old.deliver_and_forward != new.deliver_and_forward,
            "DeliverToMailboxAndForward",
            "Set-Mailbox",
        ),
        (
            sorted(&old.member_of) != sorted(&new.member_of),
            "MemberOf",
            "Add-DistributionGroupMember, Remove-DistributionGroupMember",
        ),
        (
            old.rights.licensed.value != new.rights.licensed.value,
            "HasLicense",
            "Set-MgUserLicense",
        ),
        (
            sorted(&old.rights.send_as) != sorted(&new.rights.send_as),
            "SendAs",
            "Add-RecipientPermission, Remove-RecipientPermission",
        ),
    ];
    differs.extend(restrictions(
        &old.restrictions,
        &new.restrictions,
        "Set-Mailbox",
    ));
    differs.extend(names);
    not_done.differing(target, new.line, &MAILBOXES, name, &differs);
    let no_cmdlet = [
        (
            old.outlook_format.value != new.outlook_format.value,
            "OutlookInternetFormat",
        ),
        (old.contacts != new.contacts, "Contacts"),
    ];
    for (_, property) in no_cmdlet.into_iter().filter(|(is, _)| *is) {
        let name = name.to_owned();
        not_done.push(
            &target.file,
            new.line,
            &NotDone::NoCmdlet { name, property },
        );
    }
}
