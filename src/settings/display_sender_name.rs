#![doc = include_str!("display_sender_name.md")]

use super::{Case, Effect, Ruling, Setting, Terms, written};

/// The room of DisplaySenderName.
pub static SETTING: Setting = Setting {
    id: "display-sender-name",
    name: "DisplaySenderName",
    page: include_str!("display_sender_name.md"),
    check,
};

fn check(case: &Case, terms: &Terms) -> Option<Ruling> {
    let set = &terms.remote_domain?.display_sender_name;
    let from = case
        .message
        .header("From")
        .filter(|h| h.value.contains('<') && !h.value.starts_with('<'));
    if set.value || from.is_none() {
        return None;
    }
    let note = "the recipient sees the sender's address without the display name".to_owned();
    Some(Ruling::new(
        &SETTING,
        Effect::Note(note),
        written(set, "false"),
        terms,
    ))
}
