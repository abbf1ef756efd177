#![doc = include_str!("use_simple_display_name.md")]

use super::{Case, Effect, Ruling, Setting, Terms, written};

/// The room of UseSimpleDisplayName.
pub static SETTING: Setting = Setting {
    id: "use-simple-display-name",
    name: "UseSimpleDisplayName",
    page: include_str!("use_simple_display_name.md"),
    check,
};

fn check(case: &Case, terms: &Terms) -> Option<Ruling> {
    let domain = terms.remote_domain?;
    let set = &domain.use_simple_display_name;
    case.message
        .header("From")
        .filter(|h| h.value.contains('<') && !h.value.starts_with('<'))?;
    if !set.value || !domain.display_sender_name.value {
        return None;
    }
    let note = "the recipient sees the sender's simple display name".to_owned();
    Some(Ruling::new(
        &SETTING,
        Effect::Note(note),
        written(set, "true"),
        terms,
    ))
}
