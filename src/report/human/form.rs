//! Describes the form in which a message leaves, and the effect of each setting on it.

use crate::i18n::{Language, en};
use crate::policy::{ByteEncoder, CmdletEnum as _};
use crate::transport::convert::MessageForm;
use crate::transport::outcome::Hold;
use crate::transport::setting::Effect;
use crate::transport::setting::{SenderName, Transmission};
use std::fmt::Display;
use std::io::{self, Write};

pub(super) fn effect(effect: &Effect, lang: Language) -> String {
    match *effect {
        Effect::Drop(_) => lang.translate(en("drops it")).into(),
        Effect::Reject(_) => lang.translate(en("rejects it")).into(),
        Effect::Hold(Hold::Quarantined) => lang.translate(en("sends it to the quarantine")).into(),
        Effect::Hold(Hold::Redirected) => lang.translate(en("sends it to others instead")).into(),
        Effect::Hold(Hold::Moderated) => lang.translate(en("sends it to a moderator first")).into(),
        Effect::Pass => lang.translate(en("lets it pass")).into(),
        Effect::Note(note) => lang.translate(note).into(),
        Effect::Transmission(t) => lang.fill(
            en("transmission {form}"),
            &[("form", &lang.translate(t.name()))],
        ),
        Effect::Body(c) => lang.fill(en("body {form}"), &[("form", &c.word())]),
        Effect::Charset("") => lang.translate(en("sets no charset")).into(),
        Effect::Charset(c) => lang.fill(en("sets charset {charset}"), &[("charset", &c)]),
        Effect::LineWrap(None) => lang.translate(en("wraps no lines")).into(),
        Effect::LineWrap(Some(n)) => lang.fill(en("wraps lines at {width}"), &[("width", &n)]),
        Effect::Encoding(e) => lang.fill(
            en("text in 7-bit character sets as {encoding}"),
            &[("encoding", &lang.translate(encoder(e)))],
        ),
        Effect::JapaneseCodePage(page) => japanese(page, lang),
        Effect::Coverage(percent) => coverage(percent, lang),
        Effect::SenderName(name) => lang
            .translate(sender_name(name).unwrap_or(en("the display name")))
            .into(),
    }
}

fn encoder(encoder: ByteEncoder) -> &'static str {
    use ByteEncoder as B;
    match encoder {
        B::Undefined | B::UseQp => "quoted-printable",
        B::Use7Bit => "7bit",
        B::UseBase64 => "base64",
        B::UseQpHtmlDetectTextPlain => en("quoted-printable, wrapped plain text as 7bit"),
        B::UseBase64HtmlDetectTextPlain => en("base64, wrapped plain text as 7bit"),
        B::UseQpHtml7BitTextPlain => en("quoted-printable, plain text as 7bit"),
        B::UseBase64Html7BitTextPlain => en("base64, plain text as 7bit"),
    }
}

pub(super) fn format(f: &MessageForm, lang: Language, to: &mut impl Write) -> io::Result<()> {
    let style = &f.style;
    let values: &[(&str, &dyn Display)] = &[
        ("transmission", &lang.translate(style.transmission.name())),
        ("body", &lang.translate(f.body)),
    ];
    write!(
        to,
        "    {}",
        lang.fill(en("format: {transmission}, {body}"), values)
    )?;
    if !matches!(style.transmission, Transmission::Tnef | Transmission::Text) {
        write!(to, " ({})", style.content_type.word())?;
    }
    if let Some(n) = style.line_wrap {
        write!(
            to,
            "{}",
            lang.fill(en(", lines wrapped at {width}"), &[("width", &n)])
        )?;
    }
    writeln!(to)?;
    for p in &f.parts {
        let charset = match &p.charset {
            Some(charset) => lang.fill(en("charset {charset}"), &[("charset", charset)]),
            None => lang.translate(en("no charset")).to_owned(),
        };
        let values: &[(&str, &dyn Display)] = &[
            ("type", &p.media_type),
            ("line", &p.line),
            ("charset", &charset),
            ("why", &p.why.localized(lang)),
        ];
        // What Outlook saved has no lines.
        let sentence = match p.line {
            0 => en("{type}: {charset}, {why}"),
            _ => en("{type} (line {line}): {charset}, {why}"),
        };
        write!(to, "    {}", lang.fill(sentence, values))?;
        if style.encoder != ByteEncoder::Undefined
            && let Some(encoding) = p.encoding
        {
            write!(
                to,
                "{}",
                lang.fill(en(", as {encoding}"), &[("encoding", &encoding)])
            )?;
        }
        writeln!(to)?;
        if let Some(seen) = &p.reader_sees {
            writeln!(
                to,
                "      {}",
                lang.fill(en("the reader sees: {text}"), &[("text", seen)])
            )?;
        }
        if let Some((charset, meant)) = &p.probably_meant {
            let sentence = en("probably meant:  {text} ({charset})");
            let values: &[(&str, &dyn Display)] = &[("text", meant), ("charset", charset)];
            writeln!(to, "      {}", lang.fill(sentence, values))?;
        }
    }
    let effects = [
        style.japanese_code_page.map(|page| japanese(page, lang)),
        style
            .charset_coverage
            .map(|percent| coverage(percent, lang)),
        sender_name(style.sender_name).map(|name| lang.translate(name).to_owned()),
    ];
    for line in effects.iter().flatten() {
        writeln!(to, "    {line}")?;
    }
    Ok(())
}

/// Describes what a Japanese code page does to half-width katakana.
fn japanese(page: u16, lang: Language) -> String {
    let kana = lang.translate(match page {
        50220 => en("half-width katakana become full-width"),
        50221 => en("half-width katakana are kept, as one byte"),
        _ => en("half-width katakana are kept, by shift codes"),
    });
    let values: &[(&str, &dyn Display)] = &[("page", &page), ("kana", &kana)];
    lang.fill(
        en("Japanese text: as ISO-2022-JP, code page {page}: {kana}"),
        values,
    )
}

fn coverage(percent: u8, lang: Language) -> String {
    let sentence =
        en("a charset is kept only if it can represent at least {percent} % of the text");
    lang.fill(sentence, &[("percent", &percent)])
}

fn sender_name(name: SenderName) -> Option<&'static str> {
    match name {
        SenderName::DisplayName => None,
        SenderName::SimpleDisplayName => {
            Some(en("the recipient sees the sender's simple display name"))
        }
        SenderName::AddressOnly => Some(en(
            "the recipient sees the sender's address without the display name",
        )),
    }
}
