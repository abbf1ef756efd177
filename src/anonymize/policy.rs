//! Writes a policy under other names.

use super::names::{Names, addresses};
use crate::import::scalar::scalar;
use crate::policy::sections::SECTIONS;
use serde_json::{Map, Value};
use std::fmt::Write as _;

/// Properties by which a thing is called or known, or which refer to others by that.
const LABELS: [&str; 52] = [
    "AcceptMessagesOnlyFromSendersOrMembers",
    "AddToRecipients",
    "Addresses",
    "Alias",
    "AnyOfCcHeader",
    "AnyOfCcHeaderMemberOf",
    "AnyOfToCcHeader",
    "AnyOfToCcHeaderMemberOf",
    "AnyOfToHeader",
    "AnyOfToHeaderMemberOf",
    "ApplyClassification",
    "BetweenMemberOf1",
    "BetweenMemberOf2",
    "BlindCopyTo",
    "Contacts",
    "CopyTo",
    "DisplayName",
    "DistinguishedName",
    "EmailAddresses",
    "ExternalDirectoryObjectId",
    "ExternalEmailAddress",
    "ForwardAsAttachmentTo",
    "ForwardTo",
    "ForwardingAddress",
    "ForwardingSmtpAddress",
    "From",
    "FromMemberOf",
    "Guid",
    "HasClassification",
    "Id",
    "Identity",
    "JournalingReportNdrTo",
    "LegacyExchangeDN",
    "Mailbox",
    "ManagedBy",
    "ManagerAddresses",
    "MemberOf",
    "Members",
    "ModerateMessageByUser",
    "Name",
    "PrimarySmtpAddress",
    "RedirectMessageTo",
    "RedirectTo",
    "RejectMessagesFromSendersOrMembers",
    "RouteMessageOutboundConnector",
    "SendAs",
    "SentTo",
    "SentToMemberOf",
    "ServerReplyTo",
    "Subscribers",
    "TlsSenderCertificateName",
    "UserPrincipalName",
];

/// Properties with a text that somebody wrote, of which only whether there is one matters.
const TEXTS: [&str; 10] = [
    "AdminDisplayName",
    "ApplyHtmlDisclaimerText",
    "Comment",
    "Comments",
    "ExternalMessage",
    "InternalMessage",
    "PrependSubject",
    "RejectMessageReasonText",
    "ServerReplyWithMessage",
    "SetHeaderValue",
];

/// Sections about mail that comes in, which no verdict of `rdsim check` needs.
const NOT_NEEDED: [&str; 2] = ["InboundConnectors", "Scenario"];

/// Sections with an entry for each recipient.
const RECIPIENTS: [&str; 7] = [
    "MailContacts",
    "MailUsers",
    "Mailboxes",
    "DistributionGroups",
    "DynamicDistributionGroups",
    "UnifiedGroups",
    "InboxRules",
];

/// Leave out what a message has nothing to do with: entries of recipients that name none of its
/// addresses. Whether there were any.
pub(super) fn shorten(policy: &mut Value, involved: &[String]) -> bool {
    let Some(sections) = policy.as_object_mut() else {
        return false;
    };
    let mut any = false;
    for name in RECIPIENTS {
        let Some(Value::Array(entries)) = sections.get_mut(name) else {
            continue;
        };
        let before = entries.len();
        entries.retain(|entry| names_any(entry, involved));
        any |= entries.len() < before;
        if entries.is_empty() {
            sections.remove(name);
        }
    }
    any
}

/// Whether one of some addresses, in lower case and in order, stands anywhere in a value.
fn names_any(value: &Value, of: &[String]) -> bool {
    match value {
        Value::String(text) => {
            let text = text.to_lowercase();
            let mut found = addresses(&text);
            found.any(|address| of.binary_search_by(|a| a.as_str().cmp(address)).is_ok())
        }
        Value::Array(items) => items.iter().any(|item| names_any(item, of)),
        Value::Object(map) => map.values().any(|item| names_any(item, of)),
        _ => false,
    }
}

/// The YAML of a policy under other names. Words that rules look for stay where the subject does.
pub(super) fn write(
    policy: &Value,
    names: &mut Names,
    keep_words: bool,
    kept: &mut Vec<&'static str>,
) -> String {
    let mut out = String::new();
    let sections = policy.as_object().into_iter().flatten();
    let sections =
        sections.filter(|(name, _)| *name != "version" && !NOT_NEEDED.contains(&name.as_str()));
    for (name, entries) in sections {
        // A String takes whatever is written to it.
        let _ = writeln!(out, "{name}:");
        let section = SECTIONS.into_iter().find(|section| section.name == name);
        for entry in entries.as_array().into_iter().flatten() {
            let mut lead = "  - ";
            let properties = entry.as_object().into_iter().flatten();
            let mut properties: Vec<(&String, &Value)> = properties.collect();
            properties.sort_by_key(|(key, _)| section.and_then(|s| s.names.place(key)));
            for (key, value) in properties {
                let value = renamed(key, value, names, keep_words, kept);
                let _ = writeln!(out, "{lead}{key}: {}", yaml(&value));
                lead = "    ";
            }
        }
    }
    out
}

/// A value as YAML, on one line.
fn yaml(value: &Value) -> String {
    match value {
        Value::String(text) => scalar(text).into_owned(),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(yaml).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Object(map) => {
            let pairs = map
                .iter()
                .map(|(k, v)| format!("{}: {}", scalar(k), yaml(v)));
            let pairs: Vec<String> = pairs.collect();
            format!("{{ {} }}", pairs.join(", "))
        }
        other => other.to_string(),
    }
}

/// A value of a property under other names.
fn renamed(
    key: &str,
    value: &Value,
    names: &mut Names,
    keep_words: bool,
    kept: &mut Vec<&'static str>,
) -> Value {
    match value {
        Value::Array(items) => {
            let items = items.iter();
            Value::Array(
                items
                    .map(|item| renamed(key, item, names, keep_words, kept))
                    .collect(),
            )
        }
        Value::Object(map) => {
            let mut out = Map::new();
            for (inner, value) in map {
                out.insert(inner.clone(), renamed(key, value, names, keep_words, kept));
            }
            Value::Object(out)
        }
        Value::String(text) => Value::String(text_of(key, text, names, keep_words, kept)),
        other => other.clone(),
    }
}

fn text_of(
    key: &str,
    text: &str,
    names: &mut Names,
    keep_words: bool,
    kept: &mut Vec<&'static str>,
) -> String {
    let condition = key.strip_prefix("ExceptIf").unwrap_or(key);
    let mut keep = |what: &'static str| {
        if !kept.contains(&what) {
            kept.push(what);
        }
    };
    if TEXTS.contains(&condition) {
        // Outlook writes tags around nothing.
        let words = text.split('<').map(|piece| piece.rsplit('>').next());
        let blank = words.flatten().all(|piece| piece.trim().is_empty());
        return if blank {
            text.to_owned()
        } else {
            names.written()
        };
    }
    if LABELS.contains(&condition) {
        return names.label(text);
    }
    if condition.ends_with("Patterns") {
        keep("…Patterns");
        return names.pattern(text);
    }
    if condition.ends_with("ContainsWords") {
        let of_addresses = condition.contains("Address");
        if of_addresses || keep_words {
            keep("…ContainsWords");
            return names.text(text);
        }
        return names.word(text);
    }
    names.text(text)
}
