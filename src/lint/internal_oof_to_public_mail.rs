#![doc = include_str!("internal_oof_to_public_mail.md")]

use super::source::Source;
use super::{Check, Finding, Rule, Severity, partners};
use crate::i18n::{Text, en};
use crate::policy::domain::Pattern;
use crate::policy::{AllowedOofType, Policy};

/// The rule `internal-oof-to-public-mail`.
pub static RULE: Rule = Rule {
    id: "internal-oof-to-public-mail",
    title: "A public mail provider gets the internal out-of-office reply",
    severity: Severity::Warning,
    pedantic: false,
    page: crate::embedded::beginning(embedded!("internal_oof_to_public_mail.md")),
    check: Check::Policy(check),
};

/// Domains in which anybody can have an address, so that no one in them is a colleague. The
/// large providers, each under the names it gives to addresses.
pub(crate) const PUBLIC: &[&str] = &[
    "126.com",
    "163.com",
    "aol.com",
    "freenet.de",
    "gmail.com",
    "gmx.at",
    "gmx.ch",
    "gmx.de",
    "gmx.net",
    "googlemail.com",
    "hotmail.co.uk",
    "hotmail.com",
    "hotmail.de",
    "hotmail.fr",
    "hotmail.it",
    "icloud.com",
    "laposte.net",
    "libero.it",
    "live.com",
    "mac.com",
    "mail.ru",
    "me.com",
    "msn.com",
    "naver.com",
    "orange.fr",
    "outlook.com",
    "outlook.de",
    "outlook.fr",
    "outlook.jp",
    "proton.me",
    "protonmail.com",
    "qq.com",
    "t-online.de",
    "web.de",
    "yahoo.co.jp",
    "yahoo.co.uk",
    "yahoo.com",
    "yahoo.de",
    "yahoo.fr",
    "yandex.ru",
];

fn check(policy: &Policy, source: &Source) -> Vec<Finding> {
    let legacy = partners(policy)
        .filter(|d| d.allowed_oof_type.value == AllowedOofType::InternalLegacy)
        .filter(|d| match &d.pattern {
            Pattern::Exact(domain) | Pattern::Wildcard(domain) => PUBLIC.contains(&domain.as_str()),
            Pattern::Any => false,
        });
    legacy
        .map(|domain| {
            source.finding(
                &RULE,
                source.setting(&domain.allowed_oof_type, "AllowedOOFType", domain),
                Text::of(
                    en("anybody can have an address in `{domain}`, and gets the out-of-office reply that is written for colleagues"),
                    [("domain", &domain.pattern)],
                ),
                en("write `AllowedOOFType: External`, or remove this remote domain"),
            )
        })
        .collect()
}
