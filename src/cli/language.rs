//! Finds the language for people: that of `--lang`, else that of the environment.

use super::error::Error;
use super::shared::given;
use rdsim::i18n::Language;
use std::ffi::OsString;
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
    let mut all = all.iter();
    let found = all.find(|language| language.tag().eq_ignore_ascii_case(tag));
    found
        .copied()
        .ok_or_else(|| format!("known languages: {}", known()))
}

/// The language to speak before the arguments are parsed, or if they cannot be: that of the last
/// `--lang` that names one, else that of the environment as far as it names one.
pub(super) fn before_parsing(arguments: impl Iterator<Item = OsString>) -> Language {
    let given = given(arguments, "--lang");
    let mut named = given.iter().filter_map(|tag| named(tag).ok());
    named
        .next_back()
        .unwrap_or_else(|| of_environment().unwrap_or_else(|_| of_locale()))
}

/// The language of the environment: that of RDSIM_LANG, else as gettext(3) looks for it.
///
/// # Errors
/// RDSIM_LANG names no language, as it is printed in the language of the rest.
pub(super) fn of_environment() -> Result<Language, String> {
    let locale = of_locale();
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

/// The language of the locale.
fn of_locale() -> Language {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set);
    let language = locale.and_then(|locale| Language::of_locale(&locale));
    language.unwrap_or_default()
}

/// What a variable says.
fn set(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|v| !v.is_empty())
}
