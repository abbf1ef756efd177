#![doc = include_str!("non_mime_character_set.md")]

use crate::transport::facts::form as facts;
use crate::transport::message_facts::MessageFacts;
use crate::transport::setting::{ApplicablePolicy, Effect, Ruling, Setting};

/// The setting NonMimeCharacterSet.
pub static SETTING: Setting = Setting {
    id: "non-mime-character-set",
    name: "NonMimeCharacterSet",
    page: embedded!("non_mime_character_set.md"),
    facts: &[
        &facts::CHARSET_OF_PLAIN_MESSAGES,
        &facts::NAMED_CHARSET_IS_KEPT,
    ],
    doubts: &[],
    check,
};

fn check<'p>(facts: &MessageFacts, applicable: &ApplicablePolicy<'p>) -> Option<Ruling<'p>> {
    if facts.content.is_mime || !facts.content.unnamed {
        return None;
    }
    let set = &applicable.remote_domain?.non_mime_character_set;
    let effect = Effect::Charset(&set.value);
    Some(Ruling::new(&SETTING, effect, set, &*set.value, applicable))
}
