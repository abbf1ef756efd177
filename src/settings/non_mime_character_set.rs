#![doc = include_str!("non_mime_character_set.md")]

use super::{Case, Effect, Ruling, Setting, Terms, written};

/// The room of NonMimeCharacterSet.
pub static SETTING: Setting = Setting {
    id: "non-mime-character-set",
    name: "NonMimeCharacterSet",
    page: include_str!("non_mime_character_set.md"),
    check,
};

fn check(case: &Case, terms: &Terms) -> Option<Ruling> {
    let unnamed = case
        .message
        .parts
        .iter()
        .any(|p| p.media_type.starts_with("text/") && p.charset.is_none());
    if case.message.is_mime || !unnamed {
        return None;
    }
    let set = &terms.remote_domain?.non_mime_character_set;
    Some(Ruling::new(
        &SETTING,
        Effect::Charset(set.value.clone()),
        written(set, set.value.clone()),
        terms,
    ))
}
