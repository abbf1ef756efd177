//! Finds the steps for remote domains.

use super::change::{self, Change, Changes, NO_PARAMETER};
use super::names;
use super::not_done::{NotDone, NotDoneList};
use super::plan::{Mode, place};
use super::step::{Action, DomainAction, DomainStep, Step};
use crate::policy::domain::Pattern;
use crate::policy::sections::REMOTE_DOMAINS;
use crate::policy::{Literal, Policy, RemoteDomain};
use std::collections::{HashMap, HashSet};

/// A remote domain of the tenant, and what the target makes of it.
struct Existing<'p> {
    old: &'p RemoteDomain,
    /// What the target says of it; `None` removes it.
    new: Option<&'p RemoteDomain>,
    /// The name that it gets, if it gets another one.
    name: Option<String>,
    changes: Changes,
}

/// The remote domains of both policies.
pub(super) struct Domains<'p> {
    /// The file of the policy that the tenant follows now.
    from: &'p str,
    /// The file of the other one.
    file: &'p str,
    full: bool,
    existing: Vec<Existing<'p>>,
    /// Those that are made if the tenant does not have them, the most specific first; with
    /// [`Mode::full`] all.
    made: Vec<&'p RemoteDomain>,
}

/// The remote domains of a policy, and Default of a new tenant where it has none.
fn with_default<'p>(
    policy: Option<&'p Policy>,
    new_tenant: &'p Policy,
) -> impl Iterator<Item = &'p RemoteDomain> {
    let all = policy.map_or(&[][..], |p| p.remote_domains.as_slice());
    let has_default = all.iter().any(|d| d.pattern == Pattern::Any);
    let default = new_tenant
        .remote_domains
        .iter()
        .filter(move |_| !has_default);
    all.iter().chain(default)
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

fn lower(domain: &RemoteDomain) -> String {
    names::in_tenant(domain).to_lowercase()
}

impl<'p> Domains<'p> {
    pub(super) fn of(
        current: Option<&'p Policy>,
        target: &'p Policy,
        new_tenant: &'p Policy,
        mode: Mode,
        not_done: &mut NotDoneList,
    ) -> Self {
        let mut out = Self {
            from: current.map_or("", |p| p.file.as_str()),
            file: &target.file,
            full: mode.full,
            existing: Vec::new(),
            made: Vec::new(),
        };
        if target.remote_domains.is_empty() && !mode.back {
            if current.is_some_and(|p| !p.remote_domains.is_empty()) {
                not_done.unsaid(target, REMOTE_DOMAINS.name);
            }
            return out;
        }
        // On the way there they were left as they are.
        if mode.back && current.is_some_and(|p| p.remote_domains.is_empty()) {
            return out;
        }
        let new: Vec<&RemoteDomain> = if mode.back {
            with_default(Some(target), new_tenant).collect()
        } else {
            target.remote_domains.iter().collect()
        };
        let by_pattern: HashMap<&Pattern, &RemoteDomain> =
            new.iter().map(|d| (&d.pattern, *d)).collect();
        let mut had = HashMap::new();
        for old in with_default(current, new_tenant) {
            had.insert(&old.pattern, old);
            let new = by_pattern.get(&old.pattern).copied();
            let mut name = None;
            match new.map(|new| names::new_name(old, new)) {
                Some(Ok(to)) => name = to.filter(|_| !mode.full),
                Some(Err(kept)) => {
                    let line = new.map_or(0, |n| n.line);
                    not_done.push(&target.file, line, &kept);
                }
                None => {}
            }
            let changed = new.filter(|_| !mode.full);
            let changes = changed.map(|new| change::changes(old, new, mode.back));
            out.existing.push(Existing {
                old,
                new,
                name,
                changes: changes.unwrap_or_default(),
            });
        }
        for domain in &new {
            let old = had.get(&domain.pattern).copied();
            tell(old, domain, target, not_done);
        }
        out.made = new;
        out.made
            .retain(|d| mode.full || !had.contains_key(&d.pattern));
        out.made
            .sort_by_key(|d| std::cmp::Reverse(width(&d.pattern)));
        out
    }

    /// The domains of the remote domains that the tenant must have.
    pub(super) fn required(&self) -> Vec<String> {
        let changed = self.existing.iter().filter(|e| {
            let changes = [&e.changes.stricter, &e.changes.looser];
            e.name.is_some() || changes.iter().any(|c| !c.is_empty())
        });
        changed.map(|e| e.old.pattern.to_string()).collect()
    }

    fn step(&self, domain: &RemoteDomain, reason: &str, known: bool, what: DomainAction) -> Step {
        Step {
            about: format!(
                "{} {}: {reason}",
                place(self.file, domain.line),
                title(domain)
            ),
            action: Action::RemoteDomain(DomainStep {
                domain: domain.pattern.to_string(),
                known,
                what,
            }),
        }
    }

    /// The step that makes a change, if it is one.
    fn set(&self, new: &RemoteDomain, change: &Change, known: bool) -> Option<Step> {
        if change.is_empty() {
            return None;
        }
        let lines = change.parameters.iter().map(|(name, set)| match set.line {
            Some(line) => format!("{name} line {line}"),
            None => format!("{name} by default"),
        });
        let lines: Vec<String> = lines.collect();
        let what = DomainAction::Set(change.settings());
        Some(self.step(new, &lines.join(", "), known, what))
    }

    /// What becomes stricter, and what is neither stricter nor looser.
    pub(super) fn stricter(&self, steps: &mut Vec<Step>) {
        for existing in &self.existing {
            let step = |new| self.set(new, &existing.changes.stricter, true);
            steps.extend(existing.new.and_then(step));
        }
        for new in self.made.iter().filter(|_| self.full) {
            let known = new.pattern == Pattern::Any;
            steps.extend(self.set(new, &change::closing(new), known));
        }
    }

    /// What becomes looser.
    pub(super) fn looser(&self, steps: &mut Vec<Step>) {
        for existing in &self.existing {
            let step = |new| self.set(new, &existing.changes.looser, true);
            steps.extend(existing.new.and_then(step));
        }
    }

    /// The remote domains that are made, if the tenant does not have them.
    fn can_be_made(&self) -> impl Iterator<Item = &&'p RemoteDomain> {
        self.made.iter().filter(|d| d.pattern != Pattern::Any)
    }

    /// The names that remote domains get.
    pub(super) fn given(&self) -> Vec<String> {
        let renamed = self.existing.iter().filter_map(|e| e.name.clone());
        let made = self.can_be_made().map(|d| names::in_tenant(d));
        renamed.chain(made).collect()
    }

    /// Names are freed, and given to those that are there.
    pub(super) fn rename(&self, steps: &mut Vec<Step>) {
        let given: HashSet<String> = self.given().iter().map(|n| n.to_lowercase()).collect();
        let reason = "its name is needed for another remote domain";
        let taken = self.existing.iter().filter(|e| {
            let old = lower(e.old);
            let itself = e.name.as_ref().is_some_and(|n| n.to_lowercase() == old);
            let stays = e.new.is_some() && e.name.is_none();
            !itself && !stays && given.contains(&old)
        });
        for existing in taken.filter(|e| e.old.pattern != Pattern::Any) {
            let own = existing.name.clone();
            let (domain, known) = match existing.new {
                Some(new) => (new, true),
                None => (existing.old, false),
            };
            let mut step = self.step(domain, reason, known, DomainAction::PutAside { own });
            if !known {
                step.about = self.about_old(domain, reason);
            }
            steps.push(step);
        }
        for domain in self.can_be_made().filter(|_| self.full) {
            let own = Some(names::in_tenant(domain));
            let reason = "another name, if it has one that is needed";
            steps.push(self.step(domain, reason, false, DomainAction::PutAside { own }));
        }
        for existing in &self.existing {
            if let (Some(new), Some(to)) = (existing.new, existing.name.clone()) {
                let reason = format!("renamed from {}", names::in_tenant(existing.old));
                steps.push(self.step(new, &reason, true, DomainAction::Rename { to }));
            }
        }
    }

    fn about_old(&self, domain: &RemoteDomain, reason: &str) -> String {
        format!(
            "{} {}: {reason}",
            place(self.from, domain.line),
            title(domain)
        )
    }

    /// What the tenant may not have.
    pub(super) fn make(&self, steps: &mut Vec<Step>) {
        for domain in &self.made {
            let settings = change::all(domain).settings();
            let step = if domain.pattern == Pattern::Any {
                let what = DomainAction::Set(settings);
                self.step(domain, "every setting", true, what)
            } else {
                let name = names::in_tenant(domain);
                let what = DomainAction::Make { name, settings };
                self.step(domain, "every setting", false, what)
            };
            steps.push(step);
        }
    }

    /// What the target does not have.
    pub(super) fn remove(&self, steps: &mut Vec<Step>) {
        let gone = self.existing.iter().filter(|e| e.new.is_none());
        let gone = gone.map(|e| e.old).filter(|d| d.pattern != Pattern::Any);
        let mut gone: Vec<&RemoteDomain> = gone.collect();
        gone.sort_by_key(|d| width(&d.pattern));
        for domain in gone {
            let reason = format!("{} has no remote domain for it", self.file);
            steps.push(Step {
                about: self.about_old(domain, &reason),
                action: Action::RemoteDomain(DomainStep {
                    domain: domain.pattern.to_string(),
                    known: false,
                    what: DomainAction::Remove,
                }),
            });
        }
    }
}

/// Tell what a script cannot do with a remote domain.
fn tell(
    old: Option<&RemoteDomain>,
    new: &RemoteDomain,
    target: &Policy,
    not_done: &mut NotDoneList,
) {
    if let Some(cut) = names::cut(new) {
        not_done.push(&target.file, new.line, &cut);
    }
    for (property, default) in NO_PARAMETER {
        let value = |domain: &RemoteDomain| {
            let mut others = domain.others.iter();
            let (_, set) = others.find(|(name, _)| *name == property)?;
            (set.value != Literal::Null).then(|| (set.value.clone(), set.line))
        };
        let was = old.and_then(value).map(|(value, _)| value).or(default);
        if let Some((_, line)) = value(new).filter(|(is, _)| Some(is) != was.as_ref()) {
            let name = new.name.clone();
            let what = NotDone::NoParameter { name, property };
            not_done.push(&target.file, line.unwrap_or(new.line), &what);
        }
    }
}
