//! Finds the Japanese translation of a page.
//!
//! Each group of topics has one file, `ja/<group>.md`. In it a page begins with `# NAME: title`, and
//! has the prose and the headings of the English page. Its examples are those of the English page.

use super::{Group, Topic};
use crate::i18n::Language;

/// The translated pages of a group.
pub fn pages(group: Group, language: Language) -> impl Iterator<Item = &'static str> {
    let file = match language {
        Language::English => "",
        Language::Japanese => japanese(group),
    };
    let mut rest = file;
    std::iter::from_fn(move || {
        let end = rest.find("\n# ").map_or(rest.len(), |at| at + 1);
        let (page, more) = rest.split_at_checked(end)?;
        rest = more;
        (!page.is_empty()).then_some(page)
    })
}

/// The translation of the page of a topic.
pub(super) fn page(topic: &Topic, language: Language) -> Option<&'static str> {
    pages(topic.group, language).find(|page| {
        let name = page.strip_prefix("# ").and_then(|p| p.split_once(": "));
        name.is_some_and(|(name, _)| name == topic.name)
    })
}

/// The Japanese pages of a group. The web page has those only that a verdict or a finding leads to.
fn japanese(group: Group) -> &'static str {
    match group {
        Group::Setting => embedded!("ja/settings.md"),
        Group::Response => embedded!("ja/responses.md"),
        Group::Kind => embedded!("ja/kinds.md"),
        #[cfg(feature = "cli")]
        Group::Status => embedded!("ja/statuses.md"),
        #[cfg(feature = "cli")]
        Group::Event => embedded!("ja/events.md"),
        #[cfg(feature = "cli")]
        Group::Reaction => embedded!("ja/reactions.md"),
        #[cfg(feature = "cli")]
        Group::Method => embedded!("ja/methods.md"),
        #[cfg(feature = "cli")]
        Group::Requirement => embedded!("ja/submit.md"),
        Group::Rule => embedded!("ja/lint.md"),
        #[cfg(not(feature = "cli"))]
        _ => "",
    }
}
