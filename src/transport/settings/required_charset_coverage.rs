#![doc = include_str!("required_charset_coverage.md")]

use crate::transport::facts::form as facts;
use crate::transport::message_facts::MessageFacts;
use crate::transport::setting::{ApplicablePolicy, Effect, Ruling, Setting};

/// The setting RequiredCharsetCoverage.
pub static SETTING: Setting = Setting {
    id: "required-charset-coverage",
    name: "RequiredCharsetCoverage",
    page: embedded!("required_charset_coverage.md"),
    facts: &[&facts::CHARSET_COVERAGE],
    doubts: &[],
    check,
};

fn check<'p>(facts: &MessageFacts, applicable: &ApplicablePolicy<'p>) -> Option<Ruling<'p>> {
    let set = &applicable.remote_domain?.required_charset_coverage;
    let percent = set.value.filter(|_| facts.content.unnamed)?;
    let effect = Effect::Coverage(percent);
    Some(Ruling::new(
        &SETTING,
        effect,
        set,
        percent.to_string(),
        applicable,
    ))
}
