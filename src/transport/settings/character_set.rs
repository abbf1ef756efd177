#![doc = include_str!("character_set.md")]

use super::{ApplicablePolicy, Effect, MessageFacts, Ruling, Setting};

/// The room of CharacterSet.
pub static SETTING: Setting = Setting {
    id: "character-set",
    name: "CharacterSet",
    page: include_str!("character_set.md"),
    check,
};

fn check<'p>(case: &MessageFacts, applicable: &ApplicablePolicy<'p>) -> Option<Ruling<'p>> {
    if !case.content.is_mime || !case.content.unnamed {
        return None;
    }
    let set = &applicable.remote_domain?.character_set;
    let effect = Effect::Charset(&set.value);
    Some(Ruling::new(&SETTING, effect, set, &*set.value, applicable))
}
