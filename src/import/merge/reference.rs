//! Writes references to recipients by their address or name, so that what tells tenants apart, such
//! as a distinguished name or GUID, need not be copied; tells of names that nothing has.

use super::super::document::Entry;
use super::super::error::Error;
use super::super::object::Object;
use super::entry::is_identifier;
use super::{Keep, Merge, names, text};
use crate::diagnostic::Problem;
use crate::policy::document::Value;
use crate::policy::recipient::name_in_path;
use crate::policy::sections::{
    DISTRIBUTION_GROUPS, DYNAMIC_DISTRIBUTION_GROUPS, INBOX_RULES, MAIL_CONTACTS, MAIL_USERS,
    MAILBOXES, Section, TRANSPORT_RULES, UNIFIED_GROUPS,
};
use std::collections::HashMap;

/// The sections of recipients.
const RECIPIENTS: [&Section; 6] = [
    &MAIL_CONTACTS,
    &MAIL_USERS,
    &MAILBOXES,
    &DISTRIBUTION_GROUPS,
    &DYNAMIC_DISTRIBUTION_GROUPS,
    &UNIFIED_GROUPS,
];

/// Properties that name recipients, and whether mail goes to those.
const REFERENCES: [(&str, bool); 24] = [
    ("ForwardingAddress", true),
    ("Members", true),
    ("Subscribers", true),
    ("ForwardTo", true),
    ("ForwardAsAttachmentTo", true),
    ("RedirectTo", true),
    ("ManagedBy", false),
    ("AcceptMessagesOnlyFromSendersOrMembers", false),
    ("RejectMessagesFromSendersOrMembers", false),
    ("From", false),
    ("ExceptIfFrom", false),
    ("SentTo", false),
    ("ExceptIfSentTo", false),
    ("FromMemberOf", false),
    ("ExceptIfFromMemberOf", false),
    ("SentToMemberOf", false),
    ("ExceptIfSentToMemberOf", false),
    ("AddToRecipients", false),
    ("BlindCopyTo", false),
    ("CopyTo", false),
    ("RedirectMessageTo", false),
    ("ModerateMessageByUser", false),
    ("ManagerAddresses", false),
    ("ExceptIfManagerAddresses", false),
];

/// What a policy writes for a recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Known {
    /// Its main address.
    address: Option<String>,
    /// Its name, where that tells nothing of the tenant.
    name: Option<String>,
}

/// A recipient of an inbox rule in front of the address or the directory's old name, and that.
fn in_brackets(text: &str) -> Option<(&str, &str)> {
    let (name, rest) = text.rsplit_once('[')?;
    let (kind, inner) = rest.strip_suffix(']')?.split_once(':')?;
    kind.eq_ignore_ascii_case("ex").then_some((name, inner))
}

impl Merge<'_> {
    /// Remember what a recipient is known by.
    pub(super) fn names_of(&mut self, object: &Object) {
        let address = ["PrimarySmtpAddress", "WindowsEmailAddress"];
        let mut address = address.iter().filter_map(|n| text(object, n));
        let name = text(object, "Name").filter(|n| !is_identifier(&Value::Text(n.clone())));
        let known = Known {
            address: address.find(|a| a.contains('@')),
            name,
        };
        let legacy = text(object, "LegacyExchangeDN");
        for name in names(object).chain(legacy) {
            let entry = self.recipients.entry(name.to_lowercase());
            entry
                .and_modify(|first| {
                    let Some(other) = first else { return };
                    if *other == known {
                        return;
                    }
                    // Two exports may tell of one recipient, one of them less.
                    let agrees = |a: &Option<String>, b: &Option<String>| {
                        a.is_none() || b.is_none() || a == b
                    };
                    let same =
                        agrees(&other.address, &known.address) && agrees(&other.name, &known.name);
                    *first = same.then(|| Known {
                        address: other.address.clone().or(known.address.clone()),
                        name: other.name.clone().or(known.name.clone()),
                    });
                })
                .or_insert_with(|| Some(known.clone()));
        }
    }

    /// Leave out names that several recipients have: they name none of them.
    pub(super) fn shared_names(&mut self) {
        for property in ["Name", "Alias"] {
            let mut count: HashMap<String, usize> = HashMap::new();
            for section in RECIPIENTS {
                let entries = self.document.part(section).into_iter();
                for entry in entries.flat_map(|part| &part.entries) {
                    if let Some(name) = entry.text(property) {
                        *count.entry(name.to_lowercase()).or_default() += 1;
                    }
                }
            }
            for section in RECIPIENTS {
                let entries = self.document.part(section).into_iter();
                for entry in entries.flat_map(|part| &mut part.entries) {
                    let name = entry.text(property).map(str::to_owned);
                    let Some(name) = name.filter(|n| count.get(&n.to_lowercase()) > Some(&1))
                    else {
                        continue;
                    };
                    let addressed = entry.get("PrimarySmtpAddress").is_some()
                        || entry.get("EmailAddresses").is_some()
                        || entry.get("ExternalEmailAddress").is_some();
                    if addressed {
                        entry.properties.retain(|(n, _)| *n != property);
                        let note = format!("Others have the same {property}: {name}");
                        entry.notes.push(note);
                    }
                }
            }
        }
    }

    /// Write every reference by the address or name of whom it names, and warn of those that
    /// nothing has.
    pub(super) fn references(&mut self) {
        let sections = RECIPIENTS
            .into_iter()
            .chain([&INBOX_RULES, &TRANSPORT_RULES]);
        for section in sections {
            let Some(part) = self.document.part(section) else {
                continue;
            };
            let mut entries = std::mem::take(&mut part.entries);
            for entry in &mut entries {
                self.references_of(entry);
            }
            if let Some(part) = self.document.part(section) {
                part.entries = entries;
            }
        }
    }

    fn references_of(&mut self, entry: &mut Entry) {
        for (property, mail) in REFERENCES {
            let Some((_, value)) = entry.properties.iter_mut().find(|(n, _)| *n == property) else {
                continue;
            };
            let mut missing: Vec<String> = Vec::new();
            let mut one = |value: &mut Value| {
                let Value::Text(text) = value else { return };
                match self.reference(text) {
                    Ok(Some(better)) => *text = better,
                    Ok(None) => {}
                    Err(()) => missing.push(text.clone()),
                }
            };
            match value {
                Value::Seq(items) => items.iter_mut().for_each(|item| one(&mut item.value)),
                value => one(value),
            }
            let Some(name) = missing.first().filter(|_| mail) else {
                continue;
            };
            let error = Error::UnknownRecipient {
                name: name.clone(),
                property,
                others: missing.len() - 1,
            };
            let origin = &entry.origin;
            let problem = Problem::of(&origin.file, &error);
            let problem = problem.at(origin.at.line, origin.at.column, None);
            self.problems.push(problem.warning());
        }
    }

    /// What is written for a reference, where that is something else; `Err` where nothing among the
    /// objects has it.
    fn reference(&self, text: &str) -> Result<Option<String>, ()> {
        if let Some((name, inner)) = in_brackets(text) {
            let found = self.recipients.get(&inner.to_lowercase());
            let found = found.and_then(Option::as_ref);
            let address = found.and_then(|known| known.address.as_ref());
            return match address {
                Some(address) => Ok(Some(format!("{name}[SMTP:{address}]"))),
                None => Err(()),
            };
        }
        let lower = text.trim().to_lowercase();
        let in_path = name_in_path(&lower);
        let direct = self.recipients.get(&lower);
        let found = direct.or_else(|| self.recipients.get(in_path.as_ref()?));
        let path = direct.is_none() && in_path.is_some();
        match found {
            Some(Some(known)) => {
                let is = |own: &Option<String>| {
                    own.as_ref().is_some_and(|own| own.to_lowercase() == lower)
                };
                let identifier = path || is_identifier(&Value::Text(text.to_owned()));
                if is(&known.address) || is(&known.name) || !identifier && !lower.contains('@') {
                    return Ok(None);
                }
                Ok(known.address.clone().or_else(|| known.name.clone()))
            }
            // Several have it.
            Some(None) => Ok(None),
            None if lower.contains('@') || self.keep == Keep::All => Ok(None),
            None => Err(()),
        }
    }
}
