#![doc = include_str!("character_set.md")]

use crate::transport::facts::form as facts;
use crate::transport::facts::remote_domain::DEFAULT_CHARSET_IS_LATIN_1;
use crate::transport::message_facts::MessageFacts;
use crate::transport::setting::{ApplicablePolicy, Effect, Ruling, Setting};

/// The setting CharacterSet.
pub static SETTING: Setting = Setting {
    id: "character-set",
    name: "CharacterSet",
    page: embedded!("character_set.md"),
    facts: &[&facts::CHARSET_OF_MIME_TEXT, &facts::NAMED_CHARSET_IS_KEPT],
    doubts: &[&DEFAULT_CHARSET_IS_LATIN_1],
    check,
};

fn check<'p>(facts: &MessageFacts, applicable: &ApplicablePolicy<'p>) -> Option<Ruling<'p>> {
    if !facts.content.is_mime || !facts.content.unnamed {
        return None;
    }
    let set = &applicable.remote_domain?.character_set;
    let effect = Effect::Charset(&set.value);
    let ruling = Ruling::new(&SETTING, effect, set, &*set.value, applicable);
    // A new remote domain has none by default.
    let of_default = set.line.is_none() && !set.value.is_empty();
    Some(ruling.with_doubt(of_default.then_some(&DEFAULT_CHARSET_IS_LATIN_1)))
}
