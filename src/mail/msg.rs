//! Reads an Outlook message (.msg): its class, flags, headers, sender, recipients and body.
//! Sources: MS-OXMSG, MS-OXPROPS.

use super::compound::Damaged;
use super::item::{
    AUTO_FORWARDED, BODY, CLASS, HEADERS, HTML, INTERNET_CODE_PAGE, MESSAGE_CODE_PAGE, NATIVE_BODY,
    OOF_REPLY_TYPE, PROPERTY, Properties, RECIPIENT, RECIPIENT_TYPE, RECIPIENTS, RTF_COMPRESSED,
    RTF_IN_SYNC, SENDER, SUBJECT, TEXT_PROPERTY, header, rtf_counts,
};
use super::message::Message;
use super::{Error, charset};
use encoding_rs::Encoding;
use std::io::{Read, Seek};
use std::path::Path;

/// Read an Outlook message; of a damaged one what can be read.
///
/// # Errors
/// Why it is none, or has no header that can be read.
pub fn read(mut from: impl Read + Seek) -> Result<Message<'static>, Error> {
    let error = match cfb::CompoundFile::open(&mut from) {
        Ok(file) => return of_file(File::Whole(file)),
        Err(error) => error.to_string(),
    };
    let damaged = Damaged::open(&mut from).map(File::Damaged);
    match damaged.map(of_file) {
        None | Some(Err(Error::NotOutlook)) => Err(Error::UnreadableOutlook { error }),
        Some(read) => read,
    }
}

/// The compound file in which an Outlook message is kept.
enum File<F> {
    Whole(cfb::CompoundFile<F>),
    Damaged(Damaged<F>),
}

fn of_file<F: Read + Seek>(mut file: File<F>) -> Result<Message<'static>, Error> {
    let fixed = Fixed::read(&mut file, "", 32);
    let encoding = charset::encoding(
        fixed
            .get(MESSAGE_CODE_PAGE)
            .or(fixed.get(INTERNET_CODE_PAGE)),
    );
    let mut text = |ids: &[u16]| -> Option<String> {
        let mut found = ids.iter().map(|id| string(&mut file, "", *id, encoding));
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
    let html = binary(&mut file, "", HTML).or_else(|| {
        let html = string(&mut file, "", HTML, encoding)?;
        Some(html.into_bytes())
    });
    let rtf = match html {
        Some(_) => None,
        None => binary(&mut file, "", RTF_COMPRESSED),
    };
    let recipients = recipients(&mut file, encoding);
    Properties {
        class,
        subject,
        transport,
        sender,
        plain,
        html,
        rtf,
        rtf_counts: rtf_counts(
            fixed.get(RTF_IN_SYNC).map(|v| v & 0xffff != 0),
            fixed.get(NATIVE_BODY),
        ),
        recipients,
        code_page: fixed.get(INTERNET_CODE_PAGE),
        auto_forwarded: fixed.get(AUTO_FORWARDED).map(|v| v & 0xffff != 0),
        oof_reply_type: fixed.get(OOF_REPLY_TYPE).map(u32::cast_signed),
        damaged: matches!(file, File::Damaged(_)),
    }
    .message()
}

/// The recipients, each with the header that names it.
fn recipients<F: Read + Seek>(
    file: &mut File<F>,
    encoding: &'static Encoding,
) -> Vec<(&'static str, String)> {
    let storages = file.storages().into_iter();
    let storages = storages.filter(|name| name.starts_with("__recip_version1.0_"));
    let mut out = Vec::new();
    for path in storages.take(RECIPIENTS + 1) {
        let mut found = RECIPIENT
            .iter()
            .map(|id| string(file, &path, *id, encoding));
        let Some(address) = found.find_map(|a| a.filter(|a| a.contains('@'))) else {
            continue;
        };
        let kind = Fixed::read(file, &path, 8).get(RECIPIENT_TYPE);
        out.push((header(kind), address));
    }
    out
}

/// The properties of fixed size of a message or a recipient: identifier and value.
struct Fixed(Vec<(u16, u32)>);

impl Fixed {
    fn read<F: Read + Seek>(file: &mut File<F>, storage: &str, header: usize) -> Self {
        let bytes = file
            .stream(storage, "__properties_version1.0", PROPERTY)
            .unwrap_or_default();
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

impl<F: Read + Seek> File<F> {
    /// The names of the storages in the root.
    fn storages(&self) -> Vec<String> {
        match self {
            Self::Whole(file) => {
                let all = file.read_storage("/").into_iter().flatten();
                let storages = all.filter(cfb::Entry::is_storage);
                storages.map(|e| e.name().to_owned()).collect()
            }
            Self::Damaged(file) => file.storages(),
        }
    }

    /// A stream of the root, or of a storage in it, as much of it as is read.
    fn stream(&mut self, storage: &str, name: &str, limit: usize) -> Option<Vec<u8>> {
        match self {
            Self::Whole(file) => {
                let path = Path::new("/").join(storage).join(name);
                let mut bytes = Vec::new();
                let stream = file.open_stream(path).ok()?;
                stream.take(limit as u64).read_to_end(&mut bytes).ok()?;
                Some(bytes)
            }
            Self::Damaged(file) => file.stream(storage, name, limit),
        }
    }
}

/// A text property, in either of its types.
fn string<F: Read + Seek>(
    file: &mut File<F>,
    storage: &str,
    id: u16,
    encoding: &'static Encoding,
) -> Option<String> {
    let mut text = |kind: &str| {
        let name = format!("__substg1.0_{id:04X}{kind}");
        file.stream(storage, &name, TEXT_PROPERTY)
    };
    let unicode = text("001F");
    let (bytes, encoding) = match unicode {
        Some(bytes) => (bytes, encoding_rs::UTF_16LE),
        None => (text("001E")?, encoding),
    };
    let (text, _) = encoding.decode_without_bom_handling(&bytes);
    Some(text.trim_end_matches('\0').to_owned())
}

/// A binary property.
fn binary<F: Read + Seek>(file: &mut File<F>, storage: &str, id: u16) -> Option<Vec<u8>> {
    file.stream(storage, &format!("__substg1.0_{id:04X}0102"), PROPERTY)
}
