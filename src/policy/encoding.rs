//! Finds the encoding of a file as editors and PowerShell write it: UTF-8, UTF-16, or a code page of
//! Windows.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};
use std::borrow::Cow;

/// The byte order of UTF-16 and the text after its mark, if that is the encoding of a file.
#[must_use]
pub fn utf16(bytes: &[u8]) -> Option<(&'static Encoding, &[u8])> {
    match bytes {
        [0xff, 0xfe, rest @ ..] => Some((UTF_16LE, rest)),
        [0xfe, 0xff, rest @ ..] => Some((UTF_16BE, rest)),
        // No mark: these files begin with ASCII, so the zero tells the byte order.
        [a, 0, ..] if *a != 0 => Some((UTF_16LE, bytes)),
        [0, a, ..] if *a != 0 => Some((UTF_16BE, bytes)),
        _ => None,
    }
}

/// The code page of Windows that bytes are in which are not UTF-8, as Excel and `-Encoding Default` write:
/// guessed by the frequencies of their letters.
#[must_use]
pub fn code_page(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// The bytes of a text that takes the place of that of a file, in the file's encoding and with its
/// byte order mark.
#[must_use]
pub fn like(file: &[u8], text: &str) -> Vec<u8> {
    let Some((encoding, rest)) = utf16(file) else {
        let mark: &[u8] = b"\xef\xbb\xbf";
        let mark = if file.starts_with(mark) { mark } else { &[] };
        return [mark, text.as_bytes()].concat();
    };
    let mark = file.len().saturating_sub(rest.len());
    let mark = file.get(..mark).unwrap_or_default();
    let big = encoding == UTF_16BE;
    let unit = |unit: u16| {
        if big {
            unit.to_be_bytes()
        } else {
            unit.to_le_bytes()
        }
    };
    let text = text.encode_utf16().flat_map(unit);
    mark.iter().copied().chain(text).collect()
}

/// A file in UTF-8, without a byte order mark; what is not in its encoding stays as it is.
#[must_use]
pub fn utf8(bytes: &[u8]) -> Cow<'_, [u8]> {
    let decoded = utf16(bytes).and_then(|(encoding, text)| {
        encoding.decode_without_bom_handling_and_without_replacement(text)
    });
    match decoded {
        Some(text) => Cow::Owned(text.into_owned().into_bytes()),
        None => Cow::Borrowed(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)),
    }
}
