//! Puts what is an object of its own in Exchange into the entry that it is about: a rule into its
//! policy, automatic replies and client settings into their mailbox, the configuration of
//! transport into that of the organization.

use super::super::document::Entry;
use super::super::object::{Object, Source};
use super::{Kind, Merge, text};
use crate::i18n::{Text, en};
use crate::policy::document::{Node, Value};
use crate::policy::sections::ORGANIZATION_CONFIG;
use crate::policy::sections::{MAILBOXES, OUTBOUND_POLICIES};

/// An object whose place is in the entry of another.
pub(super) struct Guest<'a> {
    pub(super) source: &'a Source<'a>,
    pub(super) object: &'a Object,
    pub(super) entry: Entry,
}

impl Merge<'_> {
    /// Give a policy the scope and priority of its rule.
    pub(super) fn rule(&mut self, rule: Guest) {
        let Guest {
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
                        source.error(
                            object.at,
                            Text::of(
                                en("the outbound spam policy `{name}` has a rule already"),
                                [("name", &name)],
                            ),
                            en("import only one of the two rules; a policy has one"),
                        )
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
                    problem = Some(source.warning(
                        object.at,
                        Text::of(
                            en("the rule `{rule}` is for the outbound spam policy `{name}`, which is not among the objects"),
                            [("rule", &own), ("name", &name)],
                        ),
                        en("import the output of `Get-HostedOutboundSpamFilterPolicy` as well"),
                    ));
                    let title = format!(
                        "The rule {own} at {}:{} has no policy here",
                        source.file, object.at.line
                    );
                    self.aside(title, object);
                }
            }
        }
        if let Some(problem) = problem {
            self.problems.push(problem);
        }
    }

    /// Give a mailbox what its automatic replies or its client settings say.
    pub(super) fn of_mailbox(&mut self, settings: Guest, kind: Kind) {
        let Guest {
            source,
            object,
            mut entry,
        } = settings;
        let what = match kind {
            Kind::CasMailbox => en("client settings"),
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
                self.problems.push(
                    source.warning(
                        object.at,
                        Text::from(en("the mailbox of these {what} is not among the objects"))
                            .with_text("what", what),
                        en("import the output of `Get-Mailbox` as well"),
                    ),
                );
                let title = format!(
                    "The {what} at {}:{} have no mailbox here",
                    source.file, object.at.line
                );
                self.aside(title, object);
            }
        }
    }

    /// Give the organization what one of its two cmdlets says.
    pub(super) fn organization(&mut self, config: Guest) {
        let Guest {
            source,
            object,
            entry,
        } = config;
        if entry.properties.is_empty() {
            self.problems.push(source.warning(
                object.at,
                en("none of the settings that a policy has is among the properties"),
                en("export all properties, as in `Get-OrganizationConfig | ConvertTo-Json`"),
            ));
            return;
        }
        let Some(part) = self.document.part(&ORGANIZATION_CONFIG) else {
            return;
        };
        let Some(first) = part.entries.first_mut() else {
            part.entries.push(entry);
            return;
        };
        for (name, value) in entry.properties {
            match first.get(name) {
                Some(old) if *old != value => {
                    let message = Text::of(
                        en("`{name}` of the organization was read already, with another value"),
                        [("name", &name)],
                    );
                    let help = Text::of(
                        en("import only one of the two; the first is at {file}:{line}"),
                        [
                            ("file", &first.origin.file),
                            ("line", &first.origin.at.line),
                        ],
                    );
                    self.problems.push(source.error(object.at, message, help));
                }
                _ => first.set(name, value),
            }
        }
        first.notes.extend(entry.notes);
        first
            .notes
            .push(format!("And {}:{}", source.file, object.at.line));
    }

    /// Say which outbound spam policy is the default one, where there are several and they do
    /// not say it: a policy whose rule is missing is not.
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
