//! Makes an entry of an object: what has a place in the section, and comments on what has none.

use super::super::document::{Entry, Origin};
use super::super::dsc::CONNECTION;
use super::super::kind::Kind;
use super::super::object::{Object, Property, Source};
use super::super::value;
use super::{Keep, Merge, is_wide, text};
use crate::diagnostic::{nearest, remove_one};
use crate::i18n::{Text, en};
use crate::policy::document::Value;
use crate::policy::sections::DIRECTORY;
use crate::policy::sections::{Section, Type};
use std::collections::HashMap;

/// What says again what other properties say, or says nothing about mail.
const NOISE: [&str; 8] = [
    "Conditions",
    "Exceptions",
    "HiddenFromAddressListsEnabled",
    "HostedOutboundSpamFilterPolicy",
    "PropertyCount",
    "PropertyNames",
    "RuleVersion",
    "WindowsEmailAddress",
];

/// Whether a property says nothing that a policy needs.
pub(super) fn is_noise(name: &str) -> bool {
    let mut noise = DIRECTORY.iter().chain(&NOISE);
    noise.any(|n| n.eq_ignore_ascii_case(name))
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
        kind: Kind,
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
                self.problems.push(source.error(
                    *at,
                    Text::of(en("`{name}` is given twice"), [("name", name)]),
                    remove_one(first),
                ));
                continue;
            }
            self.property(source, property, kind, section, &mut entry);
        }
        complete(&mut entry, object, kind);
        entry
    }

    fn property(
        &mut self,
        source: &Source,
        (name, at, node): &Property,
        kind: Kind,
        section: &'static Section,
        entry: &mut Entry,
    ) {
        let known = |list: &[&str]| list.iter().any(|n| n.eq_ignore_ascii_case(name));
        if let Some(property) = section.property(name) {
            match value::typed(property.name, property.kind, node) {
                Ok(Some(value)) => entry.set(property.name, value),
                Ok(None) => {}
                // Its other addresses are enough to know a recipient by.
                Err((message, help)) if property.name == "EmailAddresses" => {
                    self.problems.push(source.warning(*at, message, help));
                    entry.notes.push("EmailAddresses were not exported.".into());
                }
                // How a console writes a date depends on its culture, and a tenant is more than that.
                Err((message, help)) if property.kind == Type::Date => {
                    self.problems.push(source.warning(*at, message, help));
                    let note = format!("{} was not understood.", property.name);
                    entry.notes.push(note);
                }
                Err((message, help)) => self.problems.push(source.error(*at, message, help)),
            }
            return;
        }
        let used = match kind {
            Kind::OutboundRule => ["Ensure", "Identity", "HostedOutboundSpamFilterPolicy"],
            Kind::AutoReply => ["Ensure", "Identity", "MailboxOwnerId"],
            Kind::OrganizationConfig | Kind::TransportConfig => {
                ["Ensure", "Identity", "IsSingleInstance"]
            }
            _ => ["Ensure", "Identity", "ResourceName"],
        };
        if known(&CONNECTION) || (self.keep == Keep::Telling && known(&used)) {
            return;
        }
        let value = value::kept(node);
        let spelled = section
            .not_looked_at()
            .find(|n| n.eq_ignore_ascii_case(name));
        let wide = is_wide(section);
        match (spelled, value) {
            (_, None) => {}
            (Some(name), Some(value)) if self.keep == Keep::All => entry.set(name, value),
            (_, Some(_)) if is_noise(name) || wide => self.left_out(section, name),
            // Accepted domains and connectors have many switches, nearly all of them off.
            (Some(name), Some(Value::Bool(false)))
                if matches!(kind, Kind::AcceptedDomain | Kind::InboundConnector) =>
            {
                if let Some(part) = self.part(section) {
                    part.false_ones.insert(name.to_owned());
                }
            }
            (Some(name), Some(value)) => entry.set(name, value),
            (None, Some(value)) => {
                let what = section.entry;
                let near = nearest(name, section.names());
                self.problems.push(source.warning(
                    *at,
                    Text::of(
                        en("`{name}` is not a known property of {what}"),
                        [("name", name)],
                    )
                    .with_text("what", what),
                    near.map_or_else(
                        || {
                            en("it stands as a comment in the policy; check whether it matters to you")
                                .into()
                        },
                        |near| {
                            Text::of(
                                en("it stands as a comment in the policy; did you mean `{near}`?"),
                                [("near", &near)],
                            )
                        },
                    ),
                ));
                entry
                    .notes
                    .push(format!("Not understood: {name}: {}", value::shown(&value)));
            }
        }
    }
}

/// An SMTP address without its prefix; `None` for an address of another kind.
fn smtp(address: &str) -> Option<&str> {
    match address.split_once(':') {
        Some((scheme, rest)) => scheme.eq_ignore_ascii_case("smtp").then_some(rest),
        None => Some(address),
    }
}

/// The addresses that an entry has.
pub(super) fn addresses(entry: &Entry) -> Vec<String> {
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

/// Take from other properties what an entry cannot do without, and write addresses plainly.
fn complete(entry: &mut Entry, object: &Object, kind: Kind) {
    let identity = text(object, "Identity").map(Value::Text);
    match kind {
        Kind::AcceptedDomain => {
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
        Kind::RemoteDomain | Kind::OutboundPolicy | Kind::InboundConnector => {
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
        let mut others = Vec::new();
        items.retain_mut(|item| match &mut item.value {
            Value::Text(t) => match smtp(t).map(str::to_owned) {
                Some(address) => {
                    *t = address;
                    true
                }
                None => {
                    others.push(t.clone());
                    false
                }
            },
            _ => false,
        });
        let empty = items.is_empty();
        if !others.is_empty() {
            entry.notes.push(format!(
                "Addresses that are not SMTP: {}",
                others.join(", ")
            ));
        }
        if empty {
            entry.properties.retain(|(n, _)| *n != "EmailAddresses");
        }
    }
    let address = ["UserPrincipalName", "WindowsEmailAddress", "Identity"];
    if kind == Kind::Mailbox
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
