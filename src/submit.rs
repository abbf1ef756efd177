//! Predicts whether Exchange Online accepts a message from a device, and by which method.
//!
//! A scenario describes how the device submits the message. The endpoint, and the inbound
//! connector that matches the device, determine the submission method, and each requirement of
//! that method is checked. [`advise`] does the reverse: from what a device supports it recommends
//! a method.

pub mod account;
pub mod advise;
pub mod client_tls;
mod connectors;
pub mod direct_send_allowed;
pub mod endpoint;
mod error;
pub mod partner_source;
pub mod partner_tls;
pub mod port;
pub mod refusals;
pub mod relay_connector;
pub mod relay_sender;
pub mod send_as;
pub mod signed_in;
pub mod smtp_auth;
mod warnings;

use crate::address;
use crate::evaluate::{self, Judgement, Overrides};
use crate::i18n::{Text, en};
use crate::policy::Policy;
use crate::policy::connector::Connector;
pub use crate::policy::scenario::{self, Scenario};
pub use error::{Error, missing};
use strum::VariantArray;

/// The methods by which a device submits mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::VariantArray)]
pub enum Method {
    /// SMTP client submission.
    Client,
    /// Direct send.
    Direct,
    /// SMTP relay.
    Relay,
}

impl Method {
    /// All of them.
    pub const ALL: &'static [Self] = <Self as VariantArray>::VARIANTS;

    /// Its page, Markdown with executed examples.
    #[must_use]
    pub fn page(self) -> &'static str {
        match self {
            Self::Client => embedded!("submit/methods/client_submission.md"),
            Self::Direct => embedded!("submit/methods/direct_send.md"),
            Self::Relay => embedded!("submit/methods/smtp_relay.md"),
        }
    }

    /// Its name in the documentation.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Client => en("SMTP client submission"),
            Self::Direct => en("direct send"),
            Self::Relay => en("SMTP relay"),
        }
    }
}

/// A requirement that fails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The requirement's identifier.
    pub requirement: &'static str,
    /// What Exchange Online answers.
    pub refusal: &'static str,
    /// Why.
    pub because: Text,
    /// Line of the policy that says so.
    pub line: Option<u32>,
    /// What to do.
    pub help: Text,
}

/// A message that a device tries to submit.
#[derive(Debug, Clone, Copy)]
struct Attempt<'a> {
    scenario: &'a Scenario,
    policy: &'a Policy,
    /// The connector of type OnPremises that matches the device.
    connector: Option<&'a Connector>,
    method: Method,
}

/// A requirement of Exchange Online, with its page.
#[derive(Debug)]
pub struct Requirement {
    /// Kebab-attempt identifier.
    pub id: &'static str,
    /// What it requires, in one line.
    pub title: &'static str,
    /// The methods that it applies to.
    pub methods: &'static [Method],
    /// The page, Markdown with executed examples.
    pub page: &'static str,
    /// How the attempt fails the requirement; `None` where it is met.
    check: fn(&Attempt) -> Option<Failure>,
}

const ANY: &[Method] = Method::ALL;

/// Every requirement, in the order in which Exchange Online checks them.
pub static REQUIREMENTS: &[&Requirement] = &[
    &endpoint::REQUIREMENT,
    &port::REQUIREMENT,
    &client_tls::REQUIREMENT,
    &signed_in::REQUIREMENT,
    &account::REQUIREMENT,
    &smtp_auth::REQUIREMENT,
    &send_as::REQUIREMENT,
    &relay_connector::REQUIREMENT,
    &relay_sender::REQUIREMENT,
    &partner_source::REQUIREMENT,
    &partner_tls::REQUIREMENT,
    &direct_send_allowed::REQUIREMENT,
];

/// What becomes of a submitted message.
#[derive(Debug)]
pub struct Submitted<'p> {
    /// The submission method.
    pub method: Method,
    /// Every requirement of that method, with whether it is met, in order.
    pub requirements: Vec<(&'static str, bool)>,
    /// The requirements that fail; the first decides.
    pub failures: Vec<Failure>,
    /// The inbound connector that the message comes in by.
    pub connector: Option<&'p Connector>,
    /// What may go wrong even if the message is accepted.
    pub warnings: Vec<Text>,
    /// What becomes of it afterwards, if it is accepted.
    pub judgement: Option<Judgement<'p>>,
}

/// Whether Exchange Online accepts the message.
#[must_use]
pub fn submit<'p>(policy: &'p Policy, scenario: &Scenario) -> Submitted<'p> {
    let connector = connectors::on_premises(policy, scenario);
    let relays = connector.is_some_and(|c| connectors::attributes_to_tenant(policy, c, scenario));
    let inside = scenario.recipients.iter().all(|r| policy.is_accepted(r));
    let method = if endpoint::is_client(&scenario.endpoint) {
        Method::Client
    } else if inside && !relays {
        Method::Direct
    } else {
        Method::Relay
    };
    let attempt = Attempt {
        scenario,
        policy,
        connector,
        method,
    };
    let other_service = endpoint::is_high_volume(&scenario.endpoint);
    let mut requirements = Vec::new();
    let mut failures = Vec::new();
    for requirement in REQUIREMENTS.iter().filter(|r| r.methods.contains(&method)) {
        let failure = (requirement.check)(&attempt);
        requirements.push((requirement.id, failure.is_none()));
        failures.extend(failure);
        // That it is not simulated is all that is said of it.
        if other_service {
            break;
        }
    }
    let accepted = failures.is_empty();
    let judgement = accepted.then(|| judge_sample(policy, scenario));
    Submitted {
        method,
        requirements,
        connector: match method {
            Method::Relay if accepted => connector,
            Method::Direct if accepted => connectors::partner(policy, scenario),
            _ => None,
        },
        warnings: if other_service {
            Vec::new()
        } else {
            warnings::of(&attempt)
        },
        judgement: judgement.flatten(),
        failures,
    }
}

/// The verdict on an ordinary message with the scenario's sender and recipients.
fn judge_sample<'p>(policy: &'p Policy, scenario: &Scenario) -> Option<Judgement<'p>> {
    let message = format!(
        "From: <{}>\r\nSubject: Scan\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nScan.\r\n",
        scenario.from
    );
    let overrides = Overrides {
        from: Some(scenario.mail_from.clone()),
        to: scenario.recipients.clone(),
        ..Overrides::default()
    };
    evaluate::judge(policy, "scenario", message.as_bytes(), &overrides)
        .result
        .ok()
}

/// The domain of the envelope sender.
fn sender_domain(scenario: &Scenario) -> String {
    address::domain(&scenario.mail_from).into_owned()
}
