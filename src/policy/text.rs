//! Decodes a text file that people or PowerShell wrote: UTF-8 or UTF-16, with or without a byte
//! order mark.

use encoding_rs::{UTF_16BE, UTF_16LE};
use std::borrow::Cow;

/// The byte order mark of UTF-8.
const UTF_8_MARK: &[u8] = b"\xef\xbb\xbf";

/// Why bytes are no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Undecodable {
    /// They are not UTF-8 behind so many bytes, a mark not among them.
    NotUtf8 {
        /// How many bytes are.
        good: usize,
    },
    /// They begin as UTF-16 and are not.
    NotUtf16,
}

/// What a file is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Encoding {
    Utf8,
    Utf16Le,
    Utf16Be,
}

/// The encoding of a file, its byte order mark, and the rest of it.
fn detect(bytes: &[u8]) -> (Encoding, &[u8], &[u8]) {
    let mark = match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => 2,
        _ if bytes.starts_with(UTF_8_MARK) => UTF_8_MARK.len(),
        _ => 0,
    };
    let (mark, rest) = bytes.split_at_checked(mark).unwrap_or((&[], bytes));
    let encoding = match bytes {
        [0xff, 0xfe, ..] => Encoding::Utf16Le,
        [0xfe, 0xff, ..] => Encoding::Utf16Be,
        // Without a mark: what these files hold begins with ASCII, so the zero tells the byte order.
        [a, 0, ..] if *a != 0 => Encoding::Utf16Le,
        [0, a, ..] if *a != 0 => Encoding::Utf16Be,
        _ => Encoding::Utf8,
    };
    (encoding, mark, rest)
}

/// The bytes of a file without a byte order mark.
#[must_use]
pub fn without_mark(bytes: &[u8]) -> &[u8] {
    detect(bytes).2
}

/// The text of a file.
///
/// # Errors
/// It is neither UTF-8 nor UTF-16.
pub fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, Undecodable> {
    let (encoding, _, rest) = detect(bytes);
    let utf_16 = match encoding {
        Encoding::Utf8 => {
            let good = |e: std::str::Utf8Error| Undecodable::NotUtf8 {
                good: e.valid_up_to(),
            };
            return std::str::from_utf8(rest).map(Cow::Borrowed).map_err(good);
        }
        Encoding::Utf16Le => UTF_16LE,
        Encoding::Utf16Be => UTF_16BE,
    };
    utf_16
        .decode_without_bom_handling_and_without_replacement(rest)
        .ok_or(Undecodable::NotUtf16)
}

/// The text of a file, with a mark in place of what is none.
#[must_use]
pub fn lossy(bytes: &[u8]) -> Cow<'_, str> {
    decode(bytes).unwrap_or_else(|_| String::from_utf8_lossy(without_mark(bytes)))
}

/// The bytes of a text that takes the place of that of a file, in the file's encoding.
#[must_use]
pub fn encode_as(file: &[u8], text: &str) -> Vec<u8> {
    let (encoding, mark, _) = detect(file);
    let units = text.encode_utf16();
    let bytes: Vec<u8> = match encoding {
        Encoding::Utf8 => text.as_bytes().to_vec(),
        Encoding::Utf16Le => units.flat_map(u16::to_le_bytes).collect(),
        Encoding::Utf16Be => units.flat_map(u16::to_be_bytes).collect(),
    };
    [mark, &bytes].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_encoding_that_powershell_writes_is_read_and_written() {
        let text = "[{\"Name\":\"例\"}]";
        let le: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let be: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let with = |mark: &[u8], bytes: &[u8]| [mark, bytes].concat();
        for bytes in [
            text.as_bytes().to_vec(),
            with(UTF_8_MARK, text.as_bytes()),
            with(b"\xff\xfe", &le),
            with(b"\xfe\xff", &be),
            le.clone(),
            be.clone(),
        ] {
            assert_eq!(decode(&bytes).unwrap(), text);
            assert_eq!(encode_as(&bytes, text), bytes);
        }
        assert_eq!(decode(b"\xff\xfe").unwrap(), "");
        let ansi = decode(b"Name : caf\xe9");
        assert_eq!(ansi, Err(Undecodable::NotUtf8 { good: 10 }));
        let cut = decode(b"\xff\xfe[\0\x00\xd8[\0");
        assert_eq!(cut, Err(Undecodable::NotUtf16));
    }
}
