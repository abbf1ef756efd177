//! Finds the property that a text names: `Entry.Property`, `Section/Entry.Property`.

use super::error::{Error, at};
use crate::address;
use crate::diagnostic::{Problem, nearest};
use crate::policy::document::{Node, Value};
use crate::policy::sections::{
    ORGANIZATION_CONFIG, OUTBOUND_POLICIES, REMOTE_DOMAINS, SECTIONS, Section, TRANSPORT_CONFIG,
};

/// Properties that name an entry.
const NAMES: [&str; 13] = [
    "Name",
    "DomainName",
    "Identity",
    "Id",
    "Addresses",
    "PrimarySmtpAddress",
    "EmailAddresses",
    "ExternalEmailAddress",
    "WindowsEmailAddress",
    "UserPrincipalName",
    "Alias",
    "DisplayName",
    "Guid",
];

/// A property of an entry of a policy.
#[derive(Debug)]
pub(super) struct Target {
    /// The section of the entry.
    pub(super) section: &'static Section,
    /// The entry as it was named.
    pub(super) name: String,
    /// The property.
    pub(super) property: &'static str,
    /// The place of the section's pair in the tree, and that of the entry in the section.
    place: (usize, usize),
}

/// A property without its entry, with that of the entry that has it in every tenant.
fn without_entry(given: &str) -> Option<String> {
    let (property, value) = given.split_once('=')?;
    let (property, value) = (property.trim(), value.trim());
    let mut sections = SECTIONS.iter();
    let section = sections.find(|section| property_of(section, property).is_some())?;
    let entry = match section.name {
        name if is_single(section) => name,
        name if [REMOTE_DOMAINS.name, OUTBOUND_POLICIES.name].contains(&name) => "Default",
        _ => return None,
    };
    Some(format!("{entry}.{property}={value}"))
}

/// The name of a section whose only entry has none.
fn is_single(section: &Section) -> bool {
    [&ORGANIZATION_CONFIG, &TRANSPORT_CONFIG]
        .iter()
        .any(|single| single.name == section.name)
}

impl Target {
    /// What a text names in a tree. A remote domain with a `+` in front of its name is added, and
    /// so is a section of one entry that is not there.
    pub(super) fn of(given: &str, tree: &mut Node) -> Result<Self, Box<Problem>> {
        let column = |text: &str| {
            // It is a piece of what is given.
            let before = given.find(text).and_then(|at| given.get(..at));
            before.map_or(1, |before| before.chars().count() + 1)
        };
        let problem = |text: &str, error: Error| Box::new(at(given, column(text), &error));
        let named = given.split_once('=').map(|(named, _)| named.trim());
        let path = named.and_then(|named| named.rsplit_once('.'));
        let Some((path, property)) = path.filter(|(path, p)| !path.is_empty() && !p.is_empty())
        else {
            let near = without_entry(given);
            return Err(problem(given, Error::NotASetting { near }));
        };
        // `RemoteDomains.Default` is `RemoteDomains/Default`: no entry has such a name.
        let dotted = path
            .split_once('.')
            .filter(|(name, _)| section(name).is_some());
        let (section, entry) = match path.split_once('/').or(dotted) {
            Some((name, entry)) => match section(name) {
                Some(section) => (Some(section), entry),
                None => (None, path),
            },
            None => (None, path),
        };
        if let Some(domain) = entry.strip_prefix('+') {
            add_remote_domain(domain, tree);
        }
        let entry = entry.strip_prefix('+').unwrap_or(entry);
        let single = section.or_else(|| self::section(entry));
        if let Some(section) = single.filter(|s| is_single(s)) {
            add_single(section, tree);
        }
        let all = entries(tree, section);
        let is_named = |found: &&Entry| found.names.iter().any(|name| same(name, entry));
        let named: Vec<&Entry> = all.iter().filter(is_named).collect();
        let with: Vec<(&Entry, &'static str)> = named
            .iter()
            .filter_map(|found| Some((*found, property_of(found.section, property)?)))
            .collect();
        match with.as_slice() {
            [(found, property)] => Ok(Self {
                section: found.section,
                name: entry.to_owned(),
                property,
                place: found.place,
            }),
            [] if named.is_empty() => {
                // An entry of a section that has such a property is meant, if there is one.
                let fits = |e: &&Entry| property_of(e.section, property).is_some();
                let fitting = all.iter().filter(fits).flat_map(|e| &e.names);
                let any = all.iter().flat_map(|e| &e.names);
                let near = nearest(entry, fitting.chain(any).map(String::as_str));
                let sections = SECTIONS.iter().map(|s| s.name);
                let is_section = section.is_none() && path.contains('/');
                let near_section = path.split('/').next().and_then(|s| nearest(s, sections));
                Err(match near_section.filter(|_| is_section) {
                    Some(near) => {
                        let section = path.split('/').next().unwrap_or_default();
                        let error = Error::NoSection {
                            section: section.to_owned(),
                            near,
                        };
                        problem(section, error)
                    }
                    None => problem(
                        entry,
                        Error::NoEntry {
                            entry: entry.to_owned(),
                            near: near.map(str::to_owned),
                        },
                    ),
                })
            }
            [] => {
                let sections = named.iter().map(|found| found.section);
                let names = sections.clone().flat_map(Section::names);
                let near = nearest(property, names);
                let section = sections.map(|s| s.name).next().unwrap_or_default();
                let error = Error::NoProperty {
                    property: property.to_owned(),
                    section,
                    near,
                };
                // The property stands behind the last dot.
                let column = given.split('=').next().unwrap_or_default().trim_end();
                let column = column.chars().count() - property.chars().count() + 1;
                Err(Box::new(at(given, column, &error)))
            }
            several => {
                let places = several.iter().map(|(found, _)| {
                    let name = found.names.iter().find(|name| !same(name, entry));
                    let name = name.map_or(entry, String::as_str);
                    format!("{}/{name}", found.section.name)
                });
                let error = Error::SeveralEntries {
                    entry: entry.to_owned(),
                    places: places.collect(),
                };
                Err(problem(entry, error))
            }
        }
    }

    /// The entry in the tree in which it was found.
    pub(super) fn entry<'n>(&self, tree: &'n mut Node) -> Option<&'n mut Node> {
        let Value::Map(sections) = &mut tree.value else {
            return None;
        };
        let (section, entry) = self.place;
        let (_, _, node) = sections.get_mut(section)?;
        if !matches!(node.value, Value::Seq(_)) {
            return Some(node);
        }
        match &mut node.value {
            Value::Seq(items) => items.get_mut(entry),
            _ => None,
        }
    }
}

/// An entry of a policy, with all by which it may be named.
struct Entry {
    section: &'static Section,
    names: Vec<String>,
    place: (usize, usize),
}

/// The section with a name, in any case.
fn section(name: &str) -> Option<&'static Section> {
    let mut all = SECTIONS.into_iter();
    all.find(|section| section.name.eq_ignore_ascii_case(name))
}

/// A property that the entries of a section may have, in any case.
fn property_of(section: &'static Section, name: &str) -> Option<&'static str> {
    let place = section.names.place(name)?;
    section.names.get(place).map(|name| name.spelled)
}

/// The entries of a section, or of all.
fn entries(tree: &Node, wanted: Option<&Section>) -> Vec<Entry> {
    let mut all = Vec::new();
    for (at, (key, _, node)) in tree.pairs().iter().enumerate() {
        let Some(section) = section(key).filter(|s| wanted.is_none_or(|w| w.name == s.name)) else {
            continue;
        };
        for (place, entry) in node.items().iter().enumerate() {
            all.push(Entry {
                section,
                names: names(section, entry),
                place: (at, place),
            });
        }
    }
    all
}

fn names(section: &Section, entry: &Node) -> Vec<String> {
    if is_single(section) {
        return vec![section.name.to_owned()];
    }
    if let Value::Text(text) = &entry.value {
        return vec![text.clone()];
    }
    let given = NAMES.iter().filter_map(|name| entry.get(name));
    let values = given.flat_map(|(_, node)| node.items());
    let mut names: Vec<String> = values
        .filter_map(|node| match &node.value {
            Value::Text(text) => Some(text.clone()),
            Value::Int(number) => Some(number.to_string()),
            _ => None,
        })
        .collect();
    // The remote domain of all others has this name in every tenant.
    let is_default = section.name == REMOTE_DOMAINS.name && names.iter().any(|name| name == "*");
    if is_default && !names.iter().any(|name| same(name, "Default")) {
        names.push("Default".into());
    }
    names
}

/// Whether two names are the same, as Exchange compares them; addresses and domains as such.
fn same(one: &str, other: &str) -> bool {
    if one.to_lowercase() == other.to_lowercase() {
        return true;
    }
    let all = |is: fn(&str) -> bool| is(one) && is(other);
    if all(|text| text.contains('@')) {
        return address::normal(one) == address::normal(other);
    }
    let parts = [one, other].map(|text| (text.starts_with("*."), text.trim_start_matches("*.")));
    let [(wild, domain), (other_wild, other_domain)] = parts;
    all(|text| text.contains('.'))
        && wild == other_wild
        && address::normal_domain(domain) == address::normal_domain(other_domain)
}

/// Add a remote domain with nothing but its name, as a new one is.
fn add_remote_domain(domain: &str, tree: &mut Node) {
    let at = tree.pos;
    let text = || Node::new(Value::Text(domain.to_owned()), at);
    let pairs = ["Name", "DomainName"].map(|key| (key.to_owned(), at, text()));
    let new = Node::new(Value::Map(pairs.into()), at);
    let Value::Map(sections) = &mut tree.value else {
        return;
    };
    let mut keys = sections.iter_mut();
    let found = keys.find(|(key, ..)| key.eq_ignore_ascii_case(REMOTE_DOMAINS.name));
    if let Some((_, at, node)) = found {
        if let Value::Seq(items) = &mut node.value {
            items.push(super::placed(new, *at));
        }
        return;
    }
    let list = Node::new(Value::Seq(vec![new]), at);
    sections.push((REMOTE_DOMAINS.name.to_owned(), at, list));
}

/// Add a section of one entry where it is not there.
fn add_single(section: &Section, tree: &mut Node) {
    let at = tree.pos;
    let Value::Map(sections) = &mut tree.value else {
        return;
    };
    let mut keys = sections.iter();
    if !keys.any(|(key, ..)| key.eq_ignore_ascii_case(section.name)) {
        let entry = Node::new(Value::Map(Vec::new()), at);
        sections.push((section.name.to_owned(), at, entry));
    }
}
