//! Tells in what form a message leaves: TNEF or MIME, body, and character set of each text part.

use crate::message::{Message, Part};
use crate::policy::ContentType;
use crate::settings::{Effect, Ruling};
use encoding_rs::Encoding;
use std::borrow::Cow;

/// A text part and the character set it leaves with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextPart {
    /// Media type.
    pub media_type: String,
    /// 1-based line of its body.
    pub line: u32,
    /// Character set; `None` stays unnamed.
    pub charset: Option<String>,
    /// Why.
    pub why: Cow<'static, str>,
    /// For 8-bit text that named none: what a reader sees under the policy's character set.
    pub reader_sees: Option<String>,
    /// The same text under the character set that the bytes suggest, and its name.
    pub probably_meant: Option<(String, String)>,
}

/// The form in which a message leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Format {
    /// `tnef`, `mime` or `may-be-tnef`.
    pub transmission: &'static str,
    /// ContentType.
    pub content_type: &'static str,
    /// What the body then is.
    pub body: &'static str,
    /// Transfer encoding of 7-bit text.
    pub encoding: Option<&'static str>,
    /// Width at which lines are wrapped; `None` is Unlimited.
    pub line_wrap: Option<u16>,
    /// Text parts.
    pub parts: Vec<TextPart>,
}

/// The format, from what the settings said.
#[must_use]
pub fn format(message: &Message, rulings: &[Ruling]) -> Format {
    let mut out = Format {
        transmission: "may-be-tnef",
        content_type: "MimeHtmlText",
        body: "",
        encoding: None,
        line_wrap: None,
        parts: Vec::new(),
    };
    let mut content = ContentType::MimeHtmlText;
    let mut charset: Option<(&str, String)> = None;
    for ruling in rulings {
        match &ruling.effect {
            Effect::Transmission(t) => out.transmission = t.token(),
            Effect::Content(c) => content = *c,
            Effect::Charset(c) => charset = Some((ruling.setting, c.clone())),
            Effect::LineWrap(n) => out.line_wrap = *n,
            Effect::Encoding(e) => out.encoding = Some(e),
            _ => {}
        }
    }
    let html = message
        .parts
        .iter()
        .any(|p| p.media_type == "text/html" && !p.attachment);
    out.content_type = content.word();
    out.body = match (content, html) {
        (ContentType::MimeHtml, _) | (ContentType::MimeHtmlText, true) => "HTML",
        (ContentType::MimeText, _) | (ContentType::MimeHtmlText, false) => "plain text",
    };
    for part in message
        .parts
        .iter()
        .filter(|p| p.media_type.starts_with("text/"))
    {
        out.parts.push(text_part(part, charset.as_ref()));
    }
    out
}

fn text_part(part: &Part, policy: Option<&(&str, String)>) -> TextPart {
    let mut out = TextPart {
        media_type: part.media_type.clone(),
        line: part.line,
        charset: part.charset.clone(),
        why: "the part names it".into(),
        reader_sees: None,
        probably_meant: None,
    };
    if out.charset.is_some() {
        return out;
    }
    let label = policy.map(|(setting, charset)| {
        out.why = if charset.is_empty() {
            format!("{setting} is empty, so it stays unnamed").into()
        } else {
            format!("{setting} names it").into()
        };
        charset.clone()
    });
    out.charset = label.filter(|c| !c.is_empty());
    if policy.is_none() {
        out.why = "no remote domain names one".into();
    }
    // RFC 2045: text that names no character set is US-ASCII; ISO-2022-JP shows itself by ESC.
    let eight_bit = part.body.iter().any(|b| !b.is_ascii() || *b == 0x1b);
    if !eight_bit {
        return out;
    }
    let named = out
        .charset
        .as_deref()
        .and_then(|c| Encoding::for_label(c.as_bytes()))
        .unwrap_or(encoding_rs::WINDOWS_1252);
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Allow);
    detector.feed(&part.body, true);
    let guess = detector.guess(None, chardetng::Utf8Detection::Allow);
    let (seen, meant) = (sample(&part.body, named), sample(&part.body, guess));
    if seen != meant {
        out.probably_meant = Some((guess.name().to_lowercase(), meant));
    }
    out.reader_sees = Some(seen);
    out
}

/// The first 8-bit line, at most 40 characters of it, without control characters.
fn sample(body: &[u8], encoding: &'static Encoding) -> String {
    let line = body
        .split(|b| *b == b'\n')
        .find(|l| l.iter().any(|b| !b.is_ascii() || *b == 0x1b))
        .unwrap_or(body);
    let (text, _) = encoding.decode_without_bom_handling(line);
    text.trim()
        .chars()
        .take(40)
        .map(|c| if c.is_control() { '\u{fffd}' } else { c })
        .collect()
}
