//! Finds the encoding of a file as editors and PowerShell write it: UTF-8 or UTF-16.

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
