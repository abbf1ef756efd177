#![doc = include_str!("required_charset_coverage.md")]

use super::{Case, Effect, Ruling, Setting, Terms, written};

/// The room of RequiredCharsetCoverage.
pub static SETTING: Setting = Setting {
    id: "required-charset-coverage",
    name: "RequiredCharsetCoverage",
    page: include_str!("required_charset_coverage.md"),
    check,
};

fn check(case: &Case, terms: &Terms) -> Option<Ruling> {
    let set = &terms.remote_domain?.required_charset_coverage;
    let percent = set.value?;
    if !case
        .message
        .parts
        .iter()
        .any(|p| p.media_type.starts_with("text/"))
    {
        return None;
    }
    let note =
        format!("a character set is kept only if it carries at least {percent} % of the text");
    Some(Ruling::new(
        &SETTING,
        Effect::Note(note),
        written(set, percent.to_string()),
        terms,
    ))
}
