//! Recommends a submission method for a device.
//!
//! A scenario says what the device supports. The methods are tried in the order in which Microsoft
//! prefers them: each is either not possible, for a reason, or gives the settings and the changes
//! of the tenant that it needs, which [`submit`] then checks. The last, an SMTP server of one's
//! own that signs in for the device, is always possible.
//!
//! The order is that of the comparison in "How to set up a multifunction device or application to
//! send email using Microsoft 365 or Office 365" (read 2021-07-14): SMTP client submission where
//! the device device, direct send where that is enough, else SMTP relay. A connector by certificate
//! goes before one by address (MC1226222, updated 2026-02-04). TLS 1.0 and 1.1 come last. The
//! server of one's own for a device without TLS is recommended by it-bibouroku (2020-02-11).

mod change;
mod plan;

use super::{Error, Failure, Method, Scenario, connectors, sender_domain, submit};
use crate::address;
use crate::i18n::{Text, en};
use crate::import::scalar::scalar;
use crate::policy::domain::{self, Pattern};
use crate::policy::scenario::{SignIn, Tls};
use crate::policy::{CmdletEnum as _, Policy, read};
pub use change::Change;
use std::fmt::Write as _;
use std::net::IpAddr;
use strum::VariantArray;

/// The methods that can be recommended, the preferred first.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, strum::IntoStaticStr, strum::VariantArray,
)]
#[strum(serialize_all = "kebab-case")]
pub enum Choice {
    /// SMTP client submission.
    #[strum(serialize = "client-submission")]
    Client,
    /// Direct send.
    #[strum(serialize = "direct-send")]
    Direct,
    /// SMTP relay by certificate.
    #[strum(serialize = "relay-by-certificate")]
    Certificate,
    /// SMTP relay by a fixed address.
    #[strum(serialize = "relay-by-address")]
    Address,
    /// SMTP client submission with an old TLS version.
    #[strum(serialize = "client-submission-legacy-tls")]
    LegacyClient,
    /// A server of one's own that signs in.
    OwnServer,
}

impl Choice {
    /// Every choice, in order.
    pub const ALL: &'static [Self] = <Self as VariantArray>::VARIANTS;

    /// Its identifier.
    #[must_use]
    pub fn id(self) -> &'static str {
        self.into()
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Client => en("SMTP client submission"),
            Self::Direct => en("direct send"),
            Self::Certificate => en("SMTP relay by certificate"),
            Self::Address => en("SMTP relay by fixed address"),
            Self::LegacyClient => en("SMTP client submission with old TLS"),
            Self::OwnServer => en("an SMTP server of your own that signs in for the device"),
        }
    }
}

/// A record to publish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spf {
    /// The domain.
    pub domain: String,
    /// The TXT record.
    pub record: String,
}

/// A recommendation.
#[derive(Debug)]
pub struct Advice {
    /// The method.
    pub choice: Choice,
    /// Why this one.
    pub because: &'static str,
    /// The methods that are preferred to it, and why they are not possible.
    pub passed_over: Vec<(Choice, Text)>,
    /// How the message is then submitted: the settings of the device, or of the server.
    pub scenario: Scenario,
    /// What to change in the tenant first.
    pub changes: Vec<Change>,
    /// The connector of the policy that fits already: its name and line.
    pub fits: Option<(String, u32)>,
    /// The SPF record of the sender's domain.
    pub spf: Option<Spf>,
    /// What else to know.
    pub notes: Vec<Text>,
    /// What the tenant would refuse even after the changes.
    pub failures: Vec<Failure>,
    /// What may go wrong.
    pub warnings: Vec<Text>,
}

impl Advice {
    /// The policy with the changes made.
    #[must_use]
    pub fn applied(&self, policy: &Policy) -> Policy {
        change::applied(&self.changes, policy)
    }

    /// Whether TLS is to be on, in words.
    #[must_use]
    pub fn tls(&self) -> Text {
        match self.scenario.tls {
            Tls::None => en("off; turn it on if the device can").into(),
            tls => Text::with(
                en("on (STARTTLS), {version}"),
                vec![("version", tls.word().replace("TLS", "TLS "))],
            ),
        }
    }

    /// How to sign in, in words.
    #[must_use]
    pub fn sign_in(&self) -> Text {
        let by = |text, account: &String| Text::with(text, vec![("account", account.clone())]);
        match (self.scenario.sign_in, &self.scenario.account) {
            (SignIn::Password, Some(account)) => by(en("{account}, by password"), account),
            (SignIn::OAuth, Some(account)) => by(en("{account}, by OAuth"), account),
            _ => en("none").into(),
        }
    }
}

/// The policy that is assumed where none is given: the sender's domain and that of the account are
/// accepted, and the account has a licensed mailbox.
///
/// # Errors
/// The first address whose domain is none.
pub fn assumed(device: &Scenario) -> Result<Policy, Error> {
    let no_domain = |address: &String| Error::NoDomain {
        address: address.clone(),
    };
    let mut text = String::from("AcceptedDomains:\n");
    let mut domains = Vec::new();
    for address in std::iter::once(&device.mail_from).chain(&device.account) {
        let domain = address::domain(address);
        if !matches!(domain::pattern(&domain), Ok(Pattern::Exact(_))) {
            return Err(no_domain(address));
        }
        if !domains.contains(&domain) {
            let _ = writeln!(text, "  - {}", scalar(&domain));
            domains.push(domain);
        }
    }
    text.push_str("RemoteDomains:\n  - DomainName: \"*\"\nMailboxes:\n");
    if let Some(account) = &device.account {
        let _ = writeln!(text, "  - Addresses: [{}]", scalar(account));
    }
    let read = read::read("the assumed policy", text.as_bytes());
    read.map(|(policy, _)| policy)
        .map_err(|_| no_domain(&device.mail_from))
}

/// The method for a device whose capabilities the scenario lists; its endpoint and port are not
/// looked at.
#[must_use]
pub fn advise(policy: &Policy, device: &Scenario) -> Advice {
    let mut passed_over = Vec::new();
    let last = Choice::OwnServer;
    for choice in Choice::ALL.iter().copied().filter(|c| *c != last) {
        let advice =
            plan::of(choice, policy, device).map(|plan| checked(choice, plan, policy, device));
        let why = match advice {
            Err(why) => why,
            Ok(advice) => match advice.failures.first() {
                Some(failure) => failure.because.clone(),
                None => {
                    return Advice {
                        passed_over,
                        ..advice
                    };
                }
            },
        };
        passed_over.push((choice, why));
    }
    Advice {
        passed_over,
        ..checked(last, plan::own_server(policy, device), policy, device)
    }
}

/// A plan, checked by submitting a message with it.
fn checked(choice: Choice, plan: plan::Plan, policy: &Policy, device: &Scenario) -> Advice {
    let changed = change::applied(&plan.changes, policy);
    let submitted = submit(&changed, &plan.scenario);
    let mut warnings = submitted.warnings;
    // A change adds the account to the policy; what else is set for it is as little known as before.
    let licence = |change: &Change| matches!(change, Change::Licence(_));
    if submitted.method == Method::Client
        && !plan.changes.iter().any(licence)
        && let Some(warning) = super::warnings::not_listed(policy, &plan.scenario)
        && !warnings.contains(&warning)
    {
        warnings.insert(0, warning);
    }
    Advice {
        choice,
        because: plan::because(choice),
        passed_over: Vec::new(),
        spf: spf(choice, policy, &plan.scenario),
        notes: notes(choice, device, &plan.scenario),
        failures: submitted.failures,
        warnings,
        scenario: plan.scenario,
        changes: plan.changes,
        fits: plan.fits,
    }
}

/// Whether the device itself connects to Exchange Online, from an address that SPF should list.
fn sends_directly(choice: Choice) -> bool {
    matches!(
        choice,
        Choice::Direct | Choice::Certificate | Choice::Address
    )
}

fn spf(choice: Choice, policy: &Policy, s: &Scenario) -> Option<Spf> {
    let domain = sender_domain(s);
    policy.accepted_for(&domain)?;
    let ip =
        s.ip.filter(|ip| sends_directly(choice) && s.fixed_ip && !super::warnings::is_private(*ip));
    let address = match ip {
        Some(IpAddr::V4(ip)) => format!("ip4:{ip} "),
        Some(IpAddr::V6(ip)) => format!("ip6:{ip} "),
        None => String::new(),
    };
    Some(Spf {
        domain,
        record: format!("v=spf1 {address}include:spf.protection.outlook.com ~all"),
    })
}

fn notes(choice: Choice, device: &Scenario, s: &Scenario) -> Vec<Text> {
    let mut out: Vec<Text> = Vec::new();
    if sends_directly(choice) {
        out.push(
            en("take the server's name from the domain's MX record; the one here has its usual form").into(),
        );
        if !s.fixed_ip || s.ip.is_none() {
            out.push(en("no fixed address is known for SPF to name; add the one that the device sends from, or its mail may be taken for junk").into());
        }
    }
    if choice == Choice::OwnServer {
        out.push(en("set the device to that server, which takes its mail without TLS or sign-in; let it take mail from the device's address only").into());
        if s.from != device.from {
            out.push(Text::with(
                en("{sender} is of no accepted domain, so the sender becomes the account"),
                vec![("sender", device.from.clone())],
            ));
        }
        if plan::over_limits(device).is_some() {
            out.push(
                en("the server must keep what is over the limit of an account, and send it later")
                    .into(),
            );
            out.push(en("for more mail than an account may send, Microsoft names High Volume Email and Azure Communication Services Email (MC786329)").into());
        }
    }
    out
}
