//! Reads addresses out of header fields.

use crate::policy::domain;

/// Whether a return path is the null sender, `<>`.
#[must_use]
pub fn is_null_sender(path: &str) -> bool {
    path.split_whitespace().collect::<String>() == "<>"
}

/// Addresses of an address list: comments, quoted names and group names do not count.
#[must_use]
pub fn addresses(value: &str) -> Vec<String> {
    let mut all = Vec::new();
    each(value, &mut |address| all.push(address));
    all
}

/// The first address of an address list.
pub(super) fn first(value: &str) -> Option<String> {
    let mut first = None;
    each(value, &mut |address| {
        first.get_or_insert(address);
    });
    first
}

/// Give every address of an address list to `found`.
pub(super) fn each(value: &str, found: &mut impl FnMut(String)) {
    // Most fields hold one bare address.
    if let Some(address) = domain::plain_address(value) {
        return found(address);
    }
    let mut word = String::new();
    let (mut quoted, mut escaped, mut comment, mut angle) = (false, false, 0u32, None::<String>);
    let mut push = |word: &mut String, angle: &mut Option<String>| {
        let text = angle.take().unwrap_or_else(|| word.trim().to_owned());
        if text.contains('@') {
            found(domain::address(&text));
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
            '<' => word.clear(),
            '>' => angle = Some(word.trim().to_owned()),
            ',' | ';' => push(&mut word, &mut angle),
            ':' if !word.contains('@') => word.clear(),
            _ => word.push(c),
        }
    }
    push(&mut word, &mut angle);
}
