//! Finds the language for people: that of `--lang`, else that of the environment.

use super::error::Error;
use rdsim::i18n::Language;
use strum::VariantArray as _;

/// The languages, as a list.
pub(super) fn known() -> String {
    let all = Language::VARIANTS.iter();
    let known: Vec<&str> = all.map(|language| language.tag()).collect();
    known.join(", ")
}

/// The language of `--lang`.
pub(super) fn named(tag: &str) -> Result<Language, String> {
    let all = Language::VARIANTS;
    let found = all.iter().find(|language| language.tag() == tag);
    found
        .copied()
        .ok_or_else(|| format!("known languages: {}", known()))
}

/// The language of the environment: that of RDSIM_LANG, else as gettext(3) looks for it.
///
/// # Errors
/// RDSIM_LANG names no language, as it is printed in the language of the rest.
pub(super) fn of_environment() -> Result<Language, String> {
    let set = |name: &str| std::env::var(name).ok().filter(|v| !v.is_empty());
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(set)
        .and_then(|locale| Language::of_locale(&locale))
        .unwrap_or_default();
    let Some(own) = set("RDSIM_LANG") else {
        return Ok(locale);
    };
    Language::of_locale(&own).ok_or_else(|| {
        Error::UnknownLanguage {
            language: own,
            known: known(),
        }
        .localized("", locale)
    })
}
