#![doc = include_str!("non_mime_character_set.md")]

use super::{ApplicablePolicy, Effect, MessageFacts, Ruling, Setting};

/// The room of NonMimeCharacterSet.
pub static SETTING: Setting = Setting {
    id: "non-mime-character-set",
    name: "NonMimeCharacterSet",
    page: include_str!("non_mime_character_set.md"),
    check,
};

fn check<'p>(case: &MessageFacts, applicable: &ApplicablePolicy<'p>) -> Option<Ruling<'p>> {
    if case.content.is_mime || !case.content.unnamed {
        return None;
    }
    let set = &applicable.remote_domain?.non_mime_character_set;
    let effect = Effect::Charset(&set.value);
    Some(Ruling::new(&SETTING, effect, set, &*set.value, applicable))
}
