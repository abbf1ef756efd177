//! Compares what all recipients have, and the groups of two policies.

use super::compare::{Differs, sorted, values};
use super::not_done::{NotDone, NotDoneList};
use crate::policy::directory::{Names, Place};
use crate::policy::group::{Group, GroupKind};
use crate::policy::recipient::Restrictions;
use crate::policy::sections::{ORGANIZATION_CONFIG, Section};
use crate::policy::{Policy, Sourced};
use rustc_hash::FxHashMap;

/// The names of the recipients of two policies.
pub(super) struct BothNames<'p> {
    old: FxHashMap<Place, Names<'p>>,
    new: FxHashMap<Place, Names<'p>>,
}

impl<'p> BothNames<'p> {
    pub(super) fn of(current: &'p Policy, target: &'p Policy) -> Self {
        Self {
            old: current.directory.names(),
            new: target.directory.names(),
        }
    }

    /// By which of its names a recipient differs; a policy need not write them.
    pub(super) fn differ(
        &self,
        [old, new]: [Option<Place>; 2],
        cmdlets: &'static str,
    ) -> impl Iterator<Item = Differs<'static>> {
        let of = |names: &FxHashMap<Place, Names<'p>>, place: Option<Place>| {
            place
                .and_then(|place| names.get(&place).copied())
                .unwrap_or_default()
        };
        let (old, new) = (of(&self.old, old), of(&self.new, new));
        let differ = |a: Option<&str>, b: Option<&str>| a.is_some() && b.is_some() && a != b;
        [
            (differ(old.name, new.name), "Name", cmdlets),
            (differ(old.alias, new.alias), "Alias", cmdlets),
        ]
        .into_iter()
    }
}

/// By which of its restrictions a recipient differs.
pub(super) fn restrictions(
    old: &Restrictions,
    new: &Restrictions,
    cmdlets: &'static str,
) -> [Differs<'static>; 4] {
    let lists = |a: &Option<Sourced<Vec<String>>>, b: &Option<Sourced<Vec<String>>>| {
        let [a, b] = [a, b].map(|list| values(list.as_ref()).unwrap_or_default());
        sorted(&a) != sorted(&b)
    };
    [
        (
            old.authenticated_only.value != new.authenticated_only.value,
            "RequireSenderAuthenticationEnabled",
            cmdlets,
        ),
        (
            old.moderated.value != new.moderated.value,
            "ModerationEnabled",
            cmdlets,
        ),
        (
            lists(&old.only_from, &new.only_from),
            "AcceptMessagesOnlyFromSendersOrMembers",
            cmdlets,
        ),
        (
            lists(&old.not_from, &new.not_from),
            "RejectMessagesFromSendersOrMembers",
            cmdlets,
        ),
    ]
}

/// The cmdlets for groups of a kind: those that make, remove and set one, and those for its members.
fn cmdlets(kind: GroupKind) -> [&'static str; 4] {
    match kind {
        GroupKind::Distribution => [
            "New-DistributionGroup",
            "Remove-DistributionGroup",
            "Set-DistributionGroup",
            "Add-DistributionGroupMember, Remove-DistributionGroupMember",
        ],
        GroupKind::Dynamic => [
            "New-DynamicDistributionGroup",
            "Remove-DynamicDistributionGroup",
            "Set-DynamicDistributionGroup",
            "Set-DynamicDistributionGroup",
        ],
        GroupKind::Unified => [
            "New-UnifiedGroup",
            "Remove-UnifiedGroup",
            "Set-UnifiedGroup",
            "Add-UnifiedGroupLinks, Remove-UnifiedGroupLinks",
        ],
    }
}

/// Compare what the organization says about all recipients.
pub(super) fn organization(current: &Policy, target: &Policy, not_done: &mut NotDoneList) {
    let differs = [(
        current.plus_addressing_off != target.plus_addressing_off,
        "DisablePlusAddressInRecipients",
        "Set-OrganizationConfig",
    )];
    let name = ORGANIZATION_CONFIG.name;
    not_done.differing(target, 0, &ORGANIZATION_CONFIG, name, &differs);
}

/// Compare the groups, section by section.
pub(super) fn groups(current: &Policy, target: &Policy, not_done: &mut NotDoneList) {
    let names = BothNames::of(current, target);
    for kind in [
        GroupKind::Distribution,
        GroupKind::Dynamic,
        GroupKind::Unified,
    ] {
        let of = |policy: &Policy| policy.groups.iter().any(|group| group.kind == kind);
        match (of(current), of(target)) {
            (true, false) => not_done.unsaid(target, kind.section()),
            (_, true) => groups_of(kind, current, target, &names, not_done),
            (false, false) => {}
        }
    }
}

/// The group of a kind that has one of the addresses of another, or its name where that has none.
fn same<'p>(
    group: &Group,
    policy: &'p Policy,
    by_name: &FxHashMap<&str, usize>,
) -> Option<(usize, &'p Group)> {
    let mut addresses = group.addresses.iter();
    let by_address = addresses.find_map(|address| match policy.place_of(address)? {
        Place::Group(at) => Some(at),
        _ => None,
    });
    let by_name = || by_name.get(group.name.as_str()).copied();
    let at = by_address.or_else(|| by_name().filter(|_| group.addresses.is_empty()))?;
    let found = policy.groups.get(at)?;
    (found.kind == group.kind).then_some((at, found))
}

fn by_name(policy: &Policy) -> FxHashMap<&str, usize> {
    let groups = policy.groups.iter().enumerate();
    groups
        .map(|(at, group)| (group.name.as_str(), at))
        .collect()
}

fn groups_of(
    kind: GroupKind,
    current: &Policy,
    target: &Policy,
    names: &BothNames,
    not_done: &mut NotDoneList,
) {
    let Some(section) = Section::named(kind.section()) else {
        return;
    };
    let (had, has) = (by_name(current), by_name(target));
    let [make, remove, set, members] = cmdlets(kind);
    for (at, new) in target.groups.iter().enumerate() {
        if new.kind != kind {
            continue;
        }
        let Some((was, old)) = same(new, current, &had) else {
            let error = NotDone::NotMade {
                entry: section.entry,
                name: shown(new).to_owned(),
                cmdlets: make.into(),
            };
            not_done.push(&target.file, new.line, &error);
            continue;
        };
        let mut differs = group(old, new, set, members);
        differs.extend(restrictions(&old.restrictions, &new.restrictions, set));
        differs.extend(names.differ([was, at].map(|at| Some(Place::Group(at))), set));
        not_done.differing(target, new.line, section, shown(new), &differs);
    }
    for old in current.groups.iter().filter(|group| group.kind == kind) {
        if same(old, target, &has).is_none() {
            let error = NotDone::NotRemoved {
                entry: section.entry,
                name: shown(old).to_owned(),
                cmdlets: remove,
            };
            not_done.push(&current.file, old.line, &error);
        }
    }
}

fn shown(group: &Group) -> &str {
    group.addresses.first().unwrap_or(&group.name)
}

fn group(
    old: &Group,
    new: &Group,
    set: &'static str,
    members: &'static str,
) -> Vec<Differs<'static>> {
    let list = |group: &Group| {
        values(group.members.as_ref()).map(|mut list| {
            list.sort();
            list.dedup();
            list
        })
    };
    vec![
        (
            sorted(&old.addresses) != sorted(&new.addresses),
            "EmailAddresses",
            set,
        ),
        (list(old) != list(new), "Members", members),
        (
            old.only_subscribers != new.only_subscribers,
            "AutoSubscribeNewMembers",
            set,
        ),
        (
            old.oof_to_originator.value != new.oof_to_originator.value,
            "SendOofMessageToOriginatorEnabled",
            set,
        ),
        (
            old.report_to_originator.value != new.report_to_originator.value,
            "ReportToOriginatorEnabled",
            set,
        ),
        (
            old.report_to_manager.value != new.report_to_manager.value,
            "ReportToManagerEnabled",
            set,
        ),
        (
            sorted(&old.managed_by) != sorted(&new.managed_by),
            "ManagedBy",
            set,
        ),
    ]
}
