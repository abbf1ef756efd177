#![doc = include_str!("never_matches.md")]

use super::source::Source;
use super::{Check, Finding, Rule, Severity, accepted_over, partners};
use crate::address;
use crate::i18n::{Text, en};
use crate::policy::{Policy, RemoteDomain};

/// The rule `never-matches`.
pub static RULE: Rule = Rule {
    id: "never-matches",
    title: "A remote domain lies inside an accepted domain",
    severity: Severity::Note,
    pedantic: false,
    page: crate::embedded::beginning(embedded!("never_matches.md")),
    check: Check::Policy(check),
};

fn check(policy: &Policy, source: &Source) -> Vec<Finding> {
    let inside = partners(policy).filter_map(|d| Some((d, accepted_over(policy, &d.pattern)?)));
    inside
        .filter(|(domain, _)| !is_for_a_user(policy, domain))
        .map(|(domain, accepted)| {
            source.finding(
                &RULE,
                source.domain(domain),
                Text::of(
                    en("`{domain}` is inside the accepted domain `{accepted}` on line {line}, so this remote domain is only for mail users whose mailbox is on premises, and the policy lists none"),
                    [
                        ("domain", &domain.pattern),
                        ("accepted", &accepted.pattern),
                        ("line", &accepted.line),
                    ],
                ),
                en("in a hybrid organization leave it: its wizard makes such remote domains; list the mail users to see what it decides for them"),
            )
        })
        .collect()
}

/// Whether a remote domain is for a mail user that the policy lists.
fn is_for_a_user(policy: &Policy, domain: &RemoteDomain) -> bool {
    let mut users = policy.contacts.iter().filter(|c| c.is_user);
    users.any(|user| {
        let external = user.external.as_deref();
        let found = external.and_then(|external| policy.remote_for(&address::domain(external)));
        found.is_some_and(|(found, _)| found.pattern == domain.pattern)
    })
}
