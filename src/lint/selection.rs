//! Picks rules by their names, or by the words that their names begin with.

use super::{RULES, Rule, rule};
use crate::diagnostic::{Explained, did_you_mean, nearest};
use crate::i18n::{Text, en};

/// Rules that are picked.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    picked: Vec<(&'static Rule, Precision)>,
}

/// How exactly a rule is picked; the more exact way goes before the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Precision {
    /// By the words that its name begins with.
    Beginning,
    /// By its whole name.
    Name,
}

/// A word that picks no rule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message())]
pub struct UnknownRule {
    /// The word.
    pub text: String,
}

impl Explained for UnknownRule {
    fn code(&self) -> &'static str {
        "unknown-rule"
    }

    fn message(&self) -> Text {
        Text::of(
            en("no rule has the name `{text}` or begins with it"),
            [("text", &self.text)],
        )
    }

    fn help(&self) -> Text {
        match nearest(&self.text, RULES.iter().map(|r| r.id)) {
            Some(near) => did_you_mean(near),
            None => en("`rdsim explain` lists the rules").into(),
        }
    }
}

impl From<&'static Rule> for Selection {
    fn from(rule: &'static Rule) -> Self {
        Self {
            picked: vec![(rule, Precision::Name)],
        }
    }
}

impl Selection {
    /// Whether nothing is picked.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.picked.is_empty()
    }

    /// Pick the rule of this name, else every rule whose name begins with these words, such as
    /// `internal-oof` for `internal-oof-to-everyone`.
    ///
    /// # Errors
    /// There is none.
    pub fn pick(&mut self, text: &str) -> Result<(), UnknownRule> {
        if let Some(rule) = rule(text) {
            self.picked.push((rule, Precision::Name));
            return Ok(());
        }
        let begins = |r: &&&Rule| {
            let rest = r.id.strip_prefix(text);
            rest.is_some_and(|rest| !text.is_empty() && rest.starts_with('-'))
        };
        let before = self.picked.len();
        let found = RULES.iter().filter(begins);
        self.picked
            .extend(found.map(|r| (*r, Precision::Beginning)));
        if self.picked.len() > before {
            return Ok(());
        }
        let text = text.to_owned();
        Err(UnknownRule { text })
    }

    /// How a rule is picked, if it is.
    fn precision(&self, rule: &Rule) -> Option<Precision> {
        let picked = self.picked.iter().filter(|(r, _)| r.id == rule.id);
        picked.map(|(_, precision)| *precision).max()
    }

    /// Whether a rule is picked.
    pub(super) fn has(&self, rule: &Rule) -> bool {
        self.precision(rule).is_some()
    }

    /// Whether a rule is picked here at least as exactly as in another selection.
    pub(super) fn outweighs(&self, other: &Self, rule: &Rule) -> bool {
        self.has(rule) && self.precision(rule) >= other.precision(rule)
    }
}
