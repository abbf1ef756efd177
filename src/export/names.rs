//! Renames remote domains so that no two have one name at any time: names are unique in a
//! tenant, in any case of letters.

use super::plan::{Command, Step};
use crate::policy::Literal;
use crate::policy::RemoteDomain;
use crate::policy::domain::{self, Pattern};
use std::collections::HashSet;

/// A remote domain of the tenant, and what becomes of it.
pub(super) struct Fate<'p> {
    pub(super) old: &'p RemoteDomain,
    /// What the policy says of it; `None` removes it.
    pub(super) new: Option<&'p RemoteDomain>,
    /// Its name at this moment.
    pub(super) name: String,
}

/// Whether a remote domain has no name of its own: where none is written, the domain stands in
/// its place.
fn unnamed(domain: &RemoteDomain) -> bool {
    domain::pattern(&domain.name).is_ok_and(|p| p == domain.pattern)
}

/// The name by which a remote domain of the tenant is known.
pub(super) fn current(domain: &RemoteDomain) -> String {
    if domain.pattern == Pattern::Any && unnamed(domain) {
        "Default".into()
    } else {
        domain.name.clone()
    }
}

struct Rename {
    index: usize,
    to: String,
    /// Whether it was put aside already.
    aside: bool,
}

/// The renames, so that afterwards the names of `created` are free.
pub(super) fn renames(fates: &mut [Fate], created: &[&RemoteDomain], file: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut pending = Vec::new();
    for (index, fate) in fates.iter().enumerate() {
        let Some(new) = fate.new.filter(|n| n.name != fate.name) else {
            continue;
        };
        let identity = format!("{} ({})", fate.name, fate.old.pattern);
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
                aside: false,
            });
        }
    }
    let mut taken: HashSet<String> = fates.iter().map(|f| f.name.to_lowercase()).collect();
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
    let mut rename = |fate: &mut Fate, to: String, why: &str, taken: &mut HashSet<String>| {
        taken.remove(&fate.name.to_lowercase());
        taken.insert(to.to_lowercase());
        let line = fate
            .new
            .map_or(String::new(), |n| format!("{file}:{} ", n.line));
        let about = format!("{line}{} ({}): {why}", fate.name, fate.old.pattern);
        let command = Command::new("Set-RemoteDomain", about)
            .with("Identity", Literal::Text(fate.name.clone()))
            .with("Name", Literal::Text(to.clone()));
        steps.push(Step::Command(command));
        fate.name = to;
    };
    // What goes must not hold a name that is needed before it goes.
    for fate in fates.iter_mut().filter(|f| f.new.is_none()) {
        if wanted.contains(&fate.name.to_lowercase()) {
            let to = free(&taken);
            rename(fate, to, "its name is needed for another", &mut taken);
        }
    }
    while !pending.is_empty() {
        let own = |r: &Rename| fates.get(r.index).map(|f| f.name.to_lowercase());
        let ready = pending.iter().position(|r| {
            let to = r.to.to_lowercase();
            own(r).as_deref() == Some(&to) || !taken.contains(&to)
        });
        // Two that exchange their names: one is put aside first.
        let circle = || pending.iter().position(|r| !r.aside);
        let Some(at) = ready.or_else(circle) else {
            break;
        };
        let mut next = pending.swap_remove(at);
        let Some(fate) = fates.get_mut(next.index) else {
            continue;
        };
        if ready.is_some() {
            rename(fate, next.to, "its new name", &mut taken);
        } else {
            let to = free(&taken);
            rename(
                fate,
                to,
                "put aside, its new name is still in use",
                &mut taken,
            );
            next.aside = true;
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
