//! Decodes UTF-7 (RFC 2152), which the Encoding Standard leaves out.

/// Its names in mail: those of RFC 2152 and of what came before it, and what programs write.
const NAMES: [&str; 8] = [
    "utf-7",
    "utf7",
    "csutf7",
    "unicode-1-1-utf-7",
    "csunicode11utf7",
    "unicode-2-0-utf-7",
    "x-unicode-2-0-utf-7",
    "x-utf-7",
];

/// Whether a character set is UTF-7, by its name in mail.
pub(super) fn is(name: &str) -> bool {
    NAMES.iter().any(|n| n.eq_ignore_ascii_case(name))
}

/// The text of bytes. A run ends at the first byte that is no base64, which is left out if it is `-`.
pub(super) fn decode(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(at) = memchr::memchr(b'+', rest) {
        let (plain, from) = rest.split_at(at);
        out.push_str(&String::from_utf8_lossy(plain));
        let run = from.get(1..).unwrap_or_default();
        let end = run.iter().position(|byte| value(*byte).is_none());
        let (run, behind) = run.split_at(end.unwrap_or(run.len()));
        rest = behind.strip_prefix(b"-").unwrap_or(behind);
        // `+-` is the plus itself, and so is one in front of what is no base64.
        if run.is_empty() {
            out.push('+');
        } else {
            out.extend(units(run));
        }
    }
    out.push_str(&String::from_utf8_lossy(rest));
    out
}

/// The value of a letter of base64.
fn value(byte: u8) -> Option<u32> {
    let value = match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    };
    Some(value.into())
}

/// The characters of a run: UTF-16 in base64, the first bits first; what is left of the last letter is
/// padding.
fn units(run: &[u8]) -> impl Iterator<Item = char> {
    let (mut bits, mut held) = (0_u32, 0_u32);
    let units = run.iter().filter_map(move |byte| {
        bits = (bits << 6) | value(*byte)?;
        held += 6;
        if held < 16 {
            return None;
        }
        held -= 16;
        u16::try_from((bits >> held) & 0xffff).ok()
    });
    char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER))
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn runs_are_decoded_to_their_end() {
        for (bytes, text) in [
            // The examples of RFC 2152.
            ("A+ImIDkQ.", "A≢Α."),
            ("Hi Mom -+Jjo--!", "Hi Mom -☺-!"),
            ("+ZeVnLIqe-", "日本語"),
            ("Item 3 is +AKM-1.", "Item 3 is £1."),
            // A plus, a run that ends with the text, and a character of two units.
            ("1 +- 1", "1 + 1"),
            ("+ZeVnLIqe", "日本語"),
            ("+gepS1V/ce1Q: x", "自動応答: x"),
            ("+2D3eAA-", "😀"),
            ("++QA-", "\u{f900}"),
            // What is broken.
            ("a + b", "a + b"),
            ("+2D0-x", "\u{fffd}x"),
            ("+", "+"),
            ("", ""),
        ] {
            assert_eq!(decode(bytes.as_bytes()), text, "{bytes}");
        }
    }
}
