#![doc = include_str!("partner_tls.md")]

use super::connectors::{partner, partners};
use super::scenario::Tls;
use super::{Case, Failure, Requirement, Way, refusals};
use crate::i18n::{Text, en};

/// The room of partner-tls.
pub static REQUIREMENT: Requirement = Requirement {
    id: "partner-tls",
    title: "No Partner connector for the sender wants TLS that the device lacks",
    ways: &[Way::Direct],
    page: include_str!("partner_tls.md"),
    check,
};

fn check(case: &Case) -> Option<Failure> {
    let s = case.scenario;
    let by_domain = || {
        let mut all = partners(case.policy, s);
        all.find(|c| c.addresses.is_empty() && c.certificate.is_none())
    };
    let c = partner(case.policy, s).or_else(by_domain)?;
    (c.require_tls.value && s.tls == Tls::None).then(|| Failure {
        requirement: REQUIREMENT.id,
        refusal: refusals::TLS_WANTED,
        because: Text::with(
            en("RequireTls: true of the Partner connector {connector} (the reply is not documented)"),
            vec![("connector", c.name.clone())],
        ),
        line: c.require_tls.line.or(Some(c.line)),
        help: en("turn on TLS in the device").into(),
    })
}
