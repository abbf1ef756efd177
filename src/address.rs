//! Compares addresses and domains, and reads the addresses of header fields.

use crate::idn;
use std::borrow::Cow;

/// A domain, and each domain above it up to the top.
pub fn upwards(domain: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(domain), |d| above(d))
}

/// The domain above a domain.
#[must_use]
pub fn above(domain: &str) -> Option<&str> {
    domain.split_once('.').map(|(_, above)| above)
}

/// A domain in the form that is compared: lower case, A-labels, no final dot.
#[must_use]
pub fn normal_domain(domain: &str) -> Cow<'_, str> {
    let domain = domain.trim().trim_end_matches('.');
    if domain.is_ascii() {
        return lower(domain);
    }
    Cow::Owned(idn::to_ascii(domain).unwrap_or_else(|| domain.to_lowercase()))
}

/// Text in lower case; borrowed where it is so already.
pub(crate) fn lower(text: &str) -> Cow<'_, str> {
    if !text.is_ascii() {
        Cow::Owned(text.to_lowercase())
    } else if text.bytes().any(|b| b.is_ascii_uppercase()) {
        Cow::Owned(text.to_ascii_lowercase())
    } else {
        Cow::Borrowed(text)
    }
}

/// The domain of an address, in the form that is compared; empty where there is none.
#[must_use]
pub fn domain(address: &str) -> Cow<'_, str> {
    let at = memchr::memrchr(b'@', address.as_bytes());
    let domain = at.and_then(|at| address.get(at + 1..)).unwrap_or_default();
    let is_normal = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'.';
    // Of an address as it is compared this is so.
    if domain.bytes().all(is_normal) && !domain.ends_with('.') {
        return Cow::Borrowed(domain);
    }
    normal_domain(domain)
}

/// An address in the form that is compared.
#[must_use]
pub fn normal(text: &str) -> String {
    plain_address(text).unwrap_or_else(|| any_address(text))
}

fn any_address(text: &str) -> String {
    // Reports of security write addresses so that nobody clicks on them.
    if text.contains("[.]") || text.contains("[@]") {
        return normal(&text.replace("[.]", ".").replace("[@]", "@"));
    }
    let text = bare(text);
    match text.rsplit_once('@') {
        Some((local, domain)) => [&lower(local), "@", &normal_domain(domain)].concat(),
        None => lower(text).into_owned(),
    }
}

/// An address without what people write around it: a name with brackets behind it, as in
/// `Bob <bob@fabrikam.com>` and `"Bob" [SMTP:bob@fabrikam.com]`, quotes, and `smtp:` or `mailto:`.
fn bare(text: &str) -> &str {
    let mut text = text.trim();
    for (open, close) in [('<', '>'), ('[', ']')] {
        let within = text.strip_suffix(close).and_then(|t| t.rsplit_once(open));
        // The domain of an address may be in brackets too, and several addresses are not one.
        let is_one = |(before, within): &(&str, &str)| {
            within.contains('@') && !(before.contains('@') && before.contains([',', ';']))
        };
        if let Some((_, within)) = within.filter(is_one) {
            text = within.trim();
        }
    }
    text = text.trim_start_matches('<').trim_end_matches('>');
    for quote in ['\'', '"'] {
        let within = text.strip_prefix(quote).and_then(|t| t.strip_suffix(quote));
        text = within.unwrap_or(text);
    }
    let scheme = text.split_once(':').filter(|(scheme, _)| {
        let mut known = ["smtp", "mailto"].into_iter();
        known.any(|known| scheme.eq_ignore_ascii_case(known))
    });
    scheme.map_or(text, |(_, rest)| rest.trim_start())
}

/// The same, if it is of letters, digits and few signs, as most are: it is compared as it is
/// written but for its case.
fn plain_address(address: &str) -> Option<String> {
    let is_sign = |b: u8| matches!(b, b'.' | b'-' | b'_' | b'+');
    // No early end, so that many bytes are looked at together.
    let (ats, others) = address.bytes().fold((0u32, false), |(ats, others), b| {
        let at = b == b'@';
        let other = !(at || b.is_ascii_alphanumeric() || is_sign(b));
        (ats + u32::from(at), others | other)
    });
    let plain = ats == 1 && !others && !address.ends_with('.');
    plain.then(|| address.to_ascii_lowercase())
}

/// Whether a text is an address: a name and a domain, without blanks, and without what stands
/// between two of them.
#[must_use]
pub fn is_address(text: &str) -> bool {
    let text = normal(text);
    let parts = text.rsplit_once('@');
    let between = |text: &str| text.contains([',', ';', '<', '>']);
    parts.is_some_and(|(name, domain)| {
        let is_quoted = name.len() > 1 && name.starts_with('"') && name.ends_with('"');
        !name.is_empty() && !domain.is_empty() && !between(domain) && (is_quoted || !between(name))
    }) && !text.contains(char::is_whitespace)
}

/// Whether a text is several addresses.
#[must_use]
pub fn is_several(text: &str) -> bool {
    let parts = text.split([',', ';']);
    let mut parts = parts.filter(|part| !part.trim().is_empty());
    parts.clone().count() > 1 && !is_address(text) && parts.all(is_address)
}

/// Whether a return path is the null sender, `<>`.
#[must_use]
pub fn is_null_sender(path: &str) -> bool {
    path.split_whitespace().collect::<String>() == "<>"
}

/// Addresses of an address list: comments, quoted names and group names do not count.
#[must_use]
pub fn list(value: &str) -> Vec<String> {
    let mut all = Vec::new();
    each(value, &mut |address| all.push(address));
    all
}

/// The first address of an address list.
pub(crate) fn first(value: &str) -> Option<String> {
    let mut first = None;
    each(value, &mut |address| {
        first.get_or_insert(address);
    });
    first
}

/// Give every address of an address list to `found`.
pub(crate) fn each(value: &str, found: &mut impl FnMut(String)) {
    // Most fields hold one bare address.
    if let Some(address) = plain_address(value) {
        return found(address);
    }
    let mut word = String::new();
    let (mut quoted, mut escaped, mut comment, mut angle) = (false, false, 0u32, None::<String>);
    let mut in_angle = false;
    let mut push = |word: &mut String, angle: &mut Option<String>| {
        let text = angle.take().unwrap_or_else(|| word.trim().to_owned());
        if text.contains('@') {
            found(normal(&text));
        }
        word.clear();
    };
    for c in value.chars() {
        if escaped {
            escaped = false;
            if comment == 0 {
                word.push(c);
            }
            continue;
        }
        match c {
            '\\' if quoted || comment > 0 => escaped = true,
            '"' if comment == 0 => {
                quoted = !quoted;
                word.push(c);
            }
            _ if quoted => word.push(c),
            '(' => comment += 1,
            ')' if comment > 0 => comment -= 1,
            _ if comment > 0 => {}
            '<' => {
                word.clear();
                in_angle = true;
            }
            '>' => {
                angle = Some(word.trim().to_owned());
                in_angle = false;
            }
            // The servers on the way, as once in `<@a,@b:user@c>` (RFC 5322, 4.4), are no addresses.
            ',' if in_angle && word.trim_start().starts_with('@') => word.push(c),
            ':' if in_angle && word.trim_start().starts_with('@') => word.clear(),
            ',' | ';' => push(&mut word, &mut angle),
            ':' if !word.contains('@') => word.clear(),
            _ => word.push(c),
        }
    }
    push(&mut word, &mut angle);
}

#[cfg(test)]
mod tests {
    use super::{any_address, domain, is_address, is_several, list, normal, normal_domain};
    use proptest::prelude::*;

    #[test]
    fn what_people_write_around_an_address_is_no_part_of_it() {
        for text in [
            "Bob@Fabrikam.com",
            "<bob@fabrikam.com>",
            "Bob <bob@fabrikam.com>",
            "bob@fabrikam.com <bob@fabrikam.com>",
            "Smith, Bob <bob@fabrikam.com>",
            "\"Bob, Sales\" <SMTP:bob@fabrikam.com>",
            "\"Bob\" [SMTP:bob@fabrikam.com]",
            "[smtp:bob@fabrikam.com]",
            "SMTP: bob@fabrikam.com",
            "mailto:bob@fabrikam.com",
            "'bob@fabrikam.com'",
            " \"bob@fabrikam.com\" ",
            "bob[@]fabrikam[.]com",
            "Bob <bob@fabrikam[.]com>",
        ] {
            assert_eq!(normal(text), "bob@fabrikam.com", "{text}");
            assert!(is_address(text), "{text}");
        }
        for text in [
            "bob@[192.0.2.1]",
            "\"b, b\"@fabrikam.com",
            "o'b@fabrikam.com",
        ] {
            assert_eq!(normal(text), text);
        }
        assert_eq!(normal("<>"), "");
    }

    #[test]
    fn several_addresses_are_not_one() {
        for text in [
            "a@contoso.com;b@contoso.com",
            "a@contoso.com, B <b@contoso.com>",
        ] {
            assert!(is_several(text) && !is_address(text), "{text}");
        }
        for text in [
            "a@contoso.com",
            "Sales, Europe",
            "a@contoso.com, Bob",
            ",",
            "",
        ] {
            assert!(!is_several(text), "{text}");
        }
        for text in ["bob", "@", "bob@", "@fabrikam.com", "Bob @ Sales"] {
            assert!(!is_address(text), "{text}");
        }
    }

    #[test]
    fn the_servers_of_a_source_route_are_no_recipients() {
        for (value, expected) in [
            (
                "<@a.example,@b.example:carol@contoso.com>",
                &["carol@contoso.com"][..],
            ),
            (
                "Carol <@a.example:carol@contoso.com>, dave@contoso.com",
                &["carol@contoso.com", "dave@contoso.com"],
            ),
            (
                "<@a.example , @b.example : \"c, d\"@contoso.com>",
                &["\"c, d\"@contoso.com"],
            ),
            (
                "staff: <@a.example:eve@contoso.com>, frank@contoso.com;",
                &["eve@contoso.com", "frank@contoso.com"],
            ),
        ] {
            assert_eq!(list(value), expected, "{value}");
        }
    }

    proptest! {
        #[test]
        fn a_plain_address_is_compared_as_any_other(text in "[A-Za-z0-9@.:<> _+-]{0,12}|\\PC{0,8}@\\PC{0,8}") {
            prop_assert_eq!(normal(&text), any_address(&text));
            let after = text.rsplit_once('@').map_or("", |(_, domain)| domain);
            prop_assert_eq!(domain(&text), normal_domain(after));
        }
    }
}
