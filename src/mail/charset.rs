//! Names the character sets of Windows code pages as headers of mail do.
//!
//! Source: Microsoft, "Code Page Identifiers" (the names of .NET), 2026-11.

use encoding_rs::Encoding;

/// The encoding of a code page; that of Western Europe where none is known.
pub(super) fn encoding(page: Option<u32>) -> &'static Encoding {
    let page = page.and_then(|p| u16::try_from(p).ok());
    page.and_then(codepage::to_encoding)
        .unwrap_or(encoding_rs::WINDOWS_1252)
}

/// The name of an Internet code page as a header has it; not that of the decoder, which reads
/// ISO-8859-1 as windows-1252.
pub(super) fn name(page: Option<u32>) -> String {
    let named = match page {
        // Exchange's three ways to write ISO-2022-JP.
        Some(50220..=50222) => "iso-2022-jp",
        Some(20127) => "us-ascii",
        Some(28591) => "iso-8859-1",
        Some(28599) => "iso-8859-9",
        Some(28601) => "iso-8859-11",
        Some(50225) => "iso-2022-kr",
        Some(50227) => "x-cp50227",
        Some(52936) => "hz-gb-2312",
        Some(936) => "gb2312",
        Some(949) => "ks_c_5601-1987",
        Some(51932) => "euc-jp",
        Some(51949) => "euc-kr",
        Some(54936) => "gb18030",
        Some(65000) => "utf-7",
        Some(437) => "ibm437",
        Some(850) => "ibm850",
        Some(852) => "ibm852",
        Some(858) => "ibm00858",
        _ => "",
    };
    if !named.is_empty() {
        return named.to_owned();
    }
    let page = page.and_then(|page| u16::try_from(page).ok());
    let encoding = page.and_then(codepage::to_encoding);
    encoding.map_or("utf-8".into(), |e| e.name().to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn a_code_page_has_the_name_that_stands_in_mail() {
        for (page, expected) in [
            (28591, "iso-8859-1"),
            (28592, "iso-8859-2"),
            (28599, "iso-8859-9"),
            (28605, "iso-8859-15"),
            (1252, "windows-1252"),
            (20127, "us-ascii"),
            (932, "shift_jis"),
            (50220, "iso-2022-jp"),
            (50222, "iso-2022-jp"),
            (51932, "euc-jp"),
            (50225, "iso-2022-kr"),
            (51949, "euc-kr"),
            (949, "ks_c_5601-1987"),
            (936, "gb2312"),
            (54936, "gb18030"),
            (52936, "hz-gb-2312"),
            (950, "big5"),
            (20866, "koi8-r"),
            (65001, "utf-8"),
        ] {
            assert_eq!(name(Some(page)), expected, "{page}");
        }
    }
}
