//! Finds the members of the groups that outbound spam policies name, as far as the policy tells.

use super::directory::Named;
use super::group::{Group, GroupKind};
use super::{Policy, Recipient};
use rustc_hash::{FxHashMap, FxHashSet};

/// Who is in the groups that outbound spam policies name. A group is written as they name it.
#[derive(Debug, Clone, Default)]
pub struct Memberships {
    /// Groups by the address of a member.
    of: FxHashMap<String, Vec<String>>,
    /// Groups of which the policy does not say who is in them.
    unknown: Vec<UnknownGroup>,
}

/// A group of which the policy does not say who is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownGroup {
    /// The group, as an outbound spam policy names it.
    pub name: String,
    /// An address that nobody has, for one who is in it.
    pub member: String,
}

/// What tells a group by whatever it is called.
type Key<'p> = Result<(u32, &'p str), &'p str>;

impl Memberships {
    /// The groups in which the one with an address (as compared) is.
    #[must_use]
    pub fn of(&self, address: &str) -> &[String] {
        self.of.get(address).map_or(&[], Vec::as_slice)
    }

    /// The addresses of those of whom it is known that they are in one.
    pub fn members(&self) -> impl Iterator<Item = &String> {
        let is_known = |address: &&String| !self.unknown.iter().any(|g| g.member == **address);
        self.of.keys().filter(is_known)
    }

    /// Those of which the policy does not say who is in them.
    #[must_use]
    pub fn unknown(&self) -> &[UnknownGroup] {
        &self.unknown
    }

    /// Find them in a policy whose recipients are read.
    pub(super) fn in_policy(policy: &Policy) -> Self {
        let mut out = Self::default();
        let scopes = policy.outbound.iter().flat_map(|p| [&p.scope, &p.except]);
        let names: Vec<&String> = scopes.flat_map(|s| s.member_of.iter()).collect();
        if names.is_empty() {
            return out;
        }
        let mut said: FxHashMap<Key, Vec<&[String]>> = FxHashMap::default();
        for mailbox in &policy.mailboxes {
            for group in &mailbox.member_of {
                let members = said.entry(key(policy, group)).or_default();
                members.push(&mailbox.addresses);
            }
        }
        let mut known: FxHashSet<&str> = FxHashSet::default();
        for name in names {
            if !known.insert(name) {
                continue;
            }
            let by_mailbox = said.get(&key(policy, name));
            for addresses in by_mailbox.into_iter().flatten() {
                out.add(addresses, name);
            }
            let group = match policy.named(name) {
                Named::One(Recipient::Group(group)) => Some(group),
                _ => None,
            };
            let whole = group.is_some_and(|group| out.add_members(policy, group, name));
            // Where mailboxes say that they are in it, the others are not.
            if !whole && by_mailbox.is_none() {
                let member = imaginary(policy, name);
                out.add(std::slice::from_ref(&member), name);
                out.unknown.push(UnknownGroup {
                    name: name.clone(),
                    member,
                });
            }
        }
        out
    }

    fn add(&mut self, addresses: &[String], group: &str) {
        for address in addresses {
            self.of
                .entry(address.clone())
                .or_default()
                .push(group.to_owned());
        }
    }

    /// Add the members of a group and of the groups in it; whether these are all.
    fn add_members(&mut self, policy: &Policy, group: &Group, name: &str) -> bool {
        let mut whole = true;
        let mut open = vec![group];
        let mut seen: FxHashSet<u32> = FxHashSet::from_iter([group.line]);
        while let Some(group) = open.pop() {
            // Of a dynamic group, and of a Microsoft 365 group, those may be listed who get its mail.
            whole &= group.kind == GroupKind::Distribution && group.members.is_some();
            for member in group.members.iter().flat_map(|m| &m.value) {
                match policy.named(member) {
                    Named::One(Recipient::Group(inner)) => {
                        if seen.insert(inner.line) {
                            open.push(inner);
                        }
                    }
                    Named::One(recipient) => self.add(recipient.addresses(), name),
                    Named::Nobody if member.contains('@') => {
                        self.add(std::slice::from_ref(member), name);
                    }
                    Named::Nobody | Named::Several => whole = false,
                }
            }
        }
        whole
    }
}

fn key<'p>(policy: &'p Policy, group: &'p str) -> Key<'p> {
    match policy.named(group) {
        Named::One(recipient) => Ok(recipient.key()),
        Named::Several | Named::Nobody => Err(group),
    }
}

/// An address that nobody has, since it has a blank, in a domain of the organization; the same in
/// another policy that names the group.
fn imaginary(policy: &Policy, group: &str) -> String {
    let first = policy.accepted_domains.first();
    match first.filter(|_| !policy.is_accepted(group)) {
        None => format!("a member of {group}"),
        Some(first) => {
            let domain = first.pattern.to_string();
            format!("a member of {group}@{}", domain.trim_start_matches("*."))
        }
    }
}
