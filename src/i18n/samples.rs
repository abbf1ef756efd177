//! Holds the descriptions of the sample messages in other languages than `fixtures/README.md`.

use super::{Language, entries};

/// The description of a sample message, by its name: `ordinary/plain.eml`.
#[must_use]
pub fn about(language: Language, name: &str) -> Option<&'static str> {
    all(language).find(|(n, _)| *n == name).map(|(_, t)| t)
}

/// Every sample message that has a description in a language.
pub fn all(language: Language) -> impl Iterator<Item = (&'static str, &'static str)> {
    entries(match language {
        Language::English => "",
        Language::Japanese => embedded!("samples.ja.txt"),
    })
}
