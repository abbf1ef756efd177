#![doc = include_str!("content_type.md")]

use super::{Case, Effect, Ruling, Setting, Terms, written};

/// The room of ContentType.
pub static SETTING: Setting = Setting {
    id: "content-type",
    name: "ContentType",
    page: include_str!("content_type.md"),
    check,
};

fn check(_: &Case, terms: &Terms) -> Option<Ruling> {
    let set = &terms.remote_domain?.content_type;
    Some(Ruling::new(
        &SETTING,
        Effect::Content(set.value),
        written(set, set.value.word()),
        terms,
    ))
}
