//! Finds out what an object is: from its type, from the class that it names, or from properties
//! that only one kind has.

use super::graph;
use super::kind::ObjectKind;
use super::member;
use super::object::{Object, Property};
use super::value;
use crate::policy::document::Value;
use crate::policy::unmodelled::{self, UNMODELLED, Unmodelled};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;
use strum::VariantArray as _;

/// What an object is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recognized {
    /// An object that a policy has.
    Kind(ObjectKind),
    /// One that is known, and not simulated.
    Unmodelled(&'static Unmodelled),
    /// One of Microsoft Graph.
    Graph(&'static graph::Resource),
}

/// What an object is; `None` where nothing tells it, or two kinds are equally likely.
#[must_use]
pub fn recognize(object: &Object) -> Option<Recognized> {
    let of_type = |name: &String| Recognized::of_type(name);
    let kind = object.kind.map(Recognized::Kind);
    let member = || member::is(object).then_some(Recognized::Kind(ObjectKind::GroupMember));
    kind.or_else(member)
        .or_else(|| graph::of(object).map(Recognized::Graph))
        .or_else(|| object.types.iter().find_map(of_type))
        .or_else(|| of_account(object))
        .or_else(|| by_class(object).map(|found| or_its_clients(found, object)))
        .or_else(|| by_properties(object))
}

/// What is no recipient of mail, as a member of a group need not be one.
fn of_account(object: &Object) -> Option<Recognized> {
    let accounts = || unmodelled::of_noun("User").map(Recognized::Unmodelled);
    member::is_without_mail(object).then(accounts).flatten()
}

impl Recognized {
    /// The cmdlet or service that gives such objects.
    pub(super) fn cmdlet(self) -> &'static str {
        match self {
            Self::Kind(kind) => kind.cmdlet(),
            Self::Unmodelled(kind) => kind.cmdlet,
            Self::Graph(_) => "Microsoft Graph",
        }
    }

    /// What a type is, by the last part of its name.
    fn of_type(name: &str) -> Option<Self> {
        let last = name.rsplit(['.', '/']).next().unwrap_or(name).trim();
        let unmodelled = || unmodelled::of_noun(last).map(Self::Unmodelled);
        Self::of_class(name).or_else(unmodelled)
    }

    /// What a class of the directory is, by the last part of its name. That of a mailbox is `user`,
    /// which is also the noun of a cmdlet.
    fn of_class(name: &str) -> Option<Self> {
        let last = name.rsplit(['.', '/']).next().unwrap_or(name).trim();
        let is = |u: &&Unmodelled| u.classes.iter().any(|c| c.eq_ignore_ascii_case(last));
        let unmodelled = || UNMODELLED.iter().find(is).map(Self::Unmodelled);
        let kind = ObjectKind::of_class(name).map(Self::Kind);
        kind.or_else(unmodelled)
    }

    /// What the objects of a section of a policy are, or those of a section that a policy has under
    /// another name.
    #[must_use]
    pub fn of_section(key: &str) -> Option<Self> {
        let kind = ObjectKind::of_section(key).map(Self::Kind);
        let unmodelled = || {
            let unmodelled = unmodelled::section(key)?;
            Self::of_type(unmodelled.noun())
        };
        kind.or_else(unmodelled)
    }

    /// What stands under a name in a file of many cmdlets' output: `remote_domains`, `RemoteDomain`,
    /// `Get-RemoteDomain`, `EXORemoteDomain`, `org_config`.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        let lower = key.to_lowercase();
        let words = lower.split(|c: char| !c.is_alphanumeric());
        let words = words.map(|word| match word {
            "org" => "organization",
            word => word,
        });
        let whole: String = words.collect();
        let without = ["get", "exo", "exchangeonline", "exchange"];
        let rests = without.iter().filter_map(|w| whole.strip_prefix(w));
        // Other services have users and groups too.
        let generic = ["user", "group", "contact", "recipient"];
        let generic = generic.contains(&whole.strip_suffix('s').unwrap_or(&whole));
        let itself = Some(whole.as_str()).filter(|_| !generic);
        let mut names = itself.into_iter().chain(rests);
        names.find_map(|name| NAMES.get(name).copied())
    }
}

/// The plural of a noun.
fn plural(noun: &str) -> String {
    match noun.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None => format!("{noun}s"),
    }
}

/// What is also known by a name of the admin center.
const OTHER_NAMES: [(&str, ObjectKind); 3] = [
    ("MailFlowRule", ObjectKind::TransportRule),
    ("OutboundSpamPolicy", ObjectKind::OutboundPolicy),
    ("OutboundSpamFilterPolicy", ObjectKind::OutboundPolicy),
];

/// The names under which objects stand, in lower case: the nouns of their cmdlets, and sections.
static NAMES: LazyLock<FxHashMap<String, Recognized>> = LazyLock::new(|| {
    let mut names = FxHashMap::default();
    // The first that has a name keeps it.
    let mut add = |name: &str, what| {
        names.entry(name.to_lowercase()).or_insert(what);
    };
    for kind in ObjectKind::VARIANTS {
        let what = Recognized::Kind(*kind);
        add(kind.noun(), what);
        add(&plural(kind.noun()), what);
    }
    for kind in ObjectKind::VARIANTS {
        add(kind.section().name, Recognized::Kind(*kind));
    }
    for (name, kind) in OTHER_NAMES {
        add(name, Recognized::Kind(kind));
        add(&plural(name), Recognized::Kind(kind));
    }
    for kind in UNMODELLED {
        add(kind.name, Recognized::Unmodelled(kind));
        add(kind.noun(), Recognized::Unmodelled(kind));
    }
    names
});

/// What an object is where much else stands beside it: its class or two of its properties say so.
#[must_use]
pub fn certain(object: &Object) -> Option<Recognized> {
    // Most of what stands in such files is of other services.
    let telling = |(name, ..): &Property| TELLING.contains(name.to_ascii_lowercase().as_str());
    if object.types.is_empty() && !object.properties.iter().any(telling) {
        return None;
    }
    let found = recognize(object)?;
    let by_name = object.types.iter().find_map(|t| Recognized::of_type(t));
    if by_name.or_else(|| by_class(object)).is_some() {
        return Some(found);
    }
    let has = |names: &[&str]| names.iter().filter(|name| object.has(name)).count();
    let enough = match found {
        Recognized::Kind(ObjectKind::GroupMember) => false,
        Recognized::Kind(kind @ (ObjectKind::RemoteDomain | ObjectKind::AcceptedDomain)) => {
            has(kind.facts().properties) + has(&["DomainName"]) > 1
        }
        Recognized::Kind(kind) => has(kind.facts().properties) > 1,
        Recognized::Unmodelled(kind) => has(kind.properties) > 1,
        // Where much else stands, objects of other services are expected.
        Recognized::Graph(_) => false,
    };
    enough.then_some(found)
}

/// The classes of Get-CASMailbox's objects are those of mailboxes.
fn or_its_clients(found: Recognized, object: &Object) -> Recognized {
    let clients = [
        "OWAEnabled",
        "PopEnabled",
        "SmtpClientAuthenticationDisabled",
    ];
    let mailbox = found == Recognized::Kind(ObjectKind::Mailbox);
    if mailbox && clients.iter().any(|p| object.has(p)) {
        Recognized::Kind(ObjectKind::CasMailbox)
    } else {
        found
    }
}

/// Properties that name the class of an object.
const CLASS: [&str; 4] = [
    "RecipientTypeDetails",
    "RecipientType",
    "ObjectClass",
    "ObjectCategory",
];

/// Properties by which objects are recognized, in lower case.
static TELLING: LazyLock<FxHashSet<String>> = LazyLock::new(|| {
    let kinds = ObjectKind::VARIANTS.iter();
    let kinds = kinds.flat_map(|kind| kind.facts().properties);
    let unmodelled = UNMODELLED.iter().flat_map(|kind| kind.properties);
    let all = kinds.chain(unmodelled).chain(&CLASS);
    all.map(|name| name.to_ascii_lowercase()).collect()
});

fn by_class(object: &Object) -> Option<Recognized> {
    CLASS.into_iter().find_map(|name| {
        let node = object.get(name)?;
        match value::simple(&node.value) {
            // `{top, msExchDomainContentConfig}`, as Format-List shows a list.
            Value::Text(t) => t
                .trim_matches(['{', '}'])
                .split([',', ';'])
                .find_map(Recognized::of_class),
            Value::Seq(items) => items.iter().find_map(|i| match &i.value {
                Value::Text(t) => Recognized::of_class(t),
                _ => None,
            }),
            _ => None,
        }
    })
}

fn by_properties(object: &Object) -> Option<Recognized> {
    let number = |properties: &[&str]| properties.iter().filter(|p| object.has(p)).count();
    let score = |kind: &ObjectKind| number(kind.facts().properties);
    let best = ObjectKind::VARIANTS.iter().map(score).max()?;
    let unmodelled = UNMODELLED
        .iter()
        .map(|what| (number(what.properties), what));
    let unmodelled = unmodelled.max_by_key(|(number, _)| *number);
    if let Some((_, what)) = unmodelled.filter(|(number, _)| *number > best) {
        return Some(Recognized::Unmodelled(what));
    }
    if best == 0 {
        return None;
    }
    let mut winners = ObjectKind::VARIANTS
        .iter()
        .filter(|kind| score(kind) == best);
    let first = *winners.next()?;
    let kind = match winners.next() {
        None => Some(first),
        // A user is a contact with more; without that more, it is a contact.
        Some(ObjectKind::MailUser) => Some(first),
        // Every group has them.
        Some(_) if first == ObjectKind::DistributionGroup => Some(first),
        // Both have SmtpClientAuthenticationDisabled; only one of them has an address.
        Some(second)
            if (first, *second) == (ObjectKind::CasMailbox, ObjectKind::TransportConfig)
                && object.has("PrimarySmtpAddress") =>
        {
            Some(first)
        }
        Some(_) => None,
    };
    kind.map(Recognized::Kind)
}
