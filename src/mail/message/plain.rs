//! Reads a message of one part that is not encoded, without a parser for the structure that it lacks.
//!
//! What is not as RFC 5322 has it, or has parts, is left to [`super::read`]: both give the same of
//! whatever is read here.

use super::read::{Leaf, unfold};
use super::{Header, Message};
use crate::address::lower;
use mail_parser::parsers::MessageStream;
use mail_parser::{Attribute, ContentType, Encoding, HeaderValue};
use memchr::{memchr, memchr_iter};
use std::borrow::Cow;

/// Header lines for which there is room from the beginning.
const ROOM: usize = 16;

/// Read a message; nothing where it has parts, is encoded, or has lines that are not those of a header.
pub(super) fn read(bytes: &[u8]) -> Option<Message<'_>> {
    let (mut left, body) = halves(bytes)?;
    let mut headers = Vec::with_capacity(ROOM);
    let mut content_type = None;
    let mut line = 1;
    while !left.is_empty() {
        let field = field(left)?;
        if field.is("Content-Type") {
            // Of several the last counts.
            content_type = Some(content_type_of(field.value)?);
        } else if field.is("Content-Disposition")
            || field.is("Content-Transfer-Encoding") && !is_as_written(field.value)
        {
            return None;
        }
        headers.push(Header {
            name: Cow::Borrowed(field.name),
            value: unfold(field.value),
            line,
        });
        left = left.get(field.length..)?;
        line += field.lines;
    }
    let content_type = content_type.as_ref();
    if content_type.is_some_and(|c| matches!(c.ctype(), "multipart" | "message")) {
        return None;
    }
    let mut message = Message::new(headers, content_type);
    message.push(Leaf {
        content_type,
        disposition: None,
        encoding: Encoding::None,
        raw: body,
        line: line + 1,
    });
    Some(message)
}

/// The header lines, if there are some and they are text, and what is below the empty line.
fn halves(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let mut ends = memchr_iter(b'\n', bytes).map(|at| at + 1);
    let (head, body) = ends.find_map(|end| {
        let (head, rest) = bytes.split_at_checked(end)?;
        let rest = rest.strip_prefix(b"\r").unwrap_or(rest);
        Some((head, rest.strip_prefix(b"\n")?))
    })?;
    Some((std::str::from_utf8(head).ok()?, body))
}

/// A header field.
struct Field<'a> {
    name: &'a str,
    /// What stands behind the colon, its last line end included.
    value: &'a str,
    length: usize,
    lines: u32,
}

impl Field<'_> {
    fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }
}

/// The field at the beginning of the header lines, if it has a name.
fn field(text: &str) -> Option<Field<'_>> {
    let bytes = text.as_bytes();
    let colon = bytes.iter().position(|b| !is_of_name(*b))?;
    if colon == 0 || bytes.get(colon) != Some(&b':') {
        return None;
    }
    let (mut end, mut lines) = (colon, 0);
    loop {
        let line = bytes.get(end..)?;
        let length = memchr(b'\n', line)? + 1;
        // The parser is not of one mind about lines of blanks.
        if lines > 0 && line.get(..length)?.trim_ascii().is_empty() {
            return None;
        }
        end += length;
        lines += 1;
        if !matches!(bytes.get(end), Some(b' ' | b'\t')) {
            break;
        }
    }
    Some(Field {
        name: text.get(..colon)?,
        value: text.get(colon + 1..end)?,
        length: end,
        lines,
    })
}

/// Whether a byte may stand in the name of a field (RFC 5322, 2.2).
fn is_of_name(byte: u8) -> bool {
    byte.is_ascii_graphic() && byte != b':'
}

fn content_type_of(value: &str) -> Option<ContentType<'_>> {
    if let Some(simple) = text_type(value) {
        return Some(simple);
    }
    // Words in an encoding of their own may go on into the next field.
    if value.contains('?') {
        return None;
    }
    match MessageStream::new(value.as_bytes()).parse_content_type() {
        HeaderValue::ContentType(c) => Some(c),
        _ => None,
    }
}

/// A type of text with parameters that are single words, such as most messages have.
fn text_type(value: &str) -> Option<ContentType<'_>> {
    let mut parts = value.split(';').map(str::trim_ascii);
    let (main, sub) = parts.next()?.split_once('/')?;
    if !main.eq_ignore_ascii_case("text") || !is_word(sub) {
        return None;
    }
    let mut attributes: Vec<Attribute> = Vec::new();
    for part in parts {
        let (name, value) = part.split_once('=')?;
        let unquoted = value.strip_prefix('"').and_then(|v| v.strip_suffix('"'));
        let (name, value) = (lower(name), unquoted.unwrap_or(value));
        if !is_word(&name) || !is_word(value) {
            return None;
        }
        let value = Cow::Borrowed(value);
        attributes.push(Attribute { name, value });
    }
    Some(ContentType {
        c_type: Cow::Borrowed("text"),
        c_subtype: Some(Cow::Borrowed(sub)),
        attributes: Some(attributes),
    })
}

/// Whether a text is of letters, digits and few signs, none of which has a meaning of its own.
fn is_word(text: &str) -> bool {
    let is_of_word = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
    !text.is_empty() && text.bytes().all(is_of_word)
}

/// Whether a transfer encoding is none.
fn is_as_written(value: &str) -> bool {
    let value = value.trim_ascii();
    let mut names = ["7bit", "8bit", "binary"].iter();
    names.any(|name| value.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::mail::message::read::structured;
    use proptest::prelude::*;

    #[test]
    fn one_part_is_read_here() {
        let whole = b"From: a@contoso.com\r\nSubject: a\r\n b\r\nContent-Type: text/plain; charset=UTF-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nA\r\n";
        let message = read(whole).unwrap();
        assert_eq!(message.header("subject").unwrap().value, "a b");
        assert_eq!(message.header("content-type").unwrap().line, 4);
        let part = message.parts.first().unwrap();
        assert_eq!(part.charset.as_deref(), Some("utf-8"));
        assert_eq!((&*part.body, part.line), (&b"A\r\n"[..], 7));
    }

    #[test]
    fn what_has_parts_is_left() {
        let multipart =
            b"From: a@contoso.com\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b--\n";
        assert!(read(multipart).is_none());
        assert!(read(b"From: a@contoso.com\n").is_none());
        assert!(read(b"\n\n").is_none());
    }

    const FIELDS: [&str; 28] = [
        "From: a@contoso.com",
        "To: b@fabrikam.com",
        "Subject:",
        "X-Long-Name-That-No-Table-Of-Names-Has: 1",
        "MIME-Version: 1.0",
        "Content-Type: text/plain",
        "Content-Type: text/html; charset=\"utf-8\"",
        "content-type: TEXT/PLAIN; charset=ISO-2022-JP; name=a.txt",
        "Content-Type: text/plain; charset=\"a",
        "Content-Type: application/ms-tnef; name=\"winmail.dat\"",
        "Content-Type:",
        "Content-Type: text",
        "Content-Type: multipart/report",
        "Content-Type: multipart/mixed; boundary=b",
        "Content-Type: message/rfc822",
        "Content-Type: text/plain; name*0=a; name*1=b",
        "Content-Type: text/plain (a; b); charset=x",
        "Content-Type: Text/x.y-z;CharSet=\"us-ascii\" ; format=flowed",
        "Content-Type: text/plain; charset=a; charset=b",
        "Content-Type: text/plain; charset = utf-8;",
        "Content-Type: text/plain; report-type=a; name=\"a b\"",
        "Content-Type: text/; charset=utf-8",
        "Content-Transfer-Encoding: base64",
        "Content-Transfer-Encoding: quoted-printable",
        "Content-Transfer-Encoding: 7bit",
        "Content-Transfer-Encoding: BASE64 ",
        "Content-Transfer-Encoding: x",
        "Content-Disposition: attachment",
    ];
    const ODD: [&str; 20] = [
        "=?utf-8?q?a",
        "?=",
        "QUJD",
        "=41",
        "=",
        "QUJ",
        "--b",
        "--b--",
        "\u{e9}",
        "\0",
        "Name : x",
        "a b: c",
        "\n\n",
        "\n \n",
        "\r",
        " ",
        ":",
        ";",
        "\"",
        "\\",
    ];

    /// Fields and what is odd in messages, with line ends of either kind.
    fn lines(odd: u32, most: usize) -> impl Strategy<Value = Vec<u8>> {
        let piece = prop_oneof![
            8 => prop::sample::select(&FIELDS[..]).prop_map(|s| s.as_bytes().to_vec()),
            odd => prop::sample::select(&ODD[..]).prop_map(|s| s.as_bytes().to_vec()),
            odd => prop::collection::vec(any::<u8>(), 0..4),
        ];
        let end =
            prop_oneof![9 => Just("\n"), 4 => Just("\r\n"), 1 => Just("\n "), odd => Just("")];
        let line = (piece, end).prop_map(|(piece, end)| [piece, end.into()].concat());
        prop::collection::vec(line, 0..most).prop_map(|all| all.concat())
    }

    fn messages() -> impl Strategy<Value = Vec<u8>> {
        let blank = prop::sample::select(&["\n", "\r\n", ""][..]);
        let message = (prop_oneof![lines(0, 5), lines(1, 8)], blank, lines(8, 12));
        message.prop_map(|(fields, blank, body)| [fields, blank.into(), body].concat())
    }

    proptest! {
        #[test]
        fn it_reads_what_the_parser_reads(bytes in messages()) {
            if let Some(message) = read(&bytes) {
                prop_assert_eq!(Ok(format!("{message:?}")), structured(&bytes, &[]).map(|m| format!("{m:?}")));
            }
        }
    }
}
