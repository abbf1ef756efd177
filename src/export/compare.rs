//! Compares the sections of two policies for which no script has commands, and tells each
//! difference.

use super::not_done::{NotDone, NotDoneList};
use super::recipients::{self, restrictions};
use crate::policy::directory::Place;
use crate::policy::domain::Pattern;
use crate::policy::sections::{ACCEPTED_DOMAINS, INBOX_RULES, MAIL_CONTACTS, MAILBOXES, Section};
use crate::policy::{Contact, InboxRule, Mailbox, Policy, Sourced};
use std::collections::HashMap;

/// A property by which two entries differ, whether they do, and the cmdlet that sets it.
pub(super) type Differs<'a> = (bool, &'a str, &'static str);

const CONTACT: &str = "Set-MailContact, Set-MailUser";
const AUTO_REPLY: &str = "Set-MailboxAutoReplyConfiguration";
const RULE: &str = "Set-InboxRule";

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
        self::contacts(current, target, not_done);
    }
    if mailboxes {
        self::mailboxes(current, target, not_done);
    }
    recipients::groups(current, target, not_done);
    recipients::organization(current, target, not_done);
    if rules {
        inbox_rules(current, target, not_done);
    }
}

/// The domain of a pattern, without its subdomains.
fn bare(pattern: &Pattern) -> &str {
    match pattern {
        Pattern::Exact(domain) | Pattern::Wildcard(domain) => domain,
        Pattern::Any => "*",
    }
}

fn accepted_domains(current: &Policy, target: &Policy, not_done: &mut NotDoneList) {
    let by_domain = |policy: &Policy| -> HashMap<String, Pattern> {
        let all = policy.accepted_domains.iter();
        all.map(|d| (bare(&d.pattern).to_owned(), d.pattern.clone()))
            .collect()
    };
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
                let differs = [(
                    *old != domain.pattern,
                    "MatchSubDomains",
                    "Set-AcceptedDomain",
                )];
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

/// The contacts by where their mail is really sent; of two the first.
fn by_external(policy: &Policy) -> HashMap<&str, &Contact> {
    let contacts = policy.contacts.iter().rev();
    contacts.map(|c| (c.external.as_str(), c)).collect()
}

pub(super) fn sorted(list: &[String]) -> Vec<&String> {
    let mut all: Vec<&String> = list.iter().collect();
    all.sort();
    all.dedup();
    all
}

fn contact_place(policy: &Policy, contact: &Contact) -> Option<Place> {
    policy.place_of(contact.addresses.first().unwrap_or(&contact.external))
}

fn contacts(current: &Policy, target: &Policy, not_done: &mut NotDoneList) {
    let (had, has) = (by_external(current), by_external(target));
    let names = recipients::BothNames::of(current, target);
    for new in &target.contacts {
        let Some(old) = had.get(new.external.as_str()) else {
            not_done.push(
                &target.file,
                new.line,
                &NotDone::NotMade {
                    entry: MAIL_CONTACTS.entry,
                    name: new.external.clone(),
                    cmdlets: "New-MailContact, New-MailUser".into(),
                },
            );
            continue;
        };
        let mut differs = vec![
            (
                old.rich_text.value != new.rich_text.value,
                "UseMapiRichTextFormat",
                CONTACT,
            ),
            (
                sorted(&old.addresses) != sorted(&new.addresses),
                "EmailAddresses",
                CONTACT,
            ),
        ];
        differs.extend(restrictions(&old.restrictions, &new.restrictions, CONTACT));
        let places = [contact_place(current, old), contact_place(target, new)];
        differs.extend(names.differ(places, CONTACT));
        not_done.differing(target, new.line, &MAIL_CONTACTS, &new.external, &differs);
    }
    for old in &current.contacts {
        if !has.contains_key(old.external.as_str()) {
            not_done.push(
                &current.file,
                old.line,
                &NotDone::NotRemoved {
                    entry: MAIL_CONTACTS.entry,
                    name: old.external.clone(),
                    cmdlets: "Remove-MailContact, Remove-MailUser",
                },
            );
        }
    }
}

/// The first address of a mailbox.
pub(super) fn address(mailbox: &Mailbox) -> &str {
    mailbox.addresses.first().map_or("", String::as_str)
}

fn mailbox_place(policy: &Policy, mailbox: &Mailbox) -> Option<Place> {
    policy.place_of(address(mailbox))
}

fn mailboxes(current: &Policy, target: &Policy, not_done: &mut NotDoneList) {
    let names = recipients::BothNames::of(current, target);
    for new in &target.mailboxes {
        let old = new.addresses.iter().find_map(|a| current.mailbox(a));
        match old {
            Some(old) => {
                let places = [mailbox_place(current, old), mailbox_place(target, new)];
                let names = names.differ(places, "Set-Mailbox");
                mailbox(old, new, names, target, not_done);
            }
            None => not_done.push(
                &target.file,
                new.line,
                &NotDone::NotListed {
                    name: address(new).to_owned(),
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
                    what: format!("`{}`", address(old)),
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
    let name = address(new);
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
            was.external_message != is.external_message,
            "ExternalMessage",
            AUTO_REPLY,
        ),
        (
            old.external_audience.value != new.external_audience.value,
            "ExternalAudience",
            AUTO_REPLY,
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

fn rule_name(rule: &InboxRule) -> (&str, String) {
    (&rule.mailbox, rule.name.to_lowercase())
}

/// The rules by mailbox and name; of two the first.
fn by_name(policy: &Policy) -> HashMap<(&str, String), &InboxRule> {
    let rules = policy.inbox_rules.iter().rev();
    rules.map(|rule| (rule_name(rule), rule)).collect()
}

fn shown(rule: &InboxRule) -> String {
    format!("{}\\{}", rule.mailbox, rule.name)
}

fn inbox_rules(current: &Policy, target: &Policy, not_done: &mut NotDoneList) {
    let (had, has) = (by_name(current), by_name(target));
    for new in &target.inbox_rules {
        match had.get(&rule_name(new)) {
            Some(old) => inbox_rule(old, new, target, not_done),
            None => not_done.push(
                &target.file,
                new.line,
                &NotDone::NotMade {
                    entry: INBOX_RULES.entry,
                    name: shown(new),
                    cmdlets: "New-InboxRule".into(),
                },
            ),
        }
    }
    for old in &current.inbox_rules {
        if !has.contains_key(&rule_name(old)) {
            not_done.push(
                &current.file,
                old.line,
                &NotDone::NotRemoved {
                    entry: INBOX_RULES.entry,
                    name: shown(old),
                    cmdlets: "Remove-InboxRule",
                },
            );
        }
    }
}

fn inbox_rule(old: &InboxRule, new: &InboxRule, target: &Policy, not_done: &mut NotDoneList) {
    let switch = if new.enabled.value {
        "Enable-InboxRule"
    } else {
        "Disable-InboxRule"
    };
    let mut differs: Vec<Differs> = vec![
        (old.enabled.value != new.enabled.value, "Enabled", switch),
        (old.priority != new.priority, "Priority", RULE),
        (old.stop != new.stop, "StopProcessingRules", RULE),
        (old.forward_to != new.forward_to, "ForwardTo", RULE),
        (
            old.forward_as_attachment_to != new.forward_as_attachment_to,
            "ForwardAsAttachmentTo",
            RULE,
        ),
        (old.redirect_to != new.redirect_to, "RedirectTo", RULE),
        (
            old.reply != new.reply,
            "ServerReplyWithMessage",
            "a rule of Outlook",
        ),
    ];
    let words = |rule: &InboxRule, name: &str, except: bool| {
        let mut conditions = rule.conditions.iter();
        let found = conditions.find(|c| c.name == name && c.except == except);
        found.map(|c| c.words.clone())
    };
    let mut seen = Vec::new();
    for condition in old.conditions.iter().chain(&new.conditions) {
        let key = (condition.name, condition.except);
        if !seen.contains(&key) {
            seen.push(key);
            let differ = words(old, key.0, key.1) != words(new, key.0, key.1);
            differs.push((differ, condition.name, RULE));
        }
    }
    let actions = old.others.iter().chain(&new.others);
    for name in actions {
        let is = |rule: &InboxRule| rule.others.contains(name);
        differs.push((is(old) != is(new), name, RULE));
    }
    not_done.differing(target, new.line, &INBOX_RULES, &shown(new), &differs);
}
