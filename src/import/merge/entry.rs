//! Makes an entry of an object: what has a place in the section, and comments on what has none.

use super::super::collected::NOT_UNDERSTOOD;
use super::super::document::{Entry, Origin};
use super::super::dsc::CONNECTION;
use super::super::error::Error;
use super::super::kind::ObjectKind;
use super::super::object::{Object, Property};
use super::super::source::Source;
use super::super::{scalar, value};
use super::satellite::Satellite;
use super::{Keep, Merge, is_wide, text};
use crate::diagnostic::nearest;
use crate::policy::document::Value;
use crate::policy::known::of_the_directory;
use crate::policy::sections::{Section, Type};
use std::collections::{BTreeSet, HashMap};

/// Properties that repeat others, or have nothing to do with mail.
const NOISE: [&str; 6] = [
    "Conditions",
    "Exceptions",
    "HiddenFromAddressListsEnabled",
    "HostedOutboundSpamFilterPolicy",
    "RuleVersion",
    "WindowsEmailAddress",
];

/// Properties that tell recipients of one tenant from those of another. Where another object refers
/// to a recipient by one of them, its address is written there.
const IDENTIFIERS: [&str; 7] = [
    "DistinguishedName",
    "ExternalDirectoryObjectId",
    "Guid",
    "Id",
    "Identity",
    "LegacyExchangeDN",
    "UserPrincipalName",
];

/// Whether a property has nothing that a policy needs.
pub(super) fn is_noise(name: &str) -> bool {
    of_the_directory(name) || NOISE.iter().any(|n| n.eq_ignore_ascii_case(name))
}

impl Merge<'_> {
    fn left_out(&mut self, section: &Section, name: &str) {
        if let Some(part) = self.part(section) {
            part.left_out.insert(name.to_owned());
        }
    }

    /// The properties of an object that have a place in its section.
    pub(super) fn entry(
        &mut self,
        source: &Source,
        object: &Object,
        kind: ObjectKind,
        section: &'static Section,
    ) -> Entry {
        let mut entry = Entry {
            origin: Origin {
                file: source.file.to_owned(),
                at: object.at,
            },
            properties: Vec::new(),
            notes: Vec::new(),
        };
        let mut lines: HashMap<String, u32> = HashMap::new();
        for property in &object.properties {
            let (name, at, _) = property;
            // Type annotations of the REST interface.
            if name.contains('@') {
                continue;
            }
            if let Some(first) = lines.insert(name.to_lowercase(), at.line) {
                let name = name.clone();
                let error = Error::DuplicateProperty { name, first };
                self.problems.push(source.error(*at, &error));
                continue;
            }
            self.property(source, property, kind, section, &mut entry);
        }
        complete(&mut entry, object, kind);
        if self.keep == Keep::Relevant {
            without_defaults(&mut entry, kind);
        }
        entry
    }

    fn property(
        &mut self,
        source: &Source,
        (name, at, node): &Property,
        kind: ObjectKind,
        section: &'static Section,
        entry: &mut Entry,
    ) {
        let known = |list: &[&str]| list.iter().any(|n| n.eq_ignore_ascii_case(name));
        if let Some(property) = section.property(name) {
            if self.keep == Keep::Relevant && IDENTIFIERS.contains(&property.name) {
                self.left_out(section, property.name);
                return;
            }
            match value::typed(property.name, property.kind, node) {
                Ok(Some(value)) => {
                    if property.kind == Type::Date && value::lacks_zone(node) {
                        let name = property.name;
                        let note = format!("{name} had no time zone, and is taken as UTC.");
                        entry.notes.push(note);
                    }
                    entry.set(property.name, value);
                }
                Ok(None) => {}
                // A recipient is known by its primary address as well.
                Err(error) if property.name == "EmailAddresses" => {
                    self.problems.push(source.warning(*at, &error));
                    entry.notes.push("EmailAddresses were not exported.".into());
                }
                // How a console writes a date depends on its culture; that must not stop the import.
                // A mail flow rule without its dates would act always.
                Err(error) if property.kind == Type::Date && kind != ObjectKind::TransportRule => {
                    // Replies that are on, or off, are so at any time.
                    let scheduled = Value::Text("Scheduled".into());
                    if entry
                        .get("AutoReplyState")
                        .is_none_or(|state| *state == scheduled)
                    {
                        self.problems.push(source.warning(*at, &error));
                    }
                    let note = format!("{} was not understood.", property.name);
                    entry.notes.push(note);
                }
                Err(error) => self.problems.push(source.error(*at, &error)),
            }
            return;
        }
        let used = match kind {
            ObjectKind::OutboundRule => ["Ensure", "Identity", "HostedOutboundSpamFilterPolicy"],
            ObjectKind::AutoReply => ["Ensure", "Identity", "MailboxOwnerId"],
            ObjectKind::OrganizationConfig | ObjectKind::TransportConfig => {
                ["Ensure", "Identity", "IsSingleInstance"]
            }
            _ => ["Ensure", "Identity", "ResourceName"],
        };
        if known(&CONNECTION) || (self.keep == Keep::Relevant && known(&used)) {
            return;
        }
        let value = value::kept(node);
        let Some(value) = value else {
            return;
        };
        if kind == ObjectKind::TransportRule && value == Value::Bool(false) {
            return;
        }
        let Some((_, known)) = section.known(name) else {
            let key = (section.name, name.clone());
            let near = self.near.entry(key);
            let near = *near.or_insert_with(|| nearest(name, section.names()));
            // Of what recipients and the organization have, new properties appear often.
            // So do switches that are off, and what only tells objects apart.
            let harmless = value == Value::Bool(false) || is_identifier(&value);
            let harmless = harmless || is_wide(section);
            if harmless && near.and_then(|near| section.property(near)).is_none() {
                self.left_out(section, name);
                return;
            }
            let error = Error::UnknownProperty {
                name: name.clone(),
                what: section.entry,
                near,
            };
            self.problems.push(source.warning(*at, &error));
            entry.notes.push(match is_identifier(&value) {
                true => format!("{NOT_UNDERSTOOD}{name}"),
                false => format!("{NOT_UNDERSTOOD}{name}: {}", scalar::shown(&value)),
            });
            return;
        };
        let name = known.spelled;
        if self.keep == Keep::All {
            entry.set(name, value);
        } else if !known.kept || is_identifier(&value) {
            self.left_out(section, name);
        } else if value == Value::Bool(false)
            && matches!(
                kind,
                ObjectKind::AcceptedDomain | ObjectKind::InboundConnector
            )
        {
            // They have many switches, nearly all of them off.
            if let Some(part) = self.part(section) {
                part.false_ones.insert(name.to_owned());
            }
        } else {
            entry.set(name, value);
        }
    }
}

/// Characters of one word that is no name: a key, a certificate, a token.
const KEY: usize = 40;

/// Whether a value says which tenant, server or object something is: a GUID, a SID, a fingerprint, a
/// key, a distinguished name, or the name of a server of Exchange Online. It is not copied.
pub(in crate::import) fn is_identifier(value: &Value) -> bool {
    match value {
        Value::Text(text) => {
            let lower = text.trim().to_ascii_lowercase();
            let guid = lower
                .split(|c: char| !c.is_ascii_hexdigit() && c != '-')
                .any(|part| {
                    let groups = part.split('-').map(str::len);
                    groups.eq([8, 4, 4, 4, 12])
                });
            guid || lower.starts_with("cn=")
                || lower.starts_with("/o=")
                || lower.starts_with("s-1-5-21-")
                || lower.contains(".prod.outlook.com")
                || lower.split([' ', '=', ';', ':', ',', '"']).any(is_key)
        }
        Value::Seq(items) => items.iter().any(|item| is_identifier(&item.value)),
        Value::Map(pairs) => pairs.iter().any(|(_, _, node)| is_identifier(&node.value)),
        Value::Null | Value::Bool(_) | Value::Int(_) => false,
    }
}

/// Whether a word is a fingerprint in hexadecimal, or what base 64 makes of bytes.
fn is_key(word: &str) -> bool {
    let fingerprint = [32, 40, 64].contains(&word.len());
    let hex = fingerprint && word.chars().all(|c| c.is_ascii_hexdigit());
    let base64 = |c: char| c.is_ascii_alphanumeric() || "+/-_=".contains(c);
    let digits = word.chars().any(|c| c.is_ascii_digit());
    hex || word.len() >= KEY && digits && word.chars().all(base64)
}

/// An SMTP address without its prefix; `None` for an address of another kind.
fn smtp(address: &str) -> Option<&str> {
    match address.split_once(':') {
        Some((scheme, rest)) => scheme.eq_ignore_ascii_case("smtp").then_some(rest),
        None => Some(address),
    }
}

/// The addresses that an entry has.
pub(in crate::import) fn addresses(entry: &Entry) -> Vec<String> {
    let lists = ["Addresses", "EmailAddresses"]
        .into_iter()
        .filter_map(|n| entry.get(n));
    let items = lists.filter_map(|v| match v {
        Value::Seq(items) => Some(items),
        _ => None,
    });
    let texts = items.flatten().filter_map(|n| match &n.value {
        Value::Text(t) => Some(t.clone()),
        _ => None,
    });
    texts.collect()
}

/// Write a connector's SenderDomains plainly: `smtp:*;1` is `*` with a cost that means nothing.
fn sender_domains(entry: &mut Entry) {
    let mut properties = entry.properties.iter_mut();
    let found = properties.find(|(n, _)| *n == "SenderDomains");
    if let Some((_, Value::Seq(items))) = found {
        for item in items {
            if let Value::Text(t) = &mut item.value {
                let domain = t.split(';').next().unwrap_or_default();
                *t = smtp(domain).unwrap_or(domain).to_owned();
            }
        }
    }
}

/// Leave out what every new recipient of the kind has, an alias that the main address tells, and a
/// name that is a GUID.
fn without_defaults(entry: &mut Entry, kind: ObjectKind) {
    let group = kind.is_group();
    let main = entry.text("PrimarySmtpAddress").map(str::to_owned);
    let main = main.or_else(|| addresses(entry).into_iter().next());
    let local = main.as_deref().and_then(|a| Some(a.split_once('@')?.0));
    entry
        .properties
        .retain(|(name, value)| match (*name, value) {
            ("Alias", Value::Text(alias)) => local.is_none_or(|l| !l.eq_ignore_ascii_case(alias)),
            ("Name", name) if kind.is_recipient() => !is_identifier(name),
            ("RequireSenderAuthenticationEnabled", Value::Bool(on)) => *on != group,
            ("ReportToOriginatorEnabled", Value::Bool(on)) => !on,
            (
                "ModerationEnabled"
                | "ReportToManagerEnabled"
                | "SendOofMessageToOriginatorEnabled",
                Value::Bool(on),
            ) => *on,
            _ => true,
        });
}

/// A rule without the conditions and actions that it does not use: the cmdlets print all of them.
pub(super) fn given(mut rule: Satellite) -> Satellite {
    rule.entry.properties.retain(|(name, node)| match node {
        Value::Null => false,
        Value::Bool(on) => *on != (*name == "Enabled"),
        Value::Seq(items) => !items.is_empty(),
        Value::Text(text) => !text.is_empty(),
        Value::Int(_) | Value::Map(_) => true,
    });
    rule
}

/// Take from other properties what an entry cannot do without, and write addresses plainly.
fn complete(entry: &mut Entry, object: &Object, kind: ObjectKind) {
    let identity = text(object, "Identity").map(Value::Text);
    match kind {
        ObjectKind::AcceptedDomain => {
            let name = text(object, "Name").map(Value::Text);
            if entry.get("DomainName").is_none()
                && let Some(domain) = identity.or(name)
            {
                entry.set("DomainName", domain);
            }
            // The name of an accepted domain is nearly always the domain again.
            let domain = entry.get("DomainName").cloned();
            entry
                .properties
                .retain(|(n, v)| *n != "Name" || Some(v) != domain.as_ref());
        }
        ObjectKind::RemoteDomain
        | ObjectKind::OutboundPolicy
        | ObjectKind::InboundConnector
        | ObjectKind::TransportRule => {
            if entry.get("Name").is_none()
                && let Some(name) = identity
            {
                entry.set("Name", name);
            }
            sender_domains(entry);
        }
        _ => {}
    }
    for name in [
        "ExternalEmailAddress",
        "PrimarySmtpAddress",
        "ForwardingSmtpAddress",
    ] {
        if let Some(address) = entry.text(name).and_then(smtp).map(str::to_owned) {
            entry.set(name, Value::Text(address));
        }
    }
    if let Some((_, Value::Seq(items))) = entry
        .properties
        .iter_mut()
        .find(|(n, _)| *n == "EmailAddresses")
    {
        let mut others = BTreeSet::new();
        items.retain_mut(|item| match &mut item.value {
            Value::Text(t) => match smtp(t).map(str::to_owned) {
                Some(address) => {
                    *t = address;
                    true
                }
                None => {
                    // What follows tells the tenant and its servers from others.
                    others.extend(t.split(':').next().map(str::to_owned));
                    false
                }
            },
            _ => false,
        });
        let empty = items.is_empty();
        if !others.is_empty() {
            let others: Vec<String> = others.into_iter().collect();
            let others = others.join(", ");
            let note = format!("Left out, as they are not SMTP: addresses of {others}.");
            entry.notes.push(note);
        }
        if empty {
            entry.properties.retain(|(n, _)| *n != "EmailAddresses");
        }
    }
    let address = ["UserPrincipalName", "WindowsEmailAddress", "Identity"];
    if (kind == ObjectKind::Mailbox || kind.is_group())
        && addresses(entry).is_empty()
        && entry.get("PrimarySmtpAddress").is_none()
        && let Some(address) = address
            .iter()
            .filter_map(|n| text(object, n))
            .find(|t| t.contains('@'))
    {
        entry.set("PrimarySmtpAddress", Value::Text(address));
    }
}
