//! Decodes a file as PowerShell writes it: UTF-8 or UTF-16, with or without a byte order mark.

use super::object::START;
use crate::diagnostic::{Problem, Severity};
use crate::i18n::en;
use crate::policy::read::not_utf8;
use encoding_rs::{UTF_16BE, UTF_16LE};
use std::borrow::Cow;

/// The text of a file.
///
/// # Errors
/// The file is empty, or is neither UTF-8 nor UTF-16.
pub fn decode<'b>(file: &str, bytes: &'b [u8]) -> Result<Cow<'b, str>, Problem> {
    let text = match bytes {
        [0xff, 0xfe, rest @ ..] => utf16(file, rest, UTF_16LE)?,
        [0xfe, 0xff, rest @ ..] => utf16(file, rest, UTF_16BE)?,
        // No mark: what the cmdlets print begins with ASCII, so the zero tells the byte order.
        [a, 0, ..] if *a != 0 => utf16(file, bytes, UTF_16LE)?,
        [0, a, ..] if *a != 0 => utf16(file, bytes, UTF_16BE)?,
        _ => {
            let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
            let text = std::str::from_utf8(bytes)
                .map_err(|e| Problem {
                    help: en("write the file with `-Encoding utf8`, as in `Export-Csv -Encoding utf8` or `Out-File -Encoding utf8`").into(),
                    ..not_utf8(file, bytes, e.valid_up_to())
                })?;
            Cow::Borrowed(text)
        }
    };
    if text.trim().is_empty() {
        return Err(problem(
            file,
            en("the file is empty"),
            en("export something first, as in `Get-RemoteDomain | ConvertTo-Json > remote.json`"),
        ));
    }
    Ok(text)
}

fn utf16<'b>(
    file: &str,
    bytes: &'b [u8],
    encoding: &'static encoding_rs::Encoding,
) -> Result<Cow<'b, str>, Problem> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes);
    text.ok_or_else(|| {
        problem(
            file,
            en("the file begins as UTF-16 and is not"),
            en("export it again with `-Encoding utf8`; it may have been cut or joined from two files"),
        )
    })
}

fn problem(file: &str, message: &'static str, help: &'static str) -> Problem {
    Problem {
        code: "",
        severity: Severity::Error,
        file: file.to_owned(),
        line: START.line,
        column: START.column,
        message: message.into(),
        source: None,
        help: help.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        assert!(decode("f", b"").unwrap_err().to_string().contains("empty"));
        assert!(
            decode("f", b"\xff\xfe")
                .unwrap_err()
                .to_string()
                .contains("empty")
        );
        let ansi = decode("f", b"Name : caf\xe9").unwrap_err();
        assert_eq!((ansi.line, ansi.column), (1, 11));
        assert!(decode("f", b"\xff\xfe[\0\x00\xd8[\0").is_err());
    }
}
