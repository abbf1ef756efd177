//! Reads the few TNEF attributes that tell a message's kind (MS-OXTNEF).
//!
//! Of a stream that is cut short, or has a wrong length, what stands before that is read.

use super::item::{HTML, RTF_COMPRESSED, rtf_counts};
use super::message::{Message, Part};
use super::{charset, rtf};
use std::borrow::Cow;

/// What a TNEF stream says of its message.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Tnef {
    /// PidTagMessageClass, else attMessageClass.
    pub message_class: Option<String>,
    /// PidTagAutoForwarded.
    pub auto_forwarded: Option<bool>,
    /// Property 0x4080, the OOF reply type.
    pub oof_reply_type: Option<i32>,
    /// Whether its body is HTML, by itself or within RTF, or rich text, which is converted to it.
    pub html: bool,
    /// PidTagInternetCodepage.
    pub code_page: Option<u32>,
    /// Whether some of what it says of its message was not read: the stream is damaged, or longer than
    /// what is read of it.
    pub cut: bool,
}

const SIGNATURE: u32 = 0x223E_9F78;
const ATT_MESSAGE_CLASS: u32 = 0x0007_8008;
const ATT_MSG_PROPS: u32 = 0x0006_9003;
const ATT_BODY: u32 = 0x0002_800C;

/// Class names that attMessageClass writes in an older spelling (MS-OXTNEF 2.1.3.3.1).
const OLD_NAMES: [(&str, &str); 5] = [
    ("IPM.Microsoft Mail.Note", "IPM.Note"),
    ("IPM.Microsoft Mail.Read Receipt", "Report.IPM.Note.IPNRN"),
    ("IPM.Microsoft Mail.Non-Delivery", "Report.IPM.Note.NDR"),
    (
        "IPM.Microsoft Schedule.MtgReq",
        "IPM.Schedule.Meeting.Request",
    ),
    (
        "IPM.Microsoft Schedule.MtgCncl",
        "IPM.Schedule.Meeting.Canceled",
    ),
];

/// The message of a TNEF stream that stands by itself.
pub(super) fn message(bytes: &[u8]) -> Message<'static> {
    let tnef = read(bytes);
    let html = tnef.as_ref().and_then(|tnef| tnef.html_part(0));
    Message {
        media_type: "application/ms-tnef".into(),
        parts: html.into_iter().collect(),
        tnef: tnef.map(|tnef| (tnef, 1)),
        ..Message::default()
    }
}

impl Tnef {
    /// What a stream says of which nothing can be read.
    pub(super) fn unread() -> Self {
        Self {
            cut: true,
            ..Self::default()
        }
    }

    /// The part for its body, where that is HTML; what it says is not read.
    pub(super) fn html_part(&self, line: u32) -> Option<Part<'static>> {
        self.html.then(|| Part {
            media_type: "text/html".into(),
            typed: true,
            charset: self.code_page.map(|page| charset::name(Some(page))),
            name: String::new(),
            body: Cow::Borrowed(&[]),
            encoded: 0,
            line,
            attachment: false,
        })
    }
}

/// The bodies of a message.
#[derive(Default)]
struct Bodies<'a> {
    plain: bool,
    html: bool,
    /// Compressed RTF.
    rtf: Option<&'a [u8]>,
    in_sync: Option<bool>,
    native: Option<u32>,
}

impl Bodies<'_> {
    /// Whether the body leaves as HTML where it does not leave as TNEF.
    fn leave_as_html(&self) -> bool {
        let counts = !self.plain || rtf_counts(self.in_sync, self.native);
        self.html || self.rtf.is_some_and(|rtf| rtf::leaves_as_html(rtf, counts))
    }
}

struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, n: usize) -> Option<&'a [u8]> {
        let (head, tail) = self.0.split_at_checked(n)?;
        self.0 = tail;
        Some(head)
    }

    fn u8(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    fn u16(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes(self.take(2)?.try_into().ok()?))
    }

    fn u32(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes(self.take(4)?.try_into().ok()?))
    }

    fn padded(&mut self, n: u32) -> Option<&'a [u8]> {
        let n = usize::try_from(n).ok()?;
        let value = self.take(n)?;
        self.take(n.next_multiple_of(4) - n)?;
        Some(value)
    }
}

/// Read a TNEF stream; `None` where it does not start with the signature.
#[must_use]
pub fn read(bytes: &[u8]) -> Option<Tnef> {
    let mut b = Bytes(bytes);
    if b.u32()? != SIGNATURE {
        return None;
    }
    let mut out = Tnef {
        // A key follows, which nothing depends on.
        cut: b.u16().is_none(),
        ..Tnef::default()
    };
    let mut old_class = None;
    let mut bodies = Bodies::default();
    // Whether the properties were read to their end; none where there are none yet.
    let mut all_properties = None;
    let mut of_attachments = false;
    while !b.0.is_empty() {
        let header = (b.u8(), b.u32(), b.u32());
        let (Some(level), Some(id), Some(length)) = header else {
            out.cut |= !of_attachments;
            break;
        };
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        let whole = b.take(length);
        let data = whole.unwrap_or_else(|| std::mem::take(&mut b.0));
        b.u16();
        // Level 2 is an attachment: an embedded message's class is not this message's.
        of_attachments |= level == 2;
        out.cut |= whole.is_none() && !of_attachments;
        match (level, id) {
            (1, ATT_MESSAGE_CLASS) => old_class = Some(text8(data)),
            (1, ATT_BODY) => bodies.plain = true,
            (1, ATT_MSG_PROPS) => {
                all_properties = Some(properties(data, &mut out, &mut bodies).is_some());
            }
            _ => {}
        }
    }
    // What follows the properties says nothing that is looked at.
    if let Some(all) = all_properties {
        out.cut = !all;
    }
    out.html = bodies.leave_as_html();
    if out.message_class.as_ref().is_none_or(String::is_empty) {
        out.message_class = old_class.map(|c| {
            OLD_NAMES
                .iter()
                .find(|(old, _)| c.eq_ignore_ascii_case(old))
                .map_or(c, |(_, new)| (*new).to_owned())
        });
    }
    Some(out)
}

fn text8(data: &[u8]) -> String {
    let end = data.iter().position(|b| *b == 0).unwrap_or(data.len());
    String::from_utf8_lossy(data.get(..end).unwrap_or_default())
        .trim()
        .to_owned()
}

fn text16(data: &[u8]) -> String {
    let units: Vec<u16> = data
        .chunks_exact(2)
        .filter_map(|c| Some(u16::from_le_bytes(c.try_into().ok()?)))
        .take_while(|u| *u != 0)
        .collect();
    String::from_utf16_lossy(&units).trim().to_owned()
}

fn number(value: &[u8]) -> Option<u32> {
    value.try_into().ok().map(u32::from_le_bytes)
}

fn flag(value: &[u8]) -> bool {
    value.first().is_some_and(|v| *v != 0)
}

/// The properties of attMsgProps; `None` where they end too early or have an unknown type.
fn properties<'a>(data: &'a [u8], out: &mut Tnef, bodies: &mut Bodies<'a>) -> Option<()> {
    let mut b = Bytes(data);
    let count = b.u32()?;
    for _ in 0..count {
        let (kind, id) = (b.u16()?, b.u16()?);
        if id >= 0x8000 {
            b.take(16)?;
            match b.u32()? {
                0 => drop(b.u32()?),
                _ => {
                    let n = b.u32()?;
                    b.padded(n)?;
                }
            }
        }
        let base = kind & !0x1000;
        let variable = matches!(base, 0x1E | 0x1F | 0x102 | 0xD);
        let values = if variable || kind & 0x1000 != 0 {
            b.u32()?
        } else {
            1
        };
        for _ in 0..values {
            let value = if variable {
                let n = b.u32()?;
                let cut = b.0;
                let Some(value) = b.padded(n) else {
                    // Its beginning tells what the body is.
                    match id {
                        RTF_COMPRESSED => bodies.rtf = Some(cut),
                        HTML => bodies.html = true,
                        _ => {}
                    }
                    return None;
                };
                value
            } else {
                b.take(match base {
                    0x2..=0x4 | 0xA | 0xB => 4,
                    0x5..=0x7 | 0x14 | 0x40 => 8,
                    0x48 => 16,
                    _ => return None,
                })?
            };
            match (kind, id) {
                (0x1E, 0x001A) => out.message_class = Some(text8(value)),
                (0x1F, 0x001A) => out.message_class = Some(text16(value)),
                (0x102 | 0x1E | 0x1F, HTML) => bodies.html = true,
                (0x1E | 0x1F, 0x1000) => bodies.plain = true,
                (0x102, RTF_COMPRESSED) => bodies.rtf = Some(value),
                (0xB, 0x0E1F) => bodies.in_sync = Some(flag(value)),
                (0x3, 0x1016) => bodies.native = number(value),
                (0x3, 0x3FDE) => out.code_page = number(value),
                (0xB, 0x0005) => out.auto_forwarded = Some(flag(value)),
                (0x3, 0x4080) => out.oof_reply_type = number(value).map(u32::cast_signed),
                _ => {}
            }
        }
    }
    Some(())
}
