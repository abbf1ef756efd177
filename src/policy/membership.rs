//! Finds the members of the groups that outbound spam policies name, as far as the policy tells.

use super::directory::Named;
use super::group::{Group, GroupKind};
use super::{Policy, Recipient};
use crate::address::is_address;
use rustc_hash::{FxHashMap, FxHashSet};
use std::fmt;

/// Who is in the groups that outbound spam policies name. A group is written as they name it.
#[derive(Debug, Clone, Default)]
pub struct Memberships {
    /// Groups by the address of a member.
    of: FxHashMap<String, Vec<String>>,
    /// Groups of which the policy does not say who is in them.
    unknown: Vec<String>,
    /// The same, to look one up.
    is_unknown: FxHashSet<String>,
}

/// A sender, and groups in which it is taken to be though a policy may not say who is in them.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct AssumedSender {
    /// The address, lower case.
    pub address: String,
    /// The groups, as the scopes of outbound spam policies name them; mostly none.
    pub member_of: Vec<String>,
}

impl AssumedSender {
    /// A sender of whom nothing is taken to be so.
    #[must_use]
    pub fn known(address: &str) -> Self {
        Self::of(address, &[])
    }

    /// A sender who is taken to be in some groups.
    #[must_use]
    pub fn of(address: &str, groups: &[&str]) -> Self {
        Self {
            address: address.to_owned(),
            member_of: groups.iter().map(|group| (*group).to_owned()).collect(),
        }
    }
}

impl fmt::Display for AssumedSender {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.address)?;
        if self.member_of.is_empty() {
            return Ok(());
        }
        write!(f, " (member of {})", self.member_of.join("\u{a0}+\u{a0}"))
    }
}

/// Groups up to which each two are taken together: more would be too many.
const TOGETHER: usize = 16;

/// The groups of which one may be taken to be a member: each, and of a few each two.
#[must_use]
pub fn assumptions<'g>(unknown: &[&'g str]) -> Vec<Vec<&'g str>> {
    let mut out: Vec<Vec<&str>> = unknown.iter().map(|group| vec![*group]).collect();
    let few = unknown.get(..TOGETHER.min(unknown.len()));
    let few = few.filter(|few| few.len() == unknown.len());
    let few = few.unwrap_or_default();
    for (at, one) in few.iter().enumerate() {
        let others = unknown.iter().skip(at + 1);
        out.extend(others.map(|other| vec![*one, *other]));
    }
    out
}

/// What tells a group by whatever it is called.
type Key<'p> = Result<(u32, &'p str), &'p str>;

/// The addresses of the mailboxes that say they are in a group.
type Said<'p> = FxHashMap<Key<'p>, Vec<&'p [String]>>;

impl Memberships {
    /// The groups in which the one with an address (as compared) is.
    #[must_use]
    pub fn of(&self, address: &str) -> &[String] {
        self.of.get(address).map_or(&[], Vec::as_slice)
    }

    /// The addresses of those of whom it is known that they are in one.
    pub fn members(&self) -> impl Iterator<Item = &String> {
        self.of.keys()
    }

    /// Those among some groups of which the policy does not say who is in them.
    pub(super) fn unknown_among<'g, S: AsRef<str>>(&self, groups: &'g [S]) -> Vec<&'g str> {
        let groups = groups.iter().map(AsRef::as_ref);
        groups
            .filter(|group| self.is_unknown.contains(*group))
            .collect()
    }

    /// Those of which the policy does not say who is in them.
    #[must_use]
    pub fn unknown(&self) -> &[String] {
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
        let mut said = Said::default();
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
            for addresses in said.get(&key(policy, name)).into_iter().flatten() {
                out.add(addresses, name);
            }
            let group = match policy.named(name) {
                Named::One(Recipient::Group(group)) => Some(group),
                _ => None,
            };
            let whole = group.is_some_and(|group| out.add_members(policy, group, name, &said));
            if !whole {
                out.unknown.push(name.clone());
                out.is_unknown.insert(name.clone());
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
    fn add_members(&mut self, policy: &Policy, group: &Group, name: &str, said: &Said) -> bool {
        let mut whole = true;
        let mut open = vec![group];
        let mut seen = FxHashSet::from_iter([Recipient::Group(group).key()]);
        while let Some(group) = open.pop() {
            // Of a dynamic group, and of a Microsoft 365 group, those may be listed who get its mail.
            whole &= group.kind == GroupKind::Distribution && group.members.is_some();
            for member in group.members.iter().flat_map(|m| &m.value) {
                match policy.named(member) {
                    Named::One(Recipient::Group(inner)) => {
                        if seen.insert(Recipient::Group(inner).key()) {
                            let of_inner = said.get(&key(policy, member));
                            for addresses in of_inner.into_iter().flatten() {
                                self.add(addresses, name);
                            }
                            open.push(inner);
                        }
                    }
                    Named::One(recipient) => self.add(recipient.addresses(), name),
                    Named::Nobody if is_address(member) => {
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

#[cfg(test)]
mod tests {
    use super::{TOGETHER, assumptions};

    #[test]
    fn one_is_taken_to_be_in_each_group_and_in_each_two_of_a_few() {
        let all = assumptions(&["a", "b", "c"]);
        let expected: [&[&str]; 6] = [
            &["a"],
            &["b"],
            &["c"],
            &["a", "b"],
            &["a", "c"],
            &["b", "c"],
        ];
        assert_eq!(all, expected);
        assert_eq!(assumptions(&["a"; TOGETHER]).len(), 16 + 16 * 15 / 2);
        assert_eq!(assumptions(&["a"; TOGETHER + 1]).len(), TOGETHER + 1);
    }
}
