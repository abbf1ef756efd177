//! Tells what a cmdlet does to objects of which kind, and the values that it gives their properties.

use super::super::error::UNKNOWN_PROPERTY;
use super::super::kind::ObjectKind;
use super::super::merge;
use super::super::object::{Object, Property};
use super::super::source::Source;
use super::record::Record;
use crate::diagnostic::FirstProblems;
use crate::i18n::{Text, en};
use crate::policy::document::Value;
use crate::policy::sections::{Section, Type};
use strum::VariantArray as _;

/// Parameters that say how a cmdlet runs, and not what it changes.
const RUNS: [&str; 12] = [
    "BypassMasterAccountSidCheck",
    "Confirm",
    "Debug",
    "DomainController",
    "ErrorAction",
    "Force",
    "Identity",
    "IgnoreDefaultScope",
    "Organization",
    "Verbose",
    "WarningAction",
    "WhatIf",
];

/// Nouns of the cmdlets that change who is in a group.
const MEMBERS: [(&str, ObjectKind); 2] = [
    ("DistributionGroupMember", ObjectKind::DistributionGroup),
    ("UnifiedGroupLinks", ObjectKind::UnifiedGroup),
];

/// What a cmdlet does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verb {
    New,
    Set,
    Remove,
    Enable,
    Disable,
    /// It adds members to a group or removes some.
    Members,
}

/// What a cmdlet does to objects of which kind.
#[derive(Debug, Clone, Copy)]
pub(super) struct Command {
    pub(super) verb: Verb,
    pub(super) kind: ObjectKind,
}

impl Command {
    /// What an operation does, if it changes what a policy has.
    pub(super) fn of(operation: &str) -> Option<Self> {
        let (verb, noun) = operation.split_once('-')?;
        if let Some((_, kind)) = MEMBERS
            .iter()
            .find(|(n, _)| n.eq_ignore_ascii_case(noun.trim()))
        {
            return Some(Self {
                verb: Verb::Members,
                kind: *kind,
            });
        }
        let mut kinds = ObjectKind::VARIANTS.iter().copied();
        let kind = kinds.find(|kind| kind.noun().eq_ignore_ascii_case(noun.trim()))?;
        let rule = [
            ObjectKind::OutboundRule,
            ObjectKind::TransportRule,
            ObjectKind::InboxRule,
        ];
        let verb = match verb.to_ascii_lowercase().as_str() {
            "set" => Verb::Set,
            "remove" => Verb::Remove,
            "new" if !kind.is_group() && kind != ObjectKind::Mailbox => Verb::New,
            "enable" if rule.contains(&kind) => Verb::Enable,
            "disable" if rule.contains(&kind) => Verb::Disable,
            _ => return None,
        };
        Some(Self { verb, kind })
    }

    pub(super) fn section(self) -> &'static Section {
        self.kind.section()
    }
}

/// The values that a record gives properties; `Err` where one cannot be understood.
pub(super) fn given(
    source: &Source,
    record: &Record,
    command: Command,
) -> Result<Vec<(&'static str, Option<Value>)>, Text> {
    let section = command.section();
    let own = |name: &str| !RUNS.iter().any(|n| n.eq_ignore_ascii_case(name));
    let own = record.parameters.iter().filter(|(name, _)| own(name));
    let properties = own.map(|(name, node)| (name.clone(), record.at, node.clone()));
    let object = Object {
        at: record.at,
        kind: Some(command.kind),
        types: Vec::new(),
        properties: properties.collect(),
    };
    let by_parts = |(name, _, node): &&Property| match section.property(name)?.kind {
        Type::List | Type::Texts => is_delta(&node.value).then(|| name.clone()),
        _ => None,
    };
    if let Some(name) = object.properties.iter().find_map(|p| by_parts(&p)) {
        let why = en("`{name}` was given what to add and to remove, and not the whole list");
        return Err(Text::of(why, [("name", &name)]));
    }
    let mut problems = FirstProblems::default();
    let entry = merge::entry(source, &object, command.kind, &mut problems);
    // A property that rdsim does not know is harmless here; a value that it cannot read is not.
    let mut problems = problems.sorted(|p| p.line).into_iter();
    if let Some(problem) = problems.find(|p| p.code != UNKNOWN_PROPERTY) {
        return Err(problem.message);
    }
    let mut given: Vec<(&'static str, Option<Value>)> = Vec::new();
    for (name, value) in entry.properties {
        given.push((name, Some(value)));
    }
    // What was given without a value has none since.
    for (name, ..) in &object.properties {
        if let Some(property) = section.property(name)
            && !given.iter().any(|(n, _)| *n == property.name)
        {
            given.push((property.name, None));
        }
    }
    Ok(given)
}

/// Whether a value says what is added to a list and removed from it: `@{Add="a"}`.
fn is_delta(value: &Value) -> bool {
    let text = match value {
        Value::Text(text) => text.trim_start(),
        _ => return false,
    };
    let table = text.starts_with("@{") || text.starts_with('{') && text.contains('=');
    table || text.starts_with('+') || text.contains("Hashtable")
}

/// Add what Enable- and Disable- give a rule.
pub(super) fn switch(command: Command, given: &mut Vec<(&'static str, Option<Value>)>) {
    let on = match command.verb {
        Verb::Enable => true,
        Verb::Disable => false,
        _ => return,
    };
    if command.kind == ObjectKind::InboxRule {
        given.push(("Enabled", Some(Value::Bool(on))));
        return;
    }
    let word = if on { "Enabled" } else { "Disabled" };
    given.push(("State", Some(Value::Text(word.into()))));
}
