#![doc = include_str!("character_set.md")]

use super::{Case, Effect, Ruling, Setting, Terms, written};

/// The room of CharacterSet.
pub static SETTING: Setting = Setting {
    id: "character-set",
    name: "CharacterSet",
    page: include_str!("character_set.md"),
    check,
};

fn check(case: &Case, terms: &Terms) -> Option<Ruling> {
    let unnamed = case
        .message
        .parts
        .iter()
        .any(|p| p.media_type.starts_with("text/") && p.charset.is_none());
    if !(case.message.is_mime && unnamed) {
        return None;
    }
    let set = &terms.remote_domain?.character_set;
    Some(Ruling::new(
        &SETTING,
        Effect::Charset(set.value.clone()),
        written(set, set.value.clone()),
        terms,
    ))
}
