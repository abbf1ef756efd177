//! Describes the recipients that stand for the one who is really addressed.

use super::human::View;
use crate::i18n::en;
use crate::text::plain;
use crate::transport::resolve::{How, Step};
use serde::Serialize;
use std::fmt::Display;

/// A step in words: `via alice@contoso.com: ForwardingAddress: bob (contoso.yaml:12)`.
pub(super) fn step(step: &Step, view: View) -> String {
    let lang = view.language;
    let (from, file) = (plain(&step.from), view.file);
    let Some((property, value, line)) = step.how.property() else {
        let sentence = en("via {address}: what follows `+` is a tag");
        return lang.fill(sentence, &[("address", &from)]);
    };
    let (value, place) = (plain(value), format!("{file}:{line}"));
    let values: &[(&str, &dyn Display)] = &[
        ("address", &from),
        ("property", &property),
        ("value", &value),
        ("place", &place),
    ];
    let sentence = match step.how {
        How::Member(_) => en("via {address}: {property} of the group {value} ({place})"),
        How::Forwarding(..) if step.how.keeps_copy() => {
            en("via {address}: {property}: {value} ({place}), and the mailbox keeps a copy")
        }
        _ => en("via {address}: {property}: {value} ({place})"),
    };
    let words = lang.fill(sentence, values);
    if let How::Rule(rule, _) = step.how {
        let rule = plain(&rule.name);
        let values: &[(&str, &dyn Display)] = &[("words", &words), ("rule", &rule)];
        return lang.fill(en("{words} of the mail flow rule {rule}"), values);
    }
    match step.how.response() {
        Some(response) => format!("{words}: {}", response.line()),
        None => words,
    }
}

/// A step in version 1 of the JSON report.
#[derive(Serialize)]
pub(super) struct StepV1<'a> {
    address: &'a str,
    by: &'static str,
    value: Option<&'a str>,
    file: &'a str,
    line: Option<u32>,
    keeps_copy: bool,
    response: Option<String>,
}

/// The steps to an addressee as the JSON report has them.
pub(super) fn steps<'a>(via: &'a [Step], file: &'a str) -> Vec<StepV1<'a>> {
    let one = |step: &'a Step| {
        let property = step.how.property();
        StepV1 {
            address: &step.from,
            by: property.map_or("subaddress", |(name, ..)| name),
            value: property.map(|(_, value, _)| value),
            file,
            line: property.map(|(.., line)| line),
            keeps_copy: step.how.keeps_copy(),
            response: step.how.response().map(|r| r.line()),
        }
    };
    via.iter().map(one).collect()
}
