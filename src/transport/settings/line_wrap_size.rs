#![doc = include_str!("line_wrap_size.md")]

use crate::transport::facts::form as facts;
use crate::transport::message_facts::MessageFacts;
use crate::transport::setting::{ApplicablePolicy, Effect, Ruling, Setting};
use std::borrow::Cow;

/// The setting LineWrapSize.
pub static SETTING: Setting = Setting {
    id: "line-wrap-size",
    name: "LineWrapSize",
    page: embedded!("line_wrap_size.md"),
    facts: &[&facts::LINE_WRAP_SIZE_VALUES],
    doubts: &[],
    check,
};

fn check<'p>(_: &MessageFacts, applicable: &ApplicablePolicy<'p>) -> Option<Ruling<'p>> {
    let set = &applicable.remote_domain?.line_wrap_size;
    let value = set
        .value
        .map_or(Cow::Borrowed("Unlimited"), |n| n.to_string().into());
    let effect = Effect::LineWrap(set.value);
    Some(Ruling::new(&SETTING, effect, set, value, applicable))
}
