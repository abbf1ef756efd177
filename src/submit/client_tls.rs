#![doc = include_str!("client_tls.md")]

use super::scenario::Tls;
use super::{Attempt, Failure, Method, Requirement, refusals};
use crate::i18n::en;

/// The requirement `client-tls`.
pub static REQUIREMENT: Requirement = Requirement {
    id: "client-tls",
    title: "The device speaks TLS 1.2 or newer",
    methods: &[Method::Client],
    page: crate::embedded::apart(embedded!("client_tls.md")),
    check,
};

/// The endpoint for TLS 1.0 and 1.1.
pub(super) const LEGACY: &str = "smtp-legacy.office365.com";

fn check(attempt: &Attempt) -> Option<Failure> {
    let s = attempt.scenario;
    let legacy = attempt.policy.submission.legacy_tls.as_ref();
    let at_legacy = s.endpoint.eq_ignore_ascii_case(LEGACY);
    let fails = |refusal, because: &'static str, help: &'static str| {
        Some(Failure {
            requirement: REQUIREMENT.id,
            refusal,
            because: because.into(),
            line: legacy.filter(|_| at_legacy).and_then(|l| l.line),
            help: help.into(),
        })
    };
    match s.tls {
        Tls::None => fails(
            refusals::NOT_AUTHENTICATED,
            en("without TLS the device cannot sign in (inferred)"),
            en(
                "turn on TLS (STARTTLS); a device that cannot, sends through an SMTP server of your own that signs in for it",
            ),
        ),
        Tls::V10 | Tls::V11 if !at_legacy => fails(
            refusals::LEGACY_TLS,
            en("smtp.office365.com requires TLS 1.2 or newer"),
            en("turn on TLS 1.2, or use smtp-legacy.office365.com with AllowLegacyTLSClients"),
        ),
        Tls::V10 | Tls::V11 if !legacy.is_some_and(|l| l.value) => fails(
            refusals::LEGACY_TLS,
            en("AllowLegacyTLSClients is not true, so TLS 1.0 and 1.1 are not accepted"),
            en("turn on TLS 1.2, or run: Set-TransportConfig -AllowLegacyTLSClients $true"),
        ),
        _ => None,
    }
}
