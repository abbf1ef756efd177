//! Tells what the compressed RTF of a message was made from (MS-OXRTFCP, MS-OXRTFEX).

/// RTF is no more than 18 times as long as what is compressed: of two bytes come 17 at most.
const RATIO: usize = 18;
/// Characters of the RTF within which it says what it was made from.
const BEGINNING: usize = 256;

/// What an RTF body was made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Origin {
    /// HTML, which Exchange then sends.
    Html,
    /// Plain text: the message store adds RTF to it (Microsoft, PidTagBody, 2023-12).
    Text,
    /// Nothing: it was written as rich text, which Exchange converts to HTML.
    Rich,
}

/// Whether Exchange sends the body as HTML where it does not send RTF: whether it was HTML, or rich
/// text and the body that counts.
pub(super) fn leaves_as_html(compressed: &[u8], counts: bool) -> bool {
    match origin(compressed) {
        Some(Origin::Html) => true,
        Some(Origin::Rich) => counts,
        Some(Origin::Text) | None => false,
    }
}

/// What a compressed RTF body was made from; none where it cannot be read.
fn origin(compressed: &[u8]) -> Option<Origin> {
    let number = |at: usize| -> Option<usize> {
        let bytes = compressed.get(at..at + 4)?.try_into().ok()?;
        usize::try_from(u32::from_le_bytes(bytes)).ok()
    };
    let (length, raw) = (number(0)?, number(4)?);
    // The head has two more of them.
    number(12)?;
    let whole = compressed.get(..length.saturating_add(4))?;
    // The crate takes both lengths for true: it would reserve what the second says, and would read
    // as much of RTF that is not compressed.
    let is_plain = compressed.get(8..12) == Some(b"MELA");
    let most = match whole.len().checked_sub(16) {
        Some(rest) if is_plain => rest,
        Some(rest) => rest.saturating_mul(RATIO),
        None => return None,
    };
    if raw > most {
        return None;
    }
    let rtf = compressed_rtf::decompress_rtf(whole).ok()?;
    let mut groups = rtf.get(..BEGINNING).unwrap_or(&rtf).split('{');
    // The words before its first group, which is that of the fonts.
    let words = groups.nth(1).filter(|words| words.starts_with("\\rtf"))?;
    if !rtf.starts_with('{') {
        return None;
    }
    Some(match words {
        words if words.contains("\\fromhtml1") => Origin::Html,
        words if words.contains("\\fromtext") => Origin::Text,
        _ => Origin::Rich,
    })
}

#[cfg(test)]
mod tests {
    use super::{Origin, origin};
    use compressed_rtf::compress_rtf;
    use proptest::prelude::*;

    #[test]
    fn rtf_tells_what_it_was_made_from() {
        let html =
            "{\\rtf1\\ansi\\ansicpg1252\\fromhtml1 \\deff0{\\fonttbl}{\\*\\htmltag64 <p>}Hello}";
        let text = "{\\rtf1\\ansi\\ansicpg1252\\fromtext \\deff0{\\fonttbl}Hello \\\\fromhtml1}";
        let rich = "{\\rtf1\\ansi\\ansicpg932\\deff0{\\fonttbl}Hello \\\\fromtext}";
        for (rtf, expected) in [
            (html, Some(Origin::Html)),
            (text, Some(Origin::Text)),
            (rich, Some(Origin::Rich)),
            ("", None),
            ("Hello {\\rtf1}", None),
        ] {
            let compressed = compress_rtf(rtf).unwrap();
            assert_eq!(origin(&compressed), expected, "{rtf}");
            // More may stand behind it; less is none.
            assert_eq!(origin(&[&compressed[..], b"\0\0"].concat()), expected);
            assert_eq!(origin(&compressed[..compressed.len() - 1]), None);
            let plain = [
                &(rtf.len() as u32 + 12).to_le_bytes()[..],
                &(rtf.len() as u32).to_le_bytes(),
                b"MELA\0\0\0\0",
                rtf.as_bytes(),
            ];
            assert_eq!(origin(&plain.concat()), expected, "{rtf}");
        }
    }

    proptest! {
        #[test]
        fn no_lengths_panic_or_reserve_memory(
            length in prop_oneof![0u32..80, any::<u32>()],
            raw in prop_oneof![0u32..80, any::<u32>()],
            kind in prop::sample::select(vec![*b"LZFu", *b"MELA"]),
            rest in prop::collection::vec(any::<u8>(), 0..64),
        ) {
            let lengths = [length.to_le_bytes(), raw.to_le_bytes(), kind];
            origin(&[&lengths.concat()[..], &rest].concat());
        }
    }
}
