//! Tells the lines between the messages of an mbox from those of a text that begin with `From `.
//!
//! mbox(5) and RFC 4155 want an empty line, then `From `, an address and a date. Programs write
//! less: Thunderbird nothing behind `From `, or `- ` and a date; Eudora `???@???` and a date, with
//! no empty line before it; others an address without a date. Such a line counts where a header
//! follows it, as it does for Thunderbird (MboxMsgInputStream.cpp, 2026-09), which asks for two.

use super::{LINE, after_line};
use crate::mail::start::{is_before_headers, is_header};
use memchr::memchr_iter;

/// Bytes that are looked at to tell whether a line stands between messages: it and the next.
pub(super) const LOOK: usize = 2 * LINE;

/// Whether a text, which goes on, has all that is looked at.
pub(super) fn is_enough(text: &[u8]) -> bool {
    text.len() >= LOOK || memchr_iter(b'\n', text).nth(1).is_some()
}

/// Whether a text begins with a line between messages; `after_empty_line` is whether it stands
/// behind one.
pub(super) fn is_separator(text: &[u8], after_empty_line: bool) -> bool {
    let text = text.get(..LOOK).unwrap_or(text);
    let (line, rest) = text.split_at_checked(after_line(text)).unwrap_or_default();
    let next = rest.get(..after_line(rest)).unwrap_or_default();
    let Some(behind) = line.strip_prefix(b"From ") else {
        return false;
    };
    let behind = behind.trim_ascii();
    let mut words = behind.split(|b| *b == b' ');
    let of_a_program = matches!(words.next(), Some(b"" | b"-" | b"???@???"));
    let has_header = is_header(next);
    if !after_empty_line {
        return of_a_program && has_header;
    }
    let timed = has_time(behind);
    if timed && has_month(behind) {
        // A message may have no headers at all.
        return has_header || is_before_headers(next);
    }
    has_header && (of_a_program || timed || is_address(behind))
}

/// Whether there is a time of day.
fn has_time(text: &[u8]) -> bool {
    text.windows(5)
        .any(|w| matches!(w, [a, b, b':', c, d] if [a, b, c, d].iter().all(|x| x.is_ascii_digit())))
}

/// Whether there is the name of a month, as dates of mail have it.
fn has_month(text: &[u8]) -> bool {
    const MONTHS: [&[u8]; 12] = [
        b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov",
        b"Dec",
    ];
    let mut words = text.split(|b| !b.is_ascii_alphabetic());
    words.any(|word| MONTHS.contains(&word))
}

/// Whether there is nothing but an address.
fn is_address(text: &[u8]) -> bool {
    text.contains(&b'@') && text.iter().all(u8::is_ascii_graphic)
}

#[cfg(test)]
mod tests {
    use super::is_separator;

    #[test]
    fn what_programs_write_between_messages_is_told_from_text() {
        let header = "\nX-Mozilla-Status: 0001\n";
        let folded = "\n\theld by a list\n";
        let rows = [
            // Behind an empty line, and behind another line.
            (
                "From alice@contoso.com Tue Sep  1 09:00:00 2026",
                header,
                true,
                false,
            ),
            (
                "From alice@contoso.com Tue Sep  1 09:00:00 2026",
                "\n\nno headers\n",
                true,
                false,
            ),
            (
                "From alice@contoso.com Tue Sep  1 09:00:00 2026",
                "\n>From a 10:10\n",
                true,
                false,
            ),
            (
                "From MAILER-DAEMON Tue, 1 Sep 2026 09:00:00 +0000",
                header,
                true,
                false,
            ),
            (
                "From 1876@xxx Tue Sep 01 09:00:00 +0000 2026",
                header,
                true,
                false,
            ),
            (
                "From alice@contoso.com 2026-09-01T09:00:00Z",
                header,
                true,
                false,
            ),
            (
                "From alice@contoso.com 2026-09-01T09:00:00Z",
                "\n\nno headers\n",
                false,
                false,
            ),
            ("From alice@contoso.com", header, true, false),
            ("From - Tue Sep 01 09:00:00 2026", header, true, true),
            ("From - ", header, true, true),
            ("From \r", header, true, true),
            ("From ", "\n\n", false, false),
            ("From ???@??? Tue Sep 01 09:00:00 2026", header, true, true),
            ("From here on\r", "\nit is so.\n", false, false),
            ("From here on", header, false, false),
            (
                "From 09:00 on we meet in the hall.",
                "\nBring the list.\n",
                false,
                false,
            ),
            (
                "From our talk of 1 Sep at 09:00 I take this:",
                folded,
                false,
                false,
            ),
            ("From alice@contoso.com", "\nI heard that.\n", false, false),
            ("From: alice@contoso.com", header, false, false),
        ];
        for (line, next, behind_empty, behind_text) in rows {
            let text = [line, next].concat();
            let found = [true, false].map(|empty| is_separator(text.as_bytes(), empty));
            assert_eq!(found, [behind_empty, behind_text], "{text:?}");
        }
    }
}
