#![doc = include_str!("line_wrap_size.md")]

use super::{Case, Effect, Ruling, Setting, Terms};
use std::borrow::Cow;

/// The room of LineWrapSize.
pub static SETTING: Setting = Setting {
    id: "line-wrap-size",
    name: "LineWrapSize",
    page: include_str!("line_wrap_size.md"),
    check,
};

fn check<'p>(_: &Case, terms: &Terms<'p>) -> Option<Ruling<'p>> {
    let set = &terms.remote_domain?.line_wrap_size;
    let value = set
        .value
        .map_or(Cow::Borrowed("Unlimited"), |n| n.to_string().into());
    let effect = Effect::LineWrap(set.value);
    Some(Ruling::new(&SETTING, effect, set, value, terms))
}
