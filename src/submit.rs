//! Predicts whether Exchange Online takes a message from a device, and by which way.
//!
//! Every requirement is a room: a check, and a page with examples that the tests play. The
//! scenario says how the device hands in the message. The endpoint, and the inbound connector that
//! knows the device, give the way, and the requirements of that way are asked in turn.
//! [`advise`] goes the other way round: from what a device can do to the way to choose.

pub mod account;
pub mod advise;
pub mod client_tls;
mod connectors;
pub mod direct_send_allowed;
pub mod endpoint;
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

/// The ways in which a device hands in mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// SMTP client submission.
    Client,
    /// Direct send.
    Direct,
    /// SMTP relay.
    Relay,
}

impl Way {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Client, Self::Direct, Self::Relay];

    /// Its page, Markdown with executed examples.
    #[must_use]
    pub fn page(self) -> &'static str {
        match self {
            Self::Client => include_str!("submit/ways/client_submission.md"),
            Self::Direct => include_str!("submit/ways/direct_send.md"),
            Self::Relay => include_str!("submit/ways/smtp_relay.md"),
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

/// What is looked at.
#[derive(Debug, Clone, Copy)]
struct Case<'a> {
    scenario: &'a Scenario,
    policy: &'a Policy,
    /// The connector of type OnPremises that knows the device.
    connector: Option<&'a Connector>,
    way: Way,
}

/// A room: a requirement and its page.
#[derive(Debug)]
pub struct Requirement {
    /// Kebab-case identifier.
    pub id: &'static str,
    /// What it asks, in one line.
    pub title: &'static str,
    /// The ways that it is for.
    pub ways: &'static [Way],
    /// The page, Markdown with executed examples.
    pub page: &'static str,
    /// What of it fails.
    check: fn(&Case) -> Option<Failure>,
}

const ANY: &[Way] = &[Way::Client, Way::Direct, Way::Relay];

/// Every requirement, in the order in which the connection meets them.
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

/// What becomes of a message that is handed in.
#[derive(Debug)]
pub struct Submitted<'p> {
    /// The way.
    pub way: Way,
    /// Every requirement of that way, with whether it is met, in order.
    pub asked: Vec<(&'static str, bool)>,
    /// The requirements that fail; the first decides.
    pub failures: Vec<Failure>,
    /// The inbound connector that the message comes in by.
    pub connector: Option<&'p Connector>,
    /// What may go wrong nevertheless.
    pub warnings: Vec<Text>,
    /// Where it goes from there, if it is taken.
    pub onward: Option<Judgement<'p>>,
}

/// Whether Exchange Online takes the message.
#[must_use]
pub fn submit<'p>(policy: &'p Policy, scenario: &Scenario) -> Submitted<'p> {
    let connector = connectors::own(policy, scenario);
    let relays = connector.is_some_and(|c| connectors::vouches(policy, c, scenario));
    let inside = scenario.recipients.iter().all(|r| policy.is_accepted(r));
    let way = if endpoint::is_client(&scenario.endpoint) {
        Way::Client
    } else if inside && !relays {
        Way::Direct
    } else {
        Way::Relay
    };
    let case = Case {
        scenario,
        policy,
        connector,
        way,
    };
    let mut asked = Vec::new();
    let mut failures = Vec::new();
    for requirement in REQUIREMENTS.iter().filter(|r| r.ways.contains(&way)) {
        let failure = (requirement.check)(&case);
        asked.push((requirement.id, failure.is_none()));
        failures.extend(failure);
    }
    let taken = failures.is_empty();
    let onward = taken.then(|| onward(policy, scenario));
    Submitted {
        way,
        asked,
        connector: match way {
            Way::Relay if taken => connector,
            Way::Direct if taken => connectors::partner(policy, scenario),
            _ => None,
        },
        warnings: warnings::of(&case),
        onward: onward.flatten(),
        failures,
    }
}

/// What the remote domains make of an ordinary message.
fn onward<'p>(policy: &'p Policy, scenario: &Scenario) -> Option<Judgement<'p>> {
    let message = format!(
        "From: <{}>\r\nSubject: Scan\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nScan.\r\n",
        scenario.from
    );
    let told = Overrides {
        from: Some(scenario.mail_from.clone()),
        to: scenario.recipients.clone(),
        ..Overrides::default()
    };
    evaluate::judge(policy, "scenario", message.as_bytes(), &told)
        .result
        .ok()
}

/// The domain of the envelope sender.
fn sender_domain(scenario: &Scenario) -> String {
    address::domain(&scenario.mail_from).into_owned()
}
