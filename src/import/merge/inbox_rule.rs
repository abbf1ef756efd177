//! Gives an inbox rule the address of its mailbox, and leaves out what it does not use.

use super::super::error::Error;
use super::entry::{addresses, given};
use super::satellite::Satellite;
use super::{Merge, text};
use crate::policy::document::Value;
use crate::policy::sections::INBOX_RULES;
use crate::policy::sections::MAILBOXES;

impl Merge<'_> {
    /// Add an inbox rule.
    pub(super) fn inbox_rule(&mut self, rule: Satellite) {
        let Satellite {
            source,
            object,
            mut entry,
        } = given(rule);
        let names = ["Mailbox", "MailboxOwnerId", "Identity"];
        let names: Vec<String> = names.iter().filter_map(|n| text(object, n)).collect();
        // `alice\\123456` is the identity of a rule of alice.
        let owners = names
            .iter()
            .map(|n| n.split('\\').next().unwrap_or(n).trim());
        let index = owners
            .clone()
            .find_map(|n| self.mailboxes.get(&n.to_lowercase()))
            .copied();
        let part = self.document.part(&MAILBOXES);
        let listed = part.and_then(|p| {
            let mailbox = p.entries.get(index?)?;
            let primary = mailbox.text("PrimarySmtpAddress").map(str::to_owned);
            primary.or_else(|| addresses(mailbox).into_iter().next())
        });
        let named = || owners.clone().find(|n| n.contains('@')).map(str::to_owned);
        let Some(address) = listed.or_else(named) else {
            let error = Error::InboxRuleWithoutMailbox;
            self.problems.push(source.warning(object.at, &error));
            let title = format!(
                "The inbox rule at {}:{} has no mailbox here",
                source.file, object.at.line
            );
            self.comment_out(title, object);
            return;
        };
        entry.set("Mailbox", Value::Text(address));
        if let Some(part) = self.document.part(&INBOX_RULES) {
            let key = (INBOX_RULES.name, entry.shown());
            if self.seen.insert(key, part.entries.len()).is_none() {
                part.entries.push(entry);
            }
        }
    }
}
