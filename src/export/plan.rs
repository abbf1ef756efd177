//! Finds the commands that bring a tenant from one policy to another, and their order.
//!
//! New-RemoteDomain takes a name and a domain and nothing else, and Set-RemoteDomain cannot set
//! the domain (<https://learn.microsoft.com/powershell/module/exchangepowershell/new-remotedomain>,
//! <https://learn.microsoft.com/powershell/module/exchangepowershell/set-remotedomain>). So a
//! remote domain is known by its domain: another domain is another remote domain.
//!
//! The order keeps the tenant from ever being more open than it was or will be, as far as the
//! cmdlets allow it:
//!
//! 1. Renames, so that the names that are needed are free.
//! 2. What becomes stricter, and what is neither stricter nor looser.
//! 3. New remote domains, each with its settings at once; the most specific first, so that no
//!    domain passes through the settings of a wider one. Between the two commands a new remote
//!    domain has the defaults, which allow automatic forwarding; no cmdlet avoids that.
//! 4. What becomes looser.
//! 5. Removals, the widest first. By now whatever shall take their place exists, so no domain
//!    falls back to Default unless it shall. Default itself cannot be removed.

use super::change::{Change, changes};
use super::error::Error;
use super::names::{self, ExistingDomain};
use super::step::{Command, Step};
use super::{rest, submission};
use crate::diagnostic::Problem;
use crate::policy::domain::Pattern;
use crate::policy::{Literal, PARAMETERS};
use crate::policy::{Policy, RemoteDomain, read};
use std::collections::{HashMap, HashSet};

/// What a new tenant has, and a remote domain as New-RemoteDomain makes it.
const NEW_TENANT: &str = "RemoteDomains:\n- {Name: Default, DomainName: \"*\"}\n- {DomainName: new.example}\nHostedOutboundSpamFilterPolicies:\n- {Name: Default}\n";

/// The steps from a tenant (`None`: one where nothing was changed yet) to a policy.
///
/// # Errors
/// Two remote domains of the policy have one name.
pub fn plan(current: Option<&Policy>, target: &Policy) -> Result<Vec<Step>, Vec<Problem>> {
    let (new_tenant, _) = read::read("a new tenant", NEW_TENANT.as_bytes())?;
    let base = new_tenant
        .remote_domains
        .iter()
        .find(|d| d.pattern != Pattern::Any);
    let default = new_tenant
        .remote_domains
        .iter()
        .find(|d| d.pattern == Pattern::Any);
    check_names(target)?;
    let mut old: Vec<&RemoteDomain> =
        current.map_or(Vec::new(), |p| p.remote_domains.iter().collect());
    if !old.iter().any(|d| d.pattern == Pattern::Any) {
        old.extend(default);
    }
    let find = |pattern: &Pattern| target.remote_domains.get(*target.remote.get(pattern)?);
    let had: HashSet<&Pattern> = old.iter().map(|d| &d.pattern).collect();
    let mut existing: Vec<ExistingDomain> = old
        .iter()
        .map(|d| ExistingDomain {
            old: d,
            new: find(&d.pattern),
            name: names::in_tenant(d),
        })
        .collect();
    let mut created: Vec<&RemoteDomain> = target
        .remote_domains
        .iter()
        .filter(|d| !had.contains(&d.pattern))
        .collect();
    created.sort_by_key(|d| std::cmp::Reverse(width(&d.pattern)));
    let mut steps = Vec::new();
    if target.remote_domains.is_empty() {
        if old.len() > 1 {
            steps.push(Step::Comment(format!(
                "{} says nothing of remote domains, so they stay as they are.",
                target.file
            )));
        }
        existing.clear();
    }
    let outbound = rest::outbound(current, target, &new_tenant);
    let devices = submission::steps(current, target);
    steps.extend(names::renames(&mut existing, &created, &target.file));
    let changes: Vec<(&ExistingDomain, Vec<Change>)> = existing
        .iter()
        .filter_map(|f| Some((f, changes(f.old, f.new?))))
        .collect();
    for (domain, changes) in &changes {
        steps.extend(set(
            &domain.name,
            domain.new,
            changes,
            |c| !c.looser,
            &target.file,
        ));
    }
    steps.extend(outbound.stricter);
    steps.extend(devices.stricter);
    for domain in &created {
        let about = format!("{}:{} {}", target.file, domain.line, title(domain));
        let new = Command::new("New-RemoteDomain", about)
            .with("Name", Literal::Text(domain.name.clone()))
            .with("DomainName", Literal::Text(domain.pattern.to_string()));
        steps.push(Step::Command(new));
        let changes = base.map_or(Vec::new(), |b| self::changes(b, domain));
        steps.extend(set(
            &domain.name,
            Some(domain),
            &changes,
            |_| true,
            &target.file,
        ));
    }
    for (domain, changes) in &changes {
        steps.extend(set(
            &domain.name,
            domain.new,
            changes,
            |c| c.looser,
            &target.file,
        ));
    }
    steps.extend(outbound.looser);
    steps.extend(devices.looser);
    let mut removed: Vec<&ExistingDomain> = existing
        .iter()
        .filter(|f| f.new.is_none() && f.old.pattern != Pattern::Any)
        .collect();
    removed.sort_by_key(|f| width(&f.old.pattern));
    for domain in removed {
        let from = current.map_or("", |p| p.file.as_str());
        let about = format!(
            "{from}:{} {}: {} has no remote domain for it",
            domain.old.line,
            title(domain.old),
            target.file
        );
        let remove = Command::new("Remove-RemoteDomain", about)
            .with("Identity", Literal::Text(domain.name.clone()));
        steps.push(Step::Command(remove));
    }
    steps.extend(outbound.not_done);
    steps.extend(rest::others(current, target));
    Ok(steps)
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

/// How specific a pattern is: labels, and the very domain before it with its subdomains.
fn width(pattern: &Pattern) -> (usize, bool) {
    match pattern {
        Pattern::Any => (0, false),
        Pattern::Wildcard(d) => (d.split('.').count(), false),
        Pattern::Exact(d) => (d.split('.').count(), true),
    }
}

fn title(domain: &RemoteDomain) -> String {
    let pattern = domain.pattern.to_string();
    if domain.name == pattern {
        pattern
    } else {
        format!("{} ({pattern})", domain.name)
    }
}

/// The calls for some of the changes: one, and those that must stand alone.
fn set(
    name: &str,
    new: Option<&RemoteDomain>,
    changes: &[Change],
    which: impl Fn(&Change) -> bool,
    file: &str,
) -> Vec<Step> {
    let Some(new) = new else {
        return Vec::new();
    };
    let (alone, together): (Vec<&Change>, Vec<&Change>) =
        changes.iter().filter(|c| which(c)).partition(|c| c.alone);
    let mut first: Vec<_> = together.iter().flat_map(|c| c.parameters.clone()).collect();
    // Simulated parameters in the order of the cmdlet, then the others.
    first.sort_by_key(|(name, _)| {
        PARAMETERS
            .iter()
            .position(|p| p.name == *name)
            .unwrap_or(PARAMETERS.len())
    });
    let calls = std::iter::once(first).chain(alone.iter().map(|c| c.parameters.clone()));
    let steps = calls.filter(|c| !c.is_empty()).map(|parameters| {
        let lines: Vec<String> = parameters
            .iter()
            .map(|(name, set)| match set.line {
                Some(line) => format!("{name} line {line}"),
                None => format!("{name} by default"),
            })
            .collect();
        let about = format!("{file}:{} {}: {}", new.line, title(new), lines.join(", "));
        let mut command = Command::new("Set-RemoteDomain", about)
            .with("Identity", Literal::Text(name.to_owned()));
        for (name, set) in parameters {
            command = command.with(name, set.value);
        }
        Step::Command(command)
    });
    steps.collect()
}
