//! Applies what a cmdlet changed to a policy.

use super::super::document::{Document, Entry, Origin};
use super::super::kind::ObjectKind;
use super::super::merge;
use super::super::scalar::shown;
use super::super::source::Source;
use super::command::{self, Command, Verb};
use super::order;
use super::record::Record;
use crate::i18n::{Text, en};
use crate::policy::document::Value;
use crate::policy::sections::{OUTBOUND_POLICIES, REMOTE_DOMAINS, Section};
use std::collections::BTreeSet;

/// Properties of the rule of an outbound spam policy, which goes without its policy.
const RULE: [&str; 9] = [
    "Priority",
    "State",
    "Enabled",
    "From",
    "FromMemberOf",
    "SenderDomainIs",
    "ExceptIfFrom",
    "ExceptIfFromMemberOf",
    "ExceptIfSenderDomainIs",
];

/// A property that was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// Its name.
    pub name: String,
    /// Its value before, as a policy writes it; `None` where it was not written.
    pub old: Option<String>,
    /// Its value since; `None` where it has none.
    pub new: Option<String>,
}

/// What a record did to a policy.
#[derive(Debug)]
pub(super) enum Effect {
    /// It changed an entry, or made it.
    Changed(Vec<Changed>),
    /// It removed an entry.
    Removed,
    /// Nothing that a policy has.
    Nothing,
    /// What it was done to is not in the policy.
    NoEntry,
    /// What it made is in the policy already.
    AlreadyThere,
    /// A value cannot be understood.
    NotUnderstood(Text),
}

/// The place of the entry that a record is about.
pub(super) fn entry_of(
    document: &mut Document,
    record: &Record,
    command: Command,
) -> Option<usize> {
    let part = document.part(command.section())?;
    if is_single(command.kind) {
        return (!part.entries.is_empty()).then_some(0);
    }
    let mut names = targets(record);
    // The rule of an outbound spam policy nearly always has its name.
    if let Some(policy) = record.parameter("HostedOutboundSpamFilterPolicy") {
        names.insert(0, policy.to_lowercase());
    }
    if command.verb == Verb::New && command.kind != ObjectKind::OutboundRule {
        let own = ["DomainName", "Name"]
            .iter()
            .filter_map(|n| record.parameter(n));
        names = own.map(str::to_lowercase).collect();
    }
    let owners = (command.kind == ObjectKind::InboxRule).then(|| owners(record));
    names.iter().find_map(|name| {
        let mut entries = part.entries.iter();
        entries.position(|entry| {
            let own = owners.as_ref().is_none_or(|owners| owns(owners, entry));
            own && known_as(entry).contains(name)
        })
    })
}

/// Who may have an inbox rule, in lower case: the mailbox in its path, and who changed it.
fn owners(record: &Record) -> Vec<String> {
    let paths = record.targets.iter().filter_map(|target| {
        let (path, _) = target.rsplit_once(['\\', '/'])?;
        path.rsplit(['\\', '/']).next()
    });
    let mailbox = record.parameter("Mailbox");
    let all = paths.chain(mailbox).map(str::to_lowercase);
    let named: Vec<String> = all.collect();
    match named.is_empty() {
        true => vec![record.who.to_lowercase()],
        false => named,
    }
}

fn owns(owners: &[String], rule: &Entry) -> bool {
    let Some(mailbox) = rule.text("Mailbox").map(str::to_lowercase) else {
        return false;
    };
    let local = mailbox.split('@').next().unwrap_or_default();
    owners
        .iter()
        .any(|owner| *owner == mailbox || owner == local)
}

fn is_single(kind: ObjectKind) -> bool {
    matches!(
        kind,
        ObjectKind::OrganizationConfig | ObjectKind::TransportConfig
    )
}

/// The names of what a record is about, also without the path before it, in lower case.
fn targets(record: &Record) -> Vec<String> {
    let mut names = Vec::new();
    for target in &record.targets {
        let lower = target.to_lowercase();
        let last = lower.rsplit(['\\', '/']).next().unwrap_or(&lower);
        names.extend([lower.clone(), last.to_owned()]);
    }
    names
}

/// What an entry is known as, in lower case.
fn known_as(entry: &Entry) -> BTreeSet<String> {
    let names = ["Name", "DomainName", "PrimarySmtpAddress", "Alias"];
    let names = names.iter().filter_map(|name| entry.text(name));
    let addresses = merge::addresses(entry);
    let local = addresses
        .first()
        .map(String::as_str)
        .or(entry.text("PrimarySmtpAddress"));
    let local = local.and_then(|a| Some(a.split_once('@')?.0));
    let all = names.chain(local).map(str::to_lowercase);
    all.chain(addresses.iter().map(|a| a.to_lowercase()))
        .collect()
}

/// Apply a record to a policy.
pub(super) fn apply(
    document: &mut Document,
    source: &Source,
    record: &Record,
    command: Command,
) -> Effect {
    if record
        .parameter("WhatIf")
        .is_some_and(|on| !on.eq_ignore_ascii_case("false"))
    {
        return Effect::Nothing;
    }
    if command.verb == Verb::Members {
        let group = entry_of(document, record, command);
        let why = en("who was added to the group or removed is not followed").into();
        return group.map_or(Effect::Nothing, |_| Effect::NotUnderstood(why));
    }
    let mut given = match command::given(source, record, command) {
        Ok(given) => given,
        Err(why) => return Effect::NotUnderstood(why),
    };
    let at = entry_of(document, record, command);
    let Some(part) = document.part(command.section()) else {
        return Effect::Nothing;
    };
    let rule = command.kind == ObjectKind::OutboundRule;
    if rule {
        given.retain(|(name, _)| *name != "Name");
    }
    let own = Origin {
        file: source.file.to_owned(),
        at: record.at,
    };
    let entries = &mut part.entries;
    match (command.verb, at) {
        (Verb::New, Some(_)) if !rule => Effect::AlreadyThere,
        (Verb::New, None) if !rule => {
            let mut entry = Entry {
                origin: own,
                properties: Vec::new(),
                notes: Vec::new(),
            };
            if command.kind == ObjectKind::InboxRule && record.parameter("Mailbox").is_none() {
                given.push(("Mailbox", Some(Value::Text(record.who.clone()))));
            }
            if command.kind == ObjectKind::OutboundPolicy {
                given.push(("IsDefault", Some(Value::Bool(false))));
            }
            let changed = set(&mut entry, part.section, given);
            entries.push(entry);
            order::after_new(entries);
            Effect::Changed(changed)
        }
        (Verb::Remove, Some(at)) if rule => {
            let Some(entry) = entries.get_mut(at) else {
                return Effect::NoEntry;
            };
            let none = RULE.iter().map(|name| (*name, None)).collect();
            let changed = set(entry, &OUTBOUND_POLICIES, none);
            order::close(entries);
            Effect::Changed(changed)
        }
        (Verb::Remove, Some(at)) => {
            entries.remove(at);
            order::close(entries);
            Effect::Removed
        }
        (verb, Some(at)) => {
            let priority = given.iter().find(|(name, _)| *name == "Priority");
            let priority = priority.and_then(|(_, value)| value.clone());
            let Some(entry) = entries.get_mut(at) else {
                return Effect::NoEntry;
            };
            couple(entry, part.section, &mut given);
            command::switch(command, &mut given);
            if entry.get("Enabled").is_some() && matches!(verb, Verb::Enable | Verb::Disable) {
                let on = Value::Bool(verb == Verb::Enable);
                given.push(("Enabled", Some(on)));
            }
            let changed = set(entry, part.section, given);
            if let Some(Value::Int(to)) = priority {
                order::moved(entries, at, to);
            }
            match changed.is_empty() {
                true => Effect::Nothing,
                false => Effect::Changed(changed),
            }
        }
        (Verb::Set, None) => {
            let mailbox = part.section.name == "Mailboxes";
            let address = record.targets.iter().find(|t| t.contains('@') && mailbox);
            if address.is_none() && !is_single(command.kind) {
                let nothing = given
                    .iter()
                    .all(|(name, _)| part.section.property(name).is_none());
                return if nothing {
                    Effect::Nothing
                } else {
                    Effect::NoEntry
                };
            }
            let mut entry = Entry {
                origin: own,
                properties: Vec::new(),
                notes: Vec::new(),
            };
            let changed = set(&mut entry, part.section, given);
            if changed.is_empty() {
                return Effect::Nothing;
            }
            if let Some(address) = address {
                entry.set("PrimarySmtpAddress", Value::Text(address.clone()));
            }
            entries.push(entry);
            Effect::Changed(changed)
        }
        (_, None) => Effect::NoEntry,
    }
}

/// Give an entry the values that a policy has a use for.
fn set(
    entry: &mut Entry,
    section: &Section,
    given: Vec<(&'static str, Option<Value>)>,
) -> Vec<Changed> {
    let mut changed = Vec::new();
    for (name, value) in given {
        let old = entry.get(name).map(shown);
        if section.property(name).is_none() && old.is_none() {
            continue;
        }
        let new = value.as_ref().map(shown);
        match value {
            Some(value) => entry.set(name, value),
            None if old.is_none() => continue,
            None => entry.properties.retain(|(n, _)| *n != name),
        }
        let name = name.to_owned();
        changed.push(Changed { name, old, new });
    }
    changed
}

/// Add what Set-RemoteDomain changes beside what it was given.
fn couple(entry: &Entry, section: &Section, given: &mut Vec<(&'static str, Option<Value>)>) {
    if section.name != REMOTE_DOMAINS.name {
        return;
    }
    let get = |name: &str| {
        let mut all = given.iter();
        all.find(|(n, _)| *n == name)
            .and_then(|(_, value)| value.clone())
    };
    let (internal, replies) = (get("IsInternal"), get("AllowedOOFType"));
    let legacy = Value::Text("InternalLegacy".into());
    if replies == Some(legacy) && internal.is_none() {
        given.push(("IsInternal", Some(Value::Bool(true))));
    }
    let was = entry.get("IsInternal") == Some(&Value::Bool(true));
    if internal == Some(Value::Bool(false)) && replies.is_none() && was {
        let external = Value::Text("ExternalLegacy".into());
        given.push(("AllowedOOFType", Some(external)));
    }
}
