//! Reads a message in RFC 5322 form with mail-parser: its headers with their lines, and its parts.

use super::large::{self, Abridged, Gap, SHORT};
use super::lines::line_ends;
use super::message::{Header, Message, Part};
use super::tnef::{self, Tnef};
use super::{Error, start, text};
use crate::address::lower;
use mail_parser::decoders::{base64::base64_decode, quoted_printable::quoted_printable_decode};
use mail_parser::{ContentType, Encoding, HeaderName, MessageParser, MimeHeaders, PartType};
use std::borrow::Cow;
use std::sync::LazyLock;

/// Only the headers that give the structure are parsed; the others stay as they are written.
pub(super) static PARSER: LazyLock<MessageParser> = LazyLock::new(|| {
    MessageParser::new()
        .header_content_type(HeaderName::ContentType)
        .header_content_type(HeaderName::ContentDisposition)
        .header_text(HeaderName::ContentTransferEncoding)
        .default_header_raw()
});

/// Read a message.
///
/// # Errors
/// Why the bytes are not a message, or the limit that it is beyond.
pub fn read(bytes: &[u8]) -> Result<Message<'_>, Error> {
    if bytes.len() <= SHORT {
        return parse(bytes, &[]);
    }
    read_abridged(&large::abridge(bytes)?).map(Message::into_owned)
}

/// Read an abridged message.
///
/// # Errors
/// Why the bytes are not a message.
pub fn read_abridged(abridged: &Abridged) -> Result<Message<'_>, Error> {
    parse(&abridged.bytes, &abridged.gaps)
}

/// Parse a message; lines were left out of it at the gaps.
fn parse<'a>(bytes: &'a [u8], gaps: &[Gap]) -> Result<Message<'a>, Error> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Error::Empty);
    }
    let mut lines = Lines {
        bytes,
        gaps,
        at: 0,
        line: 1,
    };
    let start = start::headers(bytes);
    let bytes = bytes.get(start..).unwrap_or_default();
    let parsed = PARSER.parse(bytes).ok_or(Error::NoHeader)?;
    let root = parsed.parts.first().ok_or(Error::NoHeader)?;
    if !is_message(bytes, &root.headers) {
        return Err(Error::NoHeader);
    }
    if start::is_double_spaced(bytes) {
        return Err(Error::DoubleSpaced);
    }
    let mut headers = Vec::with_capacity(root.headers.len());
    let mut likely: Option<Option<String>> = None;
    for h in &root.headers {
        let line = lines.of(start + h.offset_field as usize);
        let raw = bytes
            .get(h.offset_start as usize..h.offset_end as usize)
            .unwrap_or_default();
        let name = bytes
            .get(h.offset_field as usize..h.offset_start as usize)
            .unwrap_or_default();
        let name = name.strip_suffix(b":").unwrap_or(name).trim_ascii();
        headers.push(Header {
            name: String::from_utf8_lossy(name),
            value: match std::str::from_utf8(raw) {
                Ok(value) if !value.contains(['\x1b', '\x0e']) => unfold(value),
                _ => {
                    let likely = likely.get_or_insert_with(|| charset(&parsed));
                    let value = text::unnamed(raw, likely.as_deref());
                    Cow::Owned(unfold(&value).into_owned())
                }
            },
            line,
        });
    }
    let mut message = Message::new(headers, root.content_type());
    for part in &parsed.parts {
        if matches!(part.body, PartType::Multipart(_)) {
            continue;
        }
        let raw = bytes
            .get(part.offset_body as usize..part.offset_end as usize)
            .unwrap_or_default();
        message.push(Leaf {
            content_type: part.content_type(),
            disposition: part.content_disposition(),
            encoding: part.encoding,
            raw,
            line: lines.of(start + part.offset_body as usize),
        });
    }
    Ok(message)
}

/// Whether bytes with these headers are a message: one of the headers is a header of mail, and
/// what stands before it is text; two are, where the first line is none. Anything with a colon in it
/// has what looks like a header.
pub(super) fn is_message(bytes: &[u8], headers: &[mail_parser::Header]) -> bool {
    let mut of_mail = headers.iter().filter(|h| match &h.name {
        HeaderName::Other(name) => is_of_mail(name),
        // Other texts have them too.
        HeaderName::Date | HeaderName::Keywords | HeaderName::Comments => false,
        _ => true,
    });
    let Some(first) = of_mail.next() else {
        return false;
    };
    let before = bytes.get(..first.offset_field as usize);
    let before = before.unwrap_or_default();
    // ESC switches to other character sets.
    let is_text = |b: &u8| *b >= b' ' || b.is_ascii_whitespace() || *b == b'\x1b';
    // Tags, brackets and quotes begin other texts.
    let named = bytes.first().is_none_or(|b| !b"<{[\"'%#".contains(b)) && start::is_header(bytes);
    before.iter().all(is_text) && (named || of_mail.next().is_some())
}

/// Whether a line begins with the name of a header of mail.
#[cfg(feature = "cli")]
pub(super) fn begins_with_name(line: &[u8]) -> bool {
    let name = line.split(|b| *b == b':').next().unwrap_or_default();
    let name = std::str::from_utf8(name.trim_ascii()).unwrap_or_default();
    is_of_mail(name)
        || matches!(HeaderName::parse(name), Some(known) if !matches!(known, HeaderName::Other(_)))
}

/// Whether a name is that of a header of mail which the parser does not know.
fn is_of_mail(name: &str) -> bool {
    const NAMES: [&str; 9] = [
        "Auto-Submitted",
        "Delivered-To",
        "Disposition-Notification-To",
        "Envelope-To",
        "Importance",
        "Precedence",
        "Received-SPF",
        "Thread-Topic",
        "Apparently-To",
    ];
    let is_own = |prefix: &[u8]| prefix.eq_ignore_ascii_case(b"X-");
    name.bytes().all(|b| b.is_ascii_graphic())
        && (name.as_bytes().get(..2).is_some_and(is_own)
            || NAMES.iter().any(|known| name.eq_ignore_ascii_case(known)))
}

/// The character set that a part of a message names, which that of its raw headers is likely to be.
fn charset(parsed: &mail_parser::Message) -> Option<String> {
    let mut parts = parsed.parts.iter();
    parts.find_map(|part| attribute(part.content_type()?, "charset"))
}

/// A leaf part as it was found.
pub(super) struct Leaf<'c, 'a> {
    pub(super) content_type: Option<&'c ContentType<'c>>,
    pub(super) disposition: Option<&'c ContentType<'c>>,
    pub(super) encoding: Encoding,
    /// Its body, in its transfer encoding, and the line of that.
    pub(super) raw: &'a [u8],
    pub(super) line: u32,
}

impl<'a> Message<'a> {
    /// A message that has no parts yet.
    pub(super) fn new(headers: Vec<Header<'a>>, content_type: Option<&ContentType>) -> Self {
        let mut message = Self {
            headers,
            media_type: media_type(content_type),
            report_type: content_type.and_then(|c| attribute(c, "report-type")),
            ..Self::default()
        };
        message.is_mime =
            message.header("MIME-Version").is_some() || message.header("Content-Type").is_some();
        message
    }

    /// Add a part.
    pub(super) fn push(&mut self, leaf: Leaf<'_, 'a>) {
        let media_type = media_type(leaf.content_type);
        // A multipart without its parts is text: where a report was copied, what it says is in it.
        let wants_bytes = media_type.starts_with("text/")
            || media_type.starts_with("multipart/")
            || media_type.ends_with("delivery-status")
            || media_type.ends_with("disposition-notification");
        let named = leaf.disposition.and_then(|d| attribute(d, "filename"));
        let named = named.or_else(|| attribute(leaf.content_type?, "name"));
        let name = named.unwrap_or_default();
        let is_tnef = media_type == "application/ms-tnef"
            || media_type == "application/vnd.ms-tnef"
            || name == "winmail.dat";
        let body = if wants_bytes || is_tnef {
            decoded(leaf.raw, leaf.encoding)
        } else {
            Cow::Borrowed(&[][..])
        };
        if is_tnef && self.tnef.is_none() {
            // What is said to be TNEF and does not begin as such is damaged.
            let damaged = || media_type.ends_with("tnef").then(Tnef::unread);
            let tnef = tnef::read(&body).or_else(damaged);
            self.tnef = tnef.map(|t| (t, leaf.line));
            // The plain text beside it is for readers that do not know TNEF.
            let html = self.tnef.as_ref().and_then(|(t, line)| t.html_part(*line));
            self.parts.extend(html);
        }
        self.parts.push(Part {
            media_type,
            typed: leaf.content_type.is_some(),
            charset: leaf.content_type.and_then(|c| attribute(c, "charset")),
            name,
            body,
            encoded: leaf.raw.len(),
            line: leaf.line,
            attachment: leaf
                .disposition
                .is_some_and(|d| d.ctype().eq_ignore_ascii_case("attachment")),
        });
    }
}

/// The value of a parameter, lower case. It may be folded (RFC 5322, 2.2.3): then its lines are one.
fn attribute(of: &ContentType, name: &str) -> Option<String> {
    let mut value = lower(of.attribute(name)?).into_owned();
    if memchr::memchr2(b'\r', b'\n', value.as_bytes()).is_some() {
        value.retain(|c| c != '\r' && c != '\n');
    }
    Some(value)
}

/// A media type, lower case; the usual ones need no allocation.
fn media_type(content_type: Option<&ContentType>) -> Cow<'static, str> {
    let Some(content_type) = content_type else {
        return Cow::Borrowed("text/plain");
    };
    let (main, sub) = (
        content_type.ctype(),
        content_type.subtype().unwrap_or_default(),
    );
    const USUAL: [(&str, &str, &str); 3] = [
        ("text", "plain", "text/plain"),
        ("text", "html", "text/html"),
        ("multipart", "alternative", "multipart/alternative"),
    ];
    USUAL
        .iter()
        .find(|(m, s, _)| main.eq_ignore_ascii_case(m) && sub.eq_ignore_ascii_case(s))
        .map_or_else(
            || [main, "/", sub].concat().to_ascii_lowercase().into(),
            |(_, _, whole)| Cow::Borrowed(*whole),
        )
}

fn decoded(raw: &[u8], encoding: Encoding) -> Cow<'_, [u8]> {
    match encoding {
        Encoding::None => None,
        Encoding::Base64 => base64_decode(raw),
        Encoding::QuotedPrintable => quoted_printable_decode(raw),
    }
    .map_or(Cow::Borrowed(raw), Cow::Owned)
}

/// A header's value on one line; what is on one line already is borrowed.
pub(super) fn unfold(value: &str) -> Cow<'_, str> {
    let value = value.trim_ascii();
    if memchr::memchr2(b'\r', b'\n', value.as_bytes()).is_none() {
        return Cow::Borrowed(value);
    }
    let lines = value.split(['\r', '\n']).map(str::trim_ascii);
    let lines: Vec<_> = lines.filter(|l| !l.is_empty()).collect();
    Cow::Owned(lines.join(" "))
}

/// Counts lines up to rising offsets.
struct Lines<'a> {
    bytes: &'a [u8],
    gaps: &'a [Gap],
    at: usize,
    line: u32,
}

impl Lines<'_> {
    fn of(&mut self, offset: usize) -> u32 {
        if offset < self.at {
            (self.at, self.line) = (0, 1);
        }
        let between = self.bytes.get(self.at..offset).unwrap_or_default();
        let count = line_ends(between);
        self.line = self
            .line
            .saturating_add(u32::try_from(count).unwrap_or(u32::MAX));
        self.at = offset;
        // Lines left out at the offset itself belong to the body that begins there.
        let left_out = self.gaps.iter().take_while(|g| g.at < offset);
        left_out.fold(self.line, |line, gap| line.saturating_add(gap.lines))
    }
}
