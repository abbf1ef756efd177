//! Renames remote domains so that no two have one name at any time: names are unique in a
//! tenant, in any case of letters.

use super::step::{Command, Step};
use crate::policy::Literal;
use crate::policy::RemoteDomain;
use crate::policy::domain::{self, Pattern};
use std::collections::HashSet;

/// A remote domain that the tenant has, and what the target policy makes of it.
pub(super) struct ExistingDomain<'p> {
    pub(super) old: &'p RemoteDomain,
    /// What the policy says of it; `None` removes it.
    pub(super) new: Option<&'p RemoteDomain>,
    /// Its name after the steps so far.
    pub(super) name: String,
}

/// Whether a remote domain has no name of its own: where none is written, the domain stands in
/// its place.
fn unnamed(domain: &RemoteDomain) -> bool {
    domain::pattern(&domain.name).is_ok_and(|p| p == domain.pattern)
}

/// The name by which a remote domain of the tenant is known.
pub(super) fn in_tenant(domain: &RemoteDomain) -> String {
    if domain.pattern == Pattern::Any && unnamed(domain) {
        "Default".into()
    } else {
        domain.name.clone()
    }
}

struct Rename {
    index: usize,
    to: String,
    /// Whether it has a temporary name already.
    temporary: bool,
}

/// The renames, so that afterwards the names of `created` are free.
pub(super) fn renames(
    existing: &mut [ExistingDomain],
    created: &[&RemoteDomain],
    file: &str,
) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut pending = Vec::new();
    for (index, domain) in existing.iter().enumerate() {
        let Some(new) = domain.new.filter(|n| n.name != domain.name) else {
            continue;
        };
        let identity = format!("{} ({})", domain.name, domain.old.pattern);
        if new.pattern == Pattern::Any {
            if !unnamed(new) {
                steps.push(Step::Comment(format!(
                    "{file}:{} {identity}: keeps its name; the Default remote domain is not renamed.",
                    new.line
                )));
            }
        } else if unnamed(new) {
            steps.push(Step::Comment(format!(
                "{file}:{} {identity}: keeps its name; the policy gives it none but its domain.",
                new.line
            )));
        } else {
            pending.push(Rename {
                index,
                to: new.name.clone(),
                temporary: false,
            });
        }
    }
    let mut taken: HashSet<String> = existing.iter().map(|f| f.name.to_lowercase()).collect();
    let wanted: HashSet<String> = pending
        .iter()
        .map(|r| r.to.to_lowercase())
        .chain(created.iter().map(|d| d.name.to_lowercase()))
        .collect();
    let free = |taken: &HashSet<String>| {
        let mut names = (1..).map(|n: u32| format!("rdsim-{n}"));
        names
            .find(|n| !taken.contains(n) && !wanted.contains(n))
            .unwrap_or_default()
    };
    let mut rename =
        |domain: &mut ExistingDomain, to: String, why: &str, taken: &mut HashSet<String>| {
            taken.remove(&domain.name.to_lowercase());
            taken.insert(to.to_lowercase());
            let line = domain
                .new
                .map_or(String::new(), |n| format!("{file}:{} ", n.line));
            let about = format!("{line}{} ({}): {why}", domain.name, domain.old.pattern);
            let command = Command::new("Set-RemoteDomain", about)
                .with("Identity", Literal::Text(domain.name.clone()))
                .with("Name", Literal::Text(to.clone()));
            steps.push(Step::Command(command));
            domain.name = to;
        };
    // A domain is removed last, so it must not keep a name that is needed before.
    for domain in existing.iter_mut().filter(|f| f.new.is_none()) {
        if wanted.contains(&domain.name.to_lowercase()) {
            let to = free(&taken);
            rename(domain, to, "its name is needed for another", &mut taken);
        }
    }
    while !pending.is_empty() {
        let own = |r: &Rename| existing.get(r.index).map(|f| f.name.to_lowercase());
        let ready = pending.iter().position(|r| {
            let to = r.to.to_lowercase();
            own(r).as_deref() == Some(&to) || !taken.contains(&to)
        });
        // Two that exchange their names: one gets a temporary name first.
        let circle = || pending.iter().position(|r| !r.temporary);
        let Some(at) = ready.or_else(circle) else {
            break;
        };
        let mut next = pending.swap_remove(at);
        let Some(domain) = existing.get_mut(next.index) else {
            continue;
        };
        if ready.is_some() {
            rename(domain, next.to, "its new name", &mut taken);
        } else {
            let to = free(&taken);
            rename(
                domain,
                to,
                "put aside, its new name is still in use",
                &mut taken,
            );
            next.temporary = true;
            pending.push(next);
        }
    }
    for left in pending {
        steps.push(Step::Comment(format!(
            "Not done here: the name {} belongs to a remote domain that keeps it.",
            left.to
        )));
    }
    steps
}
