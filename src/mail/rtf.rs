//! Tells what the compressed RTF of a message was made from (MS-OXRTFCP, MS-OXRTFEX).

/// Bytes of the RTF within which it says what it was made from.
const BEGINNING: usize = 256;
/// What precedes all compressed RTF, and may be referred to (MS-OXRTFCP, 2.1.2.1).
const DICTIONARY: &[u8] = b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";

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

/// What a compressed RTF body was made from; none where its beginning cannot be read.
fn origin(compressed: &[u8]) -> Option<Origin> {
    let rtf = beginning(compressed)?;
    let rtf = String::from_utf8_lossy(&rtf);
    // The words before its first group, which is that of the fonts.
    let words = rtf.strip_prefix('{')?.split('{').next()?;
    if !words.starts_with("\\rtf") {
        return None;
    }
    Some(match words {
        words if words.contains("\\fromhtml1") => Origin::Html,
        words if words.contains("\\fromtext") => Origin::Text,
        _ => Origin::Rich,
    })
}

/// The beginning of RTF, whatever its length; none where it is in no form of compressed RTF.
fn beginning(compressed: &[u8]) -> Option<Vec<u8>> {
    let length = compressed.get(4..8)?.try_into().ok()?;
    let length = usize::try_from(u32::from_le_bytes(length)).ok()?;
    let (kind, rest) = (compressed.get(8..12)?, compressed.get(16..)?);
    let mut rtf = match kind {
        b"LZFu" => decompress(rest),
        b"MELA" => rest.get(..BEGINNING).unwrap_or(rest).to_vec(),
        _ => return None,
    };
    rtf.truncate(length);
    Some(rtf)
}

/// The beginning of what was compressed: a byte of eight bits, each of which says whether a letter
/// follows or a reference to what precedes.
fn decompress(rest: &[u8]) -> Vec<u8> {
    let mut out = DICTIONARY.to_vec();
    let mut rest = rest.iter().copied();
    'rtf: while out.len() < DICTIONARY.len() + BEGINNING {
        let Some(bits) = rest.next() else { break };
        for bit in 0..8 {
            let Some(first) = rest.next() else { break 'rtf };
            if bits >> bit & 1 == 0 {
                out.push(first);
                continue;
            }
            let Some(second) = rest.next() else {
                break 'rtf;
            };
            let reference = u16::from_be_bytes([first, second]);
            let from = usize::from(reference >> 4);
            for at in from..from + usize::from(reference & 0xf) + 2 {
                // A reference to the end ends the RTF.
                let Some(letter) = out.get(at) else {
                    break 'rtf;
                };
                out.push(*letter);
            }
        }
    }
    out.drain(..DICTIONARY.len());
    out
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
            // More may stand behind it, and its end need not be there.
            assert_eq!(origin(&[&compressed[..], b"\0\0"].concat()), expected);
            assert_eq!(origin(&compressed[..compressed.len() - 2]), expected);
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
        fn no_bytes_panic(
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
