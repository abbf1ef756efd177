//! Builds the messages of reactions, with the headers that Exchange gives them.

use super::pieces::Pieces;
use super::{Incoming, tnef};
use crate::transport::message_facts::ForwardedBy;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use mail_parser::DateTime;
use std::ops::Range;
use std::sync::Arc;

/// The message of a reaction, and what its bytes do not tell.
#[derive(Debug, Clone)]
pub struct ReactionMessage {
    text: Pieces,
    /// Its recipient, as compared.
    pub to: String,
    /// Who forwards it, where it is a forward.
    pub forward: Option<ForwardedBy>,
    /// Notes on it that the verdict is to carry.
    pub notes: Vec<&'static str>,
}

impl ReactionMessage {
    /// Its bytes, with CRLF line ends.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        crlf(&self.text.concat())
    }

    /// The options with which `check` judges its file as it is judged here.
    #[must_use]
    pub fn options(&self) -> Vec<(&str, &str)> {
        let mut options = vec![("--to", self.to.as_str())];
        if let Some(forward) = self.forward {
            options.push(("--forwarded-by", forward.token()));
        }
        options
    }
}

/// A message that is being built.
pub(super) struct MessageBuilder<'a> {
    incoming: &'a Incoming<'a, 'a>,
    to: String,
    text: Pieces,
}

/// Sender, recipient and subject of a reaction.
pub(super) struct Envelope<'a> {
    /// The envelope sender: empty for the null sender.
    pub(super) path: &'a str,
    /// From.
    pub(super) from: &'a str,
    /// To.
    pub(super) to: &'a str,
    /// What precedes the subject.
    pub(super) prefix: &'a str,
    /// The token of the reaction.
    pub(super) token: &'a str,
}

impl<'a> MessageBuilder<'a> {
    /// A new message in answer to the incoming one.
    pub(super) fn new(incoming: &'a Incoming<'a, 'a>, envelope: &Envelope) -> Self {
        let mut builder = Self::bare(incoming, envelope.to);
        builder.field("Return-Path", &format!("<{}>", envelope.path));
        builder.field("From", envelope.from);
        builder.field("To", envelope.to);
        builder.subject(&format!("{}{}", envelope.prefix, incoming.subject()));
        if let Some(at) = incoming.time() {
            builder.field("Date", &DateTime::from_timestamp(at).to_rfc822());
        }
        let original = incoming.message.header("Message-ID").map(|h| &*h.value);
        let local = original.unwrap_or("message").chars().map(|c| match c {
            c if c.is_ascii_alphanumeric() || c == '-' || c == '_' => c,
            _ => '.',
        });
        let local: String = local.take(100).collect();
        let (local, token) = (local.trim_matches('.'), envelope.token);
        let domain = incoming.to.rsplit_once('@').map_or("", |(_, d)| d);
        builder.field("Message-ID", &format!("<{token}.{local}@{domain}>"));
        if let Some(original) = original {
            builder.field("In-Reply-To", original);
            builder.field("References", original);
        }
        builder
    }

    /// A message without any header yet.
    pub(super) fn bare(incoming: &'a Incoming<'a, 'a>, to: &str) -> Self {
        Self {
            incoming,
            to: to.to_owned(),
            text: Pieces::new(&incoming.raw),
        }
    }

    /// Add a header field; a line end in the value would begin another one.
    pub(super) fn field(&mut self, name: &str, value: &str) {
        let one_line = |c: char| if c.is_control() { ' ' } else { c };
        let value: String = value.chars().map(one_line).collect();
        let line = format!("{name}: {}\n", value.trim());
        self.text.push(line.as_bytes());
    }

    /// Add the subject, in encoded words (RFC 2047) where it is not ASCII.
    fn subject(&mut self, subject: &str) {
        if subject.is_ascii() {
            return self.field("Subject", subject);
        }
        let mut words: Vec<String> = Vec::new();
        let mut rest = subject;
        while !rest.is_empty() {
            // A word has at most 75 characters, and no piece of a character.
            let (piece, more) = rest.split_at(rest.floor_char_boundary(42));
            words.push(format!("=?utf-8?B?{}?=", STANDARD.encode(piece)));
            rest = more;
        }
        let line = format!("Subject: {}\n", words.join("\n "));
        self.text.push(line.as_bytes());
    }

    /// The fields by which Exchange marks what a mailbox made: by an inbox rule, or out of office.
    pub(super) fn by_rule(&mut self) {
        let incoming = self.incoming;
        self.field(
            "X-MS-Exchange-Generated-Message-Source",
            "Mailbox Rules Agent",
        );
        self.field("Auto-Submitted", "auto-generated");
        self.loop_header();
        if let Some(id) = incoming.message.header("Message-ID") {
            self.field("X-MS-Exchange-Parent-Message-Id", &id.value);
        }
    }

    /// The field by which Exchange recognises what an inbox rule has already processed.
    pub(super) fn loop_header(&mut self) {
        let owner = self.incoming.to.clone();
        self.field("X-MS-Exchange-Inbox-Rules-Loop", &owner);
    }

    /// Finish with a text and a TNEF part that carries the message class.
    pub(super) fn text_with_class(
        mut self,
        text: &str,
        class: &str,
        oof_reply_type: Option<i32>,
    ) -> ReactionMessage {
        let encoded = STANDARD.encode(tnef::stream(class, oof_reply_type));
        let lines: Vec<&str> = encoded
            .as_bytes()
            .chunks(76)
            .filter_map(|line| std::str::from_utf8(line).ok())
            .collect();
        let stream = format!(
            "Content-Type: application/ms-tnef; name=\"winmail.dat\"\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment; filename=\"winmail.dat\"\n\n{}\n",
            lines.join("\n")
        );
        self.multipart("mixed", &[self.own(&part(text)), self.own(&stream)]);
        self.finish()
    }

    /// Finish with a report: its text, its fields and the headers of what it reports on.
    pub(super) fn report(
        mut self,
        of: &str,
        text: &str,
        fields: &[(&str, &str)],
    ) -> ReactionMessage {
        let mut report = MessageBuilder::bare(self.incoming, "");
        report.field("Content-Type", &format!("message/{of}"));
        report.text.push(b"\n");
        for (name, value) in fields {
            if name.is_empty() {
                report.text.push(b"\n");
            } else {
                report.field(name, value);
            }
        }
        let (head, _) = split(&self.incoming.raw);
        let mut original = self.own("Content-Type: text/rfc822-headers; charset=utf-8\n\n");
        original.push_incoming(head);
        let kind = format!("report; report-type={of}");
        self.multipart(&kind, &[self.own(&part(text)), report.text, original]);
        self.finish()
    }

    /// Finish with the content of the incoming message.
    pub(super) fn content(mut self) -> ReactionMessage {
        let (head, body) = split(&self.incoming.raw);
        self.copy_fields(head, |name| {
            let name = name.to_ascii_lowercase();
            name.starts_with("content-") || name == "mime-version"
        });
        self.text.push(b"\n");
        self.text.push_incoming(body);
        self.finish()
    }

    /// Finish with the incoming message itself, apart from fields that are not kept.
    pub(super) fn message(mut self, without: &[&str]) -> ReactionMessage {
        let (head, body) = split(&self.incoming.raw);
        self.copy_fields(head, |name| {
            !without.iter().any(|w| w.eq_ignore_ascii_case(name))
        });
        self.text.push(b"\n");
        self.text.push_incoming(body);
        self.finish()
    }

    /// Finish with the incoming message as an attachment.
    pub(super) fn attached(mut self) -> ReactionMessage {
        let text = self.own(&part("Attached is a forwarded message."));
        let mut original =
            self.own("Content-Type: message/rfc822\nContent-Disposition: attachment\n\n");
        original.push_incoming(0..self.incoming.raw.len());
        self.multipart("mixed", &[text, original]);
        self.finish()
    }

    /// Copy fields of the incoming message, byte for byte.
    fn copy_fields(&mut self, head: Range<usize>, wanted: impl Fn(&str) -> bool) {
        let mut at = head.start;
        let raw = Arc::clone(&self.incoming.raw);
        let lines = raw.get(head).unwrap_or_default();
        let mut copying = false;
        for line in lines.split_inclusive(|b| *b == b'\n') {
            if !line.starts_with(b" ") && !line.starts_with(b"\t") {
                let name = line.split(|b| *b == b':').next().unwrap_or_default();
                // A line without a colon is no field, such as `From ` of a mailbox file.
                copying = line.contains(&b':')
                    && !line.starts_with(b"From ")
                    && wanted(String::from_utf8_lossy(name).trim());
            }
            if copying {
                self.text.push_incoming(at..at + line.len());
                if !line.ends_with(b"\n") {
                    self.text.push(b"\n");
                }
            }
            at += line.len();
        }
    }

    /// A part of the message that is text of its own.
    fn own(&self, text: &str) -> Pieces {
        let mut own = Pieces::new(&self.incoming.raw);
        own.push(text.as_bytes());
        own
    }

    fn multipart(&mut self, kind: &str, parts: &[Pieces]) {
        let mut boundary = String::from("part");
        let texts: Vec<Vec<u8>> = parts.iter().map(Pieces::concat).collect();
        let found = |boundary: &str| {
            let marker = format!("--{boundary}");
            let marker = memchr::memmem::Finder::new(marker.as_bytes());
            texts.iter().any(|text| marker.find(text).is_some())
        };
        while found(&boundary) {
            boundary.push('x');
        }
        self.field("MIME-Version", "1.0");
        let kind = format!("multipart/{kind}; boundary=\"{boundary}\"");
        self.field("Content-Type", &kind);
        for part in parts {
            self.text.push(format!("\n--{boundary}\n").as_bytes());
            self.text.append(part);
        }
        self.text.push(format!("\n--{boundary}--\n").as_bytes());
    }

    fn finish(self) -> ReactionMessage {
        ReactionMessage {
            text: self.text,
            to: self.to,
            forward: None,
            notes: Vec::new(),
        }
    }
}

/// A text part with its headers: HTML where the text is.
fn part(text: &str) -> String {
    let lower = text.to_ascii_lowercase();
    let html = ["<html", "<body", "<div", "<p>", "<br"]
        .iter()
        .any(|tag| lower.contains(tag));
    let kind = if html { "html" } else { "plain" };
    let bits = if text.is_ascii() { "7bit" } else { "8bit" };
    format!(
        "Content-Type: text/{kind}; charset=utf-8\nContent-Transfer-Encoding: {bits}\n\n{}\n",
        text.trim_end()
    )
}

/// The header of a message and its body, separated by the first empty line.
fn split(raw: &[u8]) -> (Range<usize>, Range<usize>) {
    let mut at = 0;
    for line in raw.split_inclusive(|b| *b == b'\n') {
        if line.iter().all(|b| matches!(b, b'\r' | b'\n')) {
            return (0..at, at + line.len()..raw.len());
        }
        at += line.len();
    }
    (0..raw.len(), raw.len()..raw.len())
}

/// The same with CRLF line ends throughout.
fn crlf(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() + text.len() / 32);
    let mut before = 0;
    for byte in text {
        if *byte == b'\n' && before != b'\r' {
            out.push(b'\r');
        }
        out.push(*byte);
        before = *byte;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{crlf, split};

    #[test]
    fn line_ends_are_crlf_whatever_they_were() {
        assert_eq!(crlf(b"a\nb\r\nc\rd"), b"a\r\nb\r\nc\rd");
    }

    #[test]
    fn the_first_empty_line_divides() {
        let cases: [(&[u8], &[u8], &[u8]); 4] = [
            (b"A: 1\n\nbody\n\nmore", b"A: 1\n", b"body\n\nmore"),
            (b"A: 1\r\n\r\nbody", b"A: 1\r\n", b"body"),
            (b"A: 1\n", b"A: 1\n", b""),
            (b"\nbody", b"", b"body"),
        ];
        for (raw, head, body) in cases {
            let (h, b) = split(raw);
            assert_eq!((&raw[h], &raw[b]), (head, body));
        }
    }
}
