//! Tells what stands before the headers of a message, and whether there are headers.

use super::lines::find;

/// Where the headers of a message begin: behind a byte order mark, empty lines, the length with
/// which an .emlx begins, and a line that begins with `From ` as in an mbox.
pub(super) fn headers(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(end) = find(b'\n', bytes, at)
        && is_before_headers(bytes.get(at..end).unwrap_or_default())
    {
        at = end + 1;
    }
    let rest = bytes.get(at..).unwrap_or_default();
    at + below_summary(rest).unwrap_or(rest.len() - without_mark(rest).len())
}

/// Where the headers begin below what Gmail shows beside the source of a message, where all of the page
/// was copied: a title, lines of a name, a tab and a value, and links.
fn below_summary(text: &[u8]) -> Option<usize> {
    let mut lines = text.split_inclusive(|b| *b == b'\n');
    let (title, first) = (lines.next()?, lines.next()?);
    let is_title = !title.contains(&b':') && !title.contains(&b'\t');
    if !is_title || !first.contains(&b'\t') || is_header(first) {
        return None;
    }
    let mut at = title.len() + first.len();
    let mut below = false;
    for line in lines {
        if below && is_header(line) {
            return Some(at);
        }
        below |= line.trim_ascii().is_empty();
        at += line.len();
    }
    None
}

/// Whether a line may stand before the headers of a message.
pub(super) fn is_before_headers(line: &[u8]) -> bool {
    match line.first() {
        Some(b'>') => {
            let marks = line.iter().take_while(|b| **b == b'>').count();
            is_from_line(line.get(marks..).unwrap_or_default())
        }
        Some(b'F') => is_from_line(line),
        Some(b'0'..=b'9') => line.trim_ascii_end().iter().all(u8::is_ascii_digit),
        Some(b'\xef') => {
            let rest = without_mark(line);
            rest.len() < line.len() && is_before_headers(rest)
        }
        _ => line.trim_ascii().is_empty(),
    }
}

/// Whether a text begins with the line above a message of an mbox. A header `From : x`, with the
/// blank that was allowed once (RFC 5322, 4.5), is none.
pub(super) fn is_from_line(text: &[u8]) -> bool {
    let from = without_mark(text).strip_prefix(b"From ");
    from.is_some_and(|rest| !rest.trim_ascii_start().starts_with(b":"))
}

/// Where the message of an .emlx ends, as Apple Mail saves it: its length on a line of its own, the
/// message, and properties in XML behind it.
pub(super) fn emlx_end(text: &[u8]) -> Option<u64> {
    let end = find(b'\n', text, 0)? + 1;
    let length = text.get(..end)?.trim_ascii_end();
    if !length.iter().all(u8::is_ascii_digit) || !is_header(text.get(end..)?) {
        return None;
    }
    let length: u64 = std::str::from_utf8(length).ok()?.parse().ok()?;
    length.checked_add(end as u64)
}

/// Whether an empty line stands below each line of a text that begins with headers, as where one
/// was copied out of a web page; a message of one header with a body of headers is none.
pub(super) fn is_double_spaced(bytes: &[u8]) -> bool {
    let mut lines = bytes.split(|b| *b == b'\n');
    (0..4).all(|_| match (lines.next(), lines.next()) {
        (Some(line), Some(below)) => {
            let goes_on = line.first().is_some_and(u8::is_ascii_whitespace);
            let is_empty = line.trim_ascii().is_empty();
            !is_empty && (goes_on || is_header(line)) && below.trim_ascii().is_empty()
        }
        _ => false,
    })
}

fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

/// Whether a line begins as a header does: a name without blanks, and a colon (RFC 5322, 2.2; the
/// blanks between them are those of 4.5).
pub(super) fn is_header(line: &[u8]) -> bool {
    let line = without_mark(line);
    let colon = line.iter().position(|b| *b == b':');
    let name = colon.and_then(|at| line.get(..at)).unwrap_or_default();
    let name = name.trim_ascii_end();
    !name.is_empty() && name.iter().all(u8::is_ascii_graphic)
}

/// Headers of which every message has some.
const COMMON: [&str; 13] = [
    "From",
    "To",
    "Subject",
    "Date",
    "Received",
    "Message-ID",
    "Return-Path",
    "MIME-Version",
    "Content-Type",
    "Delivered-To",
    "Authentication-Results",
    "X-Mailer",
    "X-MS-Exchange-Organization-AuthAs",
];

/// Lines among which the headers are looked for.
const HEADER_LINES: usize = 200;

/// Whether a text begins with headers of a message: with two that are common, as one alone may be a line of
/// a list.
#[must_use]
pub fn begins_with_headers(text: &[u8]) -> bool {
    let text = text.get(headers(text)..).unwrap_or_default();
    if !is_header(text) {
        return false;
    }
    // Old systems end lines with CR alone.
    let end = if text.contains(&b'\n') { b'\n' } else { b'\r' };
    let lines = text.split(|b| *b == end).take(HEADER_LINES);
    let names = lines
        .take_while(|line| !line.trim_ascii().is_empty())
        .filter(|line| !line.starts_with(b" ") && !line.starts_with(b"\t"))
        .take_while(|line| is_header(line))
        .filter_map(|line| line.split(|b| *b == b':').next());
    let is_common = |name: &&[u8]| {
        let name = name.trim_ascii_end();
        COMMON
            .iter()
            .any(|c| name.eq_ignore_ascii_case(c.as_bytes()))
    };
    names.filter(is_common).take(2).count() == 2
}

#[cfg(test)]
mod tests {
    use super::{begins_with_headers, headers, is_double_spaced, is_header};

    #[test]
    fn a_message_is_told_by_its_headers() {
        for text in [
            "From: a@contoso.com\rTo: b@fabrikam.com\r\rx\r",
            ">From a Tue Sep  1 09:00:00 2026\nFrom: a@contoso.com\nTo: b@fabrikam.com\n\nx\n",
            "From : a@contoso.com\nX-A: b\n c\nsubject: d\n",
        ] {
            assert!(begins_with_headers(text.as_bytes()), "{text:?}");
        }
        for text in [
            "No header\n\nFrom: a@contoso.com\nTo: b@fabrikam.com\n",
            "Name: Default\nFrom: a@contoso.com\n",
            "From: a@contoso.com\n\nTo: b@fabrikam.com\n",
            " From: a@contoso.com\nFrom: a@contoso.com\nTo: b@fabrikam.com\n",
            "",
        ] {
            assert!(!begins_with_headers(text.as_bytes()), "{text:?}");
        }
    }

    #[test]
    fn empty_lines_below_all_lines_are_seen() {
        let message = "From: a@contoso.com\nTo: b@contoso.com\nSubject: c\n d\nDate: e\n\nf\n";
        let spaced = message.replace('\n', "\r\n\r\n");
        assert!(is_double_spaced(spaced.as_bytes()));
        assert!(!is_double_spaced(message.as_bytes()));
        assert!(!is_double_spaced(
            b"Subject: c\n\nFrom: d\n\nHello,\n\ne: f\n\n"
        ));
        assert!(!is_double_spaced(b"Subject: c\n\nFrom: d\n\n"));
    }

    #[test]
    fn what_stands_before_the_headers_is_skipped() {
        for before in [
            "",
            "\r\n",
            " \t \n\n",
            "From \r\n",
            "From alice@contoso.com Tue Sep  1 09:00:00 2026\n",
            "\n>From alice@contoso.com Tue Sep  1 09:00:00 2026\n",
            "1042      \n",
            "\u{feff}",
            "\u{feff}\nFrom \n",
        ] {
            let message = format!("{before}From: alice@contoso.com\n\nFrom now on\n");
            assert_eq!(headers(message.as_bytes()), before.len(), "{before:?}");
        }
        assert_eq!(headers(b"From : alice@contoso.com\n"), 0);
        assert_eq!(headers(b"\n\n"), 2);
    }

    #[test]
    fn what_gmail_shows_beside_the_source_is_skipped() {
        let summary = "Original Message\nMessage ID\t<m@fabrikam.com>\nCreated at:\tTue, Nov 3, 2026 at 9:00 AM (Delivered after 1 second)\nFrom:\tBob <bob@fabrikam.com>\nSPF:\tPASS with IP 192.0.2.1\n\nDownload Original\nCopy to clipboard\n\n";
        let message = "Delivered-To: alice@contoso.com\nSubject: a\n\nb\n";
        let all = format!("{summary}{message}");
        assert_eq!(headers(all.as_bytes()), summary.len());
        for other in [
            "Internet headers\nSubject: a\n\nTo: b\n",
            "Subject:\ta\nTo:\tb\n\nFrom: c\n",
            "Hello\nBob\tand Carol\n",
        ] {
            assert_eq!(headers(other.as_bytes()), 0, "{other}");
        }
    }

    #[test]
    fn a_header_has_a_name_without_blanks() {
        for header in ["Subject:", "X-Mailer: a", "To : b"] {
            assert!(is_header(header.as_bytes()), "{header}");
        }
        for other in ["", ":", "Dear Bob: hello", " Subject: a", "hello"] {
            assert!(!is_header(other.as_bytes()), "{other}");
        }
    }
}
