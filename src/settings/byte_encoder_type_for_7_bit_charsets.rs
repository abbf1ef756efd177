#![doc = include_str!("byte_encoder_type_for_7_bit_charsets.md")]

use super::{Case, Effect, Ruling, Setting, Terms, written};
use crate::policy::ByteEncoder;

/// The room of ByteEncoderTypeFor7BitCharsets.
pub static SETTING: Setting = Setting {
    id: "byte-encoder-type-for-7-bit-charsets",
    name: "ByteEncoderTypeFor7BitCharsets",
    page: include_str!("byte_encoder_type_for_7_bit_charsets.md"),
    check,
};

fn check(case: &Case, terms: &Terms) -> Option<Ruling> {
    use ByteEncoder as B;
    let set = &terms.remote_domain?.byte_encoder;
    let html = case
        .message
        .parts
        .iter()
        .any(|p| p.media_type == "text/html");
    let plain =
        if set.value == B::UseQpHtml7BitTextPlain || set.value == B::UseBase64Html7BitTextPlain {
            "7bit"
        } else {
            "the best fit"
        };
    let encoding = match (set.value, html) {
        (B::Use7Bit, _) => "7bit",
        (B::UseBase64, _)
        | (B::UseBase64HtmlDetectTextPlain | B::UseBase64Html7BitTextPlain, true) => "base64",
        (B::Undefined | B::UseQp, _)
        | (B::UseQpHtmlDetectTextPlain | B::UseQpHtml7BitTextPlain, true) => "quoted-printable",
        (_, false) => plain,
    };
    Some(Ruling::new(
        &SETTING,
        Effect::Encoding(encoding),
        written(set, set.value.word()),
        terms,
    ))
}
