//! Finds the names that the entries of a section may have, in any case: those that are read, and
//! those of the real object that are accepted and not used.

use super::shape::Property;
use rustc_hash::FxHashSet;
use std::cmp::Ordering;

/// What every object of the directory has.
const DIRECTORY: &str = embedded!("known/Directory.txt");
/// What most objects have, and what changes nothing here.
const LABELS: &str = embedded!("known/Labels.txt");
/// What every recipient has.
const RECIPIENTS: &str = embedded!("known/Recipients.txt");
const MAILBOXES: &str = embedded!("known/Mailboxes.txt");

/// Lists of names, one a line. Behind a name may stand `keep` (an import writes its value down) and
/// `mail` (it decides about mail), and then the value with which it does not.
pub(super) type Lists = &'static [&'static str];

pub(super) static ACCEPTED_DOMAINS: Lists =
    &[embedded!("known/AcceptedDomains.txt"), LABELS, DIRECTORY];
pub(super) static REMOTE_DOMAINS: Lists =
    &[embedded!("known/RemoteDomains.txt"), LABELS, DIRECTORY];
pub(super) static OUTBOUND_POLICIES: Lists = &[
    embedded!("known/HostedOutboundSpamFilterPolicies.txt"),
    LABELS,
    DIRECTORY,
];
pub(super) static MAIL_CONTACTS: Lists = &[
    embedded!("known/MailContacts.txt"),
    RECIPIENTS,
    LABELS,
    DIRECTORY,
];
/// A mail user has most of what a mailbox has, and may have been one.
pub(super) static MAIL_USERS: Lists = &[
    embedded!("known/MailUsers.txt"),
    RECIPIENTS,
    MAILBOXES,
    LABELS,
    DIRECTORY,
];
pub(super) static MAILBOXES_AND_CLIENTS: Lists = &[MAILBOXES, RECIPIENTS, LABELS, DIRECTORY];
pub(super) static GROUPS: Lists = &[
    embedded!("known/DistributionGroups.txt"),
    RECIPIENTS,
    LABELS,
    DIRECTORY,
];
pub(super) static DYNAMIC_GROUPS: Lists = &[
    embedded!("known/DynamicDistributionGroups.txt"),
    RECIPIENTS,
    LABELS,
    DIRECTORY,
];
pub(super) static UNIFIED_GROUPS: Lists = &[
    embedded!("known/UnifiedGroups.txt"),
    RECIPIENTS,
    LABELS,
    DIRECTORY,
];
pub(super) static INBOX_RULES: Lists = &[embedded!("known/InboxRules.txt"), LABELS, DIRECTORY];
pub(super) static TRANSPORT_RULES: Lists =
    &[embedded!("known/TransportRules.txt"), LABELS, DIRECTORY];
pub(super) static INBOUND_CONNECTORS: Lists =
    &[embedded!("known/InboundConnectors.txt"), LABELS, DIRECTORY];
pub(super) static ORGANIZATION_CONFIG: Lists =
    &[embedded!("known/OrganizationConfig.txt"), LABELS, DIRECTORY];

/// A name that an entry may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PropertyName {
    /// The cmdlet's spelling.
    pub spelled: &'static str,
    /// Whether an import writes its value down, although nothing here uses it.
    pub kept: bool,
    /// Whether it decides about mail, although that is not simulated.
    pub mail: bool,
    /// The value with which it does not.
    pub usual: Option<&'static str>,
}

/// The names that the entries of a section may have.
#[derive(Debug)]
pub struct PropertyNames {
    /// Those that are read, in the order of their type, then the others in that of the lists.
    all: Vec<PropertyName>,
    /// Every name and its place in `all`, the shortest first, and else without regard to case: most
    /// comparisons are those of two lengths.
    sorted: Vec<(&'static str, usize)>,
}

impl PropertyNames {
    pub(super) fn of(read: &[Property], lists: &[&'static str]) -> Self {
        let read = read.iter().map(|p| PropertyName {
            spelled: p.name,
            kept: true,
            mail: true,
            usual: None,
        });
        let listed = lists.iter().flat_map(|list| in_list(list));
        let mut seen = FxHashSet::default();
        let all = read.chain(listed);
        let all: Vec<PropertyName> = all
            .filter(|name| seen.insert(name.spelled.to_ascii_lowercase()))
            .collect();
        let places = all.iter().enumerate();
        let mut sorted: Vec<_> = places.map(|(at, name)| (name.spelled, at)).collect();
        sorted.sort_by(|(a, _), (b, _)| compare(a, b));
        Self { all, sorted }
    }

    /// The place of a name in any case.
    #[must_use]
    pub fn place(&self, name: &str) -> Option<usize> {
        let found = self.sorted.binary_search_by(|(n, _)| compare(n, name));
        self.sorted.get(found.ok()?).map(|(_, place)| *place)
    }

    /// The name at a place.
    #[must_use]
    pub fn get(&self, place: usize) -> Option<PropertyName> {
        self.all.get(place).copied()
    }

    /// How many there are.
    #[must_use]
    pub(crate) fn len(&self) -> usize {
        self.all.len()
    }

    /// All of them, those that are read first.
    pub fn iter(&self) -> impl Iterator<Item = PropertyName> {
        self.all.iter().copied()
    }
}

/// The names in a list.
fn in_list(list: &'static str) -> impl Iterator<Item = PropertyName> {
    let lines = list.lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| {
        let mut words = line.split(' ');
        let mut name = PropertyName {
            spelled: words.next().unwrap_or_default(),
            kept: false,
            mail: false,
            usual: None,
        };
        for word in words {
            match word {
                "keep" => name.kept = true,
                "mail" => name.mail = true,
                usual => name.usual = Some(usual),
            }
        }
        name
    })
}

fn compare(a: &str, b: &str) -> Ordering {
    a.len().cmp(&b.len()).then_with(|| {
        let [a, b] = [a, b].map(|text| text.bytes().map(|byte| byte.to_ascii_lowercase()));
        a.cmp(b)
    })
}

/// Whether a property labels an object or tells it apart, and nothing else.
#[must_use]
pub fn is_label(name: &str) -> bool {
    of_the_directory(name) || in_list(LABELS).any(|n| n.spelled.eq_ignore_ascii_case(name))
}

/// Whether a property is one of the directory, which says nothing about mail.
#[must_use]
pub fn of_the_directory(name: &str) -> bool {
    let mut names = in_list(DIRECTORY);
    names.any(|n| n.spelled.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted_and_say_where_their_names_are_from() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/policy/known");
        for file in std::fs::read_dir(folder).unwrap() {
            let list = std::fs::read_to_string(file.unwrap().path()).unwrap();
            let (head, names) = list.split_once('\n').unwrap();
            assert!(head.starts_with("# ") && head.ends_with('.'), "{head}");
            let names: Vec<&str> = in_list(names.to_owned().leak())
                .map(|n| n.spelled)
                .collect();
            assert!(
                names.is_sorted_by(|a, b| a.to_lowercase() < b.to_lowercase()),
                "{head}"
            );
        }
    }

    #[test]
    fn a_name_is_found_in_any_case_and_first_where_it_is_read() {
        let read = [Property {
            name: "Name",
            kind: super::super::value::Type::Text,
        }];
        let names = PropertyNames::of(&read, &["# x\nAlpha keep mail 1\nname\nZeta\n"]);
        let spelled: Vec<&str> = names.iter().map(|n| n.spelled).collect();
        assert_eq!(spelled, ["Name", "Alpha", "Zeta"]);
        let place = |name| names.place(name);
        assert_eq!(
            [place("NAME"), place("alpha"), place("zeta"), place("Alph")],
            [Some(0), Some(1), Some(2), None]
        );
        let alpha = names.get(1).unwrap();
        assert!(alpha.kept && alpha.mail && alpha.usual == Some("1"));
    }
}
