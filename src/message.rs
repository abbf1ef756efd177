//! Gathers the facts of a message that later steps look at.

pub mod tnef;

use crate::input::slim::{Gap, Slimmer};
use crate::policy::domain;
use crate::words::{Sentence, en};
use mail_parser::decoders::{base64::base64_decode, quoted_printable::quoted_printable_decode};
use mail_parser::{Encoding, HeaderName, MessageParser, MimeHeaders, PartType};
use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::LazyLock;
use tnef::Tnef;

/// A header line: name as written, unfolded value, 1-based line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header<'a> {
    /// Name as written.
    pub name: Cow<'a, str>,
    /// Value, unfolded and trimmed.
    pub value: Cow<'a, str>,
    /// 1-based line in the file.
    pub line: u32,
}

/// A part that is not a multipart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part<'a> {
    /// Media type, lower case; `text/plain` where none is given.
    pub media_type: Cow<'static, str>,
    /// Whether a Content-Type names it.
    pub typed: bool,
    /// Charset that is named, lower case.
    pub charset: Option<String>,
    /// File name, lower case.
    pub name: String,
    /// Body without its transfer encoding.
    pub body: Cow<'a, [u8]>,
    /// 1-based line of the body.
    pub line: u32,
    /// Whether the part is an attachment.
    pub attachment: bool,
}

/// A message and what was found in it.
#[derive(Debug, Clone, Default)]
pub struct Message<'a> {
    /// Headers of the message itself, in order.
    pub headers: Vec<Header<'a>>,
    /// Its leaf parts, in order; those of attached messages are not among them.
    pub parts: Vec<Part<'a>>,
    /// Media type of the whole, lower case.
    pub media_type: Cow<'static, str>,
    /// `report-type` of the Content-Type, lower case.
    pub report_type: Option<String>,
    /// Whether it has MIME-Version or Content-Type.
    pub is_mime: bool,
    /// The TNEF part, if there is one, and the line it starts on.
    pub tnef: Option<(Tnef, u32)>,
}

impl<'a> Message<'a> {
    /// The first header of a name, in any case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&Header<'a>> {
        self.headers
            .iter()
            .find(|h| h.name.eq_ignore_ascii_case(name))
    }

    /// The same, with bytes of its own.
    fn into_owned<'b>(self) -> Message<'b> {
        let text = |text: Cow<str>| Cow::Owned(text.into_owned());
        let headers = self.headers.into_iter();
        let parts = self.parts.into_iter();
        Message {
            headers: headers
                .map(|h| Header {
                    name: text(h.name),
                    value: text(h.value),
                    line: h.line,
                })
                .collect(),
            parts: parts
                .map(|p| Part {
                    body: Cow::Owned(p.body.into_owned()),
                    ..p
                })
                .collect(),
            media_type: self.media_type,
            report_type: self.report_type,
            is_mime: self.is_mime,
            tnef: self.tnef,
        }
    }

    /// Addresses of a header, as compared.
    #[must_use]
    pub fn addresses(&self, name: &str) -> Vec<String> {
        let all = self
            .headers
            .iter()
            .filter(|h| h.name.eq_ignore_ascii_case(name));
        all.flat_map(|h| addresses(&h.value)).collect()
    }

    /// The envelope sender: Return-Path, else the author; empty for the null sender.
    #[must_use]
    pub fn sender(&self) -> String {
        match self.header("Return-Path") {
            Some(path) if is_null_sender(&path.value) => String::new(),
            Some(path) => addresses(&path.value)
                .into_iter()
                .next()
                .unwrap_or_else(|| self.author()),
            None => self.author(),
        }
    }

    /// Who wrote it, also where the envelope sender is null: the Resent ones, else Sender, else
    /// From; empty where none is named.
    #[must_use]
    pub fn author(&self) -> String {
        ["Resent-Sender", "Resent-From", "Sender", "From"]
            .iter()
            .find_map(|n| self.addresses(n).into_iter().next())
            .unwrap_or_default()
    }

    /// The recipients: Resent-* where there are some, else To, Cc and Bcc; each once.
    #[must_use]
    pub fn recipients(&self) -> Vec<String> {
        let mut once: Vec<String> = Vec::new();
        let mut seen = HashSet::new();
        for names in [
            ["Resent-To", "Resent-Cc", "Resent-Bcc"],
            ["To", "Cc", "Bcc"],
        ] {
            for name in names {
                let named = |h: &&Header| h.name.eq_ignore_ascii_case(name);
                for header in self.headers.iter().filter(named) {
                    for address in addresses(&header.value) {
                        // Of a few, looking is faster than remembering.
                        let known = if once.len() < 16 {
                            once.contains(&address)
                        } else {
                            if seen.is_empty() {
                                seen.extend(once.iter().cloned());
                            }
                            !seen.insert(address.clone())
                        };
                        if !known {
                            once.push(address);
                        }
                    }
                }
            }
            if !once.is_empty() {
                break;
            }
        }
        once
    }
}

/// Whether a return path is the null sender, `<>`.
#[must_use]
pub fn is_null_sender(path: &str) -> bool {
    path.split_whitespace().collect::<String>() == "<>"
}

/// Addresses of an address list: comments, quoted names and group names do not count.
#[must_use]
pub fn addresses(value: &str) -> Vec<String> {
    // Most fields hold one bare address.
    let bare = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'@' | b'.' | b'-' | b'_' | b'+');
    if value.bytes().all(bare) {
        return Vec::from_iter(value.contains('@').then(|| domain::address(value)));
    }
    let mut out = Vec::new();
    let mut word = String::new();
    let (mut quoted, mut escaped, mut comment, mut angle) = (false, false, 0u32, None::<String>);
    let mut push = |word: &mut String, angle: &mut Option<String>| {
        let text = angle.take().unwrap_or_else(|| word.trim().to_owned());
        if text.contains('@') {
            out.push(domain::address(&text));
        }
        word.clear();
    };
    for c in value.chars() {
        if escaped {
            escaped = false;
            if comment == 0 {
                word.push(c);
            }
            continue;
        }
        match c {
            '\\' if quoted || comment > 0 => escaped = true,
            '"' if comment == 0 => {
                quoted = !quoted;
                word.push(c);
            }
            _ if quoted => word.push(c),
            '(' => comment += 1,
            ')' if comment > 0 => comment -= 1,
            _ if comment > 0 => {}
            '<' => word.clear(),
            '>' => angle = Some(word.trim().to_owned()),
            ',' | ';' => push(&mut word, &mut angle),
            ':' if !word.contains('@') => word.clear(),
            _ => word.push(c),
        }
    }
    push(&mut word, &mut angle);
    out
}

/// Only the headers that give the structure are parsed; the others stay as they are written.
static PARSER: LazyLock<MessageParser> = LazyLock::new(|| {
    MessageParser::new()
        .header_content_type(HeaderName::ContentType)
        .header_content_type(HeaderName::ContentDisposition)
        .header_text(HeaderName::ContentTransferEncoding)
        .default_header_raw()
});

/// Read a message.
///
/// # Errors
/// Why the bytes are not a message.
pub fn read(bytes: &[u8]) -> Result<Message<'_>, Sentence> {
    read_with_gaps(bytes, &[])
}

/// Bytes up to which no message can hurt the parser, however deep or manifold its parts are; of a
/// longer one, what nothing depends on is taken out first, and with it what is beyond the limits.
const HARMLESS: usize = 16 << 10;

/// Read a message of which lines were left out.
///
/// # Errors
/// Why the bytes are not a message, or the limit that it is beyond.
pub fn read_with_gaps<'a>(bytes: &'a [u8], gaps: &[Gap]) -> Result<Message<'a>, Sentence> {
    if bytes.len() <= HARMLESS || !gaps.is_empty() {
        return parse(bytes, gaps);
    }
    let mut slimmer = Slimmer::default();
    slimmer.feed(bytes);
    let slim = slimmer.finish()?;
    parse(&slim.bytes, &slim.gaps).map(Message::into_owned)
}

fn parse<'a>(bytes: &'a [u8], gaps: &[Gap]) -> Result<Message<'a>, Sentence> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(en("the file is empty").into());
    }
    let parsed = PARSER.parse(bytes).ok_or(en("no header line was found"))?;
    let root = parsed.parts.first().ok_or(en("no header line was found"))?;
    if root.headers.is_empty() {
        return Err(en("no header line was found; a message starts with lines such as `From: alice@contoso.com`").into());
    }
    let mut lines = Lines {
        bytes,
        gaps,
        at: 0,
        line: 1,
    };
    let mut message = Message {
        media_type: "text/plain".into(),
        ..Message::default()
    };
    message.headers.reserve(root.headers.len());
    for h in &root.headers {
        let line = lines.of(h.offset_field as usize);
        let raw = bytes
            .get(h.offset_start as usize..h.offset_end as usize)
            .unwrap_or_default();
        let name = bytes
            .get(h.offset_field as usize..h.offset_start as usize)
            .unwrap_or_default();
        let name = name.strip_suffix(b":").unwrap_or(name).trim_ascii();
        let name = text(name);
        message.headers.push(Header {
            name,
            value: unfold(raw),
            line,
        });
    }
    message.is_mime =
        message.header("MIME-Version").is_some() || message.header("Content-Type").is_some();
    for part in &parsed.parts {
        let content_type = part.content_type();
        let typed = content_type.is_some();
        let media_type = content_type.map_or(Cow::Borrowed("text/plain"), |c| {
            media_type(c.ctype(), c.subtype().unwrap_or_default())
        });
        if std::ptr::eq(part, root) {
            message.report_type = content_type
                .and_then(|c| c.attribute("report-type"))
                .map(str::to_lowercase);
            message.media_type.clone_from(&media_type);
        }
        if matches!(part.body, PartType::Multipart(_)) {
            continue;
        }
        let raw = bytes
            .get(part.offset_body as usize..part.offset_end as usize)
            .unwrap_or_default();
        let wants_bytes = media_type.starts_with("text/")
            || media_type.ends_with("delivery-status")
            || media_type.ends_with("disposition-notification");
        let name = part.attachment_name().unwrap_or_default().to_lowercase();
        let is_tnef = media_type == "application/ms-tnef"
            || media_type == "application/vnd.ms-tnef"
            || name == "winmail.dat";
        let body = if wants_bytes || is_tnef {
            decoded(raw, part.encoding)
        } else {
            Cow::Borrowed(&[][..])
        };
        let line = lines.of(part.offset_body as usize);
        if is_tnef && message.tnef.is_none() {
            message.tnef = tnef::read(&body).map(|t| (t, line));
        }
        let attachment = part
            .content_disposition()
            .is_some_and(|d| d.ctype().eq_ignore_ascii_case("attachment"));
        let charset = content_type
            .and_then(|c| c.attribute("charset"))
            .map(str::to_lowercase);
        message.parts.push(Part {
            media_type,
            typed,
            charset,
            name,
            body,
            line,
            attachment,
        });
    }
    Ok(message)
}

/// A media type, lower case; the usual ones are not built anew.
fn media_type(main: &str, sub: &str) -> Cow<'static, str> {
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

/// Bytes as text; what is not UTF-8 is replaced. Text that is, the usual case, is checked at once.
fn text(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => String::from_utf8_lossy(bytes),
    }
}

/// A header's value on one line; what is on one line already is borrowed.
fn unfold(raw: &[u8]) -> Cow<'_, str> {
    let raw = raw.trim_ascii();
    if memchr::memchr2(b'\r', b'\n', raw).is_none() {
        return text(raw);
    }
    let lines = raw.split(|b| matches!(b, b'\r' | b'\n'));
    let lines: Vec<_> = lines
        .map(<[u8]>::trim_ascii)
        .filter(|l| !l.is_empty())
        .map(String::from_utf8_lossy)
        .collect();
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
        let count = memchr::memchr_iter(b'\n', between).count();
        self.line = self
            .line
            .saturating_add(u32::try_from(count).unwrap_or(u32::MAX));
        self.at = offset;
        // What was left out at the very place is of the body that begins there.
        let left_out = self.gaps.iter().take_while(|g| g.at < offset);
        left_out.fold(self.line, |line, gap| line.saturating_add(gap.lines))
    }
}
