//! Says what the sample messages are, in another language than that of `fixtures/README.md`.

use super::{Language, entries};

/// What a sample message is, by its name: `ordinary/plain.eml`.
#[must_use]
pub fn about(language: Language, name: &str) -> Option<&'static str> {
    all(language).find(|(n, _)| *n == name).map(|(_, t)| t)
}

/// Every sample message of which a language has words of its own.
pub fn all(language: Language) -> impl Iterator<Item = (&'static str, &'static str)> {
    entries(match language {
        Language::English => "",
        Language::Japanese => include_str!("samples.ja.txt"),
    })
}
