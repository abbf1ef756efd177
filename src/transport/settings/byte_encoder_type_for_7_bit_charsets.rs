#![doc = include_str!("byte_encoder_type_for_7_bit_charsets.md")]

use super::{ApplicablePolicy, Effect, MessageFacts, Ruling, Setting};
use crate::policy::CmdletEnum as _;
use crate::transport::convert::is_seven_bit;

/// The room of ByteEncoderTypeFor7BitCharsets.
pub static SETTING: Setting = Setting {
    id: "byte-encoder-type-for-7-bit-charsets",
    name: "ByteEncoderTypeFor7BitCharsets",
    page: include_str!("byte_encoder_type_for_7_bit_charsets.md"),
    check,
};

fn check<'p>(case: &MessageFacts, applicable: &ApplicablePolicy<'p>) -> Option<Ruling<'p>> {
    let domain = applicable.remote_domain?;
    let charset = if case.content.is_mime {
        &domain.character_set.value
    } else {
        &domain.non_mime_character_set.value
    };
    let unnamed = case.content.unnamed && (charset.is_empty() || is_seven_bit(charset));
    if !(case.content.seven_bit || unnamed) {
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
