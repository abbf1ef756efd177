//! Compares mail contacts and mail users.

use super::super::not_done::{NotDone, NotDoneList};
use super::super::recipients::{BothNames, restrictions};
use super::sorted;
use crate::policy::directory::Place;
use crate::policy::sections::MAIL_CONTACTS;
use crate::policy::{Contact, Policy, Recipient};
use std::collections::HashMap;

const CONTACT: &str = "Set-MailContact, Set-MailUser";

/// Where the mail of a contact is really sent, else its main address.
fn target_of(contact: &Contact) -> &str {
    let external = contact.external.as_ref();
    external.map_or_else(|| Recipient::Contact(contact).address(), String::as_str)
}

/// The contacts by where their mail is really sent; of two the first.
fn by_external(policy: &Policy) -> HashMap<&str, &Contact> {
    let contacts = policy.contacts.iter().rev();
    contacts.map(|c| (target_of(c), c)).collect()
}

fn place(policy: &Policy, contact: &Contact) -> Option<Place> {
    policy.place_of(Recipient::Contact(contact).address())
}

pub(super) fn contacts(current: &Policy, target: &Policy, not_done: &mut NotDoneList) {
    let (had, has) = (by_external(current), by_external(target));
    let names = BothNames::of(current, target);
    for new in &target.contacts {
        let Some(old) = had.get(target_of(new)) else {
            not_done.push(
                &target.file,
                new.line,
                &NotDone::NotMade {
                    entry: MAIL_CONTACTS.entry,
                    name: target_of(new).to_owned(),
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
                old.prefers_own_format.value != new.prefers_own_format.value,
                "UsePreferMessageFormat",
                CONTACT,
            ),
            (
                old.message_format.value != new.message_format.value,
                "MessageFormat",
                CONTACT,
            ),
            (
                old.body_format.value != new.body_format.value,
                "MessageBodyFormat",
                CONTACT,
            ),
            (
                sorted(&old.addresses) != sorted(&new.addresses),
                "EmailAddresses",
                CONTACT,
            ),
        ];
        differs.extend(restrictions(&old.restrictions, &new.restrictions, CONTACT));
        let places = [place(current, old), place(target, new)];
        differs.extend(names.differ(places, CONTACT));
        not_done.differing(target, new.line, &MAIL_CONTACTS, target_of(new), &differs);
    }
    for old in &current.contacts {
        if !has.contains_key(target_of(old)) {
            not_done.push(
                &current.file,
                old.line,
                &NotDone::NotRemoved {
                    entry: MAIL_CONTACTS.entry,
                    name: target_of(old).to_owned(),
                    cmdlets: "Remove-MailContact, Remove-MailUser",
                },
            );
        }
    }
}
