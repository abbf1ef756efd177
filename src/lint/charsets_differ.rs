#![doc = include_str!("charsets_differ.md")]

use super::source::Source;
use super::{Check, Finding, Rule, Severity};
use crate::i18n::{Text, en};
use crate::policy::{Policy, Sourced};

/// The rule `charsets-differ`.
pub static RULE: Rule = Rule {
    id: "charsets-differ",
    title: "CharacterSet and NonMimeCharacterSet differ",
    severity: Severity::Note,
    pedantic: false,
    page: crate::embedded::beginning(embedded!("charsets_differ.md")),
    check: Check::Policy(check),
};

fn check(policy: &Policy, source: &Source) -> Vec<Finding> {
    let domains = policy.remote_domains.iter();
    let differ = domains.filter(|d| d.character_set.value != d.non_mime_character_set.value);
    differ
        .map(|domain| {
            let (mime, plain) = (&domain.character_set, &domain.non_mime_character_set);
            let value = |s: &Sourced<String>| match (s.value.as_str(), s.line) {
                ("", _) => en("empty").into(),
                (name, None) => Text::of(en("`{name}` by default"), [("name", &name)]),
                (name, Some(_)) => Text::of("`{name}`", [("name", &name)]),
            };
            let (line, name) = match (mime.line, plain.line) {
                (None, Some(line)) => (line, "NonMimeCharacterSet"),
                (Some(line), _) => (line, "CharacterSet"),
                (None, None) => (domain.line, "DomainName"),
            };
            let one = if mime.value.is_empty() { &plain.value } else { &mime.value };
            source.finding(
                &RULE,
                source.at(line, name),
                Text::from(en("the same text is labelled differently with and without MIME headers: `CharacterSet` is {mime}, `NonMimeCharacterSet` is {plain}"))
                    .with_text("mime", value(mime))
                    .with_text("plain", value(plain)),
                Text::of(
                    en("write `CharacterSet: {charset}` and `NonMimeCharacterSet: {charset}`"),
                    [("charset", one)],
                ),
            )
        })
        .collect()
}
