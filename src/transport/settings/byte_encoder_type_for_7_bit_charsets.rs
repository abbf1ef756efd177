#![doc = include_str!("byte_encoder_type_for_7_bit_charsets.md")]

use crate::policy::CmdletEnum as _;
use crate::transport::convert::is_seven_bit;
use crate::transport::facts::form as facts;
use crate::transport::message_facts::MessageFacts;
use crate::transport::setting::{ApplicablePolicy, Effect, Ruling, Setting};

/// The setting ByteEncoderTypeFor7BitCharsets.
pub static SETTING: Setting = Setting {
    id: "byte-encoder-type-for-7-bit-charsets",
    name: "ByteEncoderTypeFor7BitCharsets",
    page: embedded!("byte_encoder_type_for_7_bit_charsets.md"),
    facts: &[&facts::BYTE_ENCODER],
    doubts: &[],
    check,
};

fn check<'p>(facts: &MessageFacts, applicable: &ApplicablePolicy<'p>) -> Option<Ruling<'p>> {
    let domain = applicable.remote_domain?;
    let charset = if facts.content.is_mime {
        &domain.character_set.value
    } else {
        &domain.non_mime_character_set.value
    };
    let unnamed = facts.content.unnamed && (charset.is_empty() || is_seven_bit(charset));
    if !(facts.content.seven_bit || unnamed) {
        return None;
    }
    let set = &domain.byte_encoder;
    let effect = Effect::Encoding(set.value);
    Some(Ruling::new(
        &SETTING,
        effect,
        set,
        set.value.word(),
        applicable,
    ))
}
