//! Puts satellite objects into the entry of the object that they belong to: the rule of an outbound
//! spam policy, a mailbox's automatic replies and client settings.

use super::super::document::Entry;
use super::super::error::Error;
use super::super::object::Object;
use super::super::source::Source;
use super::{Merge, ObjectKind, text};
use crate::i18n::en;
use crate::policy::document::{Node, Value};
use crate::policy::sections::{MAILBOXES, OUTBOUND_POLICIES, Section};

/// What a cmdlet prints about an object that another cmdlet lists, such as
/// Get-MailboxAutoReplyConfiguration or Get-CASMailbox about a mailbox of Get-Mailbox.
pub(super) struct Satellite<'a> {
    pub(super) source: &'a Source<'a>,
    pub(super) object: &'a Object,
    pub(super) entry: Entry,
}

impl Merge<'_> {
    /// Add the scope and priority of a rule to its policy.
    pub(super) fn rule(&mut self, rule: Satellite) {
        let Satellite {
            source,
            object,
            mut entry,
        } = rule;
        let name = text(object, "HostedOutboundSpamFilterPolicy");
        let name = name
            .or_else(|| text(object, "Name"))
            .or_else(|| text(object, "Identity"));
        let name = name.unwrap_or_default();
        let own = text(object, "Name")
            .or_else(|| text(object, "Identity"))
            .unwrap_or_else(|| name.clone());
        let mut problem = None;
        if let Some(part) = self.document.part(&OUTBOUND_POLICIES) {
            let at = self
                .seen
                .get(&(OUTBOUND_POLICIES.name, name.to_lowercase()));
            match at.and_then(|at| part.entries.get_mut(*at)) {
                Some(policy) if policy.get("Priority").is_some() => {
                    // What `export --json` wrote has the rule in it already.
                    let differs = entry
                        .properties
                        .iter()
                        .any(|(n, v)| *n != "Name" && policy.get(n) != Some(v));
                    problem = differs.then(|| {
                        let error = Error::ConflictingRule { name };
                        source.error(object.at, &error)
                    });
                }
                Some(policy) => {
                    entry.properties.retain(|(n, _)| *n != "Name");
                    for (name, value) in entry.properties {
                        if policy.get(name).is_none() || name == "Enabled" {
                            policy.set(name, value);
                        }
                    }
                    policy.notes.extend(entry.notes);
                    policy.notes.push(format!(
                        "Scope and priority: the rule {own} at {}:{}",
                        source.file, object.at.line
                    ));
                    return;
                }
                None => {
                    let rule = own.clone();
                    let error = Error::RuleWithoutPolicy { rule, name };
                    problem = Some(source.warning(object.at, &error));
                    let title = format!(
                        "The rule {own} at {}:{} has no policy here",
                        source.file, object.at.line
                    );
                    self.comment_out(title, object);
                }
            }
        }
        if let Some(problem) = problem {
            self.problems.push(problem);
        }
    }

    /// Add automatic replies or client settings to their mailbox.
    pub(super) fn of_mailbox(&mut self, settings: Satellite, kind: ObjectKind) {
        let Satellite {
            source,
            object,
            mut entry,
        } = settings;
        let what = match kind {
            ObjectKind::CasMailbox => en("client settings"),
            _ => en("automatic replies"),
        };
        let names: Vec<String> = ["MailboxOwnerId", "Identity", "Owner", "PrimarySmtpAddress"]
            .iter()
            .filter_map(|n| text(object, n))
            .collect();
        entry
            .properties
            .retain(|(n, _)| !["Name", "PrimarySmtpAddress"].contains(n));
        let index = names
            .iter()
            .find_map(|n| self.mailboxes.get(&n.to_lowercase()))
            .copied();
        let address = names.iter().find(|n| n.contains('@')).cloned();
        let part = self.document.part(&MAILBOXES);
        match (part, index, address) {
            (Some(part), Some(index), _) => {
                if let Some(mailbox) = part.entries.get_mut(index) {
                    for (name, value) in entry.properties {
                        mailbox.set(name, value);
                    }
                    let (first, rest) = what.split_at(1);
                    mailbox.notes.push(format!(
                        "{}{rest}: {}:{}",
                        first.to_uppercase(),
                        source.file,
                        object.at.line
                    ));
                }
            }
            (Some(part), None, Some(address)) => {
                let pos = object.at;
                let value = Value::Text(address.clone());
                let node = Node::new(value, pos);
                entry.set("Addresses", Value::Seq(vec![node]));
                self.mailboxes
                    .insert(address.to_lowercase(), part.entries.len());
                part.entries.push(entry);
            }
            _ => {
                let error = Error::SettingsWithoutMailbox { what };
                self.problems.push(source.warning(object.at, &error));
                let title = format!(
                    "The {what} at {}:{} have no mailbox here",
                    source.file, object.at.line
                );
                self.comment_out(title, object);
            }
        }
    }

    /// Add what a cmdlet prints of the organization to its only entry.
    pub(super) fn organization(&mut self, config: Satellite, section: &'static Section) {
        let Satellite {
            source,
            object,
            entry,
        } = config;
        if entry.properties.is_empty() {
            self.problems
                .push(source.warning(object.at, &Error::NoSettings));
            return;
        }
        let Some(part) = self.document.part(section) else {
            return;
        };
        let Some(first) = part.entries.first_mut() else {
            part.entries.push(entry);
            return;
        };
        for (name, value) in entry.properties {
            match first.get(name) {
                Some(old) if *old != value => {
                    let error = Error::ConflictingOrganization {
                        name,
                        file: first.origin.file.clone(),
                        line: first.origin.at.line,
                    };
                    self.problems.push(source.error(object.at, &error));
                }
                _ => first.set(name, value),
            }
        }
        first.notes.extend(entry.notes);
        first
            .notes
            .push(format!("And {}:{}", source.file, object.at.line));
    }

    /// Mark the default outbound spam policy where there are several and none has IsDefault: a
    /// policy whose rule is missing is not the default.
    pub(super) fn default_policy(&mut self) {
        let Some(part) = self.document.part(&OUTBOUND_POLICIES) else {
            return;
        };
        if part.entries.len() < 2 {
            return;
        }
        for entry in &mut part.entries {
            let scoped = entry.get("Priority").is_some();
            if entry.get("IsDefault").is_none() && !scoped {
                let is = entry
                    .text("Name")
                    .is_none_or(|n| n.eq_ignore_ascii_case("Default"));
                entry.set("IsDefault", Value::Bool(is));
            }
        }
    }
}
