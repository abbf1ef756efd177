//! Decodes the text of headers and bodies, in whatever character set it is.

use super::shifted::Shifted;
use super::utf7;
use encoding_rs::{Encoding, ISO_2022_JP, REPLACEMENT};
use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::charsets::map::charset_decoder;
use std::borrow::Cow;

/// Names of character sets that mail uses and the Encoding Standard, which encoding_rs follows,
/// does not list, with the names that it lists.
const ALIASES: [(&str, &[&str]); 6] = [
    (
        "iso-2022-jp",
        &[
            "iso-2022-jp-1",
            "iso-2022-jp-2",
            "iso-2022-jp-3",
            "iso-2022-jp-2004",
            "iso-2022-jp-ms",
            "cp50220",
            "cp50221",
            "cp50222",
            "x-windows-iso2022jp",
        ],
    ),
    (
        "shift_jis",
        &[
            "cp932",
            "cp943",
            "x-ms-cp932",
            "windows-932",
            "shift_jisx0213",
        ],
    ),
    (
        "euc-jp",
        &[
            "eucjp",
            "euc_jp",
            "eucjp-ms",
            "eucjp-win",
            "cp51932",
            "ujis",
        ],
    ),
    (
        "gb18030",
        &[
            "gb-18030",
            "gb18030-2000",
            "cp936",
            "ms936",
            "windows-936",
            "euc-cn",
        ],
    ),
    ("big5", &["cp950", "ms950", "windows-950", "x-windows-950"]),
    (
        "euc-kr",
        &["euckr", "cp949", "ms949", "uhc", "x-windows-949"],
    ),
];

/// The encoding of a character set, by its name in mail; `None` where it is not known.
fn encoding(name: &str) -> Option<&'static Encoding> {
    let is = |alias: &&str| alias.eq_ignore_ascii_case(name);
    let listed = ALIASES.iter().find(|(_, aliases)| aliases.iter().any(is));
    let name = listed.map_or(name, |(listed, _)| listed);
    Encoding::for_label(name.as_bytes()).filter(|e| *e != REPLACEMENT)
}

/// Whether a character set is named that has no 8-bit characters; 8-bit text then names none.
fn is_ascii_name(name: &str) -> bool {
    ["us-ascii", "ascii", "ansi_x3.4-1968"]
        .iter()
        .any(|ascii| ascii.eq_ignore_ascii_case(name))
}

/// The text of bytes in a character set, or in none that is named.
#[must_use]
pub fn decode<'b>(bytes: &'b [u8], charset: Option<&str>) -> Cow<'b, str> {
    let Some(name) = charset.filter(|name| !is_ascii_name(name)) else {
        return unnamed(bytes, None);
    };
    if let Some(shifted) = Shifted::named(name) {
        return Cow::Owned(shifted.decode(bytes));
    }
    if utf7::is(name) {
        return Cow::Owned(utf7::decode(bytes));
    }
    match encoding(name) {
        Some(encoding) => encoding.decode_without_bom_handling(bytes).0,
        None => match charset_decoder(name.as_bytes()) {
            Some(decoder) => Cow::Owned(decoder(bytes)),
            None => unnamed(bytes, None),
        },
    }
}

/// The text of bytes whose character set is not named: as ISO-2022-JP or -KR where they switch to it, as
/// UTF-8 where they are that, else in the character set that is likely, or in what they look like.
#[must_use]
pub fn unnamed<'b>(bytes: &'b [u8], likely: Option<&str>) -> Cow<'b, str> {
    if let Some(text) = iso_2022_jp(bytes) {
        return Cow::Owned(text);
    }
    if let Some(shifted) = Shifted::of(bytes).or_else(|| Shifted::named(likely?)) {
        return Cow::Owned(shifted.decode(bytes));
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let likely = likely.and_then(encoding);
    let in_likely =
        likely.and_then(|e| e.decode_without_bom_handling_and_without_replacement(bytes));
    in_likely.unwrap_or_else(|| {
        let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
        detector.feed(bytes, true);
        let guess = detector.guess(None, chardetng::Utf8Detection::Deny);
        guess.decode_without_bom_handling(bytes).0
    })
}

/// The text of bytes that switch to a Japanese character set, and are valid then.
fn iso_2022_jp(bytes: &[u8]) -> Option<String> {
    memchr::memmem::find(bytes, b"\x1b$").or_else(|| memchr::memmem::find(bytes, b"\x1b(I"))?;
    let text = ISO_2022_JP.decode_without_bom_handling_and_without_replacement(bytes)?;
    Some(text.into_owned())
}

/// A header's value with its encoded words decoded (RFC 2047).
#[must_use]
pub fn decode_words(value: &str) -> Cow<'_, str> {
    if !value.contains("=?") {
        return Cow::Borrowed(value);
    }
    let mut out = String::with_capacity(value.len());
    // Words of one character set may share a character, so their bytes are decoded together.
    let mut open: Option<(&str, Vec<u8>)> = None;
    let close = |open: &mut Option<(&str, Vec<u8>)>, out: &mut String| {
        if let Some((charset, bytes)) = open.take() {
            out.push_str(&decode(&bytes, Some(charset)));
        }
    };
    let mut rest = value;
    while let Some(at) = rest.find("=?") {
        let (before, from) = rest.split_at(at);
        let Some((charset, bytes, after)) = word(from) else {
            close(&mut open, &mut out);
            let (start, more) = from.split_at(2);
            out.push_str(before);
            out.push_str(start);
            rest = more;
            continue;
        };
        // White space between two encoded words is not shown.
        let joined = open.is_some() && before.chars().all(char::is_whitespace);
        let same = open
            .as_ref()
            .is_some_and(|(name, _)| name.eq_ignore_ascii_case(charset) && !utf7::is(charset));
        if !(joined && same) {
            close(&mut open, &mut out);
        }
        if !joined {
            out.push_str(before);
        }
        open.get_or_insert((charset, Vec::new())).1.extend(bytes);
        rest = after;
    }
    close(&mut open, &mut out);
    out.push_str(rest);
    Cow::Owned(out)
}

/// The encoded word at the start of a text: its character set, its bytes, and what follows it.
fn word(text: &str) -> Option<(&str, Vec<u8>, &str)> {
    let (charset, rest) = text.strip_prefix("=?")?.split_once('?')?;
    let (method, rest) = rest.split_once('?')?;
    let (encoded, after) = rest.split_once("?=")?;
    // A language may follow the character set (RFC 2231).
    let charset = charset.split('*').next().filter(|c| !c.is_empty())?;
    let bytes = match method {
        "B" | "b" => base64_decode(encoded.as_bytes())?,
        "Q" | "q" => q_decode(encoded),
        _ => return None,
    };
    Some((charset, bytes, after))
}

/// The bytes of a text in the encoding Q.
fn q_decode(encoded: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(encoded.len());
    let mut rest = encoded.as_bytes();
    while let Some((first, more)) = rest.split_first() {
        rest = more;
        let escaped = || {
            let digits = std::str::from_utf8(more.get(..2)?).ok()?;
            u8::from_str_radix(digits, 16).ok()
        };
        out.push(match first {
            b'_' => b' ',
            b'=' => match escaped() {
                Some(byte) => {
                    rest = more.get(2..).unwrap_or_default();
                    byte
                }
                None => b'=',
            },
            other => *other,
        });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{decode, decode_words, unnamed};
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;

    /// A text in several character sets, by the names that mail gives them.
    const TEXTS: [(&str, &[&str]); 5] = [
        (
            "自動応答: 請求書の件",
            &[
                "utf-8",
                "Shift_JIS",
                "cp932",
                "EUC-JP",
                "eucJP-ms",
                "ISO-2022-JP",
                "iso-2022-jp-ms",
            ],
        ),
        (
            "自动答复: 发票",
            &["gb2312", "GBK", "gb18030", "cp936", "utf8"],
        ),
        ("自動回覆: 發票", &["Big5", "cp950"]),
        ("자동 회신: 송장", &["ks_c_5601-1987", "EUC-KR", "cp949"]),
        (
            "Réponse automatique : facture",
            &["iso-8859-1", "Windows-1252", "utf-8"],
        ),
    ];

    fn encoded(text: &str, charset: &str) -> Vec<u8> {
        let encoding = super::encoding(charset).unwrap();
        encoding.encode(text).0.into_owned()
    }

    #[test]
    fn words_in_b_and_q_of_every_character_set_are_decoded() {
        for (text, charsets) in TEXTS {
            for charset in charsets {
                let bytes = encoded(text, charset);
                let b = format!("=?{charset}?B?{}?=", STANDARD.encode(&bytes));
                let q: String = bytes.iter().map(|b| format!("={b:02X}")).collect();
                let q = format!("=?{charset}*ja?q?{q}?=");
                assert_eq!(decode_words(&b), text, "{charset}");
                assert_eq!(decode_words(&q), text, "{charset}");
                assert_eq!(decode(&bytes, Some(charset)), text, "{charset}");
            }
        }
    }

    #[test]
    fn a_character_may_be_split_between_two_words() {
        let bytes = "自動応答".as_bytes();
        let (a, b) = bytes.split_at(4);
        let words = format!(
            "[x] =?utf-8?B?{}?=\t=?UTF-8?B?{}?= ok",
            STANDARD.encode(a),
            STANDARD.encode(b)
        );
        assert_eq!(decode_words(&words), "[x] 自動応答 ok");
    }

    #[test]
    fn what_is_no_encoded_word_stays() {
        for text in [
            "a =? b",
            "=?utf-8?X?a?=",
            "=?utf-8?B?%%%?=",
            "=?utf-8?Q?a",
            "=?",
            "a?=",
            "",
        ] {
            assert_eq!(decode_words(text), text);
        }
        assert_eq!(decode_words("=?us-ascii?Q?a=zz_=?="), "a=zz =");
    }

    #[test]
    fn text_that_names_nothing_is_decoded() {
        let text = "自動応答: 請求書の件について";
        for charset in ["iso-2022-jp", "utf-8"] {
            assert_eq!(unnamed(&encoded(text, charset), None), text);
        }
        for charset in ["shift_jis", "euc-jp"] {
            assert_eq!(unnamed(&encoded(text, charset), Some(charset)), text);
            assert_eq!(unnamed(&encoded(text, charset), None), text, "{charset}");
        }
    }

    #[test]
    fn utf_7_is_decoded_by_any_of_its_names_and_each_word_alone() {
        for name in ["utf-7", "UTF-7", "unicode-1-1-utf-7", "utf7"] {
            assert_eq!(decode(b"Hi +Jjo-", Some(name)), "Hi ☺");
            let words = format!("=?{name}?Q?+gepS1Q?=\r\n =?{name}?Q?+X9x7VA-:_x?=");
            assert_eq!(decode_words(&words), "自動応答: x", "{name}");
        }
    }
}
