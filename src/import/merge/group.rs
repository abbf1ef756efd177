//! Puts members into their groups: rows that name the group, and files that are named for it.

use super::super::document::{Entry, Origin};
use super::super::error::Error;
use super::super::kind::ObjectKind;
use super::super::member::{self, Link, Row};
use super::super::object::Object;
use super::super::recognize::{Recognized, recognize};
use super::super::source::Source;
use super::entry::{addresses, is_identifier};
use super::{Merge, names, text};
use crate::diagnostic::Problem;
use crate::policy::document::{Node, Pos, Value};
use crate::policy::sections::{DISTRIBUTION_GROUPS, Section, UNIFIED_GROUPS};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Where a group is: its section and its place there.
pub(super) type GroupPlace = (&'static str, usize);

/// Rows that say who is in which group, and where each stood.
pub(super) type Rows<'a> = Vec<(&'a Source<'a>, Pos, Row)>;

/// What is said of a group.
#[derive(Default)]
struct Members {
    /// Those to whom its mail goes.
    members: Vec<String>,
    /// Those who subscribe to it.
    subscribers: Vec<String>,
    /// The rows that say so: the first, and how many there are.
    rows: Option<(String, u32, usize)>,
    /// How many of them name somebody who has no address.
    without_mail: usize,
}

/// The files that are named for a group, as one file a group is often exported.
pub(super) fn member_files<'a>(
    files: &'a [(&'a Source<'a>, Vec<Object>)],
) -> HashMap<usize, (String, Link)> {
    let mut known: HashMap<String, Option<&Object>> = HashMap::new();
    if files.len() < 2 {
        return HashMap::new();
    }
    for object in files.iter().flat_map(|(_, objects)| objects) {
        let group = matches!(recognize(object), Some(Recognized::Kind(kind)) if kind.is_group());
        if !group {
            continue;
        }
        for name in names(object).chain(text(object, "DisplayName")) {
            let same = |first: &mut Option<&Object>| {
                if first.is_some_and(|f| !std::ptr::eq(f, object)) {
                    *first = None;
                }
            };
            let entry = known.entry(letters(&name));
            entry.and_modify(same).or_insert(Some(object));
        }
    }
    let mut found = HashMap::new();
    for (file, (source, objects)) in files.iter().enumerate() {
        if known.is_empty() || !objects.iter().all(may_be_member) {
            continue;
        }
        let group = file_names(source.file)
            .into_iter()
            .find_map(|(name, link)| {
                let object = (*known.get(&name)?)?;
                let own = objects.iter().any(|o| std::ptr::eq(o, object));
                let group = member::plain(object).into_iter().next()?;
                (!own).then_some((group, link))
            });
        found.extend(group.map(|group| (file, group)));
    }
    found
}

/// Whether an object may be what a cmdlet says of a member, which is less than it says of a mailbox.
fn may_be_member(object: &Object) -> bool {
    let of_mailbox = [
        "DeliverToMailboxAndForward",
        "ForwardingSmtpAddress",
        "ProhibitSendQuota",
    ];
    let whole = of_mailbox.iter().any(|name| object.has(name));
    let recipient = match recognize(object) {
        None => object.kind.is_none(),
        Some(Recognized::Kind(kind)) => object.kind.is_none() && kind.is_recipient(),
        Some(Recognized::Unmodelled(kind)) => {
            kind.noun() == "MailPublicFolder" || member::is_without_mail(object)
        }
        Some(Recognized::Graph(_)) => true,
    };
    recipient && !whole && !member::plain(object).is_empty()
}

/// The letters and digits of a name, in lower case.
fn letters(name: &str) -> String {
    let letters = name.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// The names that the path of a file may give a group: that of the file, with or without a word for
/// members, or that of the folder.
fn file_names(path: &str) -> Vec<(String, Link)> {
    let mut parts = path.rsplit(['/', '\\']);
    let stem = parts.next().unwrap_or_default();
    let stem = match stem.rsplit_once('.') {
        Some((stem, end)) if end.len() <= 6 => stem,
        _ => stem,
    };
    let stem = letters(stem);
    let folder = letters(parts.next().unwrap_or_default());
    let mut found = vec![(stem.clone(), Link::Member)];
    for word in ["groupmembers", "members", "member", "subscribers", "owners"] {
        let link = Link::of(word);
        if stem == word {
            found.push((folder.clone(), link));
        }
        let before = stem.strip_prefix(word).map(str::to_owned);
        let after = stem.strip_suffix(word).map(str::to_owned);
        found.extend(before.into_iter().chain(after).map(|name| (name, link)));
    }
    found.retain(|(name, _)| !name.is_empty());
    found
}

/// The row that an object in a file of members is.
pub(super) fn row_of(object: &Object, (group, link): &(String, Link)) -> Row {
    Row {
        group: vec![group.clone()],
        members: match member::is_without_mail(object) {
            true => Vec::new(),
            false => member::plain(object).into_iter().take(1).collect(),
        },
        link: *link,
        unified: false,
    }
}

impl Merge<'_> {
    /// Remember where a group is.
    pub(super) fn group_at(&mut self, object: &Object, entry: &Entry, place: GroupPlace) {
        let display = text(object, "DisplayName");
        for name in names(object).chain(addresses(entry)).chain(display) {
            let known = self.groups.entry(name.to_lowercase());
            known
                .and_modify(|at| *at = at.filter(|at| *at == place))
                .or_insert(Some(place));
        }
    }

    /// Put the members of all rows into their groups.
    pub(super) fn members(&mut self, rows: Rows) {
        let mut all: BTreeMap<GroupPlace, Members> = BTreeMap::new();
        let mut unknown: HashSet<String> = HashSet::new();
        for (source, at, row) in rows {
            let Some(place) = self.group_of(source, at, &row, &mut unknown) else {
                continue;
            };
            let of = all.entry(place).or_default();
            let list = match row.link {
                Link::Member => &mut of.members,
                Link::Subscriber => &mut of.subscribers,
                Link::Owner => continue,
            };
            of.without_mail += usize::from(row.members.is_empty());
            list.extend(row.members);
            let first = (source.file.to_owned(), at.line, 0);
            of.rows.get_or_insert(first).2 += 1;
        }
        for ((section, at), of) in all {
            let Some(entry) = self.entry_at((section, at)) else {
                continue;
            };
            if let Some((file, line, count)) = of.rows {
                let mut note = format!("Members: {count} rows, the first at {file}:{line}");
                if of.without_mail > 0 {
                    note += &format!("; {} without an address left out", of.without_mail);
                }
                entry.notes.push(note);
            }
            let unified = section == UNIFIED_GROUPS.name;
            for (name, mut list) in [("Members", of.members), ("Subscribers", of.subscribers)] {
                if list.is_empty() || name == "Subscribers" && !unified {
                    continue;
                }
                let mut seen = HashSet::new();
                list.retain(|member| seen.insert(member.to_lowercase()));
                let items = list.into_iter();
                let items = items.map(|member| Node::new(Value::Text(member), Pos::default()));
                entry.set(name, Value::Seq(items.collect()));
            }
        }
    }

    fn entry_at(&mut self, (section, at): GroupPlace) -> Option<&mut Entry> {
        let section = Section::named(section)?;
        self.document.part(section)?.entries.get_mut(at)
    }

    /// The place of the group of a row; a new one where only rows tell of it.
    fn group_of(
        &mut self,
        source: &Source,
        at: Pos,
        row: &Row,
        unknown: &mut HashSet<String>,
    ) -> Option<GroupPlace> {
        let mut known = row.group.iter();
        if let Some(found) = known.find_map(|n| self.groups.get(&n.to_lowercase())) {
            return *found;
        }
        let name = row.group.first()?;
        if !unknown.insert(name.to_lowercase()) {
            return None;
        }
        let Some(address) = row.group.iter().find(|name| name.contains('@')) else {
            let name = name.clone();
            let error = Error::GroupWithoutObject { name };
            self.problems.push(source.warning(at, &error));
            return None;
        };
        let section = match row.unified {
            true => &UNIFIED_GROUPS,
            false => &DISTRIBUTION_GROUPS,
        };
        let mut entry = Entry {
            origin: Origin {
                file: source.file.to_owned(),
                at,
            },
            properties: Vec::new(),
            notes: Vec::new(),
        };
        let others = row.group.iter().filter(|name| !name.contains('@'));
        let name = others.map(|n| Value::Text(n.clone()));
        if let Some(name) = name.into_iter().find(|name| !is_identifier(name)) {
            entry.set("Name", name);
        }
        entry.set("PrimarySmtpAddress", Value::Text(address.clone()));
        entry
            .notes
            .push("Only rows with its members tell of it.".into());
        let part = self.document.part(section)?;
        let place = (section.name, part.entries.len());
        part.entries.push(entry);
        let names = row.group.iter().map(|name| name.to_lowercase());
        self.groups.extend(names.map(|name| (name, Some(place))));
        Some(place)
    }

    /// Warn of groups whose members are not among the objects.
    pub(super) fn groups_without_members(&mut self) {
        // Their members may be what cannot be read.
        if self.problems.has_errors() {
            return;
        }
        for kind in [ObjectKind::DistributionGroup, ObjectKind::UnifiedGroup] {
            let Some(part) = self.document.part(kind.section()) else {
                continue;
            };
            let says = |entry: &&Entry| {
                entry.get("Members").is_none() && entry.get("Subscribers").is_none()
            };
            let mut without = part.entries.iter().filter(says);
            let Some(first) = without.next() else {
                continue;
            };
            let name = first.text("Name").or(first.text("PrimarySmtpAddress"));
            let error = Error::GroupsWithoutMembers {
                name: name.unwrap_or_default().to_owned(),
                others: without.count(),
                kind,
            };
            let problem = Problem::of(&first.origin.file, &error);
            let at = first.origin.at;
            let problem = problem.at(at.line, at.column, None);
            self.problems.push(problem.warning());
        }
    }
}
