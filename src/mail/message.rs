//! Holds the facts of a message that its classification and its verdicts depend on.

use super::large::TEXT;
use super::text;
use super::tnef::Tnef;
use crate::address;
use std::borrow::Cow;
use std::collections::HashSet;

/// A header line: name as written, unfolded value, 1-based line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header<'a> {
    /// Name as written.
    pub name: Cow<'a, str>,
    /// Value, unfolded and trimmed; its encoded words are as written (see [`Header::text`]).
    pub value: Cow<'a, str>,
    /// 1-based line in the file.
    pub line: u32,
}

impl Header<'_> {
    /// The value as it is shown: encoded words decoded.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        text::decode_words(&self.value)
    }
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
    /// Bytes of the body in its transfer encoding.
    pub encoded: usize,
    /// 1-based line of the body.
    pub line: u32,
    /// Whether the part is an attachment.
    pub attachment: bool,
}

/// Bytes of a text or report, as encoded, from which on some of it may have been left out. The line
/// break before a boundary is not counted.
const MAYBE_CUT: usize = TEXT - 2;

impl Part<'_> {
    /// Whether there may be more of a text or report than its body has: of a very long one only the
    /// beginning is read.
    #[must_use]
    pub fn may_be_cut(&self) -> bool {
        self.encoded >= MAYBE_CUT
    }

    /// The text of the body, in the character set that is named or that it looks like.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        text::decode(&self.body, self.charset.as_deref())
    }
}

/// Whether a part is of S/MIME: encrypted, or signed in a form that is not plain.
#[must_use]
pub fn is_pkcs7(media_type: &str) -> bool {
    matches!(
        media_type,
        "application/pkcs7-mime" | "application/x-pkcs7-mime"
    )
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
        self.named(name).next()
    }

    /// The same, with bytes of its own.
    pub(super) fn into_owned<'b>(self) -> Message<'b> {
        let owned = |text: Cow<str>| Cow::Owned(text.into_owned());
        let headers = self.headers.into_iter();
        let parts = self.parts.into_iter();
        Message {
            headers: headers
                .map(|h| Header {
                    name: owned(h.name),
                    value: owned(h.value),
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

    /// Whether its content cannot be seen: it is encrypted, or signed in a form that is not plain. A
    /// mailbox keeps that as an attachment of IPM.Note.SMIME, and no body (MS-OXOSMIME, 2.1.2); of
    /// what is signed in a plain form it may keep none either.
    #[must_use]
    pub fn is_sealed(&self) -> bool {
        let is_sealed =
            |media_type: &str| media_type == "multipart/encrypted" || is_pkcs7(media_type);
        let named = |part: &Part| part.name.ends_with(".p7m");
        let class = self.tnef.as_ref();
        let class = class.and_then(|(tnef, _)| tnef.message_class.as_deref());
        let class = class.unwrap_or_default().to_ascii_lowercase();
        let of_class = match class.strip_prefix("ipm.note.smime") {
            Some(rest) if rest.starts_with(".multipartsigned") => self.parts.is_empty(),
            Some(rest) => rest.is_empty() || rest.starts_with('.'),
            None => false,
        };
        of_class || is_sealed(&self.media_type) || matches!(&*self.parts, [part] if named(part))
    }

    /// Addresses of a header, as compared.
    #[must_use]
    pub fn addresses(&self, name: &str) -> Vec<String> {
        self.named(name)
            .flat_map(|h| address::list(&h.value))
            .collect()
    }

    /// The headers of a name, in any case.
    fn named(&self, name: &str) -> impl Iterator<Item = &Header<'a>> {
        let all = self.headers.iter();
        all.filter(move |h| h.name.eq_ignore_ascii_case(name))
    }

    /// The envelope sender: Return-Path, else the author; empty for the null sender.
    #[must_use]
    pub fn sender(&self) -> String {
        match self.header("Return-Path") {
            Some(path) if address::is_null_sender(&path.value) => String::new(),
            Some(path) => address::first(&path.value).unwrap_or_else(|| self.author()),
            None => self.author(),
        }
    }

    /// Who wrote it, also where the envelope sender is null: the Resent ones, else Sender, else
    /// From; empty where none is named.
    #[must_use]
    pub fn author(&self) -> String {
        ["Resent-Sender", "Resent-From", "Sender", "From"]
            .iter()
            .find_map(|name| self.named(name).find_map(|h| address::first(&h.value)))
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
                for header in self.named(name) {
                    address::each(&header.value, &mut |address| {
                        // Comparing a few is faster than hashing them.
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
                    });
                }
            }
            if !once.is_empty() {
                break;
            }
        }
        once
    }
}
