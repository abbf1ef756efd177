//! Finds the steps that bring a tenant from one policy to another, and their order.
//!
//! New-RemoteDomain takes a name and a domain and nothing else, and Set-RemoteDomain cannot set
//! the domain (<https://learn.microsoft.com/powershell/module/exchangepowershell/new-remotedomain>,
//! <https://learn.microsoft.com/powershell/module/exchangepowershell/set-remotedomain>). So a
//! remote domain is known by its domain: another domain is another remote domain.
//!
//! The order keeps the tenant from ever being more open than it was or will be, as far as the
//! cmdlets allow it:
//!
//! 1. What becomes stricter, and what is neither stricter nor looser.
//! 2. Names, so that those that are needed are free.
//! 3. New remote domains, each with its settings at once; the most specific first, so that no
//!    domain passes through the settings of a wider one. Between the two commands a new remote
//!    domain has the defaults, which allow automatic forwarding; no cmdlet avoids that.
//! 4. What becomes looser.
//! 5. Removals, the widest first. By now whatever shall take their place exists, so no domain
//!    falls back to Default unless it shall. Default itself cannot be removed.
//!
//! Every step gives the same when it is run again, so a script that stopped can be run again.

use super::domains::Domains;
use super::error::Error;
use super::not_done::{NotDone, NotDoneList};
use super::step::Step;
use super::{compare, names, rest, submission};
use crate::diagnostic::Problem;
use crate::policy::sections::{INBOUND_CONNECTORS, REMOTE_DOMAINS};
use crate::policy::{Policy, read};
use std::collections::HashMap;

/// What a new tenant has.
const NEW_TENANT: &str = "RemoteDomains:\n- {Name: Default, DomainName: \"*\"}\nHostedOutboundSpamFilterPolicies:\n- {Name: Default}\n";

/// How a script is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Mode {
    /// State every setting, whatever the tenant has.
    pub full: bool,
    /// Change nothing.
    pub what_if: bool,
    /// It is the way back: what the target does not have was not there.
    pub back: bool,
}

/// The steps, and what they need and leave.
#[derive(Debug, Default)]
pub struct Plan {
    /// The steps, in order.
    pub steps: Vec<Step>,
    /// What they do not do, as warnings.
    pub not_done: Vec<Problem>,
    /// Names that remote domains get; whoever else has one is put aside.
    pub names: Vec<String>,
    /// Domains of remote domains that the tenant must have.
    pub required: Vec<String>,
    /// Outbound spam policies that the tenant must have.
    pub required_outbound: Vec<String>,
    /// Inbound connectors that the tenant must have.
    pub required_connectors: Vec<String>,
    /// Domains of the remote domains that the policy has, where others are named at the end.
    pub kept: Option<Vec<String>>,
    /// Inbound connectors that the policy has, where others are named at the end.
    pub kept_connectors: Option<Vec<String>>,
}

/// A line of a policy; the file where there is none.
pub(super) fn place(file: &str, line: u32) -> String {
    match line {
        0 => file.to_owned(),
        line => format!("{file}:{line}"),
    }
}

/// The steps from a tenant (`None`: one where nothing was changed yet, or with [`Mode::full`] any)
/// to a policy.
///
/// # Errors
/// Two remote domains of the policy have one name.
pub fn plan(current: Option<&Policy>, target: &Policy, mode: Mode) -> Result<Plan, Vec<Problem>> {
    let (new_tenant, _) = read::read("a new tenant", NEW_TENANT.as_bytes())?;
    check_names(target)?;
    let mut not_done = NotDoneList::default();
    let mut plan = Plan::default();
    let unknown = mode.full && current.is_none();
    if unknown {
        tell_of_others(target, &mut plan, &mut not_done);
    }
    let outbound = rest::outbound(current, target, &new_tenant, mode, &mut not_done);
    let devices = submission::steps(current, target, mode, &mut not_done);
    let domains = Domains::of(current, target, &new_tenant, mode, &mut not_done);
    let steps = &mut plan.steps;
    domains.stricter(steps);
    steps.extend(outbound.stricter);
    steps.extend(devices.stricter);
    domains.rename(steps);
    domains.make(steps);
    domains.looser(steps);
    steps.extend(outbound.looser);
    steps.extend(devices.looser);
    domains.remove(steps);
    plan.names = domains.given();
    plan.required = domains.required();
    plan.required_outbound = outbound.required;
    plan.required_connectors = devices.required;
    match current {
        Some(current) => compare::sections(current, target, &mut not_done),
        None => rest::not_compared(target, &mut not_done),
    }
    plan.not_done = not_done.problems();
    Ok(plan)
}

/// Where nothing is known of the tenant, it may have entries that the policy does not have.
fn tell_of_others(target: &Policy, plan: &mut Plan, not_done: &mut NotDoneList) {
    let mut tell = |section| {
        let what = NotDone::OthersStay { section };
        not_done.push(&target.file, 0, &what);
    };
    if !target.remote_domains.is_empty() {
        let domains = target.remote_domains.iter();
        plan.kept = Some(domains.map(|d| d.pattern.to_string()).collect());
        tell(REMOTE_DOMAINS.name);
    }
    if !target.submission.connectors.is_empty() {
        let connectors = target.submission.connectors.iter();
        plan.kept_connectors = Some(connectors.map(|c| c.name.clone()).collect());
        tell(INBOUND_CONNECTORS.name);
    }
}

/// Remote domains whose names are equal but for the case of letters; names are unique in a tenant.
fn check_names(target: &Policy) -> Result<(), Vec<Problem>> {
    let mut seen: HashMap<String, u32> = HashMap::new();
    let mut problems = Vec::new();
    for domain in &target.remote_domains {
        let name = names::in_tenant(domain);
        if let Some(first) = seen.insert(name.to_lowercase(), domain.line) {
            let error = Error::DuplicateName { name, first };
            problems.push(Problem::of(&target.file, &error).at(domain.line, 1, None));
        }
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(problems)
    }
}
