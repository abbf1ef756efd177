//! Reads the recipients of a policy: mail contacts, mail users and mailboxes, with inbox rules.

use super::fields::Fields;
use super::mailbox;
use super::mailbox_rules::{self, INBOX_RULES};
use super::node::Pos;
use super::problems::Problems;
use super::sections::{MAIL_CONTACTS, MAIL_USERS, MAILBOXES, Section};
use super::tenant::Sections;
use super::{Contact, Error, Policy, UseMapiRichText};
use crate::address;
use rustc_hash::FxHashMap;

/// Read all of them.
pub(super) fn read(sections: &Sections, policy: &mut Policy, problems: &mut Problems) {
    let mut owners = Owners::default();
    for section in [&MAIL_CONTACTS, &MAIL_USERS] {
        contacts(sections, section, &mut owners, policy, problems);
    }
    mailboxes(sections, &mut owners, policy, problems);
    for node in sections.entries(&INBOX_RULES, problems) {
        let rule = mailbox_rules::read(node, problems);
        policy.inbox_rules.extend(rule);
    }
    policy.inbox_rules.sort_by_key(|rule| rule.priority);
    for (place, rule) in policy.inbox_rules.iter().enumerate() {
        let of = policy.inbox_rules_of.entry(rule.mailbox.clone());
        of.or_default().push(place);
    }
}

/// The addresses of recipients, and the lines of these. No two recipients of an organization have
/// one address: Exchange refuses the second with "The proxy address is already being used", see
/// <https://learn.microsoft.com/en-us/answers/questions/5737410/exchange-online-error-the-proxy-address-is-already>.
#[derive(Default)]
struct Owners(FxHashMap<String, u32>);

impl Owners {
    /// Take the addresses of a recipient; one that another has is told.
    fn add(&mut self, addresses: &[String], at: Pos, problems: &mut Problems) {
        for address in addresses {
            let first = self.0.insert(address.clone(), at.line);
            if let Some(first) = first.filter(|line| *line != at.line) {
                let address = address.clone();
                problems.warn(at, Error::SharedAddress { address, first });
            }
        }
    }
}

fn contacts(
    sections: &Sections,
    section: &'static Section,
    owners: &mut Owners,
    policy: &mut Policy,
    problems: &mut Problems,
) {
    for node in sections.entries(section, problems) {
        let Some(f) = Fields::read(node, section, problems) else {
            continue;
        };
        let external = f.text("ExternalEmailAddress");
        let Some(external) = external.filter(|e| e.value.contains('@')) else {
            let section = section.name;
            let error = Error::ContactWithoutAddress { section };
            problems.error(f.at("ExternalEmailAddress"), error);
            continue;
        };
        let external = address::normal(&external.value);
        let mut addresses = f.list("EmailAddresses");
        addresses.extend(primary(&f));
        owners.add(&addresses, node.pos, problems);
        addresses.push(external.clone());
        for address in &addresses {
            policy
                .contact_of
                .insert(address.clone(), policy.contacts.len());
        }
        policy.contacts.push(Contact {
            addresses,
            external,
            rich_text: f.word("UseMapiRichTextFormat", UseMapiRichText::UseDefaultSettings),
            line: node.pos.line,
        });
    }
}

pub(super) fn primary(f: &Fields) -> Option<String> {
    f.label("PrimarySmtpAddress").map(|a| address::normal(&a))
}

fn mailboxes(
    sections: &Sections,
    owners: &mut Owners,
    policy: &mut Policy,
    problems: &mut Problems,
) {
    for node in sections.entries(&MAILBOXES, problems) {
        let Some(mailbox) = mailbox::read(node, problems) else {
            continue;
        };
        owners.add(&mailbox.addresses, node.pos, problems);
        for address in &mailbox.addresses {
            policy
                .mailbox_of
                .insert(address.clone(), policy.mailboxes.len());
        }
        policy.mailboxes.push(mailbox);
    }
}
