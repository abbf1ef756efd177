#![doc = include_str!("no_effect_online.md")]

use super::source::Source;
use super::{Check, Finding, Rule, Severity};
use crate::i18n::{Text, en};
use crate::policy::Literal;
use crate::policy::Policy;
use crate::policy::sections::not_simulated;

/// The rule `no-effect-online`.
pub static RULE: Rule = Rule {
    id: "no-effect-online",
    title: "A parameter has no effect in Exchange Online",
    severity: Severity::Note,
    pedantic: false,
    page: crate::embedded::beginning(embedded!("no_effect_online.md")),
    check: Check::Policy(check),
};

/// The parameters without effect; policy::sections::NOT_SIMULATED says why. The others that it names do
/// something in Exchange Online, only not to what is simulated.
const WITHOUT_EFFECT: [&str; 4] = ["Confirm", "DomainController", "NlbDomain", "WhatIf"];

fn check(policy: &Policy, source: &Source) -> Vec<Finding> {
    let mut findings = Vec::new();
    for domain in &policy.remote_domains {
        for (name, set) in &domain.others {
            // What Get-RemoteDomain prints anyway is no intention.
            let intended = !matches!(set.value, Literal::Null | Literal::Bool(false));
            let why = not_simulated(name).filter(|_| WITHOUT_EFFECT.contains(name));
            if let Some(why) = why.filter(|_| intended) {
                findings.push(source.finding(
                    &RULE,
                    source.setting(set, name, domain),
                    Text::of(
                        en("`{name}` is not known to change anything in Exchange Online: {why}"),
                        [("name", name)],
                    )
                    .with_text("why", why),
                    Text::of(en("remove `{name}`"), [("name", name)]),
                ));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_parameter_without_effect_has_its_reason() {
        for name in WITHOUT_EFFECT {
            assert!(not_simulated(name).is_some(), "{name}");
        }
    }
}
