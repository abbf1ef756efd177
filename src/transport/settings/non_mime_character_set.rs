#![doc = include_str!("non_mime_character_set.md")]

use super::{Case, Effect, Ruling, Setting, Terms};

/// The room of NonMimeCharacterSet.
pub static SETTING: Setting = Setting {
    id: "non-mime-character-set",
    name: "NonMimeCharacterSet",
    page: include_str!("non_mime_character_set.md"),
    check,
};

fn check<'p>(case: &Case, terms: &Terms<'p>) -> Option<Ruling<'p>> {
    if case.content.is_mime || !case.content.unnamed {
        return None;
    }
    let set = &terms.remote_domain?.non_mime_character_set;
    let effect = Effect::Charset(&set.value);
    Some(Ruling::new(&SETTING, effect, set, &*set.value, terms))
}
