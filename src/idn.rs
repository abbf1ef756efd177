//! Writes international domains as A-labels and in their own script.

#[cfg(not(feature = "idna-tables"))]
pub use outside::encode_with;
#[cfg(not(feature = "idna-tables"))]
pub(crate) use outside::{to_ascii, to_unicode};

/// A domain as A-labels, in lower case; none where it cannot be encoded.
#[cfg(feature = "idna-tables")]
pub(crate) fn to_ascii(domain: &str) -> Option<String> {
    idna::domain_to_ascii(domain).ok()
}

/// A domain in its own script; none where its A-labels are wrong.
#[cfg(feature = "idna-tables")]
pub(crate) fn to_unicode(domain: &str) -> Option<String> {
    let (own, read) = idna::domain_to_unicode(domain);
    read.is_ok().then_some(own)
}

/// The same by whoever runs the engine: a browser has the tables, which would be a twentieth of the
/// page.
#[cfg(not(feature = "idna-tables"))]
mod outside {
    use std::sync::OnceLock;

    type Encode = fn(&str) -> Option<String>;

    static ENCODE: OnceLock<Encode> = OnceLock::new();

    /// Have international domains encoded by UTS 46, as URLs are. Only the first call counts.
    pub fn encode_with(encode: Encode) {
        let _ = ENCODE.set(encode);
    }

    pub(crate) fn to_ascii(domain: &str) -> Option<String> {
        // Browsers take an ASCII domain as it is.
        let ascii = ENCODE.get()?(&to_unicode(domain)?)?;
        let same = ascii.eq_ignore_ascii_case(domain);
        (same || !domain.is_ascii()).then_some(ascii)
    }

    pub(crate) fn to_unicode(domain: &str) -> Option<String> {
        let own = |label: &str| match label.get(..4) {
            Some(start) if start.eq_ignore_ascii_case("xn--") => {
                idna::punycode::decode_to_string(label.get(4..).unwrap_or_default())
            }
            _ => Some(label.to_owned()),
        };
        let labels: Option<Vec<String>> = domain.split('.').map(own).collect();
        labels.map(|labels| labels.join("."))
    }
}
