#![doc = include_str!("never_matches.md")]

use super::source::Source;
use super::{Check, Finding, Rule, Severity, partners};
use crate::i18n::{Text, en};
use crate::policy::domain::Pattern;
use crate::policy::{AcceptedDomain, Policy};

/// The rule `never-matches`.
pub static RULE: Rule = Rule {
    id: "never-matches",
    title: "A remote domain lies inside an accepted domain",
    severity: Severity::Warning,
    pedantic: false,
    page: include_str!("never_matches.md"),
    check: Check::Policy(check),
};

fn check(policy: &Policy, source: &Source) -> Vec<Finding> {
    let inside = partners(policy).filter_map(|d| Some((d, accepted(policy, &d.pattern)?)));
    inside
        .map(|(domain, accepted)| {
            source.finding(
                &RULE,
                source.domain(domain),
                Text::of(
                    en("`{domain}` never applies: accepted domain `{accepted}` on line {line} makes these recipients internal"),
                    [
                        ("domain", &domain.pattern),
                        ("accepted", &accepted.pattern),
                        ("line", &accepted.line),
                    ],
                ),
                en("remove this remote domain; where its recipients are outside, remove the accepted domain or its `MatchSubDomains: true`"),
            )
        })
        .collect()
}

/// The accepted domain that covers all that a pattern matches.
fn accepted<'p>(policy: &'p Policy, pattern: &Pattern) -> Option<&'p AcceptedDomain> {
    let (index, _) = match pattern {
        Pattern::Exact(name) => policy.accepted.find(name),
        Pattern::Wildcard(name) => policy.accepted.find_below(name),
        Pattern::Any => None,
    }?;
    policy.accepted_domains.get(*index)
}
