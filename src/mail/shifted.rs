//! Decodes the character sets of mail that shift within 7 bits and that the Encoding Standard leaves
//! out: ISO-2022-KR (RFC 1557) and HZ (RFC 1843).

use encoding_rs::{EUC_KR, GBK};

/// Shifts to characters of two bytes, and back.
const SO: u8 = 0x0e;
const SI: u8 = 0x0f;
/// Names the characters that SO shifts to.
const KOREAN: &[u8] = b"\x1b$)C";

/// A character set that shifts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shifted {
    Korean,
    Hz,
}

impl Shifted {
    /// The one with a name in mail.
    pub(super) fn named(name: &str) -> Option<Self> {
        let is = |names: &[&str]| names.iter().any(|n| n.eq_ignore_ascii_case(name));
        if is(&["iso-2022-kr", "csiso2022kr", "iso2022-kr"]) {
            Some(Self::Korean)
        } else {
            is(&["hz-gb-2312", "hz"]).then_some(Self::Hz)
        }
    }

    /// The one that bytes shift in, which name no character set.
    pub(super) fn of(bytes: &[u8]) -> Option<Self> {
        memchr::memmem::find(bytes, KOREAN).map(|_| Self::Korean)
    }

    /// The text of bytes.
    pub(super) fn decode(self, bytes: &[u8]) -> String {
        let mut plain = Vec::with_capacity(bytes.len());
        let mut shifted = false;
        let mut rest = bytes;
        while let Some((&first, more)) = rest.split_first() {
            rest = more;
            let named = bytes_behind(first, more, KOREAN);
            match (self, first, more.first()) {
                // A line begins without a shift.
                (_, b'\n', _) => {
                    shifted = false;
                    plain.push(first);
                }
                (Self::Korean, SO, _) => shifted = true,
                (Self::Korean, SI, _) => shifted = false,
                (Self::Korean, ..) if named.is_some() => rest = named.unwrap_or_default(),
                (Self::Hz, b'~', Some(b'{' | b'}' | b'~' | b'\n')) => {
                    let (next, behind) = more.split_first().unwrap_or((&b'~', &[]));
                    rest = behind;
                    match next {
                        b'{' => shifted = true,
                        b'}' => shifted = false,
                        b'~' => plain.push(b'~'),
                        // The line goes on.
                        _ => shifted = false,
                    }
                }
                (_, 0x21..=0x7e, _) if shifted => plain.push(first | 0x80),
                _ => plain.push(first),
            }
        }
        let encoding = match self {
            Self::Korean => EUC_KR,
            Self::Hz => GBK,
        };
        encoding.decode_without_bom_handling(&plain).0.into_owned()
    }
}

/// What follows a sequence that begins with a byte and what is behind it.
fn bytes_behind<'b>(first: u8, more: &'b [u8], sequence: &[u8]) -> Option<&'b [u8]> {
    let (begin, end) = sequence.split_first()?;
    (*begin == first).then(|| more.strip_prefix(end)).flatten()
}

#[cfg(test)]
mod tests {
    use super::Shifted;

    #[test]
    fn korean_and_chinese_shift_within_seven_bits() {
        let korean = b"\x1b$)C\x0e@Z5?\x0f \x0eH8=E\x0f: a~b\n";
        let text = Shifted::of(korean).unwrap().decode(korean);
        assert_eq!(text, "자동 회신: a~b\n");
        let hz = b"~{WT6/4p84~}: a~~b ~\n~{7\"F1";
        assert_eq!(Shifted::Hz.decode(hz), "自动答复: a~b 发票");
        // Half of a character, and a shift that the end of a line takes back.
        assert_eq!(Shifted::Hz.decode(b"~{7\nab~x~"), "\u{fffd}\nab~x~");
        assert_eq!(Shifted::of(b"\x1b$B"), None);
    }

    #[test]
    fn each_has_its_names() {
        assert_eq!(Shifted::named("ISO-2022-KR"), Some(Shifted::Korean));
        assert_eq!(Shifted::named("HZ-GB-2312"), Some(Shifted::Hz));
        assert_eq!(Shifted::named("iso-2022-jp"), None);
    }
}
