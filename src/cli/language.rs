//! Finds the language for people: that of `--lang`, else that of the environment.

use rdsim::i18n::Language;
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

/// The language of the environment, as gettext(3) looks for it.
pub(super) fn of_environment() -> Language {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|v| !v.is_empty()));
    set.and_then(|locale| Language::of_locale(&locale))
        .unwrap_or_default()
}
