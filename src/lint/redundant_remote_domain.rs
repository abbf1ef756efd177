#![doc = include_str!("redundant_remote_domain.md")]

use super::source::Source;
use super::{Check, Finding, Rule, Severity, default_of, outside_partners};
use crate::address;
use crate::i18n::{Text, en};
use crate::policy::PARAMETERS;
use crate::policy::domain::Pattern;
use crate::policy::{Policy, RemoteDomain};
use std::collections::{BTreeMap, HashMap};

/// The rule `redundant-remote-domain`.
pub static RULE: Rule = Rule {
    id: "redundant-remote-domain",
    title: "A remote domain changes nothing",
    severity: Severity::Note,
    pedantic: false,
    page: crate::embedded::beginning(embedded!("redundant_remote_domain.md")),
    check: Check::Policy(check),
};

fn check(policy: &Policy, source: &Source) -> Vec<Finding> {
    let mut wildcards: HashMap<&str, &RemoteDomain> = HashMap::new();
    for domain in &policy.remote_domains {
        if let Pattern::Wildcard(name) = &domain.pattern {
            wildcards.insert(name, domain);
        }
    }
    let default = default_of(policy);
    let next =
        outside_partners(policy).filter_map(|d| Some((d, without(d, &wildcards).or(default)?)));
    next.filter(|(domain, next)| alike(domain, next))
        .map(|(domain, next)| {
            source.finding(
                &RULE,
                source.domain(domain),
                Text::of(
                    en("`{domain}` has the same settings as `{other}` on line {line}, which would apply without it"),
                    [
                        ("domain", &domain.pattern),
                        ("other", &next.pattern),
                        ("line", &next.line),
                    ],
                ),
                Text::of(
                    en("remove this remote domain, or set in it what is different from `{other}`"),
                    [("other", &next.pattern)],
                ),
            )
        })
        .collect()
}

/// The wildcard that would apply to a remote domain's domain if that were not there.
fn without<'p>(
    domain: &RemoteDomain,
    wildcards: &HashMap<&str, &'p RemoteDomain>,
) -> Option<&'p RemoteDomain> {
    let first = match &domain.pattern {
        Pattern::Exact(name) => Some(name.as_str()),
        Pattern::Wildcard(name) => address::above(name),
        Pattern::Any => None,
    };
    let mut domains = first.into_iter().flat_map(address::upwards);
    domains.find_map(|d| wildcards.get(d).copied())
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
