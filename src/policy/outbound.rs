//! Reads the outbound spam policies with the scopes of their rules, and finds the one for a sender.

use super::fields::Fields;
use super::problems::Problems;
use super::sections::OUTBOUND_POLICIES;
use super::tenant::Sections;
use super::{AutoForwardingMode, Error, Policy, Sourced};
use crate::address;
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

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
    pub from: Vec<String>,
    /// FromMemberOf.
    pub member_of: Vec<String>,
    /// SenderDomainIs.
    pub domains: Vec<String>,
}

impl OutboundPolicy {
    fn applies(&self, sender: &str, groups: &[String]) -> bool {
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
    fn holds(&self, sender: &str, groups: &[String], all: bool) -> bool {
        let tests: [(&[String], &dyn Fn() -> bool); 3] = [
            (&self.from, &|| self.from.iter().any(|f| f == sender)),
            (&self.member_of, &|| {
                self.member_of.iter().any(|g| groups.contains(g))
            }),
            (&self.domains, &|| {
                let domain = address::domain(sender);
                self.domains.iter().any(|d| *d == domain)
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
}

impl Table {
    fn of(policies: &[OutboundPolicy]) -> Self {
        let mut table = Self::default();
        for (place, policy) in policies.iter().enumerate().filter(|(_, p)| p.enabled) {
            let scope = &policy.scope;
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
            for name in names {
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
        groups: &[String],
    ) -> Option<usize> {
        let applies = |at: &usize| {
            let policy = policies.get(*at);
            policy.is_some_and(|p| p.applies(sender, groups))
        };
        let domain = (!self.domains.is_empty()).then(|| address::domain(sender));
        let domain = domain.and_then(|d| self.domains.get(&*d));
        let groups = groups.iter().filter_map(|g| self.member_of.get(g));
        let lists = self.from.get(sender).into_iter().chain(domain);
        let lists = lists.chain(groups).chain([&self.all]);
        let first = lists.filter_map(|places| places.iter().copied().find(applies));
        first.min()
    }
}

fn scope(f: &Fields, prefix: &str) -> Scope {
    let list = |name: &str| f.list(&format!("{prefix}{name}"));
    let domains = list("SenderDomainIs");
    Scope {
        from: list("From"),
        member_of: list("FromMemberOf"),
        domains: domains
            .iter()
            .map(|d| address::normal_domain(d).into_owned())
            .collect(),
    }
}

/// Read all of them.
pub(super) fn read(sections: &Sections, policy: &mut Policy, problems: &mut Problems) {
    let mut default: Option<u32> = None;
    for node in sections.entries(&OUTBOUND_POLICIES, problems) {
        let Some(f) = Fields::read(node, &OUTBOUND_POLICIES, problems) else {
            continue;
        };
        let who = scope(&f, "");
        let priority = f.number("Priority").value;
        let unbound = who.is_empty() && priority.is_none();
        let is_default = f.bool("IsDefault", unbound).value;
        if is_default && let Some(first) = default.replace(node.pos.line) {
            problems.error(node.pos, Error::SecondDefaultOutboundPolicy { first });
        } else if !is_default && who.is_empty() {
            problems.warn(node.pos, Error::OutboundPolicyWithoutScope);
        }
        let off = f.one_of("State") == Some("Disabled") || (!is_default && who.is_empty());
        policy.outbound.push(OutboundPolicy {
            name: f.label("Name").unwrap_or_else(|| "Default".into()),
            line: node.pos.line,
            mode: f.word("AutoForwardingMode", AutoForwardingMode::Automatic),
            enabled: is_default || (f.bool("Enabled", true).value && !off),
            priority: (!is_default).then(|| priority.unwrap_or(i64::MAX)),
            scope: who,
            except: scope(&f, "ExceptIf"),
        });
    }
    policy
        .outbound
        .sort_by_key(|p| (p.priority.is_none(), p.priority));
    policy.outbound_of = Table::of(&policy.outbound);
}
