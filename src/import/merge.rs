//! Puts the objects of all files into one policy: a rule into the policy that it names, a mailbox's
//! automatic replies and client settings into the mailbox, both configurations of the organization
//! into one entry.

mod entry;
mod group;
mod inbox_rule;
mod passed_over;
mod reference;
mod satellite;

use super::collected::NOT_UNDERSTOOD;
use super::document::{Document, Entry, Part};
use super::dsc::CONNECTION;
use super::error::Error;
use super::kind::ObjectKind;
use super::member;
use super::object::Object;
use super::recognize::{Recognized, recognize};
use super::scalar;
use super::source::Source;
use super::value;
use crate::address;
use crate::diagnostic::FirstProblems;
use crate::policy::document::Value;
use crate::policy::sections::INBOUND_CONNECTORS;
use crate::policy::sections::{
    ACCEPTED_DOMAINS, OUTBOUND_POLICIES, REMOTE_DOMAINS, Section, TRANSPORT_RULES,
};
pub(super) use entry::{addresses, is_identifier};
use entry::{given, is_noise};
use group::{GroupPlace, member_files, row_of};
use passed_over::{Counted, PassedOver};
use reference::Known;
use satellite::Satellite;
use std::collections::{BTreeMap, HashMap};

/// Which of the properties that rdsim does not use go into the policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// Those that an admin would write down.
    Relevant,
    /// All that a policy may have: somebody wrote them down.
    All,
}

/// Properties by which other objects refer to a recipient.
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

/// Make one policy; `assumed` is the kind of an object that the file does not name.
pub fn merge<'a>(
    files: &'a [(&'a Source<'a>, Vec<Object>)],
    assumed: Option<ObjectKind>,
    keep: Keep,
    problems: &mut FirstProblems,
) -> Document {
    let mut merge = Merge::new(keep, problems);
    let (mut rules, mut replies) = (Vec::new(), Vec::new());
    let (mut inbox_rules, mut members) = (Vec::new(), Vec::new());
    let named_for = member_files(files);
    for (file, (source, objects)) in files.iter().enumerate() {
        let mut nameless = false;
        for object in objects {
            if let Some(group) = named_for.get(&file) {
                merge.names_of(object);
                members.push((*source, object.at, row_of(object, group)));
                continue;
            }
            let assumed = object.kind.or(assumed).map(Recognized::Kind);
            let kind = match assumed.or_else(|| recognize(object)) {
                Some(Recognized::Kind(kind)) => kind,
                Some(Recognized::Unmodelled(what)) => {
                    merge.names_of(object);
                    merge.passed_over(file, object, PassedOver::NotSimulated(what));
                    continue;
                }
                Some(Recognized::Graph(resource)) => {
                    merge.passed_over(file, object, PassedOver::OfGraph(resource));
                    continue;
                }
                None => {
                    merge.unknown(source, object);
                    continue;
                }
            };
            if kind == ObjectKind::GroupMember {
                if member::is(object) {
                    members.push((*source, object.at, member::row(object)));
                } else if !std::mem::replace(&mut nameless, true) {
                    let error = Error::MemberWithoutGroup;
                    merge.problems.push(source.warning(object.at, &error));
                }
                continue;
            }
            if kind.is_recipient() {
                merge.names_of(object);
            }
            let section = kind.section();
            if text(object, "Ensure").is_some_and(|e| e.eq_ignore_ascii_case("Absent")) {
                merge.absent(source, object);
                continue;
            }
            let entry = merge.entry(source, object, kind, section);
            let made = Satellite {
                source,
                object,
                entry,
            };
            match kind {
                ObjectKind::InboxRule => inbox_rules.push(made),
                ObjectKind::TransportRule => merge.add(given(made), kind, section),
                ObjectKind::OutboundRule => rules.push(made),
                ObjectKind::AutoReply | ObjectKind::CasMailbox => replies.push((made, kind)),
                ObjectKind::OrganizationConfig | ObjectKind::TransportConfig => {
                    merge.organization(made, section)
                }
                _ => merge.add(made, kind, section),
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
    merge.members(members);
    if keep == Keep::Relevant {
        merge.shared_names();
        merge.references();
        merge.groups_without_members();
    }
    merge.tell_passed_over(files);
    merge.document
}

/// Whether a property of an object that is not understood is not copied by its name alone.
fn is_private(name: &str) -> bool {
    let lower = name.to_lowercase();
    let words = [
        "@",
        "key",
        "secret",
        "password",
        "token",
        "thumbprint",
        "license",
        "sku",
        "plan",
        "tenant",
    ];
    words.iter().any(|word| lower.contains(word))
}

/// Whether a value has objects in it.
fn is_nested(value: &Value) -> bool {
    match value {
        Value::Map(_) => true,
        Value::Seq(items) => items.iter().any(|item| is_nested(&item.value)),
        _ => false,
    }
}

/// A property of an object as text.
fn text(object: &Object, name: &str) -> Option<String> {
    match value::simple(&object.get(name)?.value) {
        Value::Text(t) if !t.trim().is_empty() => Some(t.trim().to_owned()),
        _ => None,
    }
}

/// The names by which other objects refer to an object.
fn names(object: &Object) -> impl Iterator<Item = String> {
    NAMES.iter().filter_map(|name| text(object, name))
}

/// Whether the objects have many properties that have nothing to do with mail, as recipients and
/// the organization have.
fn is_wide(section: &Section) -> bool {
    let narrow = [
        &TRANSPORT_RULES,
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
    /// Names of the groups, lower case, and their places; `None` where several have it.
    groups: HashMap<String, Option<GroupPlace>>,
    /// The names of all recipients, lower case, with what a policy writes; `None` where several have
    /// it.
    recipients: HashMap<String, Option<Known>>,
    /// The names that are most like those of properties that no list has.
    near: HashMap<(&'static str, String), Option<&'static str>>,
    /// The objects of which a policy has no use, by their file and kind: where the first is, and how
    /// many there are.
    passed_over: BTreeMap<(usize, &'static str), Counted>,
    keep: Keep,
    problems: &'p mut FirstProblems,
}

/// The properties of one object that have a place in the section of its kind, all of them.
pub(super) fn entry(
    source: &Source,
    object: &Object,
    kind: ObjectKind,
    problems: &mut FirstProblems,
) -> Entry {
    Merge::new(Keep::All, problems).entry(source, object, kind, kind.section())
}

impl<'p> Merge<'p> {
    fn new(keep: Keep, problems: &'p mut FirstProblems) -> Self {
        Self {
            document: Document::default(),
            mailboxes: HashMap::new(),
            seen: HashMap::new(),
            groups: HashMap::new(),
            recipients: HashMap::new(),
            near: HashMap::new(),
            passed_over: BTreeMap::new(),
            keep,
            problems,
        }
    }
}

impl Merge<'_> {
    fn part(&mut self, section: &Section) -> Option<&mut Part> {
        self.document.part(section)
    }

    /// Keep what has no place in a policy as a comment at its end.
    fn comment_out(&mut self, title: String, object: &Object) {
        let mut block = vec![title];
        for (name, _, node) in &object.properties {
            let connects = CONNECTION.iter().any(|n| n.eq_ignore_ascii_case(name));
            // By its identity an object is found again where it has no name.
            let identity = name.eq_ignore_ascii_case("Identity") && !object.has("Name");
            if !identity && (is_noise(name) || connects || is_private(name)) {
                continue;
            }
            let told = |value: &Value| !is_identifier(value) && !is_nested(value);
            if let Some(value) = value::kept(node).filter(told) {
                block.push(format!("  {name}: {}", scalar::shown(&value)));
            }
        }
        self.document.rest.push(block);
    }

    fn unknown(&mut self, source: &Source, object: &Object) {
        let kinds = ObjectKind::tokens().join(", ");
        let error = Error::UnknownObject { kinds };
        self.problems.push(source.warning(object.at, &error));
        let title = format!(
            "{NOT_UNDERSTOOD}the object at {}:{}",
            source.file, object.at.line
        );
        self.comment_out(title, object);
    }

    fn absent(&mut self, source: &Source, object: &Object) {
        self.problems
            .push(source.warning(object.at, &Error::Absent));
        let title = format!(
            "`Ensure` is `Absent`: the block at {}:{}",
            source.file, object.at.line
        );
        self.comment_out(title, object);
    }

    fn add(&mut self, settings: Satellite, kind: ObjectKind, section: &'static Section) {
        let Satellite {
            source,
            object,
            entry,
        } = settings;
        let contact = matches!(kind, ObjectKind::MailContact | ObjectKind::MailUser);
        if contact && self.keep == Keep::Relevant && entry.text("ExternalEmailAddress").is_none() {
            let cmdlet = kind.cmdlet();
            let error = Error::ContactWithoutTarget { cmdlet };
            self.problems.push(source.warning(object.at, &error));
        }
        let recipient = kind.is_recipient();
        let primary = entry.text("PrimarySmtpAddress").filter(|_| recipient);
        let key = primary.map(str::to_lowercase).or_else(|| match kind {
            _ if is_wide(section) => Some(entry.shown()),
            ObjectKind::OutboundPolicy
            | ObjectKind::InboundConnector
            | ObjectKind::TransportRule => entry.text("Name").map(str::to_lowercase),
            _ => entry
                .text("DomainName")
                .map(|d| address::normal_domain(d).into_owned()),
        });
        if matches!(kind, ObjectKind::RemoteDomain | ObjectKind::AcceptedDomain) && key.is_none() {
            let what = section.entry;
            let error = Error::NoDomainName { what };
            self.problems.push(source.error(object.at, &error));
            return;
        }
        let Some(part) = self.document.part(section) else {
            return;
        };
        let key = key.map(|key| (section.name, key));
        let same = key.as_ref().and_then(|key| self.seen.get(key));
        if let Some(first) = same.and_then(|at| part.entries.get_mut(*at)) {
            // The same object may be in two files; two versions of it are an error. Of a recipient
            // the cmdlets print different properties, and reports have some columns of a domain
            // beside the whole. What a rule does not have is something that it says.
            let domain = matches!(kind, ObjectKind::RemoteDomain | ObjectKind::AcceptedDomain);
            let agrees = if recipient || domain {
                first.unite(entry)
            } else {
                first.shown() == entry.shown()
            };
            if !agrees {
                let error = Error::ConflictingObject {
                    what: section.entry,
                    file: first.origin.file.clone(),
                    line: first.origin.at.line,
                };
                self.problems.push(source.error(object.at, &error));
            }
            return;
        }
        self.seen.extend(key.map(|key| (key, part.entries.len())));
        if kind == ObjectKind::Mailbox {
            for name in names(object).chain(addresses(&entry)) {
                self.mailboxes
                    .insert(name.to_lowercase(), part.entries.len());
            }
        }
        let place = (section.name, part.entries.len());
        let named = kind.is_group().then(|| entry.clone());
        part.entries.push(entry);
        if let Some(entry) = named {
            self.group_at(object, &entry, place);
        }
    }
}
