#![doc = include_str!("redundant_remote_domain.md")]

use super::source::Source;
use super::{Check, Finding, Rule, Severity, default_of, partners};
use crate::policy::domain::Pattern;
use crate::policy::parameter::PARAMETERS;
use crate::policy::{Policy, RemoteDomain};
use std::collections::BTreeMap;

/// The room of redundant-remote-domain.
pub static RULE: Rule = Rule {
    id: "redundant-remote-domain",
    title: "A remote domain changes nothing",
    severity: Severity::Note,
    pedantic: false,
    page: include_str!("redundant_remote_domain.md"),
    check: Check::Policy(check),
};

fn check(policy: &Policy, source: &Source) -> Vec<Finding> {
    let same = partners(policy).filter_map(|d| Some((d, without(policy, d)?)));
    same.filter(|(domain, next)| alike(domain, next))
        .map(|(domain, next)| {
            source.finding(
                &RULE,
                source.domain(domain),
                format!(
                    "`{}` has the same settings as `{}` on line {}, which would apply without it",
                    domain.pattern, next.pattern, next.line
                ),
                format!(
                    "remove this remote domain, or say in it what is different from `{}`",
                    next.pattern
                ),
            )
        })
        .collect()
}

/// The remote domain that would apply to the domain of another one if that were not there.
fn without<'p>(policy: &'p Policy, domain: &RemoteDomain) -> Option<&'p RemoteDomain> {
    let (name, exact) = match &domain.pattern {
        Pattern::Exact(name) => (name.as_str(), true),
        Pattern::Wildcard(name) => (name.as_str(), false),
        Pattern::Any => return None,
    };
    let wildcard = |suffix: &str| {
        let mut domains = policy.remote_domains.iter();
        domains.find(|d| d.pattern == Pattern::Wildcard(suffix.to_owned()))
    };
    let mut suffixes = std::iter::successors(Some(name), |s| s.split_once('.').map(|(_, s)| s));
    if !exact {
        suffixes.next();
    }
    suffixes.find_map(wildcard).or_else(|| default_of(policy))
}

/// Whether two remote domains have the same effective settings; labels do not count.
fn alike(one: &RemoteDomain, other: &RemoteDomain) -> bool {
    PARAMETERS
        .iter()
        .all(|p| (p.of)(one).value == (p.of)(other).value)
        && others(one) == others(other)
}

/// What is not simulated may still make a difference in the tenant.
fn others(domain: &RemoteDomain) -> BTreeMap<&'static str, String> {
    const LABELS: [&str; 3] = ["AdminDisplayName", "Identity", "Name"];
    let others = domain.others.iter();
    others
        .filter(|(name, _)| !LABELS.contains(name))
        .map(|(name, set)| (*name, set.value.to_string()))
        .collect()
}
