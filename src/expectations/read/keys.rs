//! Reads the keys of a mapping, and what of their values is text, a token or a list of text.

use super::Problems;
use crate::expectations::Error;
use crate::expectations::fact::word;
use crate::policy::document::{Node, Pos, Value};

/// The keys of a mapping, each once.
pub(super) struct Keys<'n> {
    /// Where the mapping stands.
    pub(super) at: Pos,
    found: Vec<(&'static str, Pos, &'n Node)>,
}

impl<'n> Keys<'n> {
    /// The keys of a mapping: unknown and repeated ones are problems.
    pub(super) fn read(
        node: &'n Node,
        what: &'static str,
        names: &[&'static str],
        problems: &mut Problems,
    ) -> Option<Self> {
        let Value::Map(pairs) = &node.value else {
            let (found, keys) = (node.value.described(), names.to_vec());
            problems.error(node.pos, Error::NotMapping { what, found, keys });
            return None;
        };
        let mut keys = Self {
            at: node.pos,
            found: Vec::new(),
        };
        for (key, at, value) in pairs {
            let Some(name) = names.iter().find(|n| n.eq_ignore_ascii_case(key)) else {
                let (key, keys) = (key.clone(), names.to_vec());
                problems.error(*at, Error::UnknownKey { key, what, keys });
                continue;
            };
            if let Some((first, _)) = keys.get(name) {
                let first = first.line;
                problems.error(*at, Error::GivenTwice { name, first });
                continue;
            }
            keys.found.push((name, *at, value));
        }
        Some(keys)
    }

    /// Where a key stands, and its value.
    pub(super) fn get(&self, name: &str) -> Option<(Pos, &'n Node)> {
        let mut found = self.found.iter();
        let (_, at, node) = found.find(|(n, _, _)| *n == name)?;
        Some((*at, node))
    }

    /// The text of a key, if it is given.
    pub(super) fn text(&self, name: &'static str, problems: &mut Problems) -> Option<String> {
        let (_, node) = self.get(name)?;
        text(name, node, problems)
    }

    /// The token of a key, if it is given.
    pub(super) fn token(
        &self,
        name: &'static str,
        tokens: &[&'static str],
        problems: &mut Problems,
    ) -> Option<String> {
        let (_, node) = self.get(name)?;
        token(name, node, tokens, problems)
    }

    /// The texts of a key: one, or a list.
    pub(super) fn texts(&self, name: &'static str, problems: &mut Problems) -> Vec<(Pos, String)> {
        let Some((_, node)) = self.get(name) else {
            return Vec::new();
        };
        let items = match &node.value {
            Value::Seq(items) => items.as_slice(),
            _ => std::slice::from_ref(node),
        };
        let texts = items.iter();
        texts
            .filter_map(|n| Some((n.pos, text(name, n, problems)?)))
            .collect()
    }
}

/// A value that is text, and not empty.
pub(super) fn text(name: &str, node: &Node, problems: &mut Problems) -> Option<String> {
    match &node.value {
        Value::Text(t) if !t.trim().is_empty() => Some(t.trim().to_owned()),
        Value::Int(i) => Some(i.to_string()),
        Value::Bool(b) => Some(b.to_string()),
        other => {
            let found = other.described();
            let name = name.to_owned();
            problems.error(node.pos, Error::NoText { name, found });
            None
        }
    }
}

/// A value that is one of some tokens.
pub(super) fn token(
    name: &'static str,
    node: &Node,
    tokens: &[&'static str],
    problems: &mut Problems,
) -> Option<String> {
    let text = text(name, node, problems)?;
    match word(name, &text, tokens) {
        Ok(token) => Some(token),
        Err(error) => {
            problems.error(node.pos, error);
            None
        }
    }
}
