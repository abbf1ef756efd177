//! Predicts whether Exchange Online takes a message from a device, and by which way.

mod client;
mod direct;
mod door;
pub mod refusals;
mod relay;

use crate::corpus::{self, Judgement, Told};
use crate::policy::submission::Connector;
pub use crate::policy::submission::scenario::{self, Scenario};
use crate::policy::{Policy, domain};

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
    /// Its name in the documentation.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Client => "SMTP client submission",
            Self::Direct => "direct send",
            Self::Relay => "SMTP relay",
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
    pub because: String,
    /// Line of the policy that says so.
    pub line: Option<u32>,
    /// What to do.
    pub help: String,
}

/// What is looked at.
#[derive(Debug, Clone, Copy)]
struct Case<'a> {
    scenario: &'a Scenario,
    policy: &'a Policy,
    connector: Option<&'a Connector>,
    way: Way,
}

/// A requirement: its identifier, the ways it is for, and what of it fails.
struct Requirement {
    id: &'static str,
    ways: &'static [Way],
    check: fn(&Case) -> Option<Failure>,
}

/// Every requirement, in the order in which the connection meets them.
static REQUIREMENTS: &[Requirement] = &[
    door::ENDPOINT,
    door::PORT,
    client::TLS,
    client::SIGNED_IN,
    client::ACCOUNT,
    client::SEND_AS,
    relay::TLS,
    relay::SENDER,
    relay::CONNECTOR,
    direct::ALLOWED,
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
    /// What may go wrong nevertheless.
    pub warnings: Vec<String>,
    /// Where it goes from there, if it is taken.
    pub onward: Option<Judgement<'p>>,
}

/// Whether Exchange Online takes the message.
#[must_use]
pub fn submit<'p>(policy: &'p Policy, scenario: &Scenario) -> Submitted<'p> {
    let connector = relay::matching(policy, scenario);
    let inside = scenario.recipients.iter().all(|r| policy.is_accepted(r));
    let way = if door::is_client(&scenario.endpoint) {
        Way::Client
    } else if connector.is_none() && inside {
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
    let onward = failures.is_empty().then(|| onward(policy, scenario));
    Submitted {
        way,
        asked,
        warnings: warnings(&case),
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
    let told = Told {
        from: Some(scenario.mail_from.clone()),
        to: scenario.recipients.clone(),
        ..Told::default()
    };
    corpus::judge(policy, "scenario", message.as_bytes(), &told)
        .result
        .ok()
}

fn warnings(case: &Case) -> Vec<String> {
    let s = case.scenario;
    let mut out = Vec::new();
    let mut warn = |holds: bool, text: &str| {
        if holds {
            out.push(text.to_owned());
        }
    };
    let client = case.way == Way::Client;
    warn(
        s.port == 25,
        "port 25 outward is blocked by many networks and providers",
    );
    warn(
        client && s.messages_a_minute.is_some_and(|n| n > 30),
        "an account may send 30 messages a minute; more are slowed down",
    );
    warn(
        client && s.recipients_a_day.is_some_and(|n| n > 10_000),
        "an account may send to 10,000 recipients a day; no more are taken until the day is over",
    );
    let organization = &case.policy.submission;
    warn(
        client && organization.auth_disabled.is_none(),
        "the policy does not say whether SMTP AUTH is off for the organization: it is taken as on; see Get-TransportConfig",
    );
    warn(
        !client,
        "whether the SPF record of the sender's domain names the device's public address is not known; without it the message may be taken for junk",
    );
    let by_certificate = case.connector.is_some_and(|c| c.certificate.is_some());
    warn(
        !client && !s.fixed_ip && !by_certificate,
        "the public address is not known to be fixed; when it changes, SPF and a connector by address no longer match",
    );
    warn(
        case.way == Way::Relay && case.policy.mailbox(&s.mail_from).is_none(),
        "a sender without a licensed mailbox needs an Exchange Online Protection or Exchange Online licence to relay",
    );
    out
}

/// The domain of the envelope sender.
fn sender_domain(scenario: &Scenario) -> String {
    domain::of(&scenario.mail_from).into_owned()
}
