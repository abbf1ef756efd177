#![doc = include_str!("partner_tls.md")]

use super::connectors::{partner, partners};
use super::scenario::Tls;
use super::{Attempt, Failure, Method, Requirement, refusals};
use crate::i18n::{Text, en};

/// The requirement `partner-tls`.
pub static REQUIREMENT: Requirement = Requirement {
    id: "partner-tls",
    title: "No Partner connector for the sender requires TLS that the device lacks",
    methods: &[Method::Direct],
    page: crate::embedded::apart(embedded!("partner_tls.md")),
    check,
};

fn check(attempt: &Attempt) -> Option<Failure> {
    let s = attempt.scenario;
    let by_domain = || {
        let mut all = partners(attempt.policy, s);
        all.find(|c| c.addresses.is_empty() && c.certificate.is_none())
    };
    let c = partner(attempt.policy, s).or_else(by_domain)?;
    (c.require_tls.value && s.tls == Tls::None).then(|| Failure {
        requirement: REQUIREMENT.id,
        refusal: refusals::TLS_REQUIRED,
        because: Text::with(
            en("RequireTls: true of the Partner connector {connector} (the reply is not documented)"),
            vec![("connector", c.name.clone())],
        ),
        line: c.require_tls.line.or(Some(c.line)),
        help: en("turn on TLS in the device").into(),
    })
}
