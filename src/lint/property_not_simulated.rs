#![doc = include_str!("property_not_simulated.md")]

use super::source::Source;
use super::{Check, Finding, Rule, Severity};
use crate::i18n::{Text, en};
use crate::policy::Policy;
use crate::policy::document::{Pos, Value};
use crate::policy::known::{self, Name};
use crate::policy::sections::{SECTIONS, Section};
use rustc_hash::FxHashSet;

/// The rule `property-not-simulated`.
pub static RULE: Rule = Rule {
    id: "property-not-simulated",
    title: "A property decides about mail and is not simulated",
    severity: Severity::Note,
    pedantic: false,
    page: include_str!("property_not_simulated.md"),
    check: Check::Policy(check),
};

fn check(_: &Policy, source: &Source) -> Vec<Finding> {
    let found = not_looked_at(source).into_iter();
    let found = found.filter(|(_, name, _)| name.mail);
    let findings = found.map(|(section, name, at)| {
        let message = Text::of(
            en("`{name}` of {what} decides about mail, and is not simulated"),
            [("name", &name.spelled)],
        );
        source.finding(
            &RULE,
            at,
            message.with_text("what", section.entry),
            en("verdicts are those without it; docs/not-simulated.md says what else is left out"),
        )
    });
    findings.collect()
}

/// The properties that are accepted and not used, each where a section has it first with a value
/// that somebody may have meant; labels and what tells objects apart are none.
pub(super) fn not_looked_at(source: &Source) -> Vec<(&'static Section, Name, Pos)> {
    let mut found = Vec::new();
    for section in SECTIONS {
        let mut seen = FxHashSet::default();
        for entry in source.entries(section) {
            for (key, at, node) in entry.pairs() {
                let Some(name) = section.known(key) else {
                    continue;
                };
                let meant = match &node.value {
                    Value::Null | Value::Bool(false) => false,
                    Value::Bool(true) | Value::Int(_) => true,
                    Value::Text(text) => {
                        let usual = name.usual.unwrap_or_default();
                        !text.is_empty() && !text.eq_ignore_ascii_case(usual)
                    }
                    Value::Seq(items) => !items.is_empty(),
                    Value::Map(pairs) => !pairs.is_empty(),
                };
                if meant && !known::is_label(name.spelled) && seen.insert(name.spelled) {
                    found.push((section, name, *at));
                }
            }
        }
    }
    found
}
