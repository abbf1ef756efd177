//! Puts the objects of all files into one policy; a rule goes into the policy that it names, a
//! mailbox's automatic replies into the mailbox.

use super::document::{Document, Entry, Origin, Part};
use super::dsc::CONNECTION;
use super::kind::Kind;
use super::object::{Object, Property, Source};
use super::value;
use crate::error::{Problem, nearest};
use crate::policy::domain;
use crate::policy::node::Value;
use crate::policy::sections::{
    ACCEPTED_DOMAINS, MAILBOXES, OUTBOUND_POLICIES, REMOTE_DOMAINS, Section,
};
use std::collections::HashMap;

/// What every object of the directory carries and what says nothing about mail, or says again
/// what other properties say.
const NOISE: [&str; 34] = [
    "Conditions",
    "Description",
    "DistinguishedName",
    "Exceptions",
    "ExchangeObjectId",
    "ExchangeVersion",
    "ExternalDirectoryObjectId",
    "ExternalDirectoryOrganizationId",
    "Guid",
    "HostedOutboundSpamFilterPolicy",
    "Id",
    "Identity",
    "ImmutableId",
    "IsValid",
    "ObjectCategory",
    "ObjectClass",
    "ObjectState",
    "OrganizationId",
    "OrganizationalUnitRoot",
    "OriginatingServer",
    "PSComputerName",
    "PSShowComputerName",
    "PropertyCount",
    "PropertyNames",
    "RecipientType",
    "RecipientTypeDetails",
    "RuleVersion",
    "RunspaceId",
    "WhenChanged",
    "WhenChangedUTC",
    "WhenCreated",
    "WhenCreatedUTC",
    "WindowsEmailAddress",
    "HiddenFromAddressListsEnabled",
];

/// By what a mailbox is named in other objects.
const NAMES: [&str; 10] = [
    "Identity",
    "Name",
    "Alias",
    "Id",
    "Guid",
    "DistinguishedName",
    "ExchangeObjectId",
    "ExternalDirectoryObjectId",
    "UserPrincipalName",
    "PrimarySmtpAddress",
];

/// An object whose place is in the entry of another.
struct Guest<'a> {
    source: &'a Source<'a>,
    object: &'a Object,
    entry: Entry,
}

/// Make one policy; `told` is what an object is where nothing else says so.
pub fn merge<'a>(
    files: &'a [(&'a Source<'a>, Vec<Object>)],
    told: Option<Kind>,
    problems: &mut Vec<Problem>,
) -> Document {
    let mut merge = Merge {
        document: Document::default(),
        mailboxes: HashMap::new(),
        problems,
    };
    let (mut rules, mut replies) = (Vec::new(), Vec::new());
    for (source, objects) in files {
        for object in objects {
            let Some(kind) = object.kind.or(told).or_else(|| Kind::of(object)) else {
                merge.unknown(source, object);
                continue;
            };
            let Some(section) = kind.section() else {
                let title = format!(
                    "Understood, and not part of a policy yet: {} ({}:{})",
                    kind.cmdlet(),
                    source.file,
                    object.at.line
                );
                merge.aside(title, object);
                continue;
            };
            if text(object, "Ensure").is_some_and(|e| e.eq_ignore_ascii_case("Absent")) {
                merge.absent(source, object);
                continue;
            }
            let entry = merge.entry(source, object, kind, section);
            let guest = Guest {
                source,
                object,
                entry,
            };
            match kind {
                Kind::OutboundRule => rules.push(guest),
                Kind::AutoReply => replies.push(guest),
                _ => merge.add(guest, kind, section),
            }
        }
    }
    for rule in rules {
        merge.rule(rule);
    }
    for reply in replies {
        merge.reply(reply);
    }
    merge.default_policy();
    merge.document
}

/// A property of an object as text.
fn text(object: &Object, name: &str) -> Option<String> {
    match value::simple(&object.get(name)?.value) {
        Value::Text(t) if !t.trim().is_empty() => Some(t.trim().to_owned()),
        _ => None,
    }
}

fn is_recipient(section: &Section) -> bool {
    ![&ACCEPTED_DOMAINS, &REMOTE_DOMAINS, &OUTBOUND_POLICIES]
        .iter()
        .any(|s| s.name == section.name)
}

/// An SMTP address without its prefix; `None` for an address of another kind.
fn smtp(address: &str) -> Option<&str> {
    match address.split_once(':') {
        Some((scheme, rest)) => scheme.eq_ignore_ascii_case("smtp").then_some(rest),
        None => Some(address),
    }
}

struct Merge<'p> {
    document: Document,
    /// Names of the mailboxes, lower case, and their places.
    mailboxes: HashMap<String, usize>,
    problems: &'p mut Vec<Problem>,
}

impl Merge<'_> {
    fn part(&mut self, section: &Section) -> Option<&mut Part> {
        self.document.part(section)
    }

    fn left_out(&mut self, section: &Section, name: &str) {
        if let Some(part) = self.part(section) {
            part.left_out.insert(name.to_owned());
        }
    }

    /// Keep what has no place in a policy as a comment.
    fn aside(&mut self, title: String, object: &Object) {
        let mut block = vec![title];
        for (name, _, node) in &object.properties {
            let known = |list: &[&str]| list.iter().any(|n| n.eq_ignore_ascii_case(name));
            // By its identity an object is found again where it has no name.
            let identity = name.eq_ignore_ascii_case("Identity") && !object.has("Name");
            if !identity && (known(&NOISE) || known(&CONNECTION) || name.contains('@')) {
                continue;
            }
            if let Some(value) = value::kept(node) {
                block.push(format!("  {name}: {}", value::shown(&value)));
            }
        }
        self.document.rest.push(block);
    }

    fn unknown(&mut self, source: &Source, object: &Object) {
        self.problems.push(source.warning(
            object.at,
            "what this object is cannot be told from its properties",
            format!(
                "say it with `--as`, one of {}; or export all properties",
                Kind::tokens().join(", ")
            ),
        ));
        let title = format!(
            "Not understood: the object at {}:{}",
            source.file, object.at.line
        );
        self.aside(title, object);
    }

    fn absent(&mut self, source: &Source, object: &Object) {
        self.problems.push(source.warning(
            object.at,
            "`Ensure` is `Absent`, so this is not part of the policy",
            "remove the block, or set `Ensure` to `Present`",
        ));
        let title = format!(
            "`Ensure` is `Absent`: the block at {}:{}",
            source.file, object.at.line
        );
        self.aside(title, object);
    }

    /// The properties of an object that have a place in its section.
    fn entry(
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
                    format!("`{name}` is given twice"),
                    format!("remove one of them; the first is on line {first}"),
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
                Err((message, help)) => self.problems.push(source.error(*at, message, help)),
            }
            return;
        }
        let used = match kind {
            Kind::OutboundRule => ["Ensure", "Identity", "HostedOutboundSpamFilterPolicy"],
            Kind::AutoReply => ["Ensure", "Identity", "MailboxOwnerId"],
            _ => ["Ensure", "Identity", "ResourceName"],
        };
        if known(&CONNECTION) || known(&used) {
            return;
        }
        let value = value::kept(node);
        let spelled = section
            .not_looked_at()
            .find(|n| n.eq_ignore_ascii_case(name));
        let wide = is_recipient(section);
        match (spelled, value) {
            (_, None) => {}
            (_, Some(_)) if known(&NOISE) || wide => self.left_out(section, name),
            // An accepted domain has many switches, nearly all of them off.
            (Some(name), Some(Value::Bool(false))) if kind == Kind::AcceptedDomain => {
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
                    format!("`{name}` is not a known property of {what}"),
                    near.map_or_else(
                        || {
                            "it stands as a comment in the policy; check whether it matters to you"
                                .into()
                        },
                        |n| format!("it stands as a comment in the policy; did you mean `{n}`?"),
                    ),
                ));
                entry
                    .notes
                    .push(format!("Not understood: {name}: {}", value::shown(&value)));
            }
        }
    }

    fn add(&mut self, guest: Guest, kind: Kind, section: &'static Section) {
        let Guest {
            source,
            object,
            entry,
        } = guest;
        let key = |e: &Entry| match kind {
            Kind::OutboundPolicy => e.text("Name").map(str::to_lowercase),
            _ => e.text("DomainName").map(|d| domain::normal(d).into_owned()),
        };
        if matches!(kind, Kind::RemoteDomain | Kind::AcceptedDomain) && key(&entry).is_none() {
            self.problems.push(source.error(
                object.at,
                format!("{} has no `DomainName`", section.entry),
                "export all properties; the domain is needed to know for whom it is",
            ));
            return;
        }
        let Some(part) = self.document.part(section) else {
            return;
        };
        let mut entries = part.entries.iter();
        let same = entries.find(|e| match is_recipient(section) {
            true => e.properties == entry.properties,
            false => key(e).is_some() && key(e) == key(&entry),
        });
        if let Some(first) = same {
            // The same object in two files is no news; two versions of it are.
            if first.properties != entry.properties {
                let message = format!(
                    "{} of this name was read already, with other values",
                    section.entry
                );
                let help = format!(
                    "import only one of the two; the first is at {}:{}",
                    first.origin.file, first.origin.at.line
                );
                self.problems.push(source.error(object.at, message, help));
            }
            return;
        }
        if kind == Kind::Mailbox {
            let names = NAMES.iter().filter_map(|n| text(object, n));
            for name in names.chain(addresses(&entry)) {
                self.mailboxes
                    .insert(name.to_lowercase(), part.entries.len());
            }
        }
        part.entries.push(entry);
    }

    /// Give a policy the scope and priority of its rule.
    fn rule(&mut self, rule: Guest) {
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
            let mut entries = part.entries.iter_mut();
            let found = entries.find(|e| {
                e.text("Name")
                    .is_some_and(|n| n.eq_ignore_ascii_case(&name))
            });
            match found {
                Some(policy) if policy.get("Priority").is_some() => {
                    // What `export --json` wrote has the rule in it already.
                    let differs = entry
                        .properties
                        .iter()
                        .any(|(n, v)| *n != "Name" && policy.get(n) != Some(v));
                    problem = differs.then(|| {
                        source.error(
                            object.at,
                            format!("the outbound spam policy `{name}` has a rule already"),
                            "import only one of the two rules; a policy has one",
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
                        format!("the rule `{own}` is for the outbound spam policy `{name}`, which is not among the objects"),
                        "import the output of `Get-HostedOutboundSpamFilterPolicy` as well",
                    ));
                    let title = format!(
                        "The rule {own} at {}:{} has no policy here",
                        source.file, object.at.line
                    );
                    self.aside(title, object);
                }
            }
        }
        self.problems.extend(problem);
    }

    /// Give a mailbox what its automatic replies say.
    fn reply(&mut self, reply: Guest) {
        let Guest {
            source,
            object,
            mut entry,
        } = reply;
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
                    mailbox.notes.push(format!(
                        "Automatic replies: {}:{}",
                        source.file, object.at.line
                    ));
                }
            }
            (Some(part), None, Some(address)) => {
                let pos = object.at;
                let value = Value::Text(address.clone());
                let node = crate::policy::node::Node { value, pos };
                entry.set("Addresses", Value::Seq(vec![node]));
                self.mailboxes
                    .insert(address.to_lowercase(), part.entries.len());
                part.entries.push(entry);
            }
            _ => {
                self.problems.push(source.warning(
                    object.at,
                    "the mailbox of these automatic replies is not among the objects",
                    "import the output of `Get-Mailbox` as well",
                ));
                let title = format!(
                    "The automatic replies at {}:{} have no mailbox here",
                    source.file, object.at.line
                );
                self.aside(title, object);
            }
        }
    }

    /// Say which outbound spam policy is the default one, where there are several and they do
    /// not say it: a policy whose rule is missing is not.
    fn default_policy(&mut self) {
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

/// The addresses that an entry has.
fn addresses(entry: &Entry) -> Vec<String> {
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
        Kind::RemoteDomain | Kind::OutboundPolicy => {
            if entry.get("Name").is_none()
                && let Some(name) = identity
            {
                entry.set("Name", name);
            }
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
