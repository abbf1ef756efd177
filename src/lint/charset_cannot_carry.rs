#![doc = include_str!("charset_cannot_carry.md")]

use super::source::{Source, text};
use super::{Check, Finding, Rule, Severity};
use crate::address;
use crate::i18n::{Text, en};
use crate::idn;
use crate::policy::Policy;
use crate::policy::document::Value;
use crate::policy::domain::Pattern;
use crate::policy::sections::{ACCEPTED_DOMAINS, MAIL_CONTACTS, MAIL_USERS, MAILBOXES};
use encoding_rs::Encoding;
use std::collections::HashMap;

/// The rule `charset-cannot-carry`.
pub static RULE: Rule = Rule {
    id: "charset-cannot-carry",
    title: "A character set cannot represent text that the policy itself contains",
    severity: Severity::Warning,
    pedantic: false,
    page: crate::embedded::beginning(embedded!("charset_cannot_carry.md")),
    check: Check::Policy(check),
};

fn check(policy: &Policy, source: &Source) -> Vec<Finding> {
    let tenant = tenant_texts(source);
    let contacts = contact_names(policy, source);
    // By character set, the first text of the tenant that it cannot represent.
    let mut unrepresentable: HashMap<&str, Option<&String>> = HashMap::new();
    let mut findings = Vec::new();
    for domain in &policy.remote_domains {
        let own = [unicode_name(&domain.pattern), domain.name.clone()];
        let names = contacts.get(&domain.pattern).into_iter().flatten();
        for (set, name) in [
            (&domain.character_set, "CharacterSet"),
            (&domain.non_mime_character_set, "NonMimeCharacterSet"),
        ] {
            let cannot = |text: &&String| !represents(&set.value, text);
            let of_tenant = unrepresentable.entry(&set.value);
            let of_tenant = *of_tenant.or_insert_with(|| tenant.iter().find(cannot));
            let Some(text) = of_tenant.or_else(|| own.iter().chain(names.clone()).find(cannot))
            else {
                continue;
            };
            let message = if set.line.is_none() {
                en(
                    "`{name}: {charset}` (by default) for `{domain}` cannot represent `{text}`, which this policy contains: where mail with such text names no character set, the reader sees garbage",
                )
            } else {
                en(
                    "`{name}: {charset}` for `{domain}` cannot represent `{text}`, which this policy contains: where mail with such text names no character set, the reader sees garbage",
                )
            };
            findings.push(source.finding(
                &RULE,
                source.setting(set, name, domain),
                Text::of(
                    message,
                    [
                        ("name", &name),
                        ("charset", &set.value),
                        ("domain", &domain.pattern),
                        ("text", text),
                    ],
                ),
                Text::of(en("write `{name}: utf-8`"), [("name", &name)]),
            ));
        }
    }
    findings
}

/// What the tenant contains: its own domains and the names of its mailboxes.
fn tenant_texts(source: &Source) -> Vec<String> {
    let domains = source.entries(&ACCEPTED_DOMAINS).iter();
    let domains = domains.filter_map(|e| match &e.value {
        Value::Text(domain) => Some(domain.as_str()),
        _ => text(e, "DomainName"),
    });
    let mailboxes = source.entries(&MAILBOXES).iter();
    let names = mailboxes.filter_map(|e| text(e, "DisplayName").or_else(|| text(e, "Name")));
    domains
        .map(unicode)
        .chain(names.map(str::to_owned))
        .collect()
}

/// The names of the contacts at each remote domain.
fn contact_names<'p>(policy: &'p Policy, source: &Source) -> HashMap<&'p Pattern, Vec<String>> {
    let mut names: HashMap<&Pattern, Vec<String>> = HashMap::new();
    for entry in [&MAIL_CONTACTS, &MAIL_USERS]
        .iter()
        .flat_map(|section| source.entries(section))
    {
        let Some(address) = text(entry, "ExternalEmailAddress") else {
            continue;
        };
        let remote = policy.remote_for(&address::domain(&address::normal(address)));
        let name = text(entry, "DisplayName").or_else(|| text(entry, "Name"));
        if let (Some((domain, _)), Some(name)) = (remote, name) {
            names
                .entry(&domain.pattern)
                .or_default()
                .push(name.to_owned());
        }
    }
    names
}

/// The domain of a pattern as people write it.
fn unicode_name(pattern: &Pattern) -> String {
    match pattern {
        Pattern::Exact(d) | Pattern::Wildcard(d) => unicode(d),
        Pattern::Any => String::new(),
    }
}

fn unicode(domain: &str) -> String {
    idn::to_unicode(domain).unwrap_or_else(|| domain.to_owned())
}

/// The letters beyond ASCII in the national variants of ISO 646 that Set-RemoteDomain takes.
const ISO_646: [(&str, &str); 3] = [
    ("din_66003", "§ÄÖÜäöüß"),
    ("ns_4551-1", "ÆØÅæøå"),
    ("sen_850200_b", "¤ÄÖÅäöå"),
];

/// Whether text can be written in a character set; true for an empty one, and for one that the
/// Encoding Standard does not know.
fn represents(charset: &str, text: &str) -> bool {
    if let Some((_, letters)) = ISO_646.iter().find(|(name, _)| *name == charset) {
        return text.chars().all(|c| c.is_ascii() || letters.contains(c));
    }
    let encoding = match charset {
        // The Encoding Standard refuses these two; the sets of characters are those of these.
        "iso-2022-kr" => encoding_rs::EUC_KR,
        "hz-gb-2312" => encoding_rs::GBK,
        _ => match Encoding::for_label(charset.as_bytes()) {
            Some(encoding) => encoding,
            None => return true,
        },
    };
    let (_, _, unmappable) = encoding.encode(text);
    !unmappable
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::charset::CHARSETS;

    #[test]
    fn a_character_set_represents_its_own_language_and_not_another() {
        for (charset, text, representable) in [
            ("iso-8859-1", "Müller", true),
            ("iso-8859-1", "例え", false),
            ("iso-2022-jp", "例え", true),
            ("iso-2022-jp", "Müller", false),
            ("koi8-r", "Привет", true),
            ("koi8-r", "例え", false),
            ("iso-2022-kr", "한국", true),
            ("iso-2022-kr", "Müller", false),
            ("hz-gb-2312", "中文", true),
            ("din_66003", "Müller", true),
            ("din_66003", "Ångström", false),
            ("utf-8", "例え", true),
            ("", "例え", true),
        ] {
            assert_eq!(represents(charset, text), representable, "{charset} {text}");
        }
        for charset in CHARSETS {
            assert!(represents(charset, "plain"), "{charset}");
        }
    }
}
