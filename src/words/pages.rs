//! Holds the translations of pages: prose and headings, without the examples, which are played.

use super::Language;

/// The translation of a page: `settings/auto-forward-enabled`.
#[must_use]
pub fn page(language: Language, place: &str) -> Option<&'static str> {
    let mut pages = all(language).iter();
    pages.find(|(p, _)| *p == place).map(|(_, text)| *text)
}

/// Every translated page, by its place.
#[must_use]
pub fn all(language: Language) -> &'static [(&'static str, &'static str)] {
    match language {
        Language::English => &[],
        Language::Japanese => JAPANESE,
    }
}

static JAPANESE: &[(&str, &str)] = &[(
    "responses/resolver-oof-int-to-ext",
    include_str!("pages/ja/responses/resolver-oof-int-to-ext.md"),
)];
