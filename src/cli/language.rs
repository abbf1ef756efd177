//! Finds the language for people: that of `--lang`, else that of the environment.

use rdsim::i18n::Language;
use std::ffi::OsString;
use strum::VariantArray as _;

/// The language of `--lang`.
pub(super) fn named(tag: &str) -> Result<Language, String> {
    let all = Language::VARIANTS;
    let found = all.iter().find(|language| language.tag() == tag);
    found.copied().ok_or_else(|| {
        let known: Vec<&str> = all.iter().map(|language| language.tag()).collect();
        format!("known languages: {}", known.join(", "))
    })
}

/// The language to speak before the arguments are parsed, or if they cannot be: that of the last
/// `--lang` that names one.
pub(super) fn before_parsing(arguments: impl Iterator<Item = OsString>) -> Language {
    let arguments: Vec<OsString> = arguments.take_while(|a| a != "--").collect();
    let pairs = arguments.iter().zip(arguments.iter().skip(1));
    let apart = pairs.filter(|(option, _)| *option == "--lang");
    let apart = apart.filter_map(|(_, tag)| tag.to_str());
    let joined = arguments
        .iter()
        .filter_map(|a| a.to_str()?.strip_prefix("--lang="));
    let named = apart.chain(joined).filter_map(|tag| named(tag).ok());
    named.last().unwrap_or_else(of_environment)
}

/// The language of the environment, as gettext(3) looks for it.
pub(super) fn of_environment() -> Language {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|v| !v.is_empty()));
    set.and_then(|locale| Language::of_locale(&locale))
        .unwrap_or_default()
}
