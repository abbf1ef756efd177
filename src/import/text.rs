//! Decodes a file as PowerShell and Excel write it: UTF-8 or UTF-16, with or without a byte order mark,
//! or a code page of Windows, which is guessed.

use super::error::Error;
use super::source::START;
use crate::diagnostic::Problem;
use crate::policy::encoding::{code_page, utf16};
use crate::policy::read::not_utf8;
use crate::trace;
use std::borrow::Cow;

/// The text of a file, and a warning where its encoding is a guess.
///
/// # Errors
/// The file is empty, or it is UTF-8 or UTF-16 with faults.
pub fn decode<'b>(file: &str, bytes: &'b [u8]) -> Result<(Cow<'b, str>, Option<Problem>), Problem> {
    let mut note = None;
    let text = if let Some((encoding, text)) = utf16(bytes) {
        let text = encoding.decode_without_bom_handling_and_without_replacement(text);
        text.ok_or_else(|| problem(file, &Error::NotUtf16))?
    } else {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        match std::str::from_utf8(bytes) {
            Ok(text) => Cow::Borrowed(text),
            Err(e) if is_in_code_page(bytes, e.valid_up_to()) => {
                let encoding = code_page(bytes);
                let name = encoding.name().to_owned();
                let guess = trace::error::Error::CodePageGuessed { encoding: name };
                note = Some(
                    Problem::of(file, &guess)
                        .at(START.line, START.column, None)
                        .warning(),
                );
                encoding.decode_without_bom_handling(bytes).0
            }
            Err(e) => {
                let place = not_utf8(file, bytes, e.valid_up_to());
                return Err(Problem {
                    line: place.line,
                    column: place.column,
                    source: place.source,
                    ..Problem::of(file, &Error::NotUtf8)
                });
            }
        }
    };
    if text.trim().is_empty() {
        return Err(problem(file, &Error::EmptyFile));
    }
    Ok((text, note))
}

/// Whether bytes that are UTF-8 up to `valid` are in a code page, as in a trace: where other letters than
/// those of ASCII were UTF-8 the file is that, and a zero byte is in no text.
fn is_in_code_page(bytes: &[u8], valid: usize) -> bool {
    bytes.iter().take(valid).all(u8::is_ascii) && memchr::memchr(0, bytes).is_none()
}

fn problem(file: &str, error: &Error) -> Problem {
    Problem::of(file, error).at(START.line, START.column, None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Explained as _;
    use crate::trace::error::CODE_PAGE_GUESSED;

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
            assert_eq!(decode("f", &bytes).unwrap(), (text.into(), None));
        }
        for nothing in [&b""[..], b"\xff\xfe"] {
            let problem = decode("f", nothing).unwrap_err();
            assert_eq!(problem.code, Error::EmptyFile.code());
        }
        let (text, note) = decode("f", b"Name : caf\xe9").unwrap();
        assert_eq!(text, "Name : caf\u{e9}");
        assert_eq!(note.unwrap().code, CODE_PAGE_GUESSED);
        let faulty = decode("f", b"Name : caf\xc3\xa9 \xe9").unwrap_err();
        assert_eq!((faulty.line, faulty.column), (1, 13));
        assert_eq!(
            decode("f", b"PK\x03\x04\0\xe9").unwrap_err().code,
            Error::NotUtf8.code()
        );
        assert!(decode("f", b"\xff\xfe[\0\x00\xd8[\0").is_err());
    }
}
