//! Embeds the texts of pages and lists with LF, whatever line ends they were checked out with.

/// The text of a file beside the source, as [`include_str!`] embeds it, with LF.
#[doc(hidden)]
#[macro_export]
macro_rules! embedded {
    ($path:literal) => {{
        const FILE: &str = include_str!($path);
        #[allow(long_running_const_eval, reason = "as long as the file is")]
        const LENGTH: usize = $crate::embedded::length(FILE);
        #[allow(long_running_const_eval, reason = "as long as the file is")]
        const WITH_LF: [u8; LENGTH] = $crate::embedded::with_lf(FILE);
        // A constant, so that nothing of this is left to do in the program.
        const TEXT: &str = $crate::embedded::text(FILE, &WITH_LF);
        TEXT
    }};
}

/// A page that no verdict leads to; the web page is built without.
#[must_use]
pub const fn apart(page: &'static str) -> &'static str {
    if cfg!(feature = "cli") { page } else { "" }
}

/// A page that no verdict leads to, but a finding; the web page has its first section, without the examples.
#[must_use]
pub const fn beginning(page: &'static str) -> &'static str {
    let mut left = page.as_bytes();
    let mut at = 0;
    while let [_, rest @ ..] = left
        && !cfg!(feature = "cli")
    {
        if let [b'\n', b'#', b'#', b' ', ..] = left
            && let Some((beginning, _)) = page.split_at_checked(at)
        {
            return beginning;
        }
        at += 1;
        left = rest;
    }
    page
}

/// Whether a text begins with CRLF.
const fn begins_with_crlf(text: &[u8]) -> bool {
    matches!(text, [b'\r', b'\n', ..])
}

/// The bytes of a text with LF in place of CRLF; 0 if it has no CRLF, and may stay as it is.
#[must_use]
pub const fn length(text: &str) -> usize {
    let mut left = text.as_bytes();
    let mut changed = 0;
    while let [_, rest @ ..] = left {
        if begins_with_crlf(left) {
            changed += 1;
        }
        left = rest;
    }
    if changed == 0 {
        0
    } else {
        text.len() - changed
    }
}

/// A text with LF in place of CRLF; nothing where there is room for nothing.
#[must_use]
pub const fn with_lf<const LENGTH: usize>(text: &str) -> [u8; LENGTH] {
    let mut all = [0; LENGTH];
    let mut left = text.as_bytes();
    let mut to: &mut [u8] = &mut all;
    while let [byte, rest @ ..] = left
        && !to.is_empty()
    {
        if !begins_with_crlf(left)
            && let [place, places @ ..] = to
        {
            *place = *byte;
            to = places;
        }
        left = rest;
    }
    all
}

/// The text of a file: with LF, where it was changed.
#[must_use]
pub const fn text(file: &'static str, with_lf: &'static [u8]) -> &'static str {
    match str::from_utf8(with_lf) {
        Ok(text) if !text.is_empty() => text,
        _ => file,
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_file_is_embedded_with_lf() {
        let file = include_str!("../fixtures/audit/portal.csv");
        assert!(file.contains("\r\n"));
        let embedded = embedded!("../fixtures/audit/portal.csv");
        assert_eq!(embedded, file.replace("\r\n", "\n"));
        let file = include_str!("../fixtures/traces/splunk.ndjson");
        assert!(!file.contains('\r'));
        assert_eq!(embedded!("../fixtures/traces/splunk.ndjson"), file);
    }
}
