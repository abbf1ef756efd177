//! Reads the outbound spam policies with the scopes of their rules, and finds the one for a sender.

use super::directory::Named;
use super::membership::Memberships;
use super::problems::Problems;
use super::value::List;
use super::written::Written;
use super::{Error, Policy, Sourced};
use crate::address;
use rustc_hash::{FxHashMap, FxHashSet};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeSet;
use strum::{IntoStaticStr, VariantArray};

/// What the outbound spam policy does with automatic forwarding; Automatic means Off today.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Deserialize,
    JsonSchema,
    IntoStaticStr,
    VariantArray,
)]
pub enum AutoForwardingMode {
    /// `Automatic`
    Automatic,
    /// `On`
    On,
    /// `Off`
    Off,
}

/// Whether a rule is on, as Get-HostedOutboundSpamFilterRule prints it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
enum RuleState {
    Enabled,
    Disabled,
}

/// The lowest number is asked first; Lowest is none.
#[derive(Debug, Default, Deserialize, JsonSchema)]
struct PolicyPriority(Option<i64>);

/// Outbound spam policies, each with the scope and priority of its rule; the default policy has neither.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(
    rename = "HostedOutboundSpamFilterPolicies",
    rename_all = "PascalCase",
    default
)]
pub(super) struct Entry {
    /// The policy's name.
    name: Written<String>,
    auto_forwarding_mode: Written<AutoForwardingMode>,
    /// Of its rule: the lowest number is asked first.
    priority: Written<PolicyPriority>,
    /// Whether it is the tenant's default policy, which has no rule and is asked last.
    is_default: Written<bool>,
    /// Whether its rule is on.
    enabled: Written<bool>,
    /// Of its rule, as Get-HostedOutboundSpamFilterRule prints it.
    state: Written<RuleState>,
    /// Senders it is for.
    from: Written<List>,
    /// Groups whose members it is for.
    from_member_of: Written<List>,
    /// Sender domains it is for.
    sender_domain_is: Written<List>,
    /// Senders it is not for.
    except_if_from: Written<List>,
    /// Groups whose members it is not for.
    except_if_from_member_of: Written<List>,
    /// Sender domains it is not for.
    except_if_sender_domain_is: Written<List>,
}

/// An outbound spam policy, with the scope of its rule.
#[derive(Debug, Clone)]
pub struct OutboundPolicy {
    /// Its name.
    pub name: String,
    /// Line of the entry.
    pub line: u32,
    /// AutoForwardingMode.
    pub mode: Sourced<AutoForwardingMode>,
    /// Enabled.
    pub enabled: bool,
    /// Lower is asked first; the default policy has none and is asked last.
    pub priority: Option<i64>,
    /// Whom it is for.
    pub scope: Scope,
    /// Who is excepted.
    pub except: Scope,
}

/// Senders named by a rule; lower case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scope {
    /// From.
    pub from: Names,
    /// FromMemberOf.
    pub member_of: Names,
    /// SenderDomainIs.
    pub domains: Names,
}

/// Addresses, groups or domains, as they are written; a lookup takes the same time in a long list.
#[derive(Debug, Clone, Default)]
pub struct Names {
    written: Vec<String>,
    /// These, and other addresses of the recipients that they name.
    all: FxHashSet<String>,
}

impl PartialEq for Names {
    fn eq(&self, other: &Self) -> bool {
        self.written == other.written
    }
}

impl Eq for Names {}

impl Names {
    /// Whether a name is among them.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.all.contains(name)
    }

    /// What is named, and other addresses of the recipients that are.
    pub fn every(&self) -> impl Iterator<Item = &String> {
        self.all.iter()
    }

    /// Add the addresses of the recipients that are named otherwise, or by another address.
    fn add_addresses(&mut self, policy: &Policy) {
        for name in &self.written {
            if let Named::One(recipient) = policy.named(name) {
                self.all.extend(recipient.addresses().iter().cloned());
            }
        }
    }
}

impl From<Vec<String>> for Names {
    fn from(written: Vec<String>) -> Self {
        let all = written.iter().cloned().collect();
        Self { written, all }
    }
}

impl std::ops::Deref for Names {
    type Target = [String];

    fn deref(&self) -> &[String] {
        &self.written
    }
}

impl OutboundPolicy {
    fn applies(&self, sender: &str, groups: Groups) -> bool {
        self.scope.holds(sender, groups, true)
            && (self.except.is_empty() || !self.except.holds(sender, groups, false))
    }
}

impl Scope {
    fn is_empty(&self) -> bool {
        self.from.is_empty() && self.member_of.is_empty() && self.domains.is_empty()
    }

    /// Whether every kind of condition that is given holds (as for a rule's conditions), or any
    /// (as for its exceptions). No condition at all holds for everybody.
    fn holds(&self, sender: &str, groups: Groups, all: bool) -> bool {
        let tests: [(&Names, &dyn Fn() -> bool); 3] = [
            (&self.from, &|| self.from.has(sender)),
            (&self.member_of, &|| {
                let (said, more) = groups;
                let mut said = said.into_iter().flatten();
                said.any(|g| self.member_of.has(g)) || more.iter().any(|g| self.member_of.has(g))
            }),
            (&self.domains, &|| {
                self.domains.has(&address::domain(sender))
            }),
        ];
        let mut given = tests.iter().filter(|(list, _)| !list.is_empty());
        if all {
            given.all(|(_, hit)| hit())
        } else {
            given.any(|(_, hit)| hit())
        }
    }
}

/// The groups in which a sender is: as the policy says, by either way of saying it, and as is taken
/// to be so.
type Groups<'g> = ([&'g [String]; 2], &'g [&'g str]);

/// Places of the enabled policies by one kind of condition of each, so that those for others need
/// not be asked.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// By From.
    from: FxHashMap<String, Vec<usize>>,
    /// By SenderDomainIs, those without From.
    domains: FxHashMap<String, Vec<usize>>,
    /// By FromMemberOf, those with nothing else.
    member_of: FxHashMap<String, Vec<usize>>,
    /// Those for everybody.
    all: Vec<usize>,
    /// By the groups that they are for, or not for.
    by_group: FxHashMap<String, Vec<usize>>,
}

impl Table {
    fn of(policies: &[OutboundPolicy]) -> Self {
        let mut table = Self::default();
        for (place, policy) in policies.iter().enumerate().filter(|(_, p)| p.enabled) {
            let scope = &policy.scope;
            let groups = scope.member_of.iter().chain(&*policy.except.member_of);
            for group in groups {
                table.by_group.entry(group.clone()).or_default().push(place);
            }
            let (of, names) = if !scope.from.is_empty() {
                (&mut table.from, &scope.from)
            } else if !scope.domains.is_empty() {
                (&mut table.domains, &scope.domains)
            } else if !scope.member_of.is_empty() {
                (&mut table.member_of, &scope.member_of)
            } else {
                table.all.push(place);
                continue;
            };
            for name in &names.all {
                of.entry(name.clone()).or_default().push(place);
            }
        }
        table
    }

    /// Places before a place, in order, of policies that may be for every sender of a scope: one
    /// that names senders must name the first of them.
    pub fn sharing(&self, scope: &Scope, before: usize) -> impl Iterator<Item = usize> {
        let first = scope.from.first();
        let domain = first.map(|from| address::domain(from));
        let lists = [
            first.and_then(|f| self.from.get(f)),
            scope.domains.first().and_then(|d| self.domains.get(d)),
            domain.and_then(|d| self.domains.get(&*d)),
            scope.member_of.first().and_then(|g| self.member_of.get(g)),
            Some(&self.all),
        ];
        let places = lists.into_iter().flatten().flatten().copied();
        let earlier: BTreeSet<usize> = places.filter(|at| *at < before).collect();
        earlier.into_iter()
    }

    /// The place of the first policy for a sender who is in some groups.
    pub(super) fn find(
        &self,
        policies: &[OutboundPolicy],
        sender: &str,
        groups: [&[String]; 2],
    ) -> Option<usize> {
        self.first(policies, sender, (groups, &[]))
    }

    /// The same for a sender who is in some more groups; `known` is the place without them. Only a
    /// policy that names one of these may be for the sender then and not otherwise.
    pub(super) fn find_with(
        &self,
        policies: &[OutboundPolicy],
        sender: &str,
        groups: Groups,
        known: Option<usize>,
    ) -> Option<usize> {
        let (_, more) = groups;
        let naming = more.iter().filter_map(|group| self.by_group.get(*group));
        let naming = naming.flatten().copied();
        if naming.clone().any(|at| Some(at) == known) {
            return self.first(policies, sender, groups);
        }
        let gained = naming.filter(|at| {
            let policy = policies.get(*at);
            policy.is_some_and(|policy| policy.applies(sender, groups))
        });
        gained.chain(known).min()
    }

    fn first(&self, policies: &[OutboundPolicy], sender: &str, groups: Groups) -> Option<usize> {
        let applies = |at: &usize| {
            let policy = policies.get(*at);
            policy.is_some_and(|p| p.applies(sender, groups))
        };
        let domain = (!self.domains.is_empty()).then(|| address::domain(sender));
        let domain = domain.and_then(|d| self.domains.get(&*d));
        let (said, more) = groups;
        let said = said.into_iter().flatten().map(String::as_str);
        let groups = said.chain(more.iter().copied());
        let groups = groups.filter_map(|g| self.member_of.get(g));
        let lists = self.from.get(sender).into_iter().chain(domain);
        let lists = lists.chain(groups).chain([&self.all]);
        let first = lists.filter_map(|places| places.iter().copied().find(applies));
        first.min()
    }
}

fn scope(from: Written<List>, member_of: Written<List>, domains: Written<List>) -> Scope {
    let list = |list: Written<List>| list.take().unwrap_or_default().0;
    let domains = list(domains);
    let domains = domains.iter().map(|d| address::normal_domain(d));
    Scope {
        from: list(from).into(),
        member_of: list(member_of).into(),
        domains: domains.map(|d| d.into_owned()).collect::<Vec<_>>().into(),
    }
}

/// Put the outbound spam policies into effect.
pub(super) fn read(entries: Vec<Written<Entry>>, policy: &mut Policy, problems: &mut Problems) {
    let mut default: Option<u32> = None;
    for (e, at) in entries.into_iter().filter_map(Written::placed) {
        let who = scope(e.from, e.from_member_of, e.sender_domain_is);
        let priority = e.priority.take().and_then(|p| p.0);
        let unbound = who.is_empty() && priority.is_none();
        let is_default = e.is_default.take().unwrap_or(unbound);
        if is_default && let Some(first) = default.replace(at.line) {
            problems.error(at, Error::SecondDefaultOutboundPolicy { first });
        } else if !is_default && who.is_empty() {
            problems.warn(at, Error::OutboundPolicyWithoutScope);
        }
        let off = e.state.get() == Some(&RuleState::Disabled) || (!is_default && who.is_empty());
        let name = e.name.take().filter(|n| !n.is_empty());
        policy.outbound.push(OutboundPolicy {
            name: name.unwrap_or_else(|| "Default".into()),
            line: at.line,
            mode: e.auto_forwarding_mode.or(AutoForwardingMode::Automatic),
            enabled: is_default || (e.enabled.take().unwrap_or(true) && !off),
            priority: (!is_default).then(|| priority.unwrap_or(i64::MAX)),
            scope: who,
            except: scope(
                e.except_if_from,
                e.except_if_from_member_of,
                e.except_if_sender_domain_is,
            ),
        });
    }
    policy
        .outbound
        .sort_by_key(|p| (p.priority.is_none(), p.priority));
}

/// Find the senders and groups that the scopes name, once the recipients are read.
pub(super) fn find_named(policy: &mut Policy) {
    let mut outbound = std::mem::take(&mut policy.outbound);
    for entry in &mut outbound {
        entry.scope.from.add_addresses(policy);
        entry.except.from.add_addresses(policy);
    }
    policy.outbound = outbound;
    policy.outbound_of = Table::of(&policy.outbound);
    policy.memberships = Memberships::in_policy(policy);
}
