//! Tells what of a policy the cases never exercised.
//!
//! A setting is exercised when it decided on a verdict, a remote domain when a case's recipient
//! fell to it, a response when a verdict gave it. Counted is what can occur under the policy:
//! every way in which a message may go is asked of the settings, for every remote domain. A
//! setting that has its silent default everywhere decides on nothing, so it is not counted.

use super::{Ran, Suite};
use crate::address;
use crate::policy::domain::Pattern;
use crate::policy::{
    CmdletEnum as _, ExternalAudience, ExternalOofOptions, Mailbox, OutboundPolicy, Policy,
    Recipient, RemoteDomain, VariantArray as _,
};
use crate::transport::classify::Kind;
use crate::transport::decide::mail_flow_rules;
use crate::transport::message_facts::ContentFacts;
use crate::transport::message_facts::{ForwardedBy, MessageFacts};
use crate::transport::resolve::resolve;
use crate::transport::responses::{self, Response};
use crate::transport::setting::{ApplicablePolicy, Ruling};
use crate::transport::settings::{
    self, CAN_STOP, SHAPE_FORM, require_sender_authentication_enabled,
};
use crate::transport::verdict::Verdict;

/// What the cases exercised of one policy.
#[derive(Debug, Clone)]
pub struct Coverage {
    /// The policy's file.
    pub policy: String,
    /// The settings.
    pub settings: Vec<Item>,
    /// The remote domains, as the policy lists them.
    pub remote_domains: Vec<Item>,
    /// The responses.
    pub responses: Vec<Item>,
    /// The outbound spam policies; they do not count in the percentage.
    pub outbound: Vec<Item>,
}

/// Something that cases may exercise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What it is called.
    pub name: String,
    /// Its line of the policy.
    pub line: Option<u32>,
    /// Whether it can occur under the policy.
    pub possible: bool,
    /// Whether some case exercised it.
    pub exercised: bool,
}

impl Item {
    fn new(name: impl Into<String>, line: Option<u32>, possible: bool) -> Self {
        Self {
            name: name.into(),
            line,
            possible,
            exercised: false,
        }
    }
}

impl Coverage {
    /// What can be exercised of a policy, none of it exercised yet.
    #[must_use]
    pub fn of(policy: &Policy) -> Self {
        let (deciding, given) = possible(policy);
        let known = responses::ALL.iter().map(|r| r.line());
        let mut responses: Vec<String> = known.collect();
        let others = given.iter().filter(|line| !responses.contains(line));
        responses.extend(others.cloned().collect::<Vec<_>>());
        let domains = policy.remote_domains.iter();
        let outbound = policy.outbound.iter();
        Self {
            policy: policy.file.clone(),
            settings: settings::all()
                .map(|s| s.name)
                .chain([mail_flow_rules::NAME])
                .map(|name| Item::new(name, None, deciding.contains(&name)))
                .collect(),
            remote_domains: domains
                .map(|d| Item::new(d.pattern.to_string(), Some(d.line), reachable(policy, d)))
                .collect(),
            responses: responses
                .into_iter()
                .map(|line| {
                    let possible = given.contains(&line);
                    Item::new(line, None, possible)
                })
                .collect(),
            outbound: outbound
                .map(|p| Item::new(&p.name, Some(p.line), p.enabled))
                .collect(),
        }
    }

    /// Count what some cases exercised.
    pub fn add(&mut self, suite: &Suite, ran: &[Ran]) {
        let results = ran.iter().filter_map(|r| r.judged.result.as_ref().ok());
        for verdict in results.flat_map(|j| &j.verdicts) {
            self.verdict(&suite.policy, verdict);
        }
    }

    fn verdict(&mut self, policy: &Policy, verdict: &Verdict) {
        for ruling in verdict.because() {
            mark(&mut self.settings, |item| item.name == ruling.setting);
        }
        if let Some(applies) = verdict.remote_domain {
            let pattern = applies.domain.pattern.to_string();
            mark(&mut self.remote_domains, |item| item.name == pattern);
        }
        let via = verdict.via.iter().filter_map(|step| step.how.response());
        let given: Vec<String> = verdict
            .response()
            .into_iter()
            .chain(via)
            .map(Response::line)
            .collect();
        mark(&mut self.responses, |item| given.contains(&item.name));
        let name = settings::auto_forwarding_mode::SETTING.name;
        let asked = verdict.asked.iter().filter(|r| r.setting == name);
        for ruling in asked {
            for (item, outbound) in self.outbound.iter_mut().zip(&policy.outbound) {
                item.exercised |= spoke(ruling, outbound);
            }
        }
    }

    /// What counts in the percentage: settings, remote domains and responses that can occur.
    fn counted(&self) -> impl Iterator<Item = &Item> {
        let all = self.settings.iter().chain(&self.remote_domains);
        all.chain(&self.responses)
            .filter(|i| i.possible || i.exercised)
    }

    /// How many were exercised, of how many that can occur.
    #[must_use]
    pub fn count(&self) -> (usize, usize) {
        let exercised = self.counted().filter(|i| i.exercised).count();
        (exercised, self.counted().count())
    }

    /// The percentage, rounded down to one decimal, so that 100 means all.
    #[must_use]
    pub fn percent(&self) -> f64 {
        let (exercised, all) = self.count();
        let tenths = (exercised * 1000).checked_div(all).unwrap_or(1000);
        f64::from(u32::try_from(tenths).unwrap_or(1000)) / 10.0
    }

    /// Whether less than a percentage was exercised.
    #[must_use]
    pub fn below(&self, percent: u8) -> bool {
        let (exercised, all) = self.count();
        exercised * 100 < all * usize::from(percent)
    }
}

fn mark(items: &mut [Item], is: impl Fn(&Item) -> bool) {
    for item in items.iter_mut().filter(|i| is(i)) {
        item.exercised = true;
    }
}

/// Whether a ruling of AutoForwardingMode is that of an outbound policy.
fn spoke(ruling: &Ruling, outbound: &OutboundPolicy) -> bool {
    let line = outbound.mode.line.unwrap_or(outbound.line);
    ruling.line == Some(line) && ruling.value == outbound.mode.value.word()
}

/// Whether some recipient can fall to a remote domain: its domain is not all inside.
fn reachable(policy: &Policy, domain: &RemoteDomain) -> bool {
    let falls = |name: &str| {
        let address = format!("somebody@{name}");
        let found = policy
            .remote_for(&address::domain(&address))
            .map(|(d, _)| &d.pattern);
        !policy.is_accepted(&address) && found == Some(&domain.pattern)
    };
    match &domain.pattern {
        Pattern::Exact(name) => falls(name),
        // A label that nobody uses stands for all subdomains that the policy does not name.
        Pattern::Wildcard(name) => falls(name) || falls(&format!("rdsim-probe.{name}")),
        Pattern::Any => true,
    }
}

/// Every content on which a form may depend.
fn contents() -> impl Iterator<Item = ContentFacts> {
    (0u8..64).map(|bits| {
        let bit = |n: u8| bits & (1 << n) != 0;
        ContentFacts {
            is_mime: bit(0),
            display_name: bit(1),
            html: bit(2),
            unnamed: bit(3),
            japanese: bit(4),
            seven_bit: bit(5),
        }
    })
}

/// The mailboxes that stand for all authors: one for each ExternalAudience and ExternalOofOptions,
/// and an author without.
fn authors(policy: &Policy) -> Vec<Option<&Mailbox>> {
    let mut out = vec![None];
    for audience in ExternalAudience::VARIANTS {
        for options in ExternalOofOptions::VARIANTS {
            let mut boxes = policy.mailboxes.iter();
            let found = boxes.find(|m| {
                m.external_audience.value == *audience && m.external_oof_options.value == *options
            });
            out.extend(found.map(Some));
        }
    }
    out
}

/// The settings that can decide, and the lines of the responses that can be given.
fn possible(policy: &Policy) -> (Vec<&'static str>, Vec<String>) {
    let mut deciding: Vec<&'static str> = Vec::new();
    let mut given: Vec<String> = Vec::new();
    let domains = policy
        .remote_domains
        .iter()
        .filter(|d| reachable(policy, d));
    let mut domains: Vec<Option<&RemoteDomain>> = domains.map(Some).collect();
    if policy
        .remote_domains
        .iter()
        .all(|d| d.pattern != Pattern::Any)
    {
        domains.push(None);
    }
    let enabled = policy.outbound.iter().filter(|p| p.enabled);
    let mut outbound: Vec<Option<&OutboundPolicy>> = enabled.map(Some).collect();
    if outbound.is_empty() {
        outbound.push(None);
    }
    let decided = |ruling: &Ruling, deciding: &mut Vec<&'static str>| {
        if !deciding.contains(&ruling.setting) {
            deciding.push(ruling.setting);
        }
    };
    for remote_domain in domains {
        let applicable = ApplicablePolicy {
            remote_domain,
            outbound: None,
            mailbox: None,
            contact: None,
            closed_to_author: None,
        };
        for content in contents() {
            let case = MessageFacts {
                kind: Kind::Ordinary,
                forwarded_by: ForwardedBy::Nobody,
                content,
            };
            let rulings = SHAPE_FORM
                .iter()
                .filter_map(|form| (form.check)(&case, &applicable));
            for ruling in rulings.filter(Ruling::shapes) {
                decided(&ruling, &mut deciding);
            }
        }
        for kind in Kind::ALL {
            for forwarded_by in ForwardedBy::EXACT {
                for mailbox in authors(policy) {
                    for outbound in &outbound {
                        let applicable = ApplicablePolicy {
                            outbound: *outbound,
                            mailbox,
                            ..applicable
                        };
                        let case = MessageFacts {
                            kind: *kind,
                            forwarded_by: *forwarded_by,
                            content: ContentFacts::default(),
                        };
                        gates(
                            &case,
                            &applicable,
                            |ruling| decided(ruling, &mut deciding),
                            &mut given,
                        );
                    }
                }
            }
        }
    }
    for response in beyond_settings(policy) {
        given.push(response.line());
    }
    let closed = settings::require_sender_authentication_enabled::SETTING.name;
    if closed_recipients(policy).next().is_some() {
        deciding.push(closed);
    }
    let rules = policy.mail_flow_rules.iter().filter(|rule| rule.acts());
    let effects = rules.flat_map(|rule| rule.actions.iter().filter_map(mail_flow_rules::effect));
    for outcome in effects.filter_map(|effect| effect.stops()) {
        deciding.push(mail_flow_rules::NAME);
        given.extend(outcome.response().map(Response::line));
    }
    (deciding, given)
}

/// The recipients that take authenticated senders only.
fn closed_recipients(policy: &Policy) -> impl Iterator<Item = Recipient<'_>> {
    let mailboxes = policy.mailboxes.iter().map(Recipient::Mailbox);
    let contacts = policy.contacts.iter().map(Recipient::Contact);
    let groups = policy.groups.iter().map(Recipient::Group);
    let all = mailboxes.chain(contacts).chain(groups);
    all.filter(|r| r.restrictions().authenticated_only.value)
}

/// The responses that no remote domain and no outbound spam policy gives, where they can occur.
fn beyond_settings(policy: &Policy) -> Vec<&'static Response> {
    let mut given: Vec<&'static Response> = Vec::new();
    // An external reply to a colleague.
    if !policy.accepted_domains.is_empty() {
        given.push(&responses::OOF_EXT_TO_INT);
    }
    if policy.all_recipients_listed {
        given.extend([
            &responses::RECIPIENT_NOT_FOUND,
            &responses::RECIPIENT_DENIED,
        ]);
    }
    for recipient in closed_recipients(policy) {
        given.push(require_sender_authentication_enabled::response(recipient));
    }
    let addresses = policy.mailboxes.iter().flat_map(|m| &m.addresses);
    let groups = policy.groups.iter().flat_map(|g| &g.addresses);
    for address in addresses.chain(groups) {
        let resolved = resolve(policy, address, true);
        let steps = resolved.iter().flat_map(|a| &a.via);
        given.extend(steps.filter_map(|step| step.how.response()));
    }
    given.sort_by_key(|r| r.code);
    given.dedup();
    given
}

/// What the gates decide on one way: the first that stops, or all that let it pass.
fn gates(
    case: &MessageFacts,
    applicable: &ApplicablePolicy,
    mut decided: impl FnMut(&Ruling),
    given: &mut Vec<String>,
) {
    let rulings: Vec<Ruling> = CAN_STOP
        .iter()
        .filter_map(|g| (g.check)(case, applicable))
        .collect();
    let stop = rulings.iter().find_map(|r| Some((r, r.stops()?)));
    if let Some((ruling, outcome)) = stop {
        decided(ruling);
        let line = outcome.response().map(responses::Response::line);
        given.extend(line.filter(|l| !given.contains(l)));
        return;
    }
    for ruling in rulings.iter().filter(|r| r.shapes()) {
        decided(ruling);
    }
}
