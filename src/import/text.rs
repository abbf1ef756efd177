//! Decodes a file as PowerShell writes it: UTF-8 or UTF-16, with or without a byte order mark.

use super::error::Error;
use super::source::START;
use crate::diagnostic::Problem;
use crate::policy::encoding::utf16;
use crate::policy::read::not_utf8;
use std::borrow::Cow;

/// The text of a file.
///
/// # Errors
/// The file is empty, or is neither UTF-8 nor UTF-16.
pub fn decode<'b>(file: &str, bytes: &'b [u8]) -> Result<Cow<'b, str>, Problem> {
    let text = if let Some((encoding, text)) = utf16(bytes) {
        let text = encoding.decode_without_bom_handling_and_without_replacement(text);
        text.ok_or_else(|| problem(file, &Error::NotUtf16))?
    } else {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let text = std::str::from_utf8(bytes).map_err(|e| {
            let place = not_utf8(file, bytes, e.valid_up_to());
            Problem {
                line: place.line,
                column: place.column,
                source: place.source,
                ..Problem::of(file, &Error::NotUtf8)
            }
        })?;
        Cow::Borrowed(text)
    };
    if text.trim().is_empty() {
        return Err(problem(file, &Error::EmptyFile));
    }
    Ok(text)
}

fn problem(file: &str, error: &Error) -> Problem {
    Problem::of(file, error).at(START.line, START.column, None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Explained as _;

    #[test]
    fn every_encoding_that_powershell_writes_is_read() {
        let text = "[{\"Name\":\"例\"}]";
        let le: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let be: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let with = |mark: &[u8], bytes: &[u8]| [mark, bytes].concat();
        for bytes in [
            text.as_bytes().to_vec(),
            with(b"\xef\xbb\xbf", text.as_bytes()),
            with(b"\xff\xfe", &le),
            with(b"\xfe\xff", &be),
            le.clone(),
            be.clone(),
        ] {
            assert_eq!(decode("f", &bytes).unwrap(), text);
        }
        for nothing in [&b""[..], b"\xff\xfe"] {
            let problem = decode("f", nothing).unwrap_err();
            assert_eq!(problem.code, Error::EmptyFile.code());
        }
        let ansi = decode("f", b"Name : caf\xe9").unwrap_err();
        assert_eq!((ansi.line, ansi.column), (1, 11));
        assert!(decode("f", b"\xff\xfe[\0\x00\xd8[\0").is_err());
    }
}
