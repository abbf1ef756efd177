//! Puts the objects of all files into one policy; a rule goes into the policy that it names, a
//! mailbox's automatic replies and client settings into the mailbox, and what concerns the whole
//! organization into one entry.

mod entry;
mod guest;
mod inbox_rule;

use super::document::{Document, Part};
use super::dsc::CONNECTION;
use super::kind::Kind;
use super::object::{Object, Source};
use super::value;
use crate::address;
use crate::diagnostic::FirstProblems;
use crate::i18n::{Text, en};
use crate::policy::document::Value;
use crate::policy::sections::INBOUND_CONNECTORS;
use crate::policy::sections::{ACCEPTED_DOMAINS, OUTBOUND_POLICIES, REMOTE_DOMAINS, Section};
use entry::{addresses, is_noise};
use guest::Guest;
use std::collections::HashMap;

/// Which of the properties that rdsim does not use go into the policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// Those that an admin would write down.
    Telling,
    /// All that a policy may have: somebody wrote them down.
    All,
}

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

/// Make one policy; `told` is what an object is where nothing else says so.
pub fn merge<'a>(
    files: &'a [(&'a Source<'a>, Vec<Object>)],
    told: Option<Kind>,
    keep: Keep,
    problems: &mut FirstProblems,
) -> Document {
    let mut merge = Merge {
        document: Document::default(),
        mailboxes: HashMap::new(),
        seen: HashMap::new(),
        keep,
        problems,
    };
    let (mut rules, mut replies) = (Vec::new(), Vec::new());
    let mut inbox_rules = Vec::new();
    for (source, objects) in files {
        for object in objects {
            let kind = object.kind.or(told).or_else(|| Kind::of(object));
            let Some((kind, section)) = kind.and_then(|k| Some((k, k.section()?))) else {
                merge.unknown(source, object);
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
                Kind::InboxRule => inbox_rules.push(guest),
                Kind::OutboundRule => rules.push(guest),
                Kind::AutoReply | Kind::CasMailbox => replies.push((guest, kind)),
                Kind::OrganizationConfig | Kind::TransportConfig => merge.organization(guest),
                _ => merge.add(guest, kind, section),
            }
        }
    }
    for rule in inbox_rules {
        merge.inbox_rule(rule);
    }
    for rule in rules {
        merge.rule(rule);
    }
    for (settings, kind) in replies {
        merge.of_mailbox(settings, kind);
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

/// Whether the objects have many properties that say nothing about mail, as recipients and the
/// organization do.
fn is_wide(section: &Section) -> bool {
    let narrow = [
        &ACCEPTED_DOMAINS,
        &REMOTE_DOMAINS,
        &OUTBOUND_POLICIES,
        &INBOUND_CONNECTORS,
    ];
    !narrow.iter().any(|s| s.name == section.name)
}

struct Merge<'p> {
    document: Document,
    /// Names of the mailboxes, lower case, and their places.
    mailboxes: HashMap<String, usize>,
    /// The entries by their section and what tells them apart, and their places.
    seen: HashMap<(&'static str, String), usize>,
    keep: Keep,
    problems: &'p mut FirstProblems,
}

impl Merge<'_> {
    fn part(&mut self, section: &Section) -> Option<&mut Part> {
        self.document.part(section)
    }

    /// Keep what has no place in a policy as a comment.
    fn aside(&mut self, title: String, object: &Object) {
        let mut block = vec![title];
        for (name, _, node) in &object.properties {
            let connects = CONNECTION.iter().any(|n| n.eq_ignore_ascii_case(name));
            // By its identity an object is found again where it has no name.
            let identity = name.eq_ignore_ascii_case("Identity") && !object.has("Name");
            if !identity && (is_noise(name) || connects || name.contains('@')) {
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
            en("what this object is cannot be told from its properties"),
            Text::of(
                en("say it with `--as`, one of {kinds}; or export all properties"),
                [("kinds", &Kind::tokens().join(", "))],
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
            en("`Ensure` is `Absent`, so this is not part of the policy"),
            en("remove the block, or set `Ensure` to `Present`"),
        ));
        let title = format!(
            "`Ensure` is `Absent`: the block at {}:{}",
            source.file, object.at.line
        );
        self.aside(title, object);
    }

    fn add(&mut self, guest: Guest, kind: Kind, section: &'static Section) {
        let Guest {
            source,
            object,
            entry,
        } = guest;
        let recipient = matches!(kind, Kind::Mailbox | Kind::MailContact | Kind::MailUser);
        let primary = entry.text("PrimarySmtpAddress").filter(|_| recipient);
        let key = primary.map(str::to_lowercase).or_else(|| match kind {
            _ if is_wide(section) => Some(entry.shown()),
            Kind::OutboundPolicy | Kind::InboundConnector => {
                entry.text("Name").map(str::to_lowercase)
            }
            _ => entry
                .text("DomainName")
                .map(|d| address::normal_domain(d).into_owned()),
        });
        if matches!(kind, Kind::RemoteDomain | Kind::AcceptedDomain) && key.is_none() {
            self.problems.push(source.error(
                object.at,
                Text::from(en("{what} has no `DomainName`")).with_text("what", section.entry),
                en("export all properties; the domain is needed to know for whom it is"),
            ));
            return;
        }
        let Some(part) = self.document.part(section) else {
            return;
        };
        let key = key.map(|key| (section.name, key));
        let same = key.as_ref().and_then(|key| self.seen.get(key));
        if let Some(first) = same.and_then(|at| part.entries.get_mut(*at)) {
            // The same object in two files is no news; two versions of it are. Of a recipient the
            // cmdlets print different properties.
            let agrees = if recipient {
                first.unite(entry)
            } else {
                first.shown() == entry.shown()
            };
            if !agrees {
                let message = Text::from(en(
                    "{what} of this name was read already, with other values",
                ))
                .with_text("what", section.entry);
                let help = Text::of(
                    en("import only one of the two; the first is at {file}:{line}"),
                    [
                        ("file", &first.origin.file),
                        ("line", &first.origin.at.line),
                    ],
                );
                self.problems.push(source.error(object.at, message, help));
            }
            return;
        }
        self.seen.extend(key.map(|key| (key, part.entries.len())));
        if kind == Kind::Mailbox {
            let names = NAMES.iter().filter_map(|n| text(object, n));
            for name in names.chain(addresses(&entry)) {
                self.mailboxes
                    .insert(name.to_lowercase(), part.entries.len());
            }
        }
        part.entries.push(entry);
    }
}
