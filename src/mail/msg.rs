//! Reads an Outlook message (.msg): its class, flags, headers, sender, recipients and body.
//! Sources: MS-OXMSG, MS-OXPROPS.

use super::message::{Message, Part};
use super::tnef::Tnef;
use super::{Error, charset, mime, rtf};
use encoding_rs::Encoding;
use std::fmt::Write as _;
use std::io::{Read, Seek};
use std::path::Path;

/// Bytes of a property that are read.
const PROPERTY: u64 = 1 << 20;
/// Recipients that are read.
const RECIPIENTS: usize = 10_000;

const CLASS: u16 = 0x001A;
const SUBJECT: u16 = 0x0037;
const HEADERS: u16 = 0x007D;
const SENDER: [u16; 4] = [0x5D01, 0x5D02, 0x0C1F, 0x0065];
const RECIPIENT: [u16; 3] = [0x39FE, 0x3003, 0x3001];
const RECIPIENT_TYPE: u16 = 0x0C15;
const BODY: u16 = 0x1000;
const HTML: u16 = 0x1013;
const RTF_COMPRESSED: u16 = 0x1009;
const AUTO_FORWARDED: u16 = 0x0005;
const OOF_REPLY_TYPE: u16 = 0x4080;
const INTERNET_CODE_PAGE: u16 = 0x3FDE;
const MESSAGE_CODE_PAGE: u16 = 0x3FFD;

/// Read an Outlook message.
///
/// # Errors
/// Why it is none, or has no header that can be read.
pub fn read(from: impl Read + Seek) -> Result<Message<'static>, Error> {
    let mut file = cfb::CompoundFile::open(from).map_err(|e| Error::UnreadableOutlook {
        error: e.to_string(),
    })?;
    let fixed = Fixed::read(&mut file, "/", 32);
    let encoding = charset::encoding(
        fixed
            .get(MESSAGE_CODE_PAGE)
            .or(fixed.get(INTERNET_CODE_PAGE)),
    );
    let mut text = |ids: &[u16]| -> Option<String> {
        let mut found = ids.iter().map(|id| string(&mut file, "/", *id, encoding));
        found.find_map(|text| text.filter(|t| !t.trim().is_empty()))
    };
    let class = text(&[CLASS]).ok_or(Error::NotOutlook)?;
    let subject = text(&[SUBJECT]).unwrap_or_default();
    let transport = text(&[HEADERS]).unwrap_or_default();
    // Only SMTP addresses; Exchange's own begin with `/O=`.
    let mut sender = None;
    for id in SENDER {
        sender = sender.or_else(|| text(&[id]).filter(|a| a.contains('@')));
    }
    let plain = text(&[BODY]);
    let html = binary(&mut file, "/", HTML).or_else(|| {
        let html = string(&mut file, "/", HTML, encoding)?;
        Some(html.into_bytes())
    });
    // Outlook keeps HTML within RTF too; what it says is in the plain text.
    let html = html.or_else(|| {
        let compressed = binary(&mut file, "/", RTF_COMPRESSED)?;
        let text = || plain.clone().unwrap_or_default().into_bytes();
        rtf::is_html(&compressed).then(text)
    });
    let recipients = recipients(&mut file, encoding);
    let headers = headers(&transport, &subject, sender.as_deref(), &recipients);
    let bodies = [
        plain.map(|text| ("text/plain", text.into_bytes())),
        html.map(|html| ("text/html", html)),
    ];
    let charset = charset::name(fixed.get(INTERNET_CODE_PAGE));
    let parts = bodies.into_iter().flatten().map(|(media_type, body)| Part {
        media_type: media_type.into(),
        typed: true,
        charset: Some(charset.clone()),
        name: String::new(),
        body: body.into(),
        line: 0,
        attachment: false,
    });
    let tnef = Tnef {
        message_class: Some(class),
        auto_forwarded: fixed.get(AUTO_FORWARDED).map(|v| v & 0xffff != 0),
        oof_reply_type: fixed.get(OOF_REPLY_TYPE).map(u32::cast_signed),
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

/// The recipients, each with the header that names it.
fn recipients<F: Read + Seek>(
    file: &mut cfb::CompoundFile<F>,
    encoding: &'static Encoding,
) -> Vec<(&'static str, String)> {
    let Ok(entries) = file.read_storage("/") else {
        return Vec::new();
    };
    let storages =
        entries.filter(|e| e.is_storage() && e.name().starts_with("__recip_version1.0_"));
    let paths: Vec<String> = storages
        .take(RECIPIENTS)
        .map(|e| e.path().to_string_lossy().into_owned())
        .collect();
    let mut out = Vec::new();
    for path in paths {
        let mut found = RECIPIENT
            .iter()
            .map(|id| string(file, &path, *id, encoding));
        let Some(address) = found.find_map(|a| a.filter(|a| a.contains('@'))) else {
            continue;
        };
        let header = match Fixed::read(file, &path, 8).get(RECIPIENT_TYPE) {
            Some(2) => "Cc",
            Some(3) => "Bcc",
            _ => "To",
        };
        out.push((header, address));
    }
    out
}

/// The properties of fixed size of a message or a recipient: identifier and value.
struct Fixed(Vec<(u16, u32)>);

impl Fixed {
    fn read<F: Read + Seek>(file: &mut cfb::CompoundFile<F>, storage: &str, header: usize) -> Self {
        let bytes = stream(file, storage, "__properties_version1.0").unwrap_or_default();
        let entries = bytes.get(header..).unwrap_or_default().chunks_exact(16);
        let properties = entries.filter_map(|entry| {
            let id = u16::from_le_bytes(entry.get(2..4)?.try_into().ok()?);
            let value = u32::from_le_bytes(entry.get(8..12)?.try_into().ok()?);
            Some((id, value))
        });
        Self(properties.collect())
    }

    fn get(&self, id: u16) -> Option<u32> {
        let mut all = self.0.iter();
        all.find(|(i, _)| *i == id).map(|(_, value)| *value)
    }
}

/// A stream of a storage, as much of it as is read.
fn stream<F: Read + Seek>(
    file: &mut cfb::CompoundFile<F>,
    storage: &str,
    name: &str,
) -> Option<Vec<u8>> {
    let stream = file.open_stream(Path::new(storage).join(name)).ok()?;
    let mut bytes = Vec::new();
    stream.take(PROPERTY).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// A text property, in either of its types.
fn string<F: Read + Seek>(
    file: &mut cfb::CompoundFile<F>,
    storage: &str,
    id: u16,
    encoding: &'static Encoding,
) -> Option<String> {
    let unicode = stream(file, storage, &format!("__substg1.0_{id:04X}001F"));
    let (bytes, encoding) = match unicode {
        Some(bytes) => (bytes, encoding_rs::UTF_16LE),
        None => (
            stream(file, storage, &format!("__substg1.0_{id:04X}001E"))?,
            encoding,
        ),
    };
    let (text, _) = encoding.decode_without_bom_handling(&bytes);
    Some(text.trim_end_matches('\0').to_owned())
}

/// A binary property.
fn binary<F: Read + Seek>(
    file: &mut cfb::CompoundFile<F>,
    storage: &str,
    id: u16,
) -> Option<Vec<u8>> {
    stream(file, storage, &format!("__substg1.0_{id:04X}0102"))
}
