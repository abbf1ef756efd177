#![doc = include_str!("wildcard_over_accepted_domain.md")]

use super::source::Source;
use super::{Check, Finding, Rule, Severity, partners};
use crate::i18n::{Text, en};
use crate::policy::Policy;
use crate::policy::domain::{Match, Pattern};

/// The rule `wildcard-over-accepted-domain`.
pub static RULE: Rule = Rule {
    id: "wildcard-over-accepted-domain",
    title: "A wildcard's own domain is accepted, its subdomains are not",
    severity: Severity::Note,
    pedantic: false,
    page: crate::embedded::beginning(embedded!("wildcard_over_accepted_domain.md")),
    check: Check::Policy(check),
};

fn check(policy: &Policy, source: &Source) -> Vec<Finding> {
    let mut findings = Vec::new();
    for domain in partners(policy) {
        let Pattern::Wildcard(name) = &domain.pattern else {
            continue;
        };
        // An accepted domain with all subdomains is what `never-matches` finds.
        let covered = matches!(
            policy.accepted.find_below(name),
            Some((_, Match::Wildcard { .. }))
        );
        if covered || !matches!(policy.accepted.find(name), Some((_, Match::Exact { .. }))) {
            continue;
        }
        findings.push(source.finding(
            &RULE,
            source.domain(domain),
            Text::of(
                en("`{name}` itself is an accepted domain, so `*.{name}` applies to its subdomains only, which count as outside"),
                [("name", name)],
            ),
            Text::of(
                en("where the subdomains are yours too, add each to `AcceptedDomains` (or `MatchSubDomains: true` to `{name}`, if it is an internal relay domain); in a hybrid organization it is also for mail users of `{name}` whose mailbox is on premises"),
                [("name", name)],
            ),
        ));
    }
    findings
}
