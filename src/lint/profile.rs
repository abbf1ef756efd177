//! Lists which baseline requires which rule.

use super::Rule;
use strum::{VariantArray, VariantNames};

/// A published baseline that a policy can be checked against.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
    strum::VariantNames,
)]
#[strum(serialize_all = "kebab-case")]
pub enum Profile {
    /// CISA's Secure Cloud Business Applications project.
    Scuba,
    /// The Center for Internet Security's Microsoft 365 Foundations Benchmark.
    Cis,
}

impl Profile {
    /// All of them.
    pub const ALL: &'static [Self] = <Self as VariantArray>::VARIANTS;

    /// Their words on the command line and in JSON, in the same order.
    pub const TOKENS: &'static [&'static str] = <Self as VariantNames>::VARIANTS;

    /// Its word on the command line and in JSON.
    #[must_use]
    pub fn token(self) -> &'static str {
        self.into()
    }

    /// The name, as it is shown.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Scuba => "SCuBA",
            Self::Cis => "CIS",
        }
    }
}

/// What a baseline requires, and the rules whose findings break it.
#[derive(Debug)]
pub struct Requirement {
    /// The baseline.
    pub profile: Profile,
    /// Its identifier there.
    pub id: &'static str,
    /// Its title there.
    pub title: &'static str,
    /// The document.
    pub document: &'static str,
    /// Version and date.
    pub version: &'static str,
    /// Where to read it.
    pub url: &'static str,
    /// The rules.
    pub rules: &'static [&'static str],
}

impl Requirement {
    /// Its short name: `SCuBA MS.EXO.1.1v2`.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{} {}", self.profile.name(), self.id)
    }
}

/// Every requirement that a policy alone can break.
///
/// SCuBA checks the remote domains and lets approved domains be forwarded to; a suppression with
/// its reason is that approval. CIS checks the outbound spam policies, and mail flow rules, which
/// are not part of a policy here; what it checks is known from public tests of earlier versions,
/// and v7.0.0 (2026-05-19) has not been compared.
pub static REQUIREMENTS: [Requirement; 2] = [
    Requirement {
        profile: Profile::Scuba,
        id: "MS.EXO.1.1v2",
        title: "Automatic forwarding to external domains SHALL be disabled",
        document: "CISA M365 Secure Configuration Baseline for Exchange Online",
        version: "last modified March 2025",
        url: "https://github.com/cisagov/ScubaGear/blob/main/PowerShell/ScubaGear/baselines/exo.md",
        rules: &["default-forwards", "no-default", "partner-forwards"],
    },
    Requirement {
        profile: Profile::Cis,
        id: "6.2.1",
        title: "Ensure all forms of mail forwarding are blocked and/or disabled",
        document: "CIS Microsoft 365 Foundations Benchmark",
        version: "v6.0.1, 2026-02-26",
        url: "https://www.cisecurity.org/benchmark/microsoft_365",
        rules: &[
            "forwarding-mode-automatic",
            "no-default-outbound-policy",
            "outbound-forwards",
        ],
    },
];

/// The requirements that a finding of a rule breaks.
pub fn of(rule: &Rule) -> impl Iterator<Item = &'static Requirement> {
    let id = rule.id;
    REQUIREMENTS.iter().filter(move |r| r.rules.contains(&id))
}
