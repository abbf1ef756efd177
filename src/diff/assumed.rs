//! Finds which outbound spam policies may apply to mailboxes that forward, where the policies do not
//! say who is in a group that one of them names.

use super::classes::Addressed;
use super::pair::Found;
use crate::i18n::{Text, en};
use crate::policy::membership::assumptions;
use crate::policy::{AssumedSender, AutoForwardingMode, Mailbox, OutboundPolicy, Policy};
use std::collections::{BTreeMap, BTreeSet};

/// Groups that are named in a fact.
const SHOWN: usize = 5;

/// The outbound spam policies under which a mailbox on the way forwards if it is in a group, under the
/// old policy and under the new one.
#[derive(Debug, Clone)]
pub(super) struct Assumed<'p> {
    pub(super) outbound: [Option<&'p OutboundPolicy>; 2],
    /// Mailboxes, each of which must be in one of its groups.
    members: Vec<(String, Vec<String>)>,
}

impl Assumed<'_> {
    /// Who must be in which group.
    pub(super) fn facts(&self) -> Vec<Text> {
        let texts = [
            en("{mailbox} is in {groups}"),
            en("{mailbox} is in one of {groups}"),
        ];
        let all = self.members.iter();
        all.map(|(mailbox, groups)| fact(texts, mailbox, groups))
            .collect()
    }
}

/// Who must be in none of which groups for a difference that was found for mailboxes in no group: those
/// of the ways that do not have it.
pub(super) fn in_no_group(found: &Found, ways: &[(Option<&Assumed>, Vec<Found>)]) -> Vec<Text> {
    let texts = [
        en("{mailbox} is not in {groups}"),
        en("{mailbox} is in none of {groups}"),
    ];
    let mut members: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (assumed, differences) in ways {
        let has_it = differences.iter().any(|other| other.is_as(found));
        let without = assumed.filter(|_| !has_it);
        for (mailbox, groups) in without.iter().flat_map(|assumed| &assumed.members) {
            let all = members.entry(mailbox).or_default();
            all.extend(groups.iter().cloned());
        }
    }
    let all = members.into_iter().map(|(mailbox, mut groups)| {
        groups.sort_unstable();
        groups.dedup();
        fact(texts, mailbox, &groups)
    });
    all.collect()
}

/// The groups in which those who forward may be.
pub(super) struct Assumptions<'p> {
    policies: [&'p Policy; 2],
    groups: Vec<Vec<&'p str>>,
}

/// What two policies say on automatic forwards of a mailbox.
type Modes = [Option<AutoForwardingMode>; 2];

/// The outbound spam policies of a mailbox in some of the groups.
type InGroups<'p> = ([Option<&'p OutboundPolicy>; 2], Vec<String>);

impl<'p> Assumptions<'p> {
    pub(super) fn of(policies: [&'p Policy; 2]) -> Self {
        let unknown = policies.into_iter().flat_map(|p| p.memberships.unknown());
        let unknown: BTreeSet<&str> = unknown.map(String::as_str).collect();
        Self {
            policies,
            groups: assumptions(&Vec::from_iter(unknown)),
        }
    }

    /// Each way in which other outbound spam policies apply to those who forward to an addressee than
    /// if they are in none of the groups.
    pub(super) fn for_way(&self, addressed: &Addressed<'p>, inside: [bool; 2]) -> Vec<Assumed<'p>> {
        if self.groups.is_empty() {
            return Vec::new();
        }
        let mailboxes = addressed.by(inside).map(|addressee| addressee?.forwarding);
        let [old, new] = mailboxes.map(|forwarding| forwarding.map(|(mailbox, _)| mailbox));
        let (first, second) = match (old, new) {
            (None, None) => return Vec::new(),
            (Some(old), Some(new)) if old.address() != new.address() => (
                self.of_mailbox(old, [true, false]),
                self.of_mailbox(new, [false, true]),
            ),
            (Some(mailbox), _) | (None, Some(mailbox)) => (
                self.of_mailbox(mailbox, [true, true]),
                vec![([None; 2], Vec::new())],
            ),
        };
        let mut out = Vec::new();
        for (outbound, groups) in &first {
            for (other, other_groups) in &second {
                if groups.is_empty() && other_groups.is_empty() {
                    continue;
                }
                let [of_old, of_new] = *outbound;
                let [by_old, by_new] = *other;
                let members = [(old.or(new), groups), (new, other_groups)].into_iter();
                out.push(Assumed {
                    outbound: [of_old.or(by_old), of_new.or(by_new)],
                    members: members
                        .filter(|(_, groups)| !groups.is_empty())
                        .filter_map(|(who, groups)| Some((who?.address().into(), groups.clone())))
                        .collect(),
                });
            }
        }
        out
    }

    /// The outbound spam policies of a mailbox under some of the policies: the ones that apply if it is
    /// in none of the groups, then those that say otherwise.
    fn of_mailbox(&self, mailbox: &Mailbox, under: [bool; 2]) -> Vec<InGroups<'p>> {
        let sides = || self.policies.into_iter().zip(under);
        let address = mailbox.address();
        let mut known =
            sides().map(|(policy, asked)| policy.outbound_index(address).filter(|_| asked));
        let known = [(); 2].map(|()| known.next().flatten());
        let outbound = |places: [Option<usize>; 2]| {
            let mut all = sides().zip(places);
            [(); 2].map(|()| {
                all.next()
                    .and_then(|((policy, _), at)| policy.outbound.get(at?))
            })
        };
        let modes = |outbound: [Option<&OutboundPolicy>; 2]| -> Modes {
            outbound.map(|policy| policy.map(|policy| policy.mode.value))
        };
        let base = outbound(known);
        let mut others: BTreeMap<Modes, InGroups<'p>> = BTreeMap::new();
        for groups in &self.groups {
            let sender = AssumedSender::of(address, groups);
            let mut places = sides().zip(known).map(|((policy, asked), known)| {
                policy
                    .outbound_index_assumed(&sender, known)
                    .filter(|_| asked)
            });
            let found = outbound([(); 2].map(|()| places.next().flatten()));
            if modes(found) == modes(base) {
                continue;
            }
            let (_, named) = others.entry(modes(found)).or_insert((found, Vec::new()));
            // Two groups say nothing where one of them says the same.
            if groups.len() == 1 || named.is_empty() {
                named.push(groups.join(" + "));
            }
        }
        std::iter::once((base, Vec::new()))
            .chain(others.into_values())
            .collect()
    }
}

/// What is said of a mailbox and a group, or of a mailbox and several.
fn fact([one, several]: [&'static str; 2], mailbox: &str, groups: &[String]) -> Text {
    let text = if groups.len() == 1 { one } else { several };
    let mut shown: Vec<&str> = groups.iter().take(SHOWN).map(String::as_str).collect();
    shown.extend((groups.len() > SHOWN).then_some("…"));
    let groups = shown.join(", ");
    Text::of(
        text,
        [
            ("mailbox", &mailbox as &dyn std::fmt::Display),
            ("groups", &groups),
        ],
    )
}
