//! Holds the Japanese term for each thing, and other words for it.
//!
//! Tests hold every Japanese text to it, and `rdsim explain` finds a page by the other words too.

use std::sync::LazyLock;

const FILE: &str = embedded!("ja.glossary.txt");

/// A term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// In English.
    pub english: &'static str,
    /// In Japanese.
    pub japanese: &'static str,
    /// Other words for it, which are not written.
    pub not: Vec<&'static str>,
    /// Where it is taken from.
    pub from: &'static str,
}

/// Every term.
pub static TERMS: LazyLock<Vec<Term>> = LazyLock::new(|| {
    let mut terms: Vec<Term> = Vec::new();
    for line in FILE.lines().filter(|line| !line.starts_with('#')) {
        let Some((key, value)) = line.split_once(": ") else {
            continue;
        };
        match (key, terms.last_mut()) {
            ("label", _) => {}
            ("  not", Some(term)) => term.not = value.split('|').map(str::trim).collect(),
            ("  from", Some(term)) => term.from = value,
            _ => terms.push(Term {
                english: key,
                japanese: value,
                not: Vec::new(),
                from: "",
            }),
        }
    }
    terms
});

/// The labels of the admin center that say other words.
pub fn labels() -> impl Iterator<Item = &'static str> {
    FILE.lines().filter_map(|line| line.strip_prefix("label: "))
}
