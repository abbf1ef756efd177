//! Decodes a file as PowerShell writes it: UTF-8 or UTF-16, with or without a byte order mark.

use super::error::Error;
use super::source::START;
use crate::diagnostic::Problem;
use crate::policy::read::not_utf8;
use crate::policy::text::{self, Undecodable};
use std::borrow::Cow;

/// The text of a file.
///
/// # Errors
/// The file is empty, or is neither UTF-8 nor UTF-16.
pub fn decode<'b>(file: &str, bytes: &'b [u8]) -> Result<Cow<'b, str>, Problem> {
    let text = text::decode(bytes).map_err(|e| match e {
        Undecodable::NotUtf8 { good } => {
            let place = not_utf8(file, text::without_mark(bytes), good);
            Problem {
                line: place.line,
                column: place.column,
                source: place.source,
                ..Problem::of(file, &Error::NotUtf8)
            }
        }
        Undecodable::NotUtf16 => problem(file, &Error::NotUtf16),
    })?;
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
    fn a_file_without_text_and_one_in_another_encoding_are_refused() {
        for nothing in [&b""[..], b"\xff\xfe"] {
            let problem = decode("f", nothing).unwrap_err();
            assert_eq!(problem.code, Error::EmptyFile.code());
        }
        let ansi = decode("f", b"Name : caf\xe9").unwrap_err();
        assert_eq!((ansi.line, ansi.column), (1, 11));
        let cut = decode("f", b"\xff\xfe[\0\x00\xd8[\0").unwrap_err();
        assert_eq!(cut.code, Error::NotUtf16.code());
    }
}
