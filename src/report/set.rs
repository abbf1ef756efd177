//! Says which properties of a policy were set for a what-if.

use crate::i18n::{Language, en};
use crate::policy::what_if::Set;
use crate::text::plain;
use crate::transport::setting::shown;
use serde::Serialize;
use std::fmt::Display;

/// A property that was set: `set RemoteDomains/Default.AutoForwardEnabled: true → false (contoso.yaml:15)`.
#[must_use]
pub fn line(set: &Set, file: &str, lang: Language) -> String {
    let old = match &set.old {
        Some(old) => shown(old, lang),
        None => lang.translate(en("not written")),
    };
    let place = match set.line {
        0 => String::new(),
        line => format!(" ({file}:{line})"),
    };
    let values: &[(&str, &dyn Display)] = &[
        ("setting", &setting(set)),
        ("old", &plain(old)),
        ("new", &plain(shown(&set.new, lang))),
        ("place", &plain(&place)),
    ];
    let mut line = lang.fill(en("set {setting}: {old} → {new}{place}"), values);
    if set.along {
        line.push_str(lang.translate(en(", which Set-RemoteDomain sets along")));
    }
    if let Some(why) = set.not_simulated {
        let why = lang.translate(why);
        line.push_str(&lang.fill(en("; it changes nothing here: {why}"), &[("why", &why)]));
    }
    line
}

/// The property with its entry and section, as `--set` takes it.
fn setting(set: &Set) -> String {
    let entry = plain(&set.entry);
    if set.entry.eq_ignore_ascii_case(set.section) {
        return format!("{}.{}", set.section, set.property);
    }
    format!("{}/{entry}.{}", set.section, set.property)
}

/// A property that was set, in a JSON document.
#[derive(Debug, Serialize)]
pub(super) struct SetV1<'a> {
    section: &'a str,
    entry: &'a str,
    property: &'a str,
    old: Option<&'a str>,
    new: &'a str,
    line: u32,
    along: bool,
    simulated: bool,
}

impl<'a> SetV1<'a> {
    pub(super) fn of(set: &'a Set) -> Self {
        Self {
            section: set.section,
            entry: &set.entry,
            property: set.property,
            old: set.old.as_deref(),
            new: &set.new,
            line: set.line,
            along: set.along,
            simulated: set.not_simulated.is_none(),
        }
    }
}
