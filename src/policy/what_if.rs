//! Reads a policy with some properties set to other values, for what would be if they were.
//!
//! Its file stays as it is, and so do the lines of everything in it: a value that is set stands
//! where the old one does, or on the line of its entry.

mod error;
mod target;

use super::document::{Node, Pos, Value, parse};
use super::edit::{brought_along, scalar, spells};
use super::error::Error as PolicyError;
use super::problems::{Found, shown};
use super::read::{self, Reading};
use super::sections::{REMOTE_DOMAINS, Section, not_simulated};
use super::{Policy, encoding};
use crate::diagnostic::{Excerpt, Problem, Severity};
use crate::i18n::en;
pub use error::Error;
use target::Target;

/// The name of what is set in place of a file, in problems.
pub const OPTION: &str = "--set";

/// A property that was set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Set {
    /// The section.
    pub section: &'static str,
    /// The entry, as it was named.
    pub entry: String,
    /// The property, as the cmdlets spell it.
    pub property: &'static str,
    /// Its value as the policy writes it; none where it does not.
    pub old: Option<String>,
    /// Its new value.
    pub new: String,
    /// The line of the old value, else that of the entry.
    pub line: u32,
    /// Whether the cmdlet sets it along with another one.
    pub along: bool,
    /// Why it changes nothing here, if it does not.
    pub not_simulated: Option<&'static str>,
}

/// A policy in which properties were set.
#[derive(Debug)]
pub struct WhatIf {
    /// The policy as it is, if anything was set.
    pub before: Option<Policy>,
    /// The policy.
    pub policy: Policy,
    /// Its warnings.
    pub warnings: Vec<Problem>,
    /// What was set, in order.
    pub set: Vec<Set>,
}

/// Read a policy that messages are judged by, and set properties in it, each given as
/// `Entry.Property=Value` or `Section/Entry.Property=Value`.
///
/// # Errors
/// Every problem of the policy as it is; else the first of what is set, at its place in the option.
pub fn read(file: &str, bytes: &[u8], sets: &[String]) -> Result<WhatIf, Vec<Problem>> {
    let (mut policy, mut warnings) = read::read_to_judge(file, bytes)?;
    let mut set = Vec::new();
    if sets.is_empty() {
        return Ok(WhatIf {
            before: None,
            policy,
            warnings,
            set,
        });
    }
    let utf8 = encoding::utf8(bytes);
    let text = std::str::from_utf8(&utf8).unwrap_or_default();
    let Reading {
        tree: Some(mut tree),
        mut problems,
        ..
    } = read::read_all(file, bytes)
    else {
        return Ok(WhatIf {
            before: None,
            policy,
            warnings,
            set,
        });
    };
    let mut before = None;
    for given in sets {
        let target = Target::of(given, &mut tree).map_err(|problem| vec![*problem])?;
        set.extend(assign(given, target, &mut tree)?);
        let now = read::of_tree(file, text, &tree);
        let new = now.problems.iter().filter(|p| !problems.contains(p));
        let new: Vec<Problem> = new.map(|found| at_value(found, given)).collect();
        match now.policy {
            Some(now) => {
                let was = std::mem::replace(&mut policy, now);
                before.get_or_insert(was);
            }
            None => return Err(errors(new, &now.problems)),
        }
        warnings.extend(new);
        problems = now.problems;
    }
    Ok(WhatIf {
        before,
        policy,
        warnings,
        set,
    })
}

/// The problems that are errors; where none of them is new, all.
fn errors(new: Vec<Problem>, all: &[Found<PolicyError>]) -> Vec<Problem> {
    let mut errors = new;
    errors.retain(|p| p.severity == Severity::Error);
    if errors.is_empty() {
        return shown(all.to_vec());
    }
    errors
}

/// A problem of a value, at its place in the option.
fn at_value(found: &Found<PolicyError>, given: &str) -> Problem {
    let before = given.split_inclusive('=').next().unwrap_or_default();
    let column = u32::try_from(before.chars().count() + 1).unwrap_or(1);
    Problem {
        file: OPTION.into(),
        line: 1,
        column,
        source: Some(Excerpt::new(given, column)),
        ..found.problem.clone()
    }
}

/// Set a property, and what the cmdlet sets along with it.
fn assign(given: &str, target: Target, tree: &mut Node) -> Result<Vec<Set>, Vec<Problem>> {
    let value = given.split_once('=').map_or("", |(_, value)| value.trim());
    let new = node(value).ok_or_else(|| {
        let column = given.chars().count() - value.chars().count() + 1;
        vec![error::at(
            given,
            column,
            &Error::NotAValue {
                value: value.into(),
            },
        )]
    })?;
    let Some(entry) = target.entry(tree) else {
        return Ok(Vec::new());
    };
    let mut set = vec![put(entry, &target, target.property, new, value)];
    let along = (target.section.name == REMOTE_DOMAINS.name)
        .then(|| brought_along(target.property, value.trim_start_matches('$')));
    if let Some((other, if_it_is, then)) = along.flatten()
        && entry
            .get(other)
            .is_some_and(|(_, node)| spells(node, if_it_is))
        && let Some(new) = node(then)
    {
        set.push(Set {
            along: true,
            ..put(entry, &target, other, new, then)
        });
    }
    Ok(set)
}

/// Put a value in the place of that of a property.
fn put(entry: &mut Node, target: &Target, property: &'static str, new: Node, value: &str) -> Set {
    let section = target.section;
    let at = entry.pos;
    let mut set = Set {
        section: section.name,
        entry: target.name.clone(),
        property,
        old: None,
        new: value.to_owned(),
        line: at.line,
        along: false,
        not_simulated: why_not_simulated(section, property),
    };
    if let Some(short) = section
        .short
        .filter(|_| !matches!(entry.value, Value::Map(_)))
    {
        // The entry is mere text, which stands for one of its properties.
        let text = entry.clone();
        entry.value = Value::Map(vec![(short.to_owned(), at, text)]);
    }
    let Value::Map(pairs) = &mut entry.value else {
        return set;
    };
    let mut given = pairs.iter_mut();
    match given.find(|(key, ..)| key.eq_ignore_ascii_case(property)) {
        Some((_, _, node)) => {
            set.old = Some(written(node));
            set.line = node.pos.line;
            *node = placed(new, node.pos);
        }
        None => pairs.push((property.to_owned(), at, placed(new, at))),
    }
    set
}

fn why_not_simulated(section: &Section, property: &str) -> Option<&'static str> {
    let known = section.known(property).is_some();
    known.then(|| not_simulated(property).unwrap_or(en("accepted in the policy and not simulated")))
}

/// A value as the policy writes it, on one line.
fn written(node: &Node) -> String {
    match &node.value {
        Value::Null => "null".into(),
        Value::Bool(b) => b.to_string(),
        Value::Int(i) => i.to_string(),
        Value::Text(text) => text.clone(),
        Value::Seq(items) => {
            let items: Vec<String> = items.iter().map(written).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Map(_) => "{…}".into(),
    }
}

/// A value of the command line: a word, a text or a list in brackets.
fn node(value: &str) -> Option<Node> {
    let yaml = match value {
        "null" | "true" | "false" => value.to_owned(),
        _ if value.starts_with('[') => value.to_owned(),
        _ => scalar(value, true, ""),
    };
    parse(&yaml).ok()
}

/// A value at another place, with all within it.
fn placed(node: Node, at: Pos) -> Node {
    let value = match node.value {
        Value::Seq(items) => Value::Seq(items.into_iter().map(|n| placed(n, at)).collect()),
        Value::Map(pairs) => {
            let pairs = pairs.into_iter();
            Value::Map(pairs.map(|(key, _, n)| (key, at, placed(n, at))).collect())
        }
        value => value,
    };
    Node::new(value, at)
}
