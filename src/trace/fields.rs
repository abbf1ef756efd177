//! Takes the fields of a table one by one out of its text, without copying them.
//!
//! The rules are those of the csv crate, and a test holds them against it: a field that begins with a
//! quote ends with one, a doubled quote stands for itself, and what follows the last quote belongs to
//! the field. In any other field a quote is a letter.

use std::ops::Range;

/// The place of the field that begins where `within` does, and where it ends: at a delimiter, at the
/// end of a line, or at the end of `within`. A field that has doubled quotes is written without them behind the
/// text.
pub(super) fn take(
    text: &mut Vec<u8>,
    delimiter: u8,
    within: Range<usize>,
) -> (Range<usize>, usize) {
    let Range { start, end } = within;
    let bytes = text.get(..end).unwrap_or_default();
    let rest = bytes.get(start..).unwrap_or_default();
    match rest {
        // Half of the fields of many exports.
        [b'"', b'"', next, ..] if *next == delimiter => return (start + 1..start + 1, start + 2),
        [b'"', ..] => {}
        [first, ..] if *first == delimiter => return (start..start, start),
        _ => {
            let stop = stop(rest, delimiter);
            return (start..start + stop, start + stop);
        }
    }
    // What is between the quotes, piece by piece.
    let mut pieces: Vec<Range<usize>> = Vec::new();
    let mut from = start + 1;
    let mut at = from;
    loop {
        let Some(quote) = bytes.get(at..).and_then(|rest| memchr::memchr(b'"', rest)) else {
            // It is not closed.
            return (joined(text, &pieces, from..end), end);
        };
        at += quote;
        if bytes.get(at + 1) != Some(&b'"') {
            break;
        }
        pieces.push(from..at + 1);
        at += 2;
        from = at;
    }
    let after = bytes.get(at + 1..).unwrap_or_default();
    let ends = match after.first() {
        Some(next) => [delimiter, b'\n', b'\r'].contains(next),
        None => true,
    };
    if ends {
        return (joined(text, &pieces, from..at), at + 1);
    }
    let end = at + 1 + stop(after, delimiter);
    pieces.push(from..at);
    (joined(text, &pieces, at + 1..end), end)
}

/// How far a field goes that has no quotes.
fn stop(bytes: &[u8], delimiter: u8) -> usize {
    memchr::memchr3(delimiter, b'\n', b'\r', bytes).unwrap_or(bytes.len())
}

/// The place of pieces of the text that belong together, the last of them apart.
fn joined(text: &mut Vec<u8>, pieces: &[Range<usize>], last: Range<usize>) -> Range<usize> {
    if pieces.is_empty() {
        return last;
    }
    let start = text.len();
    for piece in pieces.iter().chain([&last]) {
        text.extend_from_within(piece.clone());
    }
    start..text.len()
}
