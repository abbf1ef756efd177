#![doc = include_str!("restates_default.md")]

use super::source::Source;
use super::{Check, Finding, Rule, Severity};
use crate::i18n::{Text, en};
use crate::policy::PARAMETERS;
use crate::policy::domain::Pattern;
use crate::policy::{Policy, RemoteDomain, read};

/// The rule `restates-default`.
pub static RULE: Rule = Rule {
    id: "restates-default",
    title: "A setting is written with its default",
    severity: Severity::Note,
    pedantic: true,
    page: crate::embedded::beginning(embedded!("restates_default.md")),
    check: Check::Policy(check),
};

fn check(policy: &Policy, source: &Source) -> Vec<Finding> {
    let mut findings = Vec::new();
    for domain in &policy.remote_domains {
        let Some(fresh) = fresh(&domain.pattern) else {
            continue;
        };
        let same = PARAMETERS.iter().filter_map(|p| {
            let set = (p.of)(domain);
            (set.value == (p.of)(&fresh).value).then_some((p.name, set.line?))
        });
        let mut same: Vec<(&str, u32)> = same.collect();
        same.sort_by_key(|(_, line)| *line);
        let names: Vec<&str> = same.iter().map(|(name, _)| *name).collect();
        let Some((first, line)) = same.first() else {
            continue;
        };
        let (message, help) = if names.len() == 1 {
            (
                en("{names} of `{domain}` restate its default"),
                en("remove it; or leave it where the file is meant to list every setting"),
            )
        } else {
            (
                en("{names} of `{domain}` restate their defaults"),
                en("remove them; or leave them where the file is meant to list every setting"),
            )
        };
        findings.push(
            source.finding(
                &RULE,
                source.at(*line, first),
                Text::of(message, [("domain", &domain.pattern)])
                    .with_text("names", Text::names(&names)),
                help,
            ),
        );
    }
    findings
}

/// A remote domain with nothing but defaults.
fn fresh(pattern: &Pattern) -> Option<RemoteDomain> {
    let text = format!("RemoteDomains: [{{DomainName: \"{pattern}\"}}]");
    let (policy, _) = read::read("", text.as_bytes()).ok()?;
    policy.remote_domains.into_iter().next()
}
