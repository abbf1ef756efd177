//! Tells whether the compressed RTF of a message is HTML in disguise (MS-OXRTFCP, MS-OXRTFEX).

/// RTF is no more than 18 times as long as what is compressed: of two bytes come 17 at most.
const RATIO: usize = 18;
/// Characters of the RTF within which it says what it was made from.
const BEGINNING: usize = 256;

/// Whether a compressed RTF body was made from HTML, which Exchange then sends.
pub(super) fn is_html(compressed: &[u8]) -> bool {
    let number = |at: usize| -> Option<usize> {
        let bytes = compressed.get(at..at + 4)?.try_into().ok()?;
        usize::try_from(u32::from_le_bytes(bytes)).ok()
    };
    let (Some(length), Some(raw), Some(_), Some(_)) = (number(0), number(4), number(8), number(12))
    else {
        return false;
    };
    let Some(whole) = compressed.get(..length.saturating_add(4)) else {
        return false;
    };
    // The crate takes both lengths for true: it would reserve what the second says, and would read
    // as much of RTF that is not compressed.
    let is_plain = compressed.get(8..12) == Some(b"MELA");
    let most = match whole.len().checked_sub(16) {
        Some(rest) if is_plain => rest,
        Some(rest) => rest.saturating_mul(RATIO),
        None => return false,
    };
    if raw > most {
        return false;
    }
    let Ok(rtf) = compressed_rtf::decompress_rtf(whole) else {
        return false;
    };
    let mut groups = rtf.get(..BEGINNING).unwrap_or(&rtf).split('{');
    // The words before its first group, which is that of the fonts.
    let empty = groups.next().is_some_and(str::is_empty);
    let words = groups.next().unwrap_or_default();
    empty && words.starts_with("\\rtf") && words.contains("\\fromhtml1")
}

#[cfg(test)]
mod tests {
    use super::is_html;
    use compressed_rtf::compress_rtf;
    use proptest::prelude::*;

    #[test]
    fn rtf_tells_what_it_was_made_from() {
        let html =
            "{\\rtf1\\ansi\\ansicpg1252\\fromhtml1 \\deff0{\\fonttbl}{\\*\\htmltag64 <p>}Hello}";
        let text = "{\\rtf1\\ansi\\ansicpg1252\\fromtext \\deff0{\\fonttbl}Hello \\\\fromhtml1}";
        for (rtf, expected) in [(html, true), (text, false), ("", false)] {
            let compressed = compress_rtf(rtf).unwrap();
            assert_eq!(is_html(&compressed), expected, "{rtf}");
            // More may stand behind it; less is none.
            assert_eq!(is_html(&[&compressed[..], b"\0\0"].concat()), expected);
            assert!(!is_html(&compressed[..compressed.len() - 1]));
            let plain = [
                &(rtf.len() as u32 + 12).to_le_bytes()[..],
                &(rtf.len() as u32).to_le_bytes(),
                b"MELA\0\0\0\0",
                rtf.as_bytes(),
            ];
            assert_eq!(is_html(&plain.concat()), expected, "{rtf}");
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
            is_html(&[&lengths.concat()[..], &rest].concat());
        }
    }
}
