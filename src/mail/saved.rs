//! Reads text in UTF-16, and text whose lines end in CR alone, as text in UTF-8 with LF.

use super::FileFormat;
#[cfg(feature = "cli")]
use super::{mbox, mime, start};
use encoding_rs::{UTF_16BE, UTF_16LE};
use encoding_rs_io::DecodeReaderBytesBuilder;
use std::io::{self, Cursor, Read};

/// Bytes of a file by which [`FileFormat::of`] tells what it is.
pub const START: usize = 1024;

/// The encoding of a text in UTF-16, by its byte order mark or by the zero bytes of its first
/// characters.
pub(super) fn utf16(start: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    match start {
        [0xff, 0xfe, ..] => Some(UTF_16LE),
        [0xfe, 0xff, ..] => Some(UTF_16BE),
        [a, 0, b, 0, c, 0, ..] if is_text([a, b, c]) => Some(UTF_16LE),
        [0, a, 0, b, 0, c, ..] if is_text([a, b, c]) => Some(UTF_16BE),
        _ => None,
    }
}

fn is_text(bytes: [&u8; 3]) -> bool {
    let mut bytes = bytes.into_iter();
    bytes.all(|b| b.is_ascii_graphic() || b.is_ascii_whitespace())
}

/// Whether the lines of a text end in CR alone, as they did on the Macintosh.
pub(super) fn ends_lines_in_cr(start: &[u8]) -> bool {
    let start = start.get(..START).unwrap_or(start);
    memchr::memchr(b'\n', start).is_none() && memchr::memchr(b'\r', start).is_some()
}

/// What a stream holds as text in UTF-8 whose lines end in LF, and what its format then is.
///
/// # Errors
/// It cannot be read.
pub(super) fn plain<'r>(
    mut format: FileFormat,
    mut from: Box<dyn Read + Send + 'r>,
) -> io::Result<(FileFormat, Box<dyn Read + Send + 'r>)> {
    while matches!(format, FileFormat::Utf16 | FileFormat::CrText) {
        let mut start = Vec::new();
        if format == FileFormat::Utf16 {
            from.by_ref().take(8).read_to_end(&mut start)?;
            let encoding = utf16(&start);
            let all = Cursor::new(start).chain(from);
            let mut decoding = DecodeReaderBytesBuilder::new();
            from = Box::new(decoding.encoding(encoding).strip_bom(true).build(all));
        } else {
            from = Box::new(CrToLf {
                from,
                after_cr: false,
            });
        }
        let mut start = Vec::new();
        from.by_ref().take(START as u64).read_to_end(&mut start)?;
        let found = FileFormat::of(&start);
        from = Box::new(Cursor::new(start).chain(from));
        // Each turn takes one of the two away.
        if found == format {
            break;
        }
        format = found;
    }
    Ok((format, from))
}

/// Whether lines begin as the headers of a message do: with two headers of mail; or with headers that
/// servers of their own put before them, of which some are of mail.
#[cfg(feature = "cli")]
fn begins_with_headers<'t>(lines: impl Iterator<Item = &'t [u8]>) -> bool {
    let mut first: Vec<bool> = Vec::new();
    for line in lines.take(12) {
        if !start::is_header(line) {
            break;
        }
        first.push(mime::begins_with_name(line));
    }
    let of_mail = first.iter().filter(|of_mail| **of_mail).count();
    matches!(*first, [true, true, ..]) || of_mail > 2
}

/// Whether a file that begins so is a message or an mbox, as Thunderbird tells it too: by its first
/// headers.
#[cfg(feature = "cli")]
pub(super) fn begins_as_mail(start: &[u8]) -> bool {
    let mut text = Vec::new();
    let from: Box<dyn Read + Send> = Box::new(start);
    let Ok((format, mut from)) = plain(FileFormat::of(start), from) else {
        return false;
    };
    if from.read_to_end(&mut text).is_err() || text.contains(&0) {
        return false;
    }
    match format {
        FileFormat::Mbox => mbox::begins(&text),
        FileFormat::Emlx => true,
        FileFormat::Message => {
            let headers = text.get(start::headers(&text)..).unwrap_or_default();
            let lines = headers.split(|b| *b == b'\n');
            let fields = lines
                .take_while(|line| !line.trim_ascii().is_empty())
                .filter(|line| !matches!(line.first(), Some(b' ' | b'\t')));
            begins_with_headers(fields)
        }
        _ => false,
    }
}

/// Ends every line in LF.
struct CrToLf<R> {
    from: R,
    /// Whether the last byte was a CR, whose LF is left out.
    after_cr: bool,
}

impl<R: Read> Read for CrToLf<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        loop {
            let n = self.from.read(to)?;
            let mut kept = 0;
            for at in 0..n {
                let byte = to.get(at).copied().unwrap_or_default();
                let left_out = byte == b'\n' && self.after_cr;
                self.after_cr = byte == b'\r';
                if let Some(place) = to.get_mut(kept).filter(|_| !left_out) {
                    *place = if byte == b'\r' { b'\n' } else { byte };
                    kept += 1;
                }
            }
            if kept > 0 || n == 0 {
                return Ok(kept);
            }
        }
    }
}
