//! Makes a message of the properties of an Outlook item. Sources: MS-OXPROPS, MS-OXMSG.

use super::message::{Message, Part};
use super::tnef::Tnef;
use super::{Error, charset, mime, rtf};
use std::fmt::Write as _;

/// Bytes of a property that are read.
pub(super) const PROPERTY: usize = 1 << 20;
/// Bytes of a text property that are read: more than headers may have, in whatever form they are.
pub(super) const TEXT_PROPERTY: usize = 2 * PROPERTY;
/// Recipients up to which a message is judged.
pub(super) const RECIPIENTS: usize = 10_000;

pub(super) const CLASS: u16 = 0x001A;
pub(super) const SUBJECT: u16 = 0x0037;
pub(super) const HEADERS: u16 = 0x007D;
pub(super) const SENDER: [u16; 4] = [0x5D01, 0x5D02, 0x0C1F, 0x0065];
pub(super) const RECIPIENT: [u16; 3] = [0x39FE, 0x3003, 0x3001];
pub(super) const RECIPIENT_TYPE: u16 = 0x0C15;
pub(super) const BODY: u16 = 0x1000;
pub(super) const HTML: u16 = 0x1013;
pub(super) const RTF_COMPRESSED: u16 = 0x1009;
pub(super) const RTF_IN_SYNC: u16 = 0x0E1F;
pub(super) const NATIVE_BODY: u16 = 0x1016;
pub(super) const AUTO_FORWARDED: u16 = 0x0005;
pub(super) const OOF_REPLY_TYPE: u16 = 0x4080;
pub(super) const INTERNET_CODE_PAGE: u16 = 0x3FDE;
pub(super) const MESSAGE_CODE_PAGE: u16 = 0x3FFD;

/// The properties of an item that are looked at.
#[derive(Debug, Default)]
pub(super) struct Properties {
    pub(super) class: String,
    pub(super) subject: String,
    /// The headers with which it came.
    pub(super) transport: String,
    pub(super) sender: Option<String>,
    pub(super) plain: Option<String>,
    pub(super) html: Option<Vec<u8>>,
    /// Compressed RTF.
    pub(super) rtf: Option<Vec<u8>>,
    /// Whether the RTF is the body that counts, beside plain text.
    pub(super) rtf_counts: bool,
    /// Each with the header that names it.
    pub(super) recipients: Vec<(&'static str, String)>,
    pub(super) code_page: Option<u32>,
    pub(super) auto_forwarded: Option<bool>,
    pub(super) oof_reply_type: Option<i32>,
    /// Whether some of it could not be read.
    pub(super) damaged: bool,
}

impl Properties {
    /// The message.
    ///
    /// # Errors
    /// It has no header that can be read, or more headers or recipients than are read.
    pub(super) fn message(self) -> Result<Message<'static>, Error> {
        if self.recipients.len() > RECIPIENTS {
            return Err(Error::TooManyRecipients);
        }
        let plain = self.plain;
        // Outlook keeps HTML within RTF too; what it says is in the plain text.
        let html = self.html.or_else(|| {
            let text = || plain.clone().unwrap_or_default().into_bytes();
            let counts = self.rtf_counts || plain.is_none();
            rtf::leaves_as_html(&self.rtf?, counts).then(text)
        });
        let sender = self.sender.as_deref();
        let headers = headers(&self.transport, &self.subject, sender, &self.recipients);
        let bodies = [
            plain.map(|text| ("text/plain", text.into_bytes())),
            html.map(|html| ("text/html", html)),
        ];
        let charset = charset::name(self.code_page);
        let parts = bodies.into_iter().flatten().map(|(media_type, body)| Part {
            media_type: media_type.into(),
            typed: true,
            charset: Some(charset.clone()),
            name: String::new(),
            encoded: body.len(),
            body: body.into(),
            line: 0,
            attachment: false,
        });
        let tnef = Tnef {
            message_class: Some(self.class),
            auto_forwarded: self.auto_forwarded,
            oof_reply_type: self.oof_reply_type,
            cut: self.damaged,
            ..Tnef::default()
        };
        Ok(Message {
            media_type: "text/plain".into(),
            report_type: None,
            // Outlook sends MIME and names the character set.
            is_mime: true,
            tnef: Some((tnef, 0)),
            parts: parts.collect(),
            ..mime::read(headers.as_bytes())?.into_owned()
        })
    }
}

/// Whether the RTF of a message is the body that counts: where it has the text of the plain one, or
/// is said to be the one that was written (MS-OXBBODY, 2.1.3.1).
pub(super) fn rtf_counts(in_sync: Option<bool>, native: Option<u32>) -> bool {
    const RTF: u32 = 2;
    in_sync == Some(true) || native == Some(RTF)
}

/// The header that names a recipient of a type.
pub(super) fn header(kind: Option<u32>) -> &'static str {
    match kind {
        Some(2) => "Cc",
        Some(3) => "Bcc",
        _ => "To",
    }
}

/// The transport headers, with the sender, the recipients and the subject where they lack them: a
/// message that was not sent yet has none.
fn headers(
    transport: &str,
    subject: &str,
    sender: Option<&str>,
    recipients: &[(&'static str, String)],
) -> String {
    let mut out = String::new();
    for line in transport.lines().take_while(|l| !l.trim().is_empty()) {
        out.push_str(line);
        out.push_str("\r\n");
    }
    let has = |out: &str, name: &str| {
        out.lines().any(|l| {
            let field = l.split(':').next();
            field.is_some_and(|f| f.trim_end().eq_ignore_ascii_case(name))
        })
    };
    let one_line = |text: &str| text.replace(['\r', '\n'], " ");
    if let Some(sender) = sender.filter(|_| !has(&out, "From")) {
        // A String takes whatever is written to it.
        let _ = write!(out, "From: {}\r\n", one_line(sender));
    }
    if !names_recipients(&out) {
        for (name, address) in recipients {
            let _ = write!(out, "{name}: {}\r\n", one_line(address));
        }
    }
    if !has(&out, "Subject") {
        let _ = write!(out, "Subject: {}\r\n", one_line(subject));
    }
    out.push_str("\r\n");
    out
}

/// Whether headers name a recipient by an address: `To: undisclosed-recipients:;` does not, nor does
/// a display name.
fn names_recipients(headers: &str) -> bool {
    let text = format!("{headers}\r\n");
    mime::read(text.as_bytes()).is_ok_and(|message| !message.recipients().is_empty())
}
