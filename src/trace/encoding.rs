//! Decodes an export to UTF-8 as it is read, from the encoding that it has.
//!
//! A byte order mark or zero bytes tell UTF-16. Else the bytes are UTF-8 for as long as they are valid
//! as that; where they are not, and nothing before was other than ASCII, they are in a code page of
//! Windows, as Excel and `-Encoding Default` write, which is guessed from their frequencies.

use crate::policy::encoding::code_page;
use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE};
use std::io::{self, Read};
use std::sync::{Arc, OnceLock};

/// Bytes that are read at a time, and from which a code page is guessed.
const CHUNK: usize = 64 * 1024;

/// Reads an export as UTF-8.
pub(super) struct Decoded<R> {
    from: R,
    state: State,
    /// Raw bytes: the beginning of a character, of which the rest is not read yet.
    raw: Vec<u8>,
    /// Decoded bytes that were not taken yet, from `taken` on; for [`Read`] only.
    ready: Vec<u8>,
    taken: usize,
    ended: bool,
    guessed: Guessed,
}

/// The code page that was guessed, once there was need to.
pub(super) type Guessed = Arc<OnceLock<&'static Encoding>>;

enum State {
    /// Nothing was read.
    Begin,
    /// Valid so far; whether other characters than those of ASCII were seen.
    Utf8(bool),
    /// UTF-8 with faults: the rows that have them are told.
    Faulty,
    Other(Box<Decoder>),
}

impl<R: Read> Decoded<R> {
    pub(super) fn new(from: R) -> Self {
        Self {
            from,
            state: State::Begin,
            raw: Vec::new(),
            ready: Vec::new(),
            taken: 0,
            ended: false,
            guessed: Guessed::default(),
        }
    }

    /// The code page that is guessed, once something is read that needs one.
    pub(super) fn guessed(&self) -> Guessed {
        self.guessed.clone()
    }

    /// Append what follows to `out`; whether there was something.
    ///
    /// # Errors
    /// It cannot be read.
    pub(super) fn append(&mut self, out: &mut Vec<u8>) -> io::Result<bool> {
        if self.taken < self.ready.len() {
            out.extend(self.ready.drain(..).skip(self.taken));
            self.taken = 0;
            return Ok(true);
        }
        let before = out.len();
        while out.len() == before {
            if self.ended {
                return Ok(false);
            }
            out.append(&mut self.raw);
            let carried = out.len();
            self.from.by_ref().take(CHUNK as u64).read_to_end(out)?;
            self.ended = out.len() == carried;
            if matches!(self.state, State::Begin) {
                self.begin(out, before);
            }
            self.decode(out, before);
        }
        Ok(true)
    }

    /// See by the first bytes which encoding it is.
    fn begin(&mut self, out: &mut Vec<u8>, from: usize) {
        let start = out.get(from..).unwrap_or_default();
        let marked = Encoding::for_bom(start);
        let encoding = marked.map_or_else(
            || match start {
                [a, 0, b, 0, ..] if *a > 0 && *b > 0 => UTF_16LE,
                [0, a, 0, b, ..] if *a > 0 && *b > 0 => UTF_16BE,
                _ => UTF_8,
            },
            |(encoding, _)| encoding,
        );
        out.drain(from..from + marked.map_or(0, |(_, length)| length));
        self.state = if encoding == UTF_8 {
            State::Utf8(marked.is_some())
        } else {
            State::Other(Box::new(encoding.new_decoder_without_bom_handling()))
        };
    }

    /// Decode what stands in `out` behind `from`.
    fn decode(&mut self, out: &mut Vec<u8>, from: usize) {
        let bytes = out.get(from..).unwrap_or_default();
        match &mut self.state {
            State::Begin | State::Faulty => {}
            State::Utf8(other) => match str::from_utf8(bytes) {
                Ok(text) => *other = *other || !text.is_ascii(),
                Err(e) => {
                    let (valid, rest) = bytes.split_at(e.valid_up_to());
                    *other = *other || !valid.is_ascii();
                    if e.error_len().is_none() && !self.ended {
                        self.raw = rest.to_vec();
                        out.truncate(from + valid.len());
                    } else if *other {
                        self.state = State::Faulty;
                    } else {
                        let encoding = code_page(bytes);
                        let _ = self.guessed.set(encoding);
                        let mut decoder = encoding.new_decoder_without_bom_handling();
                        replace(&mut decoder, out, from, self.ended);
                        self.state = State::Other(Box::new(decoder));
                    }
                }
            },
            State::Other(decoder) => replace(decoder, out, from, self.ended),
        }
    }
}

/// Put decoded text in the place of what stands behind `from`.
fn replace(decoder: &mut Decoder, out: &mut Vec<u8>, from: usize, last: bool) {
    let bytes = out.split_off(from);
    let needed = decoder.max_utf8_buffer_length(bytes.len());
    out.resize(from + needed.unwrap_or(bytes.len() * 4), 0);
    let to = out.get_mut(from..).unwrap_or_default();
    let (result, _, written, _) = decoder.decode_to_utf8(&bytes, to, last);
    debug_assert_eq!(result, CoderResult::InputEmpty);
    out.truncate(from + written);
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        if self.taken >= self.ready.len() {
            let mut ready = std::mem::take(&mut self.ready);
            ready.clear();
            self.taken = 0;
            let more = self.append(&mut ready);
            self.ready = ready;
            if !more? {
                return Ok(0);
            }
        }
        let rest = self.ready.get(self.taken..).unwrap_or_default();
        let n = rest.len().min(to.len());
        if let (Some(to), Some(rest)) = (to.get_mut(..n), rest.get(..n)) {
            to.copy_from_slice(rest);
        }
        self.taken += n;
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{GBK, SHIFT_JIS, WINDOWS_1252};

    /// Hands out few bytes at a time, so that characters are cut everywhere.
    struct Few<'b>(&'b [u8], usize);

    impl Read for Few<'_> {
        fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
            let n = self.1.min(to.len()).min(self.0.len());
            to[..n].copy_from_slice(&self.0[..n]);
            self.0 = &self.0[n..];
            Ok(n)
        }
    }

    fn read(bytes: &[u8]) -> (String, Option<&'static Encoding>) {
        let mut all = [1, 3, 7, 1 << 20].map(|few| {
            let mut decoded = Decoded::new(Few(bytes, few));
            let mut text = Vec::new();
            decoded.read_to_end(&mut text).unwrap();
            let guessed = decoded.guessed().get().copied();
            (String::from_utf8_lossy(&text).into_owned(), guessed)
        });
        for other in &all[1..] {
            assert_eq!(*other, all[0]);
        }
        std::mem::take(&mut all[0])
    }

    #[test]
    fn every_encoding_of_an_export_is_read() {
        let text = "Sender,Subject\r\na@contoso.com,請求書のご案内です\r\nb@contoso.com,予定表の変更について\r\n";
        assert_eq!(read(text.as_bytes()), (text.to_owned(), None));
        let marked = [b"\xef\xbb\xbf", text.as_bytes()].concat();
        assert_eq!(read(&marked), (text.to_owned(), None));
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(&wide), (text.to_owned(), None));
        let marked = [&[0xff, 0xfe], wide.as_slice()].concat();
        assert_eq!(read(&marked), (text.to_owned(), None));
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(read(&big), (text.to_owned(), None));
        let (bytes, ..) = SHIFT_JIS.encode(text);
        assert_eq!(read(&bytes), (text.to_owned(), Some(SHIFT_JIS)));
        let german = "Absender;Betreff\r\na@contoso.com;Rückfrage zur Überweisung für März\r\n";
        let (bytes, ..) = WINDOWS_1252.encode(german);
        assert_eq!(read(&bytes), (german.to_owned(), Some(WINDOWS_1252)));
        let chinese = "Sender,Subject\r\na@contoso.com,关于会议时间的通知\r\nb@contoso.com,请查收附件中的发票\r\n";
        let (bytes, ..) = GBK.encode(chinese);
        assert_eq!(read(&bytes), (chinese.to_owned(), Some(GBK)));
    }

    #[test]
    fn utf_8_with_a_fault_stays_that() {
        let (text, guessed) = read(b"\xc3\xa4,\xff\r\n");
        assert_eq!((text.as_str(), guessed), ("\u{e4},\u{fffd}\r\n", None));
        assert_eq!(read(b""), (String::new(), None));
    }
}
