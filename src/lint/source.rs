//! Holds the text of a policy and its tree, so that a finding can say and show its place.

use super::{Finding, Rule, Severity};
use crate::diagnostic::{Excerpt, Problem};
use crate::i18n::Text;
use crate::lines::Lines;
use crate::policy::document::{Node, Pos, Value};
use crate::policy::known::{self, PropertyName};
use crate::policy::sections::{SECTIONS, Section};
use crate::policy::{RemoteDomain, Sourced};
use rustc_hash::FxHashMap;
use std::cell::OnceCell;

/// Bytes from which on a line is long.
const LONG: usize = 1_000;

/// The text of a policy, by line and as a tree.
#[derive(Debug)]
pub struct Source<'a> {
    /// The file as the user named it.
    pub file: String,
    /// Its lines.
    pub lines: Lines<'a>,
    /// Its tree; `None` where it is not YAML.
    root: Option<Node>,
    /// Where the first key with a name (in lower case) stands on a line.
    keys: OnceCell<FxHashMap<(u32, String), Pos>>,
    not_looked_at: OnceCell<Vec<(&'static Section, PropertyName, Pos)>>,
}

impl<'a> Source<'a> {
    /// The source of a policy file that has a tree.
    #[must_use]
    pub fn new(file: &str, text: &'a str, root: Option<Node>) -> Self {
        Self {
            file: file.to_owned(),
            lines: Lines::new(text),
            root,
            keys: OnceCell::new(),
            not_looked_at: OnceCell::new(),
        }
    }

    /// The properties that are accepted and not used, each where a section has it first with a value
    /// that somebody may have meant; labels and what tells objects apart are none.
    pub fn not_looked_at(&self) -> &[(&'static Section, PropertyName, Pos)] {
        self.not_looked_at.get_or_init(|| {
            let sections = SECTIONS.into_iter();
            let found = sections.flat_map(|section| {
                let mut seen = vec![false; section.names.len()];
                let mut found = Vec::new();
                let entries = self.entries(section).iter();
                for (key, at, node) in entries.flat_map(Node::pairs) {
                    let Some((place, name)) = section.known(key) else {
                        continue;
                    };
                    if let Some(seen) = seen.get_mut(place).filter(|seen| !**seen)
                        && is_meant(&node.value, name.usual)
                    {
                        *seen = true;
                        if !known::is_label(name.spelled) {
                            found.push((section, name, *at));
                        }
                    }
                }
                found
            });
            found.collect()
        })
    }

    /// A line (1-based).
    #[must_use]
    pub fn line(&self, line: u32) -> Option<&str> {
        self.lines.get(line)
    }

    /// The place of a key or another word on a line, else of the line's first character.
    #[must_use]
    pub fn at(&self, line: u32, word: &str) -> Pos {
        let text = self.line(line).unwrap_or_default();
        // A long line may have very many keys, and is not searched for each.
        if text.len() > LONG {
            let keys = self.keys.get_or_init(|| {
                let mut keys = FxHashMap::default();
                self.root.iter().for_each(|root| add_keys(root, &mut keys));
                keys
            });
            let key = (line, word.to_ascii_lowercase());
            return keys.get(&key).copied().unwrap_or(Pos { line, column: 1 });
        }
        // Property names are read in any case; ASCII lowering keeps every byte in its place.
        let lower = text.to_ascii_lowercase();
        let found = lower.find(&word.to_ascii_lowercase());
        let first = text.len() - text.trim_start().len();
        let before = text.get(..found.unwrap_or(first)).unwrap_or_default();
        Pos {
            line,
            column: u32::try_from(before.chars().count() + 1).unwrap_or(1),
        }
    }

    /// The place of a remote domain.
    #[must_use]
    pub fn domain(&self, domain: &RemoteDomain) -> Pos {
        self.at(domain.line, "DomainName")
    }

    /// The place of a setting; that of the remote domain for a default.
    #[must_use]
    pub fn setting<T>(&self, set: &Sourced<T>, name: &str, domain: &RemoteDomain) -> Pos {
        set.line
            .map_or_else(|| self.domain(domain), |line| self.at(line, name))
    }

    /// A section's key, where the policy has the section.
    #[must_use]
    pub fn section(&self, section: &Section) -> Option<Pos> {
        self.pair(section).map(|(at, _)| at)
    }

    /// The entries of a section; one that is no list counts as its only entry.
    #[must_use]
    pub fn entries(&self, section: &Section) -> &[Node] {
        match self.pair(section) {
            Some((_, node)) => match &node.value {
                Value::Seq(items) => items,
                Value::Null => &[],
                _ => std::slice::from_ref(node),
            },
            None => &[],
        }
    }

    fn pair(&self, section: &Section) -> Option<(Pos, &Node)> {
        let mut pairs = self.sections();
        pairs
            .find(|(key, _, _)| key.eq_ignore_ascii_case(section.name))
            .map(|(_, at, node)| (at, node))
    }

    /// Every key at the top, its place and its value.
    pub fn sections(&self) -> impl Iterator<Item = (&str, Pos, &Node)> {
        let pairs = match self.root.as_ref().map(|r| &r.value) {
            Some(Value::Map(pairs)) => pairs.as_slice(),
            _ => &[],
        };
        pairs
            .iter()
            .map(|(key, at, node)| (key.as_str(), *at, node))
    }

    /// A finding of a rule at a place, with the rule's severity.
    pub fn finding(
        &self,
        rule: &'static Rule,
        at: Pos,
        message: impl Into<Text>,
        help: impl Into<Text>,
    ) -> Finding {
        self.graded(rule, rule.severity, at, message, help)
    }

    /// A finding of a rule at a place, with another severity.
    pub fn graded(
        &self,
        rule: &'static Rule,
        severity: Severity,
        at: Pos,
        message: impl Into<Text>,
        help: impl Into<Text>,
    ) -> Finding {
        Finding {
            rule,
            severity,
            line: at.line,
            column: at.column,
            source: self.line(at.line).map(|l| Excerpt::new(l, at.column)),
            message: message.into(),
            help: help.into(),
            suppressed: None,
        }
    }

    /// A problem of reading the policy, as a finding of a rule.
    pub(super) fn from_problem(rule: &'static Rule, problem: &Problem) -> Finding {
        Finding {
            rule,
            severity: match problem.severity {
                crate::diagnostic::Severity::Error => Severity::Error,
                crate::diagnostic::Severity::Warning => Severity::Warning,
            },
            line: problem.line,
            column: problem.column,
            source: problem.source.clone(),
            message: problem.message.clone(),
            help: problem.help.clone(),
            suppressed: None,
        }
    }
}

/// Whether somebody may have meant a value: it is not false, empty, or the usual one.
fn is_meant(value: &Value, usual: Option<&str>) -> bool {
    match value {
        Value::Null | Value::Bool(false) => false,
        Value::Bool(true) | Value::Int(_) => true,
        Value::Text(text) => {
            let usual = usual.unwrap_or_default();
            !text.is_empty() && !text.eq_ignore_ascii_case(usual)
        }
        Value::Seq(items) => !items.is_empty(),
        Value::Map(pairs) => !pairs.is_empty(),
    }
}

fn add_keys(node: &Node, keys: &mut FxHashMap<(u32, String), Pos>) {
    for (key, at, value) in node.pairs() {
        keys.entry((at.line, key.to_ascii_lowercase()))
            .or_insert(*at);
        add_keys(value, keys);
    }
    if let Value::Seq(items) = &node.value {
        items.iter().for_each(|item| add_keys(item, keys));
    }
}

/// The text of a property of an entry, where it has one.
#[must_use]
pub fn text<'n>(entry: &'n Node, name: &str) -> Option<&'n str> {
    let Value::Map(pairs) = &entry.value else {
        return None;
    };
    let mut pairs = pairs.iter();
    let (_, _, node) = pairs.find(|(key, _, _)| key.eq_ignore_ascii_case(name))?;
    match &node.value {
        Value::Text(text) => Some(text),
        _ => None,
    }
}
