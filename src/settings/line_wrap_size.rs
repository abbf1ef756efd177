#![doc = include_str!("line_wrap_size.md")]

use super::{Case, Effect, Ruling, Setting, Terms, written};

/// The room of LineWrapSize.
pub static SETTING: Setting = Setting {
    id: "line-wrap-size",
    name: "LineWrapSize",
    page: include_str!("line_wrap_size.md"),
    check,
};

fn check(_: &Case, terms: &Terms) -> Option<Ruling> {
    let set = &terms.remote_domain?.line_wrap_size;
    let value = set
        .value
        .map_or_else(|| "Unlimited".to_owned(), |n| n.to_string());
    Some(Ruling::new(
        &SETTING,
        Effect::LineWrap(set.value),
        written(set, value),
        terms,
    ))
}
