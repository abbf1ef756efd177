//! Tells in what form a message leaves: TNEF or MIME, body, and character set of each text part.

use crate::i18n::{Text, en};
use crate::mail::large::TEXT;
use crate::mail::message::{Message, Part};
use crate::policy::{ByteEncoder, ContentType};
use crate::transport::message_facts::ContentFacts;
use crate::transport::setting::{Effect, Ruling, SenderName, Transmission};
use encoding_rs::Encoding;
use std::borrow::Cow;

/// What the policy does to the form, apart from any one text part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style<'p> {
    /// TNEF, MIME or text.
    pub transmission: Transmission,
    /// ContentType.
    pub content_type: ContentType,
    /// The setting that names a character set where none is named, and the name.
    pub charset: Option<(&'static str, &'p str)>,
    /// ByteEncoderTypeFor7BitCharsets.
    pub encoder: ByteEncoder,
    /// Width at which lines are wrapped; `None` is Unlimited.
    pub line_wrap: Option<u16>,
    /// Code page of Japanese text, where the policy gives one and there is such text.
    pub japanese_code_page: Option<u16>,
    /// Percentage of the text that a character set must carry, where the policy says one.
    pub charset_coverage: Option<u8>,
    /// What the recipient sees of the sender's name.
    pub sender_name: SenderName,
}

impl<'p> Style<'p> {
    /// Exchange's own choice, where no remote domain says anything.
    pub const PLAIN: Self = Self {
        transmission: Transmission::MayBeTnef,
        content_type: ContentType::MimeHtmlText,
        charset: None,
        encoder: ByteEncoder::Undefined,
        line_wrap: None,
        japanese_code_page: None,
        charset_coverage: None,
        sender_name: SenderName::DisplayName,
    };

    /// Apply what one more setting says.
    pub fn apply(&mut self, ruling: &Ruling<'p>) {
        match ruling.effect {
            Effect::Transmission(t) => self.transmission = t,
            Effect::Body(c) => self.content_type = c,
            Effect::Charset(c) => self.charset = Some((ruling.setting, c)),
            Effect::LineWrap(n) => self.line_wrap = n,
            Effect::Encoding(e) => self.encoder = e,
            Effect::JapaneseCodePage(page) => self.japanese_code_page = Some(page),
            Effect::Coverage(percent) => self.charset_coverage = Some(percent),
            Effect::SenderName(name) => self.sender_name = name,
            Effect::Drop(_)
            | Effect::Reject(_)
            | Effect::Hold(_)
            | Effect::Pass
            | Effect::Note(_) => {}
        }
    }

    /// What the body then is.
    #[must_use]
    pub fn body(&self, html: bool) -> &'static str {
        match (self.transmission, self.content_type, html) {
            (Transmission::Tnef, ..) => en("plain text and winmail.dat"),
            (Transmission::Text, ..) => en("plain text"),
            (_, ContentType::MimeHtml, _) | (_, ContentType::MimeHtmlText, true) => en("HTML"),
            (_, ContentType::MimeText, _) | (_, ContentType::MimeHtmlText, false) => {
                en("plain text")
            }
        }
    }

    /// The character set that a text part leaves with; `None` where nothing sets one.
    #[must_use]
    pub fn charset<'a>(&'a self, named: Option<&'a str>) -> Option<&'a str> {
        let policy = self.charset.map(|(_, charset)| charset);
        named.or(policy.filter(|c| !c.is_empty()))
    }

    /// The transfer encoding that the policy gives to a text part in a character set (`None`:
    /// unnamed); it concerns only 7-bit character sets.
    #[must_use]
    pub fn encoding(&self, html: bool, charset: Option<&str>, ascii: bool) -> Option<&'static str> {
        use ByteEncoder as B;
        let seven_bit = match charset {
            Some(charset) => is_seven_bit(charset),
            None => ascii,
        };
        let wrapped = self.line_wrap.is_some();
        seven_bit.then_some(match self.encoder {
            B::Use7Bit => "7bit",
            B::UseQpHtml7BitTextPlain | B::UseBase64Html7BitTextPlain if !html => "7bit",
            // "Detect" looks at line wrapping: wrapped plain text goes as 7bit.
            B::UseQpHtmlDetectTextPlain | B::UseBase64HtmlDetectTextPlain if !html && wrapped => {
                "7bit"
            }
            B::UseBase64 | B::UseBase64HtmlDetectTextPlain | B::UseBase64Html7BitTextPlain => {
                "base64"
            }
            B::Undefined | B::UseQp | B::UseQpHtmlDetectTextPlain | B::UseQpHtml7BitTextPlain => {
                "quoted-printable"
            }
        })
    }
}

/// Whether text in a character set (lower case) has no 8-bit bytes.
#[must_use]
pub fn is_seven_bit(charset: &str) -> bool {
    matches!(charset, "us-ascii" | "ascii" | "utf-7" | "hz-gb-2312")
        || charset.starts_with("iso-2022-")
}

/// A text part and the form it leaves in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextPart {
    /// Media type.
    pub media_type: Cow<'static, str>,
    /// 1-based line of its body.
    pub line: u32,
    /// Character set; `None` where nothing sets one.
    pub charset: Option<String>,
    /// Why.
    pub why: Text,
    /// Transfer encoding, where the policy decides on it.
    pub encoding: Option<&'static str>,
    /// For 8-bit text that named none: what a reader sees under the policy's character set.
    pub reader_sees: Option<String>,
    /// The same text under the character set that the bytes suggest, and its name.
    pub probably_meant: Option<(String, String)>,
}

/// The form in which a message leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageForm<'p> {
    /// What the policy does to it.
    pub style: Style<'p>,
    /// What the body then is.
    pub body: &'static str,
    /// Its text parts.
    pub parts: Vec<TextPart>,
}

impl MessageForm<'_> {
    /// Whether a message looks the same to its recipient in two forms.
    #[must_use]
    pub fn looks_like(&self, other: &Self) -> bool {
        let whole = |f: &Self| {
            let Style {
                transmission,
                line_wrap,
                japanese_code_page,
                charset_coverage,
                sender_name,
                ..
            } = f.style;
            (
                transmission,
                line_wrap,
                japanese_code_page,
                charset_coverage,
                sender_name,
                f.body,
            )
        };
        let parts = |f: &Self| -> Vec<_> {
            let parts = f.parts.iter();
            parts.map(|p| (p.charset.clone(), p.encoding)).collect()
        };
        whole(self) == whole(other) && parts(self) == parts(other)
    }
}

/// The content of a message, as far as its form depends on it.
#[must_use]
pub fn content(message: &Message) -> ContentFacts {
    let mut content = ContentFacts {
        is_mime: message.is_mime,
        display_name: message
            .header("From")
            .is_some_and(|h| h.value.contains('<') && !h.value.starts_with('<')),
        ..ContentFacts::default()
    };
    for part in text_parts(message) {
        content.html |= is_html_body(part);
        match part.charset.as_deref() {
            None => content.unnamed = true,
            Some(c) => {
                content.japanese |= c == "shift_jis" || c.starts_with("iso-2022-jp");
                content.seven_bit |= is_seven_bit(c);
            }
        }
    }
    content
}

fn text_parts<'m>(message: &'m Message<'m>) -> impl Iterator<Item = &'m Part<'m>> {
    let parts = message.parts.iter();
    parts.filter(|p| p.media_type.starts_with("text/"))
}

fn is_html_body(part: &Part) -> bool {
    part.media_type == "text/html" && !part.attachment
}

/// The format of a message under what the policy does to it.
#[must_use]
pub fn form<'p>(message: &Message, content: ContentFacts, style: Style<'p>) -> MessageForm<'p> {
    if message.is_sealed() {
        return MessageForm {
            style,
            body: en("encrypted, or signed within S/MIME"),
            parts: Vec::new(),
        };
    }
    MessageForm {
        style,
        body: style.body(content.html),
        parts: text_parts(message).map(|p| text_part(p, &style)).collect(),
    }
}

fn text_part(part: &Part, style: &Style) -> TextPart {
    let named = part.charset.as_deref();
    let charset = style.charset(named);
    let ascii = part.body.is_ascii() && !part.body.contains(&0x1b);
    let unread = named.is_none() && ascii && part.may_be_cut();
    let encoding = style.encoding(
        part.media_type == "text/html",
        charset,
        part.body.is_ascii(),
    );
    let mut out = TextPart {
        media_type: part.media_type.clone(),
        line: part.line,
        charset: charset.map(str::to_owned),
        why: match style.charset {
            _ if named.is_some() => en("named by the part").into(),
            None => en("no remote domain sets one").into(),
            Some((setting, "")) => Text::with(
                en("{setting} is empty"),
                vec![("setting", setting.to_owned())],
            ),
            Some((setting, _)) => Text::with(
                en("set by {setting}"),
                vec![("setting", setting.to_owned())],
            ),
        },
        // Where the policy sets no character set either, ASCII is 7-bit and other text is not.
        encoding: encoding.filter(|_| !unread || charset.is_some()),
        reader_sees: None,
        probably_meant: None,
    };
    if unread {
        out.why = Text::of(
            en("{why}; it was read as far as {number} MiB, and whether the rest is ASCII too cannot be told"),
            [("number", &(TEXT >> 20))],
        )
        .with_text("why", out.why);
    }
    // RFC 2045: text that names no character set is US-ASCII; ISO-2022-JP shows itself by ESC.
    if named.is_some() || ascii {
        return out;
    }
    let shown = charset.and_then(|c| Encoding::for_label(c.as_bytes()));
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Allow);
    // A long text may end within a character.
    detector.feed(&part.body, !part.may_be_cut());
    let guess = detector.guess(None, chardetng::Utf8Detection::Allow);
    let seen = sample(&part.body, shown.unwrap_or(encoding_rs::WINDOWS_1252));
    let meant = sample(&part.body, guess);
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
