//! Reads groups: who is in them, and what they do with reports and replies.

use super::recipient::{Identities, Properties, Restrictions};
use super::value::List;
use super::written::Written;
use super::{Policy, Sourced};
use crate::policy::directory::{Directory, Place};
use crate::policy::problems::Problems;
use schemars::JsonSchema;
use serde::Deserialize;
use std::fmt;

/// Distribution groups and mail-enabled security groups.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename = "DistributionGroups", rename_all = "PascalCase", default)]
pub(super) struct DistributionEntry {
    #[serde(rename = "$")]
    #[schemars(flatten)]
    recipient: Properties,
    /// Of Get-DistributionGroupMember: who is in it, by name, alias, address, distinguished name or GUID.
    members: Written<List>,
    /// Whether members' out-of-office replies go to those who write to the group.
    send_oof_message_to_originator_enabled: Written<bool>,
    /// Whether reports on its members go to the sender.
    report_to_originator_enabled: Written<bool>,
    /// Whether reports on its members go to its owners.
    report_to_manager_enabled: Written<bool>,
    /// Its owners.
    managed_by: Written<List>,
}

/// Groups whose members a filter chooses.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(
    rename = "DynamicDistributionGroups",
    rename_all = "PascalCase",
    default
)]
pub(super) struct DynamicEntry {
    #[serde(rename = "$")]
    #[schemars(flatten)]
    recipient: Properties,
    /// Of Get-DynamicDistributionGroupMember: who was in it when it was looked up; who is in it when a message comes is not known.
    members: Written<List>,
    /// Whether members' out-of-office replies go to those who write to the group.
    send_oof_message_to_originator_enabled: Written<bool>,
    /// Whether reports on its members go to the sender.
    report_to_originator_enabled: Written<bool>,
    /// Whether reports on its members go to its owners.
    report_to_manager_enabled: Written<bool>,
    /// Its owner.
    managed_by: Written<List>,
}

/// Microsoft 365 groups, which have a mailbox of their own.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename = "UnifiedGroups", rename_all = "PascalCase", default)]
pub(super) struct UnifiedEntry {
    #[serde(rename = "$")]
    #[schemars(flatten)]
    recipient: Properties,
    /// Of Get-UnifiedGroupLinks with -LinkType Members: who is in it.
    members: Written<List>,
    /// Of Get-UnifiedGroupLinks with -LinkType Subscribers: who gets its mail in their own mailbox.
    subscribers: Written<List>,
    /// Whether new members become subscribers.
    auto_subscribe_new_members: Written<bool>,
}

/// What kind of group it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GroupKind {
    /// A distribution group or a mail-enabled security group.
    Distribution,
    /// A dynamic distribution group.
    Dynamic,
    /// A Microsoft 365 group.
    Unified,
}

/// A group of the tenant.
#[derive(Debug, Clone)]
pub struct Group {
    /// What kind of group it is.
    pub kind: GroupKind,
    /// Its name, else its main address.
    pub name: String,
    /// Its addresses, the main one first; lower case.
    pub addresses: Vec<String>,
    /// Line of the entry.
    pub line: u32,
    /// Those to whom its mail goes, each by an identity in lower case; `None` where the policy does
    /// not say.
    pub members: Option<Sourced<Vec<String>>>,
    /// Whether these get its mail only if they subscribe to it.
    pub only_subscribers: bool,
    /// SendOofMessageToOriginatorEnabled.
    pub oof_to_originator: Sourced<bool>,
    /// ReportToOriginatorEnabled.
    pub report_to_originator: Sourced<bool>,
    /// ReportToManagerEnabled.
    pub report_to_manager: Sourced<bool>,
    /// ManagedBy, each by an identity in lower case.
    pub managed_by: Vec<String>,
    /// Who may write to it.
    pub restrictions: Restrictions,
}

impl fmt::Display for GroupKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.section())
    }
}

impl GroupKind {
    /// The section that lists it.
    #[must_use]
    pub fn section(self) -> &'static str {
        match self {
            Self::Distribution => "DistributionGroups",
            Self::Dynamic => "DynamicDistributionGroups",
            Self::Unified => "UnifiedGroups",
        }
    }
}

/// A group as any of the sections has it.
pub(super) struct Entry {
    kind: GroupKind,
    recipient: Properties,
    members: Written<List>,
    only_subscribers: bool,
    oof_to_originator: Written<bool>,
    report_to_originator: Written<bool>,
    report_to_manager: Written<bool>,
    managed_by: Written<List>,
}

impl From<DistributionEntry> for Entry {
    fn from(e: DistributionEntry) -> Self {
        Self {
            kind: GroupKind::Distribution,
            recipient: e.recipient,
            members: e.members,
            only_subscribers: false,
            oof_to_originator: e.send_oof_message_to_originator_enabled,
            report_to_originator: e.report_to_originator_enabled,
            report_to_manager: e.report_to_manager_enabled,
            managed_by: e.managed_by,
        }
    }
}

impl From<DynamicEntry> for Entry {
    fn from(e: DynamicEntry) -> Self {
        Self {
            kind: GroupKind::Dynamic,
            recipient: e.recipient,
            members: e.members,
            only_subscribers: false,
            oof_to_originator: e.send_oof_message_to_originator_enabled,
            report_to_originator: e.report_to_originator_enabled,
            report_to_manager: e.report_to_manager_enabled,
            managed_by: e.managed_by,
        }
    }
}

impl From<UnifiedEntry> for Entry {
    fn from(e: UnifiedEntry) -> Self {
        let subscribed = e.subscribers.get().is_some();
        let all = e.auto_subscribe_new_members.take().unwrap_or(false);
        Self {
            kind: GroupKind::Unified,
            recipient: e.recipient,
            members: if subscribed { e.subscribers } else { e.members },
            only_subscribers: !subscribed && !all,
            oof_to_originator: Written::default(),
            report_to_originator: Written::default(),
            report_to_manager: Written::default(),
            managed_by: Written::default(),
        }
    }
}

/// Put the groups of a section into effect.
pub(super) fn read(
    entries: impl IntoIterator<Item = Written<Entry>>,
    directory: &mut Directory,
    policy: &mut Policy,
    problems: &mut Problems,
) {
    for (mut e, at) in entries.into_iter().filter_map(Written::placed) {
        let addresses = e.recipient.addresses(Vec::new());
        let name = e.recipient.label().map(str::to_owned);
        let name = name.or_else(|| addresses.first().cloned());
        let restrictions = e.recipient.restrictions(true);
        let identities: Identities = e.recipient.identities(at, &addresses);
        directory.add(Place::Group(policy.groups.len()), at, identities, problems);
        policy.groups.push(Group {
            kind: e.kind,
            name: name.unwrap_or_else(|| "(no name)".into()),
            addresses,
            line: at.line,
            members: e.members.map(|l| l.0).sourced(),
            only_subscribers: e.only_subscribers,
            oof_to_originator: e.oof_to_originator.or(false),
            report_to_originator: e.report_to_originator.or(true),
            report_to_manager: e.report_to_manager.or(false),
            managed_by: e.managed_by.take().unwrap_or_default().0,
            restrictions,
        });
    }
}
