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
use super::names::{self, Fate};
use super::{rest, submission};
use crate::diagnostic::{Problem, Severity};
use crate::i18n::{Text, en};
use crate::policy::domain::Pattern;
use crate::policy::{AutoForwardingMode, Policy, RemoteDomain, read};
use crate::policy::{Literal, PARAMETERS};
use std::collections::{HashMap, HashSet};

/// What a tenant has before anybody changes anything, and a remote domain that was just made.
const FRESH: &str = "RemoteDomains:\n- {Name: Default, DomainName: \"*\"}\n- {DomainName: new.example}\nHostedOutboundSpamFilterPolicies:\n- {Name: Default}\n";

/// A command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// The cmdlet.
    pub cmdlet: &'static str,
    /// Its parameters, in order.
    pub parameters: Vec<(&'static str, Literal)>,
    /// Its parameters that are lists of text, after the others.
    pub lists: Vec<(&'static str, Vec<String>)>,
    /// Why it is there: the place in the policy.
    pub about: String,
}

impl Command {
    pub(super) fn new(cmdlet: &'static str, about: String) -> Self {
        Self {
            cmdlet,
            parameters: Vec::new(),
            lists: Vec::new(),
            about,
        }
    }

    pub(super) fn with(mut self, name: &'static str, value: Literal) -> Self {
        self.parameters.push((name, value));
        self
    }

    pub(super) fn with_list(mut self, name: &'static str, values: &[String]) -> Self {
        self.lists.push((name, values.to_vec()));
        self
    }
}

/// A step of the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Something to say.
    Comment(String),
    /// Something to do.
    Command(Command),
}

/// The steps from a tenant (`None`: one where nothing was changed yet) to a policy.
///
/// # Errors
/// Two remote domains of the policy have one name.
pub fn plan(current: Option<&Policy>, target: &Policy) -> Result<Vec<Step>, Vec<Problem>> {
    let (fresh, _) = read::read("a fresh tenant", FRESH.as_bytes())?;
    let base = fresh
        .remote_domains
        .iter()
        .find(|d| d.pattern != Pattern::Any);
    let default = fresh
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
    let mut fates: Vec<Fate> = old
        .iter()
        .map(|d| Fate {
            old: d,
            new: find(&d.pattern),
            name: names::current(d),
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
        fates.clear();
    }
    let outbound = rest::outbound(current, target, &fresh);
    let devices = submission::steps(current, target);
    steps.extend(names::renames(&mut fates, &created, &target.file));
    let changes: Vec<(&Fate, Vec<Change>)> = fates
        .iter()
        .filter_map(|f| Some((f, changes(f.old, f.new?))))
        .collect();
    for (fate, changes) in &changes {
        steps.extend(set(
            &fate.name,
            fate.new,
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
    for (fate, changes) in &changes {
        steps.extend(set(
            &fate.name,
            fate.new,
            changes,
            |c| c.looser,
            &target.file,
        ));
    }
    steps.extend(outbound.looser);
    steps.extend(devices.looser);
    let mut removed: Vec<&Fate> = fates
        .iter()
        .filter(|f| f.new.is_none() && f.old.pattern != Pattern::Any)
        .collect();
    removed.sort_by_key(|f| width(&f.old.pattern));
    for fate in removed {
        let from = current.map_or("", |p| p.file.as_str());
        let about = format!(
            "{from}:{} {}: {} has no remote domain for it",
            fate.old.line,
            title(fate.old),
            target.file
        );
        let remove = Command::new("Remove-RemoteDomain", about)
            .with("Identity", Literal::Text(fate.name.clone()));
        steps.push(Step::Command(remove));
    }
    steps.extend(outbound.not_done);
    steps.extend(rest::others(current, target));
    Ok(steps)
}

fn check_names(target: &Policy) -> Result<(), Vec<Problem>> {
    let mut seen: HashMap<String, u32> = HashMap::new();
    let mut problems = Vec::new();
    for domain in &target.remote_domains {
        let name = names::current(domain);
        if let Some(first) = seen.insert(name.to_lowercase(), domain.line) {
            problems.push(Problem {
                code: "",
                severity: Severity::Error,
                file: target.file.clone(),
                line: domain.line,
                column: 1,
                message: Text::of(
                    en("two remote domains have the name `{name}`"),
                    [("name", &name)],
                ),
                source: None,
                help: Text::of(
                    en("give this one another `Name`; the first is on line {first}"),
                    [("first", &first)],
                ),
            });
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

/// Whether a mode lets forwards out.
pub(super) fn forwards(mode: AutoForwardingMode) -> bool {
    mode == AutoForwardingMode::On
}
